"""A folder in which each document is a file of its own: texts and web pages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import PurePosixPath

from cleaner.corpus.containers.block import BIG, BLOCK, Block, Source, Undoing
from cleaner.corpus.desk import Desk, Job
from cleaner.corpus.fields import About
from cleaner.corpus.record import undone
from cleaner.errors import InputError
from cleaner.read.sniff import SUFFIXES as PAGES
from cleaner.write.show import utf8

SUFFIXES = (".txt", ".text", ".md", ".markdown", *PAGES)
"""Files of these kinds are documents."""


def blocks(source: Source) -> Iterator[Block]:
    """Put the files into blocks; one that cannot be read goes along with the reason."""
    parts: list[bytes] = []
    size = count = 0
    for number, name in enumerate(source.files, 1):
        try:
            part = _framed(name, (source.path / name).read_bytes())
        except OSError as error:
            part = _framed(name, (error.strerror or str(error)).encode(), failed=True)
        if parts and size + len(part) >= BIG:
            yield Block(b"".join(parts), count, number - 1)
            parts, size, count = [], 0, 0
        parts.append(part)
        size += len(part)
        count += 1
        if size >= BLOCK:
            yield Block(b"".join(parts), count, number)
            parts, size, count = [], 0, 0
    if parts:
        yield Block(b"".join(parts), count, len(source.files))


def clean(job: Job, desk: Desk) -> bytes:
    """Clean the files of a block; each becomes a file."""
    for place, (name, data, failed) in enumerate(unframed(job.data)):
        about = About(id=name)
        if failed:
            desk.refuse(place, b"", data.decode(), about)
            continue
        keep = desk.work.keep_source
        cleaned = desk.clean(place, data, data, about, html=desk.work.html, name=name, keep=keep)
        if cleaned is not None:
            desk.files.append((written_as(name), utf8(cleaned.text)))
    return b""


def undo(source: Source, undoing: Undoing) -> None:
    """Write the files as they were, below the target."""
    for record in undoing.records:
        name = record["id"]
        path = source.path / written_as(name)
        try:
            text = path.read_bytes().decode()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{path}: cannot be read: {error}") from None
        before = undone(record, text)
        assert isinstance(before, bytes)
        place = undoing.target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(before)


def written_as(name: str) -> str:
    """What the clean text of a document is called."""
    path = PurePosixPath(name)
    return str(path.with_suffix(".txt")) if path.suffix.lower() in PAGES else name


def unframed(data: bytes) -> Iterator[tuple[str, bytes, bool]]:
    """The documents of a block: name, content, and whether that is the reason of a failure."""
    at = 0
    while at < len(data):
        end = data.index(b"\n", at)
        failed, name_size, size = map(int, data[at:end].split())
        middle = end + 1 + name_size
        at = middle + size
        yield os.fsdecode(data[end + 1 : middle]), data[middle:at], bool(failed)


def _framed(name: str, data: bytes, *, failed: bool = False) -> bytes:
    encoded = os.fsencode(name)
    return b"%d %d %d\n%b%b" % (failed, len(encoded), len(data), encoded, data)
