"""Runs that are killed, stopped or given again: they go on, and what comes out is the same."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import cleaner
from cleaner import restoring
from cleaner.corpus import shelf
from cleaner.corpus.run import Progress, clean_corpus
from cleaner.errors import ConfigError, InputError
from tests.corpora import files, json_lines, packed, records, story, unpacked

# What happens to an output folder, by the audit events of the interpreter: a run that is
# killed at the n-th of them is killed before every change that is not a write.
_CHANGES = ("open", "os.rename", "os.remove", "os.truncate", "os.mkdir")


def _run_and_die(
    folder: Path, rules_alone: cleaner.Cleaner, at: int, inputs: list[Path], half: bool
) -> bool:
    """Clean in a child process that is killed at its `at`-th change; whether it lived."""
    child = os.fork()
    if child == 0:
        changes = 0

        def count(event: str, words: tuple[object, ...]) -> None:
            nonlocal changes
            if event in _CHANGES and str(folder) in str(words[0]):
                changes += 1
                if changes == at:
                    os.kill(os.getpid(), signal.SIGKILL)

        if half:
            whole = shelf._write

            def write(file: object, data: bytes) -> None:
                nonlocal changes
                changes += 1
                if changes >= at:
                    whole(file, data[: len(data) // 2])  # type: ignore[arg-type]
                    os.kill(os.getpid(), signal.SIGKILL)
                whole(file, data)  # type: ignore[arg-type]

            shelf._write = write  # type: ignore[assignment]
        sys.addaudithook(count)
        status = 1
        try:
            clean_corpus(inputs, folder / "out", rules_alone, removed=folder / "removed", workers=0)
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return not os.WIFSIGNALED(status)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.slow)])
def test_killed_at_any_change(tmp_path: Path, rules_alone: cleaner.Cleaner, step: int) -> None:
    """Killed at every change in turn, then killed again, then run to the end: the same bytes."""
    inputs = [tmp_path / "a.jsonl.gz", tmp_path / "b.jsonl.zst", tmp_path / "c.parquet"]
    inputs[0].write_bytes(packed(json_lines(6) + b"{broken\n", ".gz"))
    inputs[1].write_bytes(packed(json_lines(5), ".zst"))
    rows = [{**row, "tags": None} for row in records(9)]
    pq.write_table(pa.Table.from_pylist(rows), inputs[2], row_group_size=4)
    (tmp_path / "in").mkdir()
    for number in range(4):
        (tmp_path / "in" / f"{number}.txt").write_text(story(number) * 4)
    inputs.append(tmp_path / "in")
    undisturbed = tmp_path / "undisturbed"
    assert _run_and_die(undisturbed, rules_alone, 0, inputs, half=False)
    wanted = files(undisturbed)
    dice = random.Random(7)
    lived = False
    at = 0
    while not lived:
        at += dice.randint(1, step)
        folder = tmp_path / "disturbed" / str(at)
        lived = _run_and_die(folder, rules_alone, at, inputs, half=at % 2 == 0)
        again = _run_and_die(folder, rules_alone, dice.randint(2, 30), inputs, half=False)
        if not again:
            assert _run_and_die(folder, rules_alone, 0, inputs, half=False)
        assert files(folder) == wanted, f"killed at change {at}"
    assert at > 40


def test_done_is_done(tmp_path: Path, rules_alone: cleaner.Cleaner) -> None:
    (tmp_path / "a.jsonl").write_bytes(json_lines(5))
    clean_corpus([tmp_path / "a.jsonl"], tmp_path / "out", rules_alone, workers=0)
    before = files(tmp_path / "out")
    stamp = (tmp_path / "out" / "a.jsonl").stat()
    clean_corpus([tmp_path / "a.jsonl"], tmp_path / "out", rules_alone, workers=0)
    assert files(tmp_path / "out") == before
    assert (tmp_path / "out" / "a.jsonl").stat().st_ino == stamp.st_ino
    (tmp_path / "out" / "a.jsonl").unlink()
    clean_corpus([tmp_path / "a.jsonl"], tmp_path / "out", rules_alone, workers=0)
    assert files(tmp_path / "out") == before


def test_more_inputs_may_come(tmp_path: Path, rules_alone: cleaner.Cleaner) -> None:
    (tmp_path / "a.jsonl").write_bytes(json_lines(5))
    (tmp_path / "b.jsonl").write_bytes(json_lines(4))
    clean_corpus([tmp_path / "a.jsonl"], tmp_path / "out", rules_alone, workers=0)
    both = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    counts = clean_corpus(both, tmp_path / "out", rules_alone, workers=0)
    assert counts["documents"] == 9
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["finished"] is True


def test_other_rules_and_inputs_are_noticed(tmp_path: Path, rules_alone: cleaner.Cleaner) -> None:
    source, out = tmp_path / "a.jsonl", tmp_path / "out"
    source.write_bytes(json_lines(5))
    clean_corpus([source], out, rules_alone, workers=0)
    other = cleaner.Cleaner(level="careful", restore="never", ignore=["promo"])
    with pytest.raises(ConfigError, match=r"rulebook: .* now .*--restart"):
        clean_corpus([source], out, other, workers=0)
    os.utime(source, ns=(1, 1))  # touched, but the same
    clean_corpus([source], out, rules_alone, workers=0)
    source.write_bytes(json_lines(5).replace(b"harbour", b"HARBOUR"))
    with pytest.raises(InputError, match="has changed since it was cleaned"):
        clean_corpus([source], out, rules_alone, workers=0)
    clean_corpus([source], out, rules_alone, workers=0, restart=True)
    assert b"HARBOUR" in (out / "a.jsonl").read_bytes()


def test_other_tables_of_restoration_are_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = tmp_path / "a.jsonl", tmp_path / "out"
    source.write_bytes(json_lines(3))
    machine = cleaner.Cleaner(level="careful")
    clean_corpus([source], out, machine, workers=0)
    tables = tmp_path / "tables"
    shutil.copytree(restoring.tables_folder(), tables)
    with (tables / "allowed.tsv").open("a") as file:
        file.write("# one more\n")
    monkeypatch.setattr(restoring, "tables_folder", lambda: tables)
    with pytest.raises(ConfigError, match=r"restoration: .* now .*--restart"):
        clean_corpus([source], out, machine, workers=0)


@pytest.mark.usefixtures("small_blocks")
def test_an_input_that_changes_between_runs_is_noticed(
    tmp_path: Path, rules_alone: cleaner.Cleaner
) -> None:
    source = tmp_path / "a.jsonl"
    source.write_bytes(json_lines(40))
    assert not _run_and_die(tmp_path / "o", rules_alone, 24, [source], half=True)
    assert (tmp_path / "o/out/.cleaner/state.json").exists()
    source.write_bytes(json_lines(40).replace(b"number 0 ", b"number 1 "))
    with pytest.raises(InputError, match="has changed since the run began"):
        clean_corpus(
            [source], tmp_path / "o/out", rules_alone, removed=tmp_path / "o/removed", workers=0
        )


_FULL = """
import resource, signal, sys
from pathlib import Path
from cleaner.cli.app import run
from cleaner.corpus.containers import jsonl
jsonl.BLOCK = 20_000
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
sys.exit(run())
"""


def test_a_full_disk_is_a_clear_error(tmp_path: Path, rules_alone: cleaner.Cleaner) -> None:
    (tmp_path / "a.jsonl").write_bytes(json_lines(900))
    words = ["corpus", "clean", "a.jsonl", "-o", "out", "--isolated", "--level", "careful"]
    words += ["--restore", "never", "--workers", "0"]
    done = subprocess.run(
        [sys.executable, "-c", _FULL, *words], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 2
    assert b"file too large; what is finished stays" in done.stderr
    assert b"Traceback" not in done.stderr
    assert not (tmp_path / "out" / "a.jsonl").exists()
    more = ["corpus", "clean", *words[2:]]
    full = _FULL.replace("resource.setrlimit", "#")
    done = subprocess.run(
        [sys.executable, "-c", full, *more], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    clean_corpus([tmp_path / "a.jsonl"], tmp_path / "whole", rules_alone, workers=0)
    assert unpacked(tmp_path / "out" / "a.jsonl") == unpacked(tmp_path / "whole" / "a.jsonl")


def test_interrupted_by_a_person(tmp_path: Path) -> None:
    """Ctrl-C reaches every process of a terminal; one of them says one line."""
    (tmp_path / "a.jsonl").write_bytes(json_lines(3000))
    words = ["corpus", "clean", "a.jsonl", "--isolated", "--level", "careful", "--workers", "2"]
    command = [sys.executable, "-m", "cleaner", *words, "--restore", "never", "-o"]
    process = subprocess.Popen(
        [*command, "out"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # A shell that runs the tests in the background has its children ignore it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    while not (tmp_path / "out" / "manifest.json").exists():
        time.sleep(0.02)
    time.sleep(random.Random(5).uniform(0, 0.5))
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130
    assert said == b"cleaner: interrupted; the same command goes on from there\n"
    for name in ("out", "whole"):
        assert subprocess.run([*command, name], cwd=tmp_path, check=False).returncode == 0
    assert files(tmp_path / "out") == files(tmp_path / "whole")


def test_two_runs_do_not_write_at_once(tmp_path: Path, rules_alone: cleaner.Cleaner) -> None:
    (tmp_path / "a.jsonl").write_bytes(json_lines(2))

    def again(_: Progress) -> None:
        with pytest.raises(ConfigError, match="another run is writing there"):
            clean_corpus([tmp_path / "a.jsonl"], tmp_path / "out", rules_alone, workers=0)

    clean_corpus([tmp_path / "a.jsonl"], tmp_path / "out", rules_alone, workers=0, watch=again)
