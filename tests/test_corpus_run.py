"""Runs over corpora: every container, in order, nothing else touched, and never half done."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import cleaner
from cleaner.corpus import Fields
from cleaner.corpus.containers import jsonl
from cleaner.corpus.run import Progress, clean_corpus
from cleaner.errors import ConfigError, InputError
from tests.corpora import files, json_lines, packed, records, story, unpacked


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_json_lines(tmp_path: Path, rules_alone: cleaner.Cleaner, suffix: str) -> None:
    data = json_lines(40) + b"\n  \r\n" + b'{"id":"none"}\n{"text":null}'
    (tmp_path / f"a.jsonl{suffix}").write_bytes(packed(data, suffix))
    counts = clean_corpus([tmp_path / f"a.jsonl{suffix}"], tmp_path / "out", rules_alone, workers=0)
    before = data.split(b"\n")
    after = unpacked(tmp_path / "out" / f"a.jsonl{suffix}").split(b"\n")
    assert counts["documents"] == 40
    assert len(before) == len(after)
    assert before[40:] == after[40:]
    for old, new in zip(before[:40], after[:40], strict=True):
        text = json.loads(new)["text"]
        assert json.loads(new) == {**json.loads(old), "text": text}
        assert text == rules_alone.clean(json.loads(old)["text"]).text
        assert new == old.replace(_raw(old), _raw(new))
        assert new.isascii() == old.isascii()


def _raw(line: bytes) -> bytes:
    start = line.index(b'"text"') + 6
    start = line.index(b'"', start)
    end = line.index(b'"date"')
    return line[start : line.rindex(b'"', start, end) + 1]


@pytest.mark.usefixtures("small_blocks")
def test_parquet(tmp_path: Path, rules_alone: cleaner.Cleaner) -> None:
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
    clean_corpus([source], tmp_path / "out", rules_alone, workers=0, removed=tmp_path / "removed")
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
        None if row["text"] is None else rules_alone.clean(row["text"]).text for row in rows
    ]
    lines = unpacked(tmp_path / "removed" / "a.parquet.removed.jsonl.gz").splitlines()
    assert [json.loads(line)["record"] for line in lines] == list(range(50))


def test_empty_parquet(tmp_path: Path, rules_alone: cleaner.Cleaner) -> None:
    schema = pa.schema([("text", pa.string()), ("n", pa.int8())])
    pq.write_table(pa.Table.from_pylist([], schema=schema), tmp_path / "a.parquet")
    clean_corpus([tmp_path / "a.parquet"], tmp_path / "out", rules_alone, workers=0)
    assert pq.read_table(tmp_path / "out" / "a.parquet").schema.equals(schema)


@pytest.mark.usefixtures("small_blocks")
def test_a_tree(tmp_path: Path, rules_alone: cleaner.Cleaner) -> None:
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
    counts = clean_corpus([tmp_path / "in"], tmp_path / "out", rules_alone, workers=0)
    written = {n: d for n, d in files(tmp_path / "out").items() if not n.startswith(".cleaner")}
    assert set(written) == {"a.txt", "deep/b.md", "deep/c.txt", "manifest.json"}
    assert written["a.txt"].decode() == rules_alone.clean(story(3)).text
    assert written["deep/b.md"].decode() == rules_alone.clean(story(2)).text
    assert "harbour master" in written["deep/c.txt"].decode()
    assert (counts["documents"], counts["quarantined"]) == (3, 1)
    quarantined = files(tmp_path / "out" / ".cleaner" / "quarantine")["in.jsonl"]
    assert json.loads(quarantined)["id"] == "bad.txt"
    assert "binary data" in json.loads(quarantined)["reason"]


def test_broken_documents_go_to_quarantine(tmp_path: Path, rules_alone: cleaner.Cleaner) -> None:
    good = json_lines(3).splitlines()
    bad = [b"{nope", b'{"text": 5}', b'{"text":"\xff"}', b"[]"]
    lines = [bad[0], good[0], bad[1], good[1], bad[2], good[2], bad[3]]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))
    counts = clean_corpus([tmp_path / "a.jsonl"], tmp_path / "out", rules_alone, workers=0)
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
    assert "of type int; expected a text" in told[1]["reason"]
    assert "not UTF-8" in told[2]["reason"]
    assert told[2]["base64"]


def test_a_web_page_in_a_field(tmp_path: Path, rules_alone: cleaner.Cleaner) -> None:
    page = "<html><body><p>" + story(1) * 4 + "</p></body></html>"
    (tmp_path / "a.jsonl").write_text(json.dumps({"html": page, "n": 1}) + "\n")
    clean_corpus(
        [tmp_path / "a.jsonl"], tmp_path / "out", rules_alone, fields=Fields(html="html"), workers=0
    )
    (line,) = (tmp_path / "out" / "a.jsonl").read_text().splitlines()
    assert json.loads(line)["html"] == page
    assert list(json.loads(line)) == ["html", "n", "text"]
    assert "harbour master" in json.loads(line)["text"]


@pytest.mark.usefixtures("small_blocks")
def test_attributes_stand_line_by_line(tmp_path: Path, rules_alone: cleaner.Cleaner) -> None:
    data = json_lines(7) + b'{broken\n{"id":5}\n'
    (tmp_path / "a.jsonl.gz").write_bytes(packed(data, ".gz"))
    clean_corpus(
        [tmp_path / "a.jsonl.gz"], tmp_path / "out", rules_alone, attributes=True, workers=0
    )
    lines = unpacked(tmp_path / "out" / "a.jsonl.gz").splitlines()
    told = [json.loads(line) for line in lines]
    assert [one["id"] for one in told] == [*(f"n{i}" for i in range(7)), None, 5]
    for number, one in enumerate(told[:7]):
        spans = one["attributes"].get("cleaner__cut__comments__wpdiscuz", [])
        assert one["attributes"].get("cleaner__cut__all", []) == spans
        texts = [story(number)[start:end] for start, end, _ in spans]
        assert texts == (WORDS if number % 3 == 0 else [])


WORDS = ["Subscribe", "Notify of", "guest", "0 Comments", "Inline Feedbacks"]


@pytest.mark.usefixtures("small_blocks")
def test_workers_change_nothing(tmp_path: Path, rules_alone: cleaner.Cleaner) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(packed(json_lines(60), ".gz"))
    (tmp_path / "in").mkdir()
    for number in range(12):
        (tmp_path / "in" / f"{number}.txt").write_text(story(number))
    seen: list[Progress] = []
    for count in (0, 2):
        clean_corpus(
            [tmp_path / "a.jsonl.gz", tmp_path / "in"],
            tmp_path / f"out{count}",
            rules_alone,
            removed=tmp_path / f"removed{count}",
            workers=count,
            watch=seen.append,
        )
    assert files(tmp_path / "out0") == files(tmp_path / "out2")
    assert files(tmp_path / "removed0") == files(tmp_path / "removed2")
    assert seen[-1].read == seen[-1].total
    assert seen[-1].tally["documents"] == 72


def test_nothing_of_others_is_overwritten(tmp_path: Path, rules_alone: cleaner.Cleaner) -> None:
    source = tmp_path / "a.jsonl"
    source.write_bytes(json_lines(2))
    with pytest.raises(ConfigError, match="would overwrite itself"):
        clean_corpus([source], tmp_path, rules_alone, workers=0)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.jsonl").write_text("precious")
    with pytest.raises(ConfigError, match="is there already"):
        clean_corpus([source], tmp_path / "out", rules_alone, workers=0)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "a.jsonl").write_bytes(json_lines(2))
    with pytest.raises(ConfigError, match="would both become"):
        clean_corpus([source, tmp_path / "b"], tmp_path / "new", rules_alone, workers=0)


def test_damage_is_named(tmp_path: Path, rules_alone: cleaner.Cleaner) -> None:
    for name, data in {
        "a.jsonl.gz": packed(json_lines(50), ".gz")[:-30],
        "b.jsonl.zst": packed(json_lines(50), ".zst")[4:],
        "c.parquet": b"PAR1nonsense",
    }.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(InputError, match=f"{name}: cannot be read"):
            clean_corpus([tmp_path / name], tmp_path / f"out{name}", rules_alone, workers=0)


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
