"""The line model in a cleaning: when it is asked, what it never does, and that it settles."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given

import cleaner
from cleaner.draft import cuts_before
from cleaner.errors import ConfigError
from cleaner.mark.model import LineModel
from cleaner.mark.model.weights import TAIL as TAIL_OF
from cleaner.mark.model.weights import Weights
from cleaner.mark.rulebook import shipped_rules
from tests.conftest import pages

PROSE = (
    "The harbour board met on Monday to hear why the new crane had stood idle for six weeks.",
    "“We were promised delivery in March,” said the foreman, who has worked the quay since 1998.",
    "Nobody at the meeting could say how much the delay had cost, or who would pay for it all.",
)
TITLE = "Harbour board delays its crane again"
ARTICLE = "\n\n".join((TITLE, *PROSE))
TAIL = ("Local weather", "Jobs at the Herald", "Tide tables and ferry times")
DIRTY = "\n\n".join((TITLE, *PROSE, *PROSE, "Share this:", *TAIL, "© 2026 The Harbour Post."))

# Few rules, so that the model has something to say whatever the others learn to take.
BOOK = cleaner.Rulebook.load().only("share", "copyright")
LEVELS = {
    level: cleaner.Cleaner(rules=BOOK, level=level) for level in ("careful", "balanced", "thorough")
}
SHIPPED = [cleaner.Cleaner(level="balanced"), cleaner.Cleaner(level="thorough")]
WHOLE = cleaner.Cleaner(whole_page=True)


def model_lines(cleaned: cleaner.Cleaned) -> list[str]:
    return [edit.before for edit in cleaned.report.edits if edit.rule == "model/line"]


def test_it_takes_what_no_rule_takes() -> None:
    assert not model_lines(LEVELS["careful"].clean(DIRTY))
    taken = model_lines(LEVELS["thorough"].clean(DIRTY))
    assert set(taken) & set(TAIL)
    assert not set(taken) & {TITLE, *PROSE}


def test_its_findings_are_explained() -> None:
    for edit in LEVELS["thorough"].clean(DIRTY).report.edits:
        if edit.rule == "model/line":
            assert 0.5 <= edit.confidence < 1
            assert edit.evidence


def test_balanced_is_not_asked_where_no_rule_cut() -> None:
    text = "\n\n".join((ARTICLE, *TAIL))
    careful = LEVELS["careful"].clean(text)
    assert not careful.report.edits
    assert LEVELS["balanced"].clean(text).text == careful.text


def test_thorough_takes_the_last_lines_where_no_rule_cut() -> None:
    label = "Related Topics"
    article = "\n\n".join((ARTICLE, *PROSE))
    assert not LEVELS["careful"].clean(f"{article}\n\n{label}").report.edits
    assert LEVELS["balanced"].clean(f"{article}\n\n{label}").text.endswith(f"{label}\n")
    assert LEVELS["thorough"].clean(f"{article}\n\n{label}").text == f"{article}\n"
    # Elsewhere, and where so many are below the article that they may be of it, nothing goes.
    for page in (f"{label}\n\n{article}", "\n\n".join((article, *[label] * 4))):
        assert LEVELS["thorough"].clean(page).text == f"{page}\n"


def test_weights_without_a_tail_leave_the_last_lines() -> None:
    machine = LEVELS["thorough"]
    assert machine.model is not None
    arrays = {n: a for n, a in machine.model.weights.arrays.items() if not n.startswith(TAIL_OF)}
    other = machine.asking(LineModel(Weights(arrays), machine.model.use))
    text = "\n\n".join((ARTICLE, *PROSE, "Related Topics"))
    assert other.clean(text).text == f"{text}\n"


@pytest.mark.parametrize(
    ("level", "before", "after", "asked"),
    [
        ("balanced", (), (), False),
        ("thorough", (), (), True),
        ("balanced", (TITLE,), (), False),
        ("balanced", ("By Ann Lee",), (), True),
        ("balanced", ("By Ann Lee", TITLE), (), True),
        ("balanced", (), (TAIL[0],), True),
        ("balanced", (), (*TAIL[:2], PROSE[2]), True),
    ],
)
def test_balanced_asks_of_more_than_subheads(monkeypatch, level, before, after, asked) -> None:
    measured: list[object] = []
    machine = LEVELS[level]
    assert machine.model is not None
    trees = machine.model.weights.trees
    odds = trees.odds
    monkeypatch.setattr(trees, "odds", lambda rows: (measured.append(rows), odds(rows))[1])
    page = (*before, PROSE[0], "Who pays", PROSE[1], "What comes next", PROSE[2], *after)
    machine.clean("\n\n".join(("Share this:", *page)))
    assert bool(measured) == asked


def test_a_title_that_is_dropped_is_no_hint() -> None:
    text = "\n\n".join((ARTICLE, *TAIL))
    assert not model_lines(
        cleaner.Cleaner(rules=BOOK, level="balanced", keep_title=False).clean(text)
    )


def test_it_is_silent_in_other_languages() -> None:
    assert not model_lines(LEVELS["thorough"].clean(DIRTY, lang="de"))
    german = "\n\n".join(
        [
            "Der Hafenausschuss hat am Montag gehört, warum der neue Kran seit sechs Wochen stillsteht.",
            "Niemand konnte sagen, wie viel die Verzögerung gekostet hat und wer dafür bezahlen wird.",
            "Share this:",
            "Wetter in der Region",
            "Stellenangebote der Woche",
        ]
    )
    assert not model_lines(LEVELS["thorough"].clean(german))


def test_it_can_be_ignored_and_selected() -> None:
    assert not model_lines(
        cleaner.Cleaner(rules=BOOK, level="thorough", ignore=["model"]).clean(DIRTY)
    )
    assert not model_lines(
        cleaner.Cleaner(rules=BOOK, level="thorough", select=["share"]).clean(DIRTY)
    )
    both = cleaner.Cleaner(
        rules=BOOK, level="thorough", select=["share", "copyright", "model/line"]
    )
    assert model_lines(both.clean(DIRTY))
    assert pickle.loads(pickle.dumps(both)).clean(DIRTY) == both.clean(DIRTY)


@given(pages)
def test_law_stable_at_every_level(text: str) -> None:
    """What the model leaves, it leaves a second time."""
    for machine in (*LEVELS.values(), *SHIPPED, WHOLE):
        once = machine.clean(text)
        again = machine.clean(once.text)
        assert again.text == once.text
        assert not again.report.edits


def test_too_little_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = cleaner.Cleaner(rules=BOOK, level="thorough")
    assert machine.model is not None
    monkeypatch.setattr(machine.model, "use", machine.model.use._replace(least_share=1.0))
    cleaned = machine.clean(DIRTY)
    assert cleaned.text == LEVELS["careful"].clean(DIRTY).text
    assert any(item.rule == "model/line" for item in cleaned.report.withheld)


def test_careful_needs_no_numpy() -> None:
    program = (
        "import sys, cleaner; cleaner.Cleaner(level='careful').clean('One line.\\n');"
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_model_of_ones_own(tmp_path: Path) -> None:
    shipped = shipped_rules() / "model" / "text.npz"
    own = tmp_path / "own.npz"
    own.write_bytes(shipped.read_bytes())
    assert cleaner.Cleaner(rules=BOOK, level="thorough", model=own).clean(DIRTY).text == (
        LEVELS["thorough"].clean(DIRTY).text
    )
    with pytest.raises(ConfigError, match=r"gone\.npz"):
        cleaner.Cleaner(level="thorough", model=tmp_path / "gone.npz")
    with pytest.raises(ConfigError, match="level"):
        cleaner.Cleaner(level="reckless")


def test_weights_are_small() -> None:
    for path in (shipped_rules() / "model").glob("*.npz"):
        assert path.stat().st_size <= 1_500_000


def test_cuts_before() -> None:
    assert cuts_before([0, 10, 20, 30, 40], [0, 10, 20, 30, 40]) == (0, 0, 0, 0, 0, 0)
    assert cuts_before([0, 10, 20, 30, 40], [10, 40]) == (1, 2, 0)
    assert cuts_before([0, 10, 20], [10]) == (1, 1)
