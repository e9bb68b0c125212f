"""`cleaner corpus` as a command: what is said, and what is refused."""

from __future__ import annotations

import json
import os
import pty
import sys
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from cleaner.cli.app import cleaner as command
from cleaner.cli.corpus import VERBS
from cleaner.cli.corpus.progress import words_of
from cleaner.corpus.run import Progress
from tests.corpora import json_lines, packed, unpacked

QUICK = ["--isolated", "--level", "careful", "--restore", "never", "--workers", "0"]


def run(*words: str | Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(command, ["corpus", *map(str, words)])
    return done.exit_code, done.stdout, done.stderr


def test_there_and_back(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_bytes(json_lines(9) + b"{broken\n")
    out, removed, back = tmp_path / "out", tmp_path / "removed", tmp_path / "back"
    status, stdout, stderr = run("clean", source, "-o", out, "--removed", removed, *QUICK)
    assert (status, stdout) == (0, "")
    assert stderr.startswith("cleaner: 9 documents; 9 changed; ")
    assert f"1 in quarantine, see {out}/.cleaner/quarantine" in stderr
    assert run("undo", out, removed, "-o", back) == (0, "", f"cleaner: 1 input undone, in {back}\n")
    assert unpacked(back / "a.jsonl") == json_lines(9)


def test_fields_and_options_reach_the_documents(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps({"body": "One.\nTwo.", "key": 7, "site": "a.example"}) + "\n")
    words = ["--text-field", "body", "--id-field", "key", "--url-field", "site"]
    out, removed = tmp_path / "out", tmp_path / "removed"
    more = ["--paragraphs", "line", "--removed", removed]
    assert run("clean", source, "-o", out, *words, *more, *QUICK)[0] == 0
    assert json.loads((out / "a.jsonl").read_text())["body"] == "One.\nTwo.\n"
    record = json.loads((removed / "a.removed.jsonl").read_text())
    assert (record["id"], record["url"]) == (7, "a.example")


def test_a_field_that_is_nowhere_shows(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(json_lines(9))
    words = [tmp_path / "a.jsonl", "-o", tmp_path / "out", "--text-field", "body", *QUICK]
    status, _, stderr = run("clean", *words)
    assert status == 0
    assert "; 9 have no text and went through as they are" in stderr
    assert (tmp_path / "out" / "a.jsonl").read_bytes() == json_lines(9)


@pytest.mark.parametrize(("word", "suffix"), [("gzip", ".gz"), ("zstd", ".zst"), ("none", "")])
def test_another_compression(tmp_path: Path, word: str, suffix: str) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(packed(json_lines(9), ".gz"))
    words = ["--compression", word, "--removed", tmp_path / "removed", *QUICK]
    assert run("clean", tmp_path / "a.jsonl.gz", "-o", tmp_path / "out", *words)[0] == 0
    assert json_lines(9) != unpacked(tmp_path / "out" / f"a.jsonl{suffix}")
    assert unpacked(tmp_path / "removed" / f"a.removed.jsonl{suffix}").count(b"\n") == 9
    assert run("undo", tmp_path / "out", tmp_path / "removed", "-o", tmp_path / "back")[0] == 0
    assert unpacked(tmp_path / "back" / f"a.jsonl{suffix}") == json_lines(9)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--encoding", "no-such"], "unknown encoding 'no-such'"),
        (["--keep-source"], "--keep-source needs --removed"),
        (["--attributes", "--removed", "r"], "--attributes and --removed exclude each other"),
        (["--attributes", "--html-field", "h"], "they exclude html-field"),
        (["--html-field", "text"], "html-field and text-field are both 'text'"),
        (["--text-field", ""], "expected a name, not ''"),
        (["--ignore", "layout"], "layout: cannot be selected or ignored in a corpus"),
        (["--ignore", "no/such"], "no rule or family is called 'no/such'"),
        (["nothing.jsonl"], "nothing.jsonl: there is no such file or folder"),
        (["a.pdf"], "a.pdf: expected one of .jsonl"),
    ],
)
def test_what_makes_no_sense_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.jsonl").write_bytes(json_lines(1))
    Path("a.pdf").write_bytes(b"%PDF")
    status, _, stderr = run("clean", "a.jsonl", "-o", "out", *words, *QUICK)
    assert status == 2
    assert message in stderr
    assert not Path("out/a.jsonl").exists()


def test_every_verb_has_help() -> None:
    for verb in VERBS:
        status, stdout, _ = run(verb, "--help")
        assert status == 0
        assert "Exit status: 0" in stdout
        assert f"cleaner corpus {verb} " in stdout


def test_the_line_of_progress() -> None:
    tally = Counter({"documents": 1200, "chars before": 1000, "chars cut": 125, "quarantined": 2})
    line = words_of(Progress(30_000_000, 60_000_000, 10_000_000, 10.0, tally), 800, 10.0)
    assert line == (
        "[##########..........]  50% · 1,200 documents · 80/s · 2.0 MB/s · 12.5% cut · "
        "0:15 left · 2 in quarantine"
    )


def test_a_terminal_sees_progress(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(json_lines(30))
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(tmp_path)
        os.environ["COLUMNS"] = "120"
        words = ["-m", "cleaner", "corpus", "clean", "a.jsonl", "-o", "out", *QUICK]
        os.execv(sys.executable, [sys.executable, *words])
    shown = b""
    while True:
        try:
            shown += os.read(terminal, 65536)
        except OSError:  # the child has closed its end
            break
    os.close(terminal)
    assert os.waitpid(child, 0)[1] == 0
    assert "30 documents · ".encode() in shown
    assert b"% cut" in shown
    assert b"30 documents; 30 changed" in shown
