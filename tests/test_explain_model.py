"""What is told of the line model: its card, and what it thinks of a line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from cleaner.cli.app import cleaner
from cleaner.mark.model import USES, open_model
from cleaner.mark.model.meanings import MEANINGS, meaning
from cleaner.mark.model.opening import COUNTED, RELATIONS
from cleaner.mark.model.table import NAMES, WHOLE_PAGE_NAMES
from tests.test_model_settle import ARTICLE, DIRTY, TAIL


def say(*words: str) -> str:
    result = CliRunner().invoke(cleaner, [*words])
    assert result.exit_code == 0, result.stderr
    return result.stdout


@pytest.fixture
def dirty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """A page in `a.txt`, and the number of a line that only the model takes."""
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(DIRTY, encoding="utf-8")
    return DIRTY.split("\n").index(TAIL[0]) + 1


@pytest.mark.parametrize("name", ["model", "model/line"])
def test_the_card(name: str) -> None:
    card = say("explain", name)
    for use, how in USES.items():
        assert f"  {use:<12}{how.bars.outside:.2f}" in card
        assert f"{how.weights} (fingerprint {open_model(use).weights.hash})" in card
        assert not how.tail or f"the last lines from {how.tail.bar:.2f}" in card
        assert not how.bars.risk or f"what puts {how.bars.risk:.1%} of the text at risk" in card
    assert "  careful     not asked\n" in card
    assert "docs/model.md" in card


def test_the_shares_of_features_add_up() -> None:
    shares = open_model("balanced").weights.trees.shares()
    assert shares.shape == (len(NAMES),)
    assert shares.sum() == pytest.approx(1, abs=1e-4)


def test_every_feature_has_a_meaning_and_every_meaning_a_feature() -> None:
    assert [name for name in WHOLE_PAGE_NAMES if not meaning(name)] == []
    assert sorted(set(MEANINGS) - {*WHOLE_PAGE_NAMES, *RELATIONS, *COUNTED}) == []


def test_why_shows_what_spoke_for_a_cut(dirty: int) -> None:
    words = ("--select", "share,copyright,model", "--isolated", "--level", "thorough")
    told = say("why", f"a.txt:{dirty}", *words)
    assert "This line goes.\n  done: model/line: " in told
    evidence = [line for line in told.splitlines() if line.startswith("    evidence: ")]
    assert evidence
    assert any(meaning(name) in told for name in NAMES if name in evidence[0])
    assert "    confidence: 0." in told


def test_why_shows_what_the_model_thinks_of_a_line_that_stays(
    dirty: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("--select", "share,copyright,model", "--isolated", "--level", "balanced")
    use = USES["balanced"]
    bars = use.bars._replace(outside=0.9999, inside=0.9999)
    monkeypatch.setitem(USES, "balanced", use._replace(bars=bars))
    told = say("why", f"a.txt:{dirty}", *words)
    assert "This line stays.\n" in told
    assert "The line model: residue with a probability of 0." in told
    assert "lines go from 1.00 on.\n" in told


def test_why_says_that_the_model_was_not_asked(dirty: int) -> None:  # noqa: ARG001
    Path("a.txt").write_text(ARTICLE, encoding="utf-8")
    told = say("why", "a.txt:3", "--isolated")
    assert "The line model was not asked: no rule cut anything.\n" in told
    told = say("why", "a.txt:3", "--isolated", "--level", "thorough")
    assert "The line model was asked about the last lines only: no rule cut anything.\n" in told
    assert "line model" not in say("why", "a.txt:3", "--isolated", "--level", "careful")


def test_a_title_that_is_dropped_is_explained(dirty: int) -> None:  # noqa: ARG001
    told = say("why", "a.txt:1", "--isolated", "--no-title", "--title", DIRTY.split("\n")[0])
    assert "This line goes.\n  done: title: the article's title" in told
    assert "agrees with the title that is given" in told
    assert say("explain", "title").startswith("title: the article's title")
