"""From a cleaned corpus and its records the original again, byte for byte, or a refusal."""

from __future__ import annotations

import gzip
import json
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fastwarc.warc import ArchiveIterator

import cleaner
from cleaner.corpus import Fields
from cleaner.corpus.containers import warc
from cleaner.corpus.run import clean_corpus
from cleaner.corpus.undo import undo_corpus
from cleaner.errors import ConfigError, InputError
from tests.corpora import files, json_lines, packed, records, story, unpacked

PAGE = (
    "<!doctype html><html><head><title>The ferry</title></head><body><nav><a href='/'>Home</a>"
    "</nav><article><p>" + story(1).replace("\n", " ") * 3 + "caf\u00e9</p></article></body></html>"
)


@pytest.fixture(scope="session")
def machine() -> cleaner.Cleaner:
    return cleaner.Cleaner(level="careful", restore="never")


def there_and_back(
    folder: Path, machine: cleaner.Cleaner, inputs: list[Path], **options: object
) -> Path:
    """Clean, undo, and say where the originals are."""
    clean_corpus(inputs, folder / "out", machine, removed=folder / "removed", workers=0, **options)  # type: ignore[arg-type]
    undo_corpus(folder / "out", folder / "removed", folder / "back")
    return folder / "back"


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_json_lines(tmp_path: Path, machine: cleaner.Cleaner, suffix: str) -> None:
    odd = [
        b'{"text": "\\u0041 capital.\\r\\nAnother.", "n": 1}  ',
        b'{"text":"caf\xc3\xa9 \\u00e9\\nAnother.","other":"\xff"}\r',
        b"   ",
        b'{"text":null}',
        b'{"text":"<!doctype html><html><body><p>A page in a text field.</p></body></html>"}',
        b'{"text":"\xe2\x80\x9cMojibake: caf\xc3\x83\xc2\xa9\xe2\x80\x9d \\ud83d","id":[1]}',
    ]
    data = json_lines(30) + b"\n".join(odd)
    source = tmp_path / f"a.jsonl{suffix}"
    source.write_bytes(packed(data, suffix))
    back = there_and_back(tmp_path, machine, [source])
    assert unpacked(tmp_path / "out" / source.name) != data
    assert unpacked(back / source.name) == data


def test_a_tree_of_texts(tmp_path: Path, machine: cleaner.Cleaner) -> None:
    texts = {
        "a.txt": story(3).encode("utf-16"),
        "deep/b.md": b"\xef\xbb\xbf" + story(3).replace("\n", "\r\n").encode(),
        "deep/c.txt": story(3).encode("cp1252", "replace").replace(b"ferry", b"f\x92\x81"),
        "deep/d.txt": b"one\r\ntwo\rthree\n" + "na\u00efve caf\u00e9".encode() + b" \x92 \xc3",
    }
    for name, data in texts.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(data)
    assert files(there_and_back(tmp_path, machine, [tmp_path / "in"])) == texts


def test_parquet(tmp_path: Path, machine: cleaner.Cleaner) -> None:
    rows = [{**row, "tags": None} for row in records(20)]
    rows[3]["text"] = None
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet", row_group_size=7)
    back = there_and_back(tmp_path, machine, [tmp_path / "a.parquet"])
    assert pq.read_table(back / "a.parquet").equals(pq.read_table(tmp_path / "a.parquet"))


@pytest.mark.parametrize("old", [None, "old words", ""])
def test_web_pages_only_where_they_were_kept(
    tmp_path: Path, machine: cleaner.Cleaner, old: str | None
) -> None:
    row = {"html": PAGE, "n": 1} | ({} if old is None else {"text": old})
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n")
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / "b.parquet")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "c.html").write_text(PAGE)
    inputs = [tmp_path / "a.jsonl", tmp_path / "b.parquet", tmp_path / "in"]
    fields = Fields(html="html")
    for n, one in enumerate(inputs):
        with pytest.raises(InputError, match="came from a web page, which was not kept"):
            there_and_back(tmp_path / str(n), machine, [one], fields=fields)
    back = there_and_back(tmp_path / "kept", machine, inputs, fields=fields, keep_source=True)
    assert (back / "a.jsonl").read_bytes() == inputs[0].read_bytes()
    assert pq.read_table(back / "b.parquet").equals(pq.read_table(inputs[1]))
    assert (back / "c.html").read_text() == PAGE


def record(kind: str, body: bytes, content: str, number: int, *more: str) -> bytes:
    head = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>",
        "WARC-Date: 2026-01-01T00:00:00Z",
        f"WARC-Target-URI: https://post.example/{number}",
        f"Content-Type: {content}",
        *more,
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body + b"\r\n\r\n"


def http(kind: str, body: bytes, *more: str) -> bytes:
    head = ["HTTP/1.1 200 OK", f"Content-Type: {kind}", *more]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


