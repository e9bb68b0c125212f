"""WARC and WET: each clean text is a conversion record in its place; other records stay.

Of a WARC file the web pages (responses, resources of type HTML) become conversion records
that refer to them; of a WET file the texts are replaced. What else there is (requests,
metadata, pictures) goes through byte for byte.
"""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any, NamedTuple

from cleaner.corpus.containers.block import BIG, BLOCK, Block, Source, Undoing
from cleaner.corpus.desk import Desk, Job
from cleaner.corpus.extras import need
from cleaner.corpus.fields import About
from cleaner.corpus.packing import pack, reader
from cleaner.corpus.record import check, undone
from cleaner.errors import InputError
from cleaner.write.show import utf8

_END = b"\r\n\r\n"
_HTML = ("text/html", "application/xhtml+xml")


class Raw(NamedTuple):
    """A record as it stands in the file: its headers, ended by an empty line, and its content."""

    head: bytes
    body: bytes

    @property
    def data(self) -> bytes:
        """The whole record."""
        return self.head + self.body + _END

    def get(self, name: str) -> str:
        """A header's value, or the empty text."""
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.strip().lower() == name.lower().encode():
                return value.strip().decode("utf-8", "replace")
        return ""

    @property
    def about(self) -> About:
        """What the headers say of the document."""
        return About(
            id=self.get("WARC-Record-ID") or None,
            url=self.get("WARC-Target-URI").strip("<>") or None,
            date=self.get("WARC-Date") or None,
        )


def blocks(source: Source) -> Iterator[Block]:
    """Cut a file into blocks of whole records; a big record gets a block for itself."""
    parts: list[bytes] = []
    size = 0
    with source.path.open("rb") as raw:
        for record in records(reader(raw, source.packing), str(source.path)):
            data = record.data
            if parts and size + len(data) >= BIG:
                yield Block(b"".join(parts), len(parts), raw.tell())
                parts, size = [], 0
            parts.append(data)
            size += len(data)
            if size >= BLOCK:
                yield Block(b"".join(parts), len(parts), raw.tell())
                parts, size = [], 0
        if parts:
            yield Block(b"".join(parts), len(parts), raw.tell())


def records(stream: IO[bytes], name: str) -> Iterator[Raw]:
    """The records of a file that is not compressed any more; raises `InputError`."""
    number = 0
    while line := stream.readline():
        number += 1
        if not line.startswith(b"WARC/"):
            raise InputError(f"{name}: record {number}: expected 'WARC/', not {line[:20]!r}")
        head = [line]
        while (line := stream.readline()) not in (b"\r\n", b"\n", b""):
            head.append(line)
        record = Raw(b"".join([*head, line]), b"")
        length = record.get("Content-Length")
        if not line or not length.isdecimal():
            raise InputError(f"{name}: record {number}: the headers end early, or lack a length")
        body = stream.read(int(length))
        end = stream.read(len(_END))
        if len(body) != int(length) or end != _END:
            raise InputError(f"{name}: record {number}: is damaged, or cut off")
        yield record._replace(body=body)


def clean(job: Job, desk: Desk) -> bytes:
    """Clean the records of a block; each is packed for itself, as is the custom."""
    out: list[bytes] = []
    for place, record in enumerate(records(BytesIO(job.data), "block")):
        done = _cleaned(desk, place, record)
        if done is not None:
            out.append(pack(done, job.packing))
    return b"".join(out)


def undo(source: Source, undoing: Undoing) -> None:
    """Write the records as they were."""
    with source.path.open("rb") as raw, undoing.target.open("wb") as out:
        for record in records(reader(raw, source.packing), str(source.path)):
            out.write(pack(_restored(record, undoing), source.packing))


def _restored(record: Raw, undoing: Undoing) -> bytes:
    told = undoing.record("WARC")
    if "sha256" not in told:
        return record.data
    text = record.body.decode()
    if (whole := told.get("warc")) is not None:
        check(told, text)
        return base64.b64decode(whole)
    body = undone(told, text)
    assert isinstance(body, bytes)
    return Raw(told["head"].encode("latin-1"), body).data


def _cleaned(desk: Desk, place: int, record: Raw) -> bytes | None:
    """The record to write; None for quarantine."""
    more: dict[str, Any]
    kind = record.get("WARC-Type")
    if kind == "conversion" and record.get("Content-Type").startswith("text/plain"):
        more = {"head": record.head.decode("latin-1")}
        cleaned = desk.clean(
            place, record.body, record.data, record.about, html=False, encoding="utf-8", more=more
        )
        if cleaned is None:
            return None
        body = utf8(cleaned.text)
        return record.data if body == record.body else _with_text(record, body).data
    page = _page_of(record) if kind in ("response", "resource") else None
    if page is None:
        desk.passed(place)
        return record.data
    html, encoding = page
    more = {}
    if desk.work.keep_source:
        more = {"warc": base64.b64encode(record.data).decode()}
    cleaned = desk.clean(
        place, html, record.data, record.about, html=True, encoding=encoding, more=more
    )
    return None if cleaned is None else _conversion(record, utf8(cleaned.text)).data


def _page_of(record: Raw) -> tuple[bytes, str | None] | None:
    """The web page that a record holds, and the encoding that its server declared."""
    if record.get("WARC-Type") == "resource":
        return (record.body, None) if record.get("Content-Type").startswith(_HTML) else None
    if not record.get("Content-Type").startswith("application/http"):
        return None
    archive = need("fastwarc.warc").ArchiveIterator
    try:
        for parsed in archive(BytesIO(record.data), parse_http=True, auto_decode="all"):
            kind = (parsed.http_content_type or "").lower()
            if kind.startswith(_HTML):
                return parsed.reader.read(), parsed.http_charset
    except OSError:
        return None
    return None


def _with_text(record: Raw, body: bytes) -> Raw:
    """A record with another content, and the headers that depend on it."""
    new = {
        "content-length": str(len(body)),
        "warc-block-digest": _digest(body),
        "warc-payload-digest": _digest(body),
    }
    lines = record.head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    for at, line in enumerate(lines):
        name = line.partition(b":")[0]
        if (value := new.get(name.strip().lower().decode("latin-1"))) is not None:
            lines[at] = name + b": " + value.encode()
    return Raw(b"\r\n".join(lines) + _END, body)


def _conversion(record: Raw, body: bytes) -> Raw:
    """The conversion record of a web page; its id follows from that of the page."""
    of = record.get("WARC-Record-ID")
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{of}#clean")
    lines = [
        record.head.split(b"\r\n", 1)[0].decode("latin-1"),
        "WARC-Type: conversion",
        f"WARC-Record-ID: <urn:uuid:{name}>",
        f"WARC-Refers-To: {of}",
        *(
            f"{key}: {value}"
            for key in ("WARC-Target-URI", "WARC-Date")
            if (value := record.get(key))
        ),
        "Content-Type: text/plain",
        f"WARC-Block-Digest: {_digest(body)}",
        f"Content-Length: {len(body)}",
    ]
    return Raw("\r\n".join(lines).encode() + _END, body)


def _digest(body: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()
