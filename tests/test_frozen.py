"""The frozen gate: a new cut of a good article stops the line until it is accepted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleaner.cli.app import cleaner

RULES = Path(__file__).parent / "cli" / "rules"
DEMO = ("--isolated", "--rules", str(RULES), "--select", "demo", "--max-cut-share", "1")
SIGN = "What does the sign say?\n\nAdvertisement\n\nNothing else.\n"
PLAIN = "The bridge was closed on Monday.\n\nDo not miss the party!\n"


@pytest.fixture(autouse=True)
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "articles"
    (folder / "more").mkdir(parents=True)
    (folder / "sign.txt").write_text(SIGN)
    (folder / "more" / "plain.txt").write_text(PLAIN)
    return folder


def run(*words: str, path: str = "articles") -> Result:
    return CliRunner().invoke(cleaner, ["eval", "--frozen", path, *words, *DEMO])


def test_a_new_cut_shuts_the_gate_until_it_is_accepted() -> None:
    assert run().exit_code == 2
    assert run("--accept", "the sign is an advertisement").exit_code == 0
    passed = run()
    assert passed.exit_code == 0
    assert passed.stdout == "2 articles, 1 cuts, 0 of them not accepted\n"

    shut = run("--unsafe")
    assert shut.exit_code == 1
    assert "more/plain.txt:3 demo/shout: Do not miss the party!\n" in shut.stdout
    assert run("--unsafe", "--accept", "a party").exit_code == 0
    assert run("--unsafe").exit_code == 0


def test_the_ledger_says_why_and_holds_no_text(articles: Path) -> None:
    run("--accept", "the sign is an “advertisement”")
    ledger = (articles / "accepted.toml").read_text()
    assert 'reason = "the sign is an “advertisement”"' in ledger
    assert 'rule = "demo/label"' in ledger
    assert "sign.txt" not in ledger
    assert "Nothing else" not in ledger
    run("--accept", "another reason")
    assert (articles / "accepted.toml").read_text() == ledger


def test_a_cut_without_a_reason_is_refused(articles: Path) -> None:
    run("--accept", "a sign")
    path = articles / "accepted.toml"
    path.write_text(path.read_text().replace('reason = "a sign"', 'reason = " "'))
    result = run()
    assert result.exit_code == 2
    assert "accepted.toml: cut 1: reason: expected a text" in result.stderr
    assert run("--accept", " ").exit_code == 2


def test_other_articles_shut_the_gate(articles: Path) -> None:
    run("--accept", "a sign")
    (articles / "more" / "plain.txt").write_text(f"{PLAIN}More.\n")
    result = run()
    assert result.exit_code == 1
    assert "more/plain.txt: is not in the ledger, or has changed\n" in result.stdout
    assert "1 articles of the ledger are not there\n" in result.stdout


def test_names_do_not_matter(articles: Path) -> None:
    run("--accept", "a sign")
    (articles / "sign.txt").rename(articles / "renamed.txt")
    assert run().exit_code == 0


def test_a_cut_made_no_longer_is_told_and_taken_out(articles: Path) -> None:
    run("--accept", "a sign")
    told = run("--ignore", "demo/label")
    assert told.exit_code == 0
    assert "1 accepted cuts are made no longer" in told.stdout
    run("--ignore", "demo/label", "--accept", "none")
    assert "[[cut]]" not in (articles / "accepted.toml").read_text()


def test_what_is_accepted_at_a_level_is_not_accepted_below() -> None:
    run("--level", "thorough", "--accept", "the thorough may")
    assert run("--level", "thorough").exit_code == 0
    assert run("--level", "balanced").exit_code == 1
    run("--level", "careful", "--accept", "all may")
    for level in ("careful", "balanced", "thorough"):
        assert run("--level", level).exit_code == 0


def test_a_corpus_elsewhere_has_its_ledger_here(tmp_path: Path) -> None:
    records = [{"id": "sign", "text": SIGN}, {"id": "plain", "text": PLAIN}]
    lines = "".join(json.dumps(record) + "\n" for record in records)
    (tmp_path / "good.jsonl").write_text(lines)
    assert run(path="good.jsonl").exit_code == 2
    words = ("--against", "good.toml")
    assert run(*words, "--accept", "a sign", path="good.jsonl").exit_code == 0
    assert run(*words, path="good.jsonl").exit_code == 0
    shut = run(*words, "--unsafe", "--format", "json", path="good.jsonl")
    assert shut.exit_code == 1
    found = json.loads(shut.stdout)
    assert [(cut["article"], cut["rule"]) for cut in found["new"]] == [("plain", "demo/shout")]
    assert found["open"] is False


@pytest.mark.parametrize(
    ("ledger", "words"),
    [
        ("articles = [", "not valid TOML"),
        ("articles = [1]", "articles: expected a list"),
        ("cut = 1", "cut: expected tables"),
        ("cats = []", "cats: expected articles and cut"),
        ('[[cut]]\nreason = "x"', "cut 1: fingerprint: expected a text"),
        ('[[cut]]\nfingerprint = "a"\nreason = "x"\nlevel = "y"', "cut 1: level: expected one of"),
        (2 * '[[cut]]\nfingerprint = "a"\nreason = "x"\n', "cut 2: a is accepted twice"),
    ],
)
def test_a_wrong_ledger_is_a_message(articles: Path, ledger: str, words: str) -> None:
    (articles / "accepted.toml").write_text(ledger)
    result = run()
    assert result.exit_code == 2
    assert f"accepted.toml: {words}" in result.stderr


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("nowhere", "nowhere: no such file"),
        ("empty", "empty: no .txt file"),
        ("l.jsonl", "a `text`"),
    ],
)
def test_a_wrong_corpus_is_a_message(tmp_path: Path, path: str, words: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "l.jsonl").write_text('{"id": 1}\n')
    result = run("--against", "x.toml", "--accept", "y", path=path)
    assert result.exit_code == 2
    assert words in result.stderr


@pytest.mark.parametrize("level", ["careful", "balanced"])
def test_our_own_good_articles(level: str) -> None:
    """Nothing of `tests/frozen` goes but what its ledger accepts.

    Those in `under-residue` have some below them, so that the line model is asked, too.
    """
    frozen = Path(__file__).parent / "frozen"
    words = ["eval", "--frozen", str(frozen), "--level", level, "--isolated"]
    result = CliRunner().invoke(cleaner, words)
    assert result.exit_code == 0, result.stdout
