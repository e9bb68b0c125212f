"""Runs over corpora: every container, in order, nothing else touched, and never half done."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import cleaner
from cleaner.corpus import Fields, shelf
from cleaner.corpus.containers import jsonl, parquet, tree
from cleaner.corpus.run import Progress, clean_corpus
from cleaner.errors import ConfigError, InputError
from tests.corpora import files, json_lines, packed, records, story, unpacked


@pytest.fixture(scope="session")
def machine() -> cleaner.Cleaner:
    return cleaner.Cleaner(level="careful", restore="never")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of a few documents, and a checkpoint behind each; SIGKILL spares what is unsynced."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    for module in (jsonl, tree, parquet):
        monkeypatch.setattr(module, "BLOCK", 1500)
    monkeypatch.setattr("cleaner.corpus.run.CHECKPOINT", 0.0)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_json_lines(tmp_path: Path, machine: cleaner.Cleaner, suffix: str) -> None:
    data = json_lines(40) + b"\n  \r\n" + b'{"id":"none"}\n{"text":null}'
    (tmp_path / f"a.jsonl{suffix}").write_bytes(packed(data, suffix))
    counts = clean_corpus([tmp_path / f"a.jsonl{suffix}"], tmp_path / "out", machine, workers=0)
    before = data.split(b"\n")
    after = unpacked(tmp_path / "out" / f"a.jsonl{suffix}").split(b"\n")
    assert counts["documents"] == 40
    assert len(before) == len(after)
    assert before[40:] == after[40:]
    for old, new in zip(before[:40], after[:40], strict=True):
        text = json.loads(new)["text"]
        assert json.loads(new) == {**json.loads(old), "text": text}
        assert text == machine.clean(json.loads(old)["text"]).text
        assert new == old.replace(_raw(old), _raw(new))
        assert new.isascii() == old.isascii()


def _raw(line: bytes) -> bytes:
    start = line.index(b'"text"') + 6
    start = line.index(b'"', start)
    end = line.index(b'"date"')
    return line[start : line.rindex(b'"', start, end) + 1]


@pytest.mark.usefixtures("small")
def test_parquet(tmp_path: Path, machine: cleaner.Cleaner) -> None:
    rows = records(50)
    for number, row in enumerate(rows):
        row["tags"] = [None, {"n": number}]
        row["text"] = None if number == 7 else row["text"]
        row["when"] = number
    schema = pa.Table.from_pylist(rows).schema
    schema = schema.set(2, pa.field("text", pa.large_string(), metadata={"k": "v"}))
    table = pa.Table.from_pylist(rows, schema=schema.with_metadata({"made": "here"}))
    source = tmp_path / "a.parquet"
    pq.write_table(table, source, row_group_size=17, compression={"text": "zstd", "id": "gzip"})
    clean_corpus([source], tmp_path / "out", machine, workers=0, removed=tmp_path / "removed")
    table = pq.read_table(source)
    done = pq.ParquetFile(tmp_path / "out" / "a.parquet")
    assert done.schema_arrow.equals(table.schema, check_metadata=True)
    assert [done.metadata.row_group(i).num_rows for i in range(3)] == [17, 17, 16]
    for column in ("text", "id", "url"):
        at = table.schema.get_field_index(column)
        assert done.metadata.row_group(0).column(at).compression == (
            pq.ParquetFile(source).metadata.row_group(0).column(at).compression
        )
    after = done.read()
    assert after.drop_columns(["text"]).equals(table.drop_columns(["text"]))
    assert after["text"].to_pylist() == [
        None if row["text"] is None else machine.clean(row["text"]).text for row in rows
    ]
    lines = unpacked(tmp_path / "removed" / "a.removed.jsonl.gz").splitlines()
    assert [json.loads(line)["record"] for line in lines] == list(range(50))


def test_empty_parquet(tmp_path: Path, machine: cleaner.Cleaner) -> None:
    schema = pa.schema([("text", pa.string()), ("n", pa.int8())])
    pq.write_table(pa.Table.from_pylist([], schema=schema), tmp_path / "a.parquet")
    clean_corpus([tmp_path / "a.parquet"], tmp_path / "out", machine, workers=0)
    assert pq.read_table(tmp_path / "out" / "a.parquet").schema.equals(schema)


@pytest.mark.usefixtures("small")
def test_a_tree(tmp_path: Path, machine: cleaner.Cleaner) -> None:
    page = "<html><head><title>T</title></head><body><p>" + story(1) * 3 + "</p></body></html>"
    for name, data in {
        "in/a.txt": story(3).encode("utf-16"),
        "in/deep/b.md": story(2).replace("\n", "\r\n").encode(),
        "in/deep/c.html": page.encode(),
        "in/deep/.hidden.txt": b"x",
        "in/picture.png": b"\0",
        "in/bad.txt": b"\0\1\2" * 99,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    counts = clean_corpus([tmp_path / "in"], tmp_path / "out", machine, workers=0)
    written = {n: d for n, d in files(tmp_path / "out").items() if not n.startswith(".cleaner")}
    assert set(written) == {"a.txt", "deep/b.md", "deep/c.txt", "manifest.json"}
    assert written["a.txt"].decode() == machine.clean(story(3)).text
    assert written["deep/b.md"].decode() == machine.clean(story(2)).text
    assert "harbour master" in written["deep/c.txt"].decode()
    assert (counts["documents"], counts["quarantined"]) == (3, 1)
    quarantined = files(tmp_path / "out" / ".cleaner" / "quarantine")["in.jsonl"]
    assert json.loads(quarantined)["id"] == "bad.txt"
    assert "binary data" in json.loads(quarantined)["reason"]


def test_broken_documents_go_to_quarantine(tmp_path: Path, machine: cleaner.Cleaner) -> None:
    good = json_lines(3).splitlines()
    bad = [b"{nope", b'{"text": 5}', b'{"text":"\xff"}', b"[]"]
    lines = [bad[0], good[0], bad[1], good[1], bad[2], good[2], bad[3]]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))
    counts = clean_corpus([tmp_path / "a.jsonl"], tmp_path / "out", machine, workers=0)
    assert (counts["documents"], counts["quarantined"]) == (3, 4)
    out = (tmp_path / "out" / "a.jsonl").read_bytes()
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["n0", "n1", "n2"]
    assert out.endswith(b"}\n")
    told = [
        json.loads(line)
        for line in files(tmp_path / "out")[".cleaner/quarantine/a.jsonl.jsonl"].splitlines()
    ]
    assert [record["record"] for record in told] == [0, 2, 4, 6]
    assert told[0]["document"] == "{nope"
    assert "a int; expected a text" in told[1]["reason"]
    assert "not UTF-8" in told[2]["reason"]
    assert told[2]["base64"]


def test_a_web_page_in_a_field(tmp_path: Path, machine: cleaner.Cleaner) -> None:
    page = "<html><body><p>" + story(1) * 4 + "</p></body></html>"
    (tmp_path / "a.jsonl").write_text(json.dumps({"html": page, "n": 1}) + "\n")
    clean_corpus(
        [tmp_path / "a.jsonl"], tmp_path / "out", machine, fields=Fields(html="html"), workers=0
    )
    (line,) = (tmp_path / "out" / "a.jsonl").read_text().splitlines()
    assert json.loads(line)["html"] == page
    assert list(json.loads(line)) == ["html", "n", "text"]
    assert "harbour master" in json.loads(line)["text"]


@pytest.mark.usefixtures("small")
def test_attributes_stand_line_by_line(tmp_path: Path, machine: cleaner.Cleaner) -> None:
    data = json_lines(7) + b'{broken\n{"id":5}\n'
    (tmp_path / "a.jsonl.gz").write_bytes(packed(data, ".gz"))
    clean_corpus([tmp_path / "a.jsonl.gz"], tmp_path / "out", machine, attributes=True, workers=0)
    lines = unpacked(tmp_path / "out" / "a.jsonl.gz").splitlines()
    told = [json.loads(line) for line in lines]
    assert [one["id"] for one in told] == [*(f"n{i}" for i in range(7)), None, 5]
    for number, one in enumerate(told[:7]):
        spans = one["attributes"].get("cleaner__cut__comments__wpdiscuz", [])
        assert one["attributes"].get("cleaner__cut__all", []) == spans
        texts = [story(number)[start:end] for start, end, _ in spans]
        assert texts == (WORDS if number % 3 == 0 else [])


WORDS = ["Subscribe", "Notify of", "guest", "0 Comments", "Inline Feedbacks"]


@pytest.mark.usefixtures("small")
def test_workers_change_nothing(tmp_path: Path, machine: cleaner.Cleaner) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(packed(json_lines(60), ".gz"))
    (tmp_path / "in").mkdir()
    for number in range(12):
        (tmp_path / "in" / f"{number}.txt").write_text(story(number))
    seen: list[Progress] = []
    for count in (0, 2):
        clean_corpus(
            [tmp_path / "a.jsonl.gz", tmp_path / "in"],
            tmp_path / f"out{count}",
            machine,
            removed=tmp_path / f"removed{count}",
            workers=count,
            watch=seen.append,
        )
    assert files(tmp_path / "out0") == files(tmp_path / "out2")
    assert files(tmp_path / "removed0") == files(tmp_path / "removed2")
    assert seen[-1].read == seen[-1].total
    assert seen[-1].tally["documents"] == 72


# What happens to an output folder, by the audit events of the interpreter: a run that is
# killed at the n-th of them is killed before every change that is not a write.
_CHANGES = ("open", "os.rename", "os.remove", "os.truncate", "os.mkdir")


def _run_and_die(
    folder: Path, machine: cleaner.Cleaner, at: int, inputs: list[Path], half: bool
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
            clean_corpus(inputs, folder / "out", machine, removed=folder / "removed", workers=0)
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return not os.WIFSIGNALED(status)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.slow)])
def test_killed_at_any_change(tmp_path: Path, machine: cleaner.Cleaner, step: int) -> None:
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
    assert _run_and_die(undisturbed, machine, 0, inputs, half=False)
    wanted = files(undisturbed)
    dice = random.Random(7)
    lived = False
    at = 0
    while not lived:
        at += dice.randint(1, step)
        folder = tmp_path / "disturbed" / str(at)
        lived = _run_and_die(folder, machine, at, inputs, half=at % 2 == 0)
        again = _run_and_die(folder, machine, dice.randint(2, 30), inputs, half=False)
        if not again:
            assert _run_and_die(folder, machine, 0, inputs, half=False)
        assert files(folder) == wanted, f"killed at change {at}"
    assert at > 40


def test_done_is_done(tmp_path: Path, machine: cleaner.Cleaner) -> None:
    (tmp_path / "a.jsonl").write_bytes(json_lines(5))
    clean_corpus([tmp_path / "a.jsonl"], tmp_path / "out", machine, workers=0)
    before = files(tmp_path / "out")
    stamp = (tmp_path / "out" / "a.jsonl").stat()
    clean_corpus([tmp_path / "a.jsonl"], tmp_path / "out", machine, workers=0)
    assert files(tmp_path / "out") == before
    assert (tmp_path / "out" / "a.jsonl").stat().st_ino == stamp.st_ino
    (tmp_path / "out" / "a.jsonl").unlink()
    clean_corpus([tmp_path / "a.jsonl"], tmp_path / "out", machine, workers=0)
    assert files(tmp_path / "out") == before


def test_more_inputs_may_come(tmp_path: Path, machine: cleaner.Cleaner) -> None:
    (tmp_path / "a.jsonl").write_bytes(json_lines(5))
    (tmp_path / "b.jsonl").write_bytes(json_lines(4))
    clean_corpus([tmp_path / "a.jsonl"], tmp_path / "out", machine, workers=0)
    both = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    counts = clean_corpus(both, tmp_path / "out", machine, workers=0)
    assert counts["documents"] == 9
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["finished"] is True


def test_other_rules_and_inputs_are_noticed(tmp_path: Path, machine: cleaner.Cleaner) -> None:
    source, out = tmp_path / "a.jsonl", tmp_path / "out"
    source.write_bytes(json_lines(5))
    clean_corpus([source], out, machine, workers=0)
    other = cleaner.Cleaner(level="careful", restore="never", ignore=["promo"])
    with pytest.raises(ConfigError, match=r"rulebook: .* now .*--restart"):
        clean_corpus([source], out, other, workers=0)
    os.utime(source, ns=(1, 1))  # touched, but the same
    clean_corpus([source], out, machine, workers=0)
    source.write_bytes(json_lines(5).replace(b"harbour", b"HARBOUR"))
    with pytest.raises(InputError, match="has changed since it was cleaned"):
        clean_corpus([source], out, machine, workers=0)
    clean_corpus([source], out, machine, workers=0, restart=True)
    assert b"HARBOUR" in (out / "a.jsonl").read_bytes()


@pytest.mark.usefixtures("small")
def test_an_input_that_changes_between_runs_is_noticed(
    tmp_path: Path, machine: cleaner.Cleaner
) -> None:
    source = tmp_path / "a.jsonl"
    source.write_bytes(json_lines(40))
    assert not _run_and_die(tmp_path / "o", machine, 24, [source], half=True)
    assert (tmp_path / "o/out/.cleaner/state.json").exists()
    source.write_bytes(json_lines(40).replace(b"number 0 ", b"number 1 "))
    with pytest.raises(InputError, match="has changed since the run began"):
        clean_corpus(
            [source], tmp_path / "o/out", machine, removed=tmp_path / "o/removed", workers=0
        )


def test_nothing_of_others_is_overwritten(tmp_path: Path, machine: cleaner.Cleaner) -> None:
    source = tmp_path / "a.jsonl"
    source.write_bytes(json_lines(2))
    with pytest.raises(ConfigError, match="would overwrite itself"):
        clean_corpus([source], tmp_path, machine, workers=0)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.jsonl").write_text("precious")
    with pytest.raises(ConfigError, match="is there already"):
        clean_corpus([source], tmp_path / "out", machine, workers=0)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "a.jsonl").write_bytes(json_lines(2))
    with pytest.raises(ConfigError, match="would both become"):
        clean_corpus([source, tmp_path / "b"], tmp_path / "new", machine, workers=0)


def test_damage_is_named(tmp_path: Path, machine: cleaner.Cleaner) -> None:
    for name, data in {
        "a.jsonl.gz": packed(json_lines(50), ".gz")[:-30],
        "b.jsonl.zst": packed(json_lines(50), ".zst")[4:],
        "c.parquet": b"PAR1nonsense",
    }.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(InputError, match=f"{name}: cannot be read"):
            clean_corpus([tmp_path / name], tmp_path / f"out{name}", machine, workers=0)


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


def test_a_full_disk_is_a_clear_error(tmp_path: Path, machine: cleaner.Cleaner) -> None:
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
    clean_corpus([tmp_path / "a.jsonl"], tmp_path / "whole", machine, workers=0)
    assert unpacked(tmp_path / "out" / "a.jsonl") == unpacked(tmp_path / "whole" / "a.jsonl")


def test_two_runs_do_not_write_at_once(tmp_path: Path, machine: cleaner.Cleaner) -> None:
    (tmp_path / "a.jsonl").write_bytes(json_lines(2))

    def again(_: Progress) -> None:
        with pytest.raises(ConfigError, match="another run is writing there"):
            clean_corpus([tmp_path / "a.jsonl"], tmp_path / "out", machine, workers=0)

    clean_corpus([tmp_path / "a.jsonl"], tmp_path / "out", machine, workers=0, watch=again)


def test_blocks_hold_whole_lines() -> None:
    big = b"x" * (jsonl.BIG + 10)
    data = b"a\nbb\n" + big + b"\nccc"
    source = jsonl.Source(Path("/dev/null"), "jsonl")

    class There:
        def open(self, _: str) -> BytesIO:
            return BytesIO(data)

    blocks = list(jsonl.blocks(source._replace(path=There())))
    assert b"".join(block.data for block in blocks) == data
    assert [block.alone for block in blocks] == [False, True, False]
    assert sum(block.records for block in blocks) == 4