HTTP = "application/http; msgtype=response"
LATIN = http("text/html; charset=iso-8859-1", PAGE.encode("latin-1", "replace"))
CRAWL = [
    record("warcinfo", b"software: x\r\n", "application/warc-fields", 1),
    record("request", b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request", 2),
    record("response", LATIN, HTTP, 3),
    record("response", http("image/png", b"\x89PNG\r\n\r\n\0"), HTTP, 4),
    record(
        "response",
        http("text/html", gzip.compress(PAGE.encode()), "Content-Encoding: gzip"),
        HTTP,
        5,
    ),
    record("resource", PAGE.encode(), "text/html", 6),
]
TEXTS = [
    record("warcinfo", b"software: y\r\n", "application/warc-fields", 7),
    record("conversion", story(3).encode(), "text/plain", 8, "WARC-Block-Digest: sha1:OLD"),
    record("conversion", b"Nothing is to be done here.\n", "text/plain", 9),
]


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_warc_and_wet(tmp_path: Path, machine: cleaner.Cleaner, suffix: str) -> None:
    pack = gzip.compress if suffix else bytes
    crawl, texts = tmp_path / f"a.warc{suffix}", tmp_path / f"b.warc.wet{suffix}"
    crawl.write_bytes(b"".join(map(pack, CRAWL)))
    texts.write_bytes(b"".join(map(pack, TEXTS)))
    back = there_and_back(tmp_path, machine, [crawl, texts], keep_source=True)
    assert unpacked(back / crawl.name) == b"".join(CRAWL)
    assert unpacked(back / texts.name) == b"".join(TEXTS)

    done = list(warc.records(BytesIO(unpacked(tmp_path / "out" / crawl.name)), "a"))
    kinds = [one.get("WARC-Type") for one in done]
    assert kinds == ["warcinfo", "request", "conversion", "response", "conversion", "conversion"]
    assert [done[i].data for i in (0, 1, 3)] == [CRAWL[i] for i in (0, 1, 3)]
    assert done[2].get("WARC-Refers-To").endswith("003>")
    assert done[2].get("WARC-Target-URI") == "https://post.example/3"
    for one in (done[2], done[4], done[5]):
        assert one.body.decode().endswith("caf\u00e9\n")
        assert "Home" not in one.body.decode()

    with (tmp_path / "out" / texts.name).open("rb") as stream:
        found = [(r.headers["WARC-Record-ID"], r.reader.read()) for r in ArchiveIterator(stream)]
    assert [one[1].decode() for one in found] == [
        "software: y\r\n",
        machine.clean(story(3)).text,
        "Nothing is to be done here.\n",
    ]
    changed = list(warc.records(BytesIO(unpacked(tmp_path / "out" / texts.name)), "b"))[1]
    assert changed.get("WARC-Block-Digest") != "sha1:OLD"


def test_a_damaged_warc_is_named(tmp_path: Path, machine: cleaner.Cleaner) -> None:
    (tmp_path / "a.warc").write_bytes(b"".join(CRAWL)[:-40])
    with pytest.raises(InputError, match=r"a.warc: record 6: is damaged, or cut off"):
        clean_corpus([tmp_path / "a.warc"], tmp_path / "out", machine, workers=0)


def test_what_was_changed_since_is_refused(tmp_path: Path, machine: cleaner.Cleaner) -> None:
    (tmp_path / "a.jsonl").write_bytes(json_lines(4))
    there_and_back(tmp_path, machine, [tmp_path / "a.jsonl"])
    out = tmp_path / "out" / "a.jsonl"
    whole = out.read_bytes()
    for other, words in (
        (whole.replace(b"ferry", b"FERRY", 1), "record 0: this is not the text that was written"),
        (whole[: whole.index(b"\n") + 1], "fewer documents than there are records"),
        (whole + whole, "more documents than there are records"),
    ):
        out.write_bytes(other)
        with pytest.raises(InputError, match=words):
            undo_corpus(tmp_path / "out", tmp_path / "removed", tmp_path / "again")
        assert not (tmp_path / "again" / "a.jsonl").exists()


def test_what_has_no_records_is_refused(tmp_path: Path, machine: cleaner.Cleaner) -> None:
    (tmp_path / "a.jsonl").write_bytes(json_lines(4))
    with pytest.raises(ConfigError, match="expected a folder that `corpus clean` wrote"):
        undo_corpus(tmp_path / "out", tmp_path / "removed", tmp_path / "back")
    clean_corpus([tmp_path / "a.jsonl"], tmp_path / "out", machine, workers=0)
    with pytest.raises(ConfigError, match="was cleaned without --removed"):
        undo_corpus(tmp_path / "out", tmp_path / "removed", tmp_path / "back")
