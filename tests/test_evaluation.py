"""`cleaner eval` from outside: the figures, the guilty rule, what changed, what is wrong."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cleaner.cli.app import cleaner
from cleaner.evaluation.alignment import is_exact, survival, words_of

SEEDS = Path(__file__).parent.parent / "seeds"
RULES = Path(__file__).parent / "cli" / "rules"
DEMO = ("--isolated", "--rules", str(RULES), "--select", "demo", "--max-cut-share", "1")

BRIDGE = {
    "id": "bridge",
    "lang": "en",
    "kinds": ["label", "shout"],
    "news": True,
    "lines": [
        {"text": "The bridge was closed on Monday.", "label": "keep"},
        {"text": "ADVERTISEMENT", "label": "drop", "cat": "ad"},
        {"text": "Do not miss the party!", "label": "drop", "cat": "shout"},
        {"text": "It opens in May.", "label": "keep"},
        {"text": "***", "label": "ignore"},
        {"text": "A word from nobody.", "label": "ignore"},
    ],
}
QUAY = {
    "id": "quay",
    "lang": "de",
    "kinds": [],
    "news": False,
    "text": "What does the sign say?\n\nAdvertisement\n\nNothing else.\n",
    "lines": [
        {"text": "What does the sign say?", "label": "keep"},
        {"text": "Advertisement", "label": "keep"},
        {"text": "Nothing else.", "label": "keep"},
    ],
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "two.jsonl", BRIDGE, QUAY)
    return tmp_path


def write(path: Path, *documents: dict[str, Any]) -> None:
    path.write_text("".join(json.dumps(one) + "\n" for one in documents), encoding="utf-8")


def run(*words: str, options: tuple[str, ...] = DEMO) -> Result:
    return CliRunner().invoke(cleaner, ["eval", *words, *options])


def data(*words: str, options: tuple[str, ...] = DEMO) -> dict[str, Any]:
    result = run(*words, "--format", "json", options=options)
    assert result.exit_code == 0, result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def test_the_figures_are_those_counted_by_hand() -> None:
    answer = data("two.jsonl")
    # 6 + 4 and 5 + 1 + 2 words of article, of which one is lost; 1 + 5 of residue, 5 left.
    assert (answer["keep"]["words"], answer["drop"]["words"]) == (18, 6)
    assert answer["content_lost_pct"] == pytest.approx(100 / 18)
    assert answer["residue_left_pct"] == pytest.approx(100 * 5 / 6)
    assert answer["categories"] == {
        "shout": {"lines": 1, "lines_left": 1, "words": 5, "words_left": 5},
        "ad": {"lines": 1, "lines_left": 0, "words": 1, "words_left": 0},
    }
    assert answer["exact"] == 0
    assert [(score["lost"], score["left"]) for score in answer["scores"]] == [(0, 5), (1, 0)]


def test_the_guilty_rule_is_named() -> None:
    shown = run("two.jsonl").stdout
    assert "content lost 5.56 %   residue left 83.33 %   exact 0.0 % (0 of 2)" in shown
    assert "  demo/label                            1           1\n" in shown
    assert "    lost  line 3 by demo/label: Advertisement\n" in shown
    assert "    left  line 3 (shout): Do not miss the party!\n" in shown


def test_exact_documents_are_counted() -> None:
    assert data("two.jsonl", "--unsafe")["exact"] == 1


def test_packed_files_and_arrays_are_read(folder: Path) -> None:
    wanted = data("two.jsonl")
    (folder / "two.jsonl.gz").write_bytes(gzip.compress((folder / "two.jsonl").read_bytes()))
    (folder / "two.json").write_text(json.dumps([BRIDGE, QUAY]))
    assert data("two.jsonl.gz") == wanted
    assert data("two.json") == wanted


@pytest.mark.parametrize(
    ("where", "names"),
    [
        ("lang=en", ["bridge"]),
        ("news=false", ["quay"]),
        ("news=true", ["bridge"]),
        ("kinds=shout", ["bridge"]),
        ("kinds=", ["quay"]),
        ("id=quay", ["quay"]),
    ],
)
def test_where_chooses(where: str, names: list[str]) -> None:
    assert [one["id"] for one in data("two.jsonl", "--where", where)["scores"]] == names


def test_levels_and_names_choose_rules() -> None:
    none = ("--isolated", "--select", "model", "--level", "careful")
    assert data("two.jsonl", options=none)["residue_left_pct"] == 100
    assert data("two.jsonl", "--ignore", "demo/label")["content_lost_pct"] == 0


def test_restoration_is_asked_only_where_it_is_named(folder: Path) -> None:
    text = (SEEDS / "port-summit.txt").read_text("utf-8")
    kept = [{"text": line, "label": "keep"} for line in text.split("\n") if line.strip()]
    write(folder / "spun.jsonl", {"id": "spun", "text": text, "lines": kept})
    words = ("spun.jsonl", "--select", "restoration", "--isolated")
    assert data(*words, options=())["content_lost_pct"] == 0
    asked = data(*words, "--restore", "auto", options=())
    assert asked["content_lost_pct"] > 0
    assert {name.partition("/")[0] for name in asked["rules"]} == {"restoration"}


def test_what_changed_is_shown_line_by_line() -> None:
    assert run("two.jsonl", "--save", "before.json").exit_code == 0
    same = data("two.jsonl", "--compare", "before.json")["comparison"]
    assert same == {"compared": 2, "only_here": 0, "only_there": 0, "changes": []}

    more = run("two.jsonl", "--unsafe", "--ignore", "demo/label", "--compare", "before.json").stdout
    assert "newly lost: 0 lines, 0 words\n" in more
    assert "newly kept: 1 lines, 1 words\n  quay:3 demo/label: Advertisement\n" in more
    assert "newly left: 1 lines, 1 words\n  bridge:2 demo/label: ADVERTISEMENT\n" in more
    assert "newly cut: 1 lines, 5 words\n  bridge:3 demo/shout: Do not miss the party!\n" in more

    run("two.jsonl", "--ignore", "demo/label", "--save", "none.json")
    lost = data("two.jsonl", "--compare", "none.json")["comparison"]["changes"]
    assert [(one["kind"], one["id"], one["rules"]) for one in lost] == [
        ("newly cut", "bridge", ["demo/label"]),
        ("newly lost", "quay", ["demo/label"]),
    ]


def test_a_saved_run_holds_no_text(folder: Path) -> None:
    run("two.jsonl", "--save", "before.json")
    saved = (folder / "before.json").read_text()
    assert "bridge" in saved
    assert "Monday" not in saved


def test_documents_of_one_run_alone_are_told() -> None:
    run("two.jsonl", "--where", "lang=en", "--save", "before.json")
    shown = run("two.jsonl", "--where", "lang=de", "--compare", "before.json").stdout
    assert "0 documents compared, 1 only in this run, 1 only in the saved one\n" in shown


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "bad.jsonl:2: expected a JSON object: exp"),
        ("[1]", "bad.jsonl:2: expected a JSON object, not '[1]'"),
        ('{"text": "a"}', "bad.jsonl:2: expected `lines`"),
        ('{"lines": [{"text": 1, "label": "keep"}]}', "bad.jsonl:2: lines, 1: expected an object"),
        ('{"lines": [{"text": "a", "label": "x"}]}', "lines, 1: label: expected keep, drop, ign"),
        ('{"text": "a\\nb", "lines": [{"text": "a", "label": "keep"}]}', "1 labels for 2 lines"),
        ("\udcff", "bad.jsonl:2: is not UTF-8"),
    ],
)
def test_a_wrong_file_is_a_message(folder: Path, line: str, words: str) -> None:
    good = json.dumps(BRIDGE)
    (folder / "bad.jsonl").write_bytes(f"{good}\n{line}\n".encode("utf-8", "surrogateescape"))
    result = run("bad.jsonl")
    assert result.exit_code == 2
    assert words in result.stderr
    assert not result.stdout


def test_broken_gzip_and_missing_files_are_messages(folder: Path) -> None:
    packed = gzip.compress((folder / "two.jsonl").read_bytes())
    (folder / "half.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    (folder / "no.jsonl.gz").write_bytes(b"no gzip")
    for name in ("half.jsonl.gz", "no.jsonl.gz", "nowhere.jsonl"):
        result = run(name)
        assert result.exit_code == 2
        assert result.stderr.startswith(f"cleaner: {name}:")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["two.jsonl", "--where", "lang"], "expected FIELD=VALUE"),
        (["two.jsonl", "--where", "lang=fr"], "no document is left"),
        ([], "expected labelled documents"),
        (["two.jsonl", "--compare", "two.jsonl"], "two.jsonl: expected a saved evaluation"),
        (["two.jsonl", "--accept", "x"], "belong to --frozen"),
    ],
)
def test_wrong_words_are_messages(words: list[str], message: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert message in result.stderr


def test_lines_are_found_again_when_joined_split_or_cut() -> None:
    lines = [words_of(line) for line in ("One two three four five six", "seven eight", "nine", "")]
    assert survival(lines, "one two three\nfour five six SEVEN, eight nine") == [1, 1, 1, 0]
    assert survival(lines, "one two three\nseven eight\nnine") == [0.5, 1, 1, 0]
    assert survival(lines, "nine") == [0, 0, 1, 0]
    assert survival(lines, "one two nine") == [0, 0, 1, 0]


def test_what_may_go_may_also_stay() -> None:
    lines = [("A b", True), ("C", None), ("D", False), ("* *", True), ("E", True)]
    assert is_exact(lines, "A  b\n\nE\n")
    assert is_exact(lines, "A b\nC\n* *\nE")
    assert not is_exact(lines, "A b\nD\nE")
    assert not is_exact(lines, "A b")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_a_person_at_a_terminal_sees_a_bar(folder: Path) -> None:
    import pty  # noqa: PLC0415 (not everywhere)

    write(folder / "many.jsonl", *({**BRIDGE, "id": str(number)} for number in range(30)))
    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "cleaner", "eval", "many.jsonl", *DEMO]
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=theirs, check=True, cwd=folder)
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert "judging" in shown
    assert "100%" in shown
    assert b"judging" not in done.stdout
