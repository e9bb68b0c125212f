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
from tests.corpora import WIDGET, json_lines, packed, story, unpacked

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


@pytest.mark.parametrize("workers", ["0", "2"])
def test_documents_in_which_nothing_counts_stay(tmp_path: Path, workers: str) -> None:
    """As in `cleaner clean`: to the byte, in every container, and on the way back."""
    tree = tmp_path / "in"
    tree.mkdir()
    kept = {"a.txt": "One.\r\nTwo  words.", "b.txt": "\ufeffOne.\n\n\n\nTwo."}
    for name, text in kept.items():
        (tree / name).write_bytes(text.encode())
    (tree / "c.txt").write_text(story(3))
    texts = [*(text.lstrip("\ufeff") for text in kept.values()), story(3), "caf\u00c3\u00a9"]
    lines = [json.dumps({"text": text}) for text in texts]
    (tree / "d.jsonl").write_text("\n".join(lines))
    words = ["--removed", tmp_path / "removed", *QUICK[:-1], workers]
    words += ["--ignore", "layout,repair/newline,repair/space,encoding"]
    out = tmp_path / "out"
    assert run("clean", tree, "-o", out, *words)[0] == 0
    for name, text in kept.items():
        assert (out / name).read_bytes() == text.encode()
    assert WIDGET not in (out / "c.txt").read_text()
    after = (out / "d.jsonl").read_text().split("\n")
    assert after[:2] == lines[:2]
    assert json.loads(after[2])["text"] == (out / "c.txt").read_text()
    assert json.loads(after[3])["text"] == "caf\u00e9\n"
    assert run("undo", out, tmp_path / "removed", "-o", tmp_path / "back")[0] == 0
    for path in tree.iterdir():
        assert (tmp_path / "back" / path.name).read_bytes() == path.read_bytes()
    status, _, stderr = run("clean", tree, "-o", out, *words[:-1], "layout")
    assert status == 2
    assert "choice: ignore: ['layout', 'repair/newline'" in stderr


def test_ignores_of_single_files(tmp_path: Path) -> None:
    (tmp_path / "set.toml").write_text(
        '[per-file-ignores]\n"drafts/*" = ["comments"]\n"b.jsonl" = ["comments"]\n'
    )
    for name in ("drafts/a.txt", "c.txt"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(story(3))
    for name in ("b.jsonl", "d.jsonl"):
        (tmp_path / "in" / name).write_bytes(json_lines(4))
    (tmp_path / "set.toml").rename(tmp_path / "in" / "set.toml")
    words = ["--config", tmp_path / "in" / "set.toml", "--level", "careful", "--workers", "2"]
    assert run("clean", tmp_path / "in", "-o", tmp_path / "out", *words)[0] == 0
    went = {
        name: "Notify of" not in (tmp_path / "out" / name).read_text()
        for name in ("drafts/a.txt", "c.txt", "b.jsonl", "d.jsonl")
    }
    assert went == {"drafts/a.txt": False, "c.txt": True, "b.jsonl": False, "d.jsonl": True}


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
        (["--ignore", "layuot"], "no rule or family is called 'layuot'; did you mean 'layout'?"),
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
