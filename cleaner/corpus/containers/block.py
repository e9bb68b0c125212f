"""Blocks: the stretches of a corpus that are handed to workers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cleaner.corpus.fields import Fields
from cleaner.corpus.record import Record
from cleaner.errors import InputError

BLOCK = 512 * 1024
"""Bytes from which on a block is full: enough to make handing over cheap, little to lose."""

BIG = 5 * 1024 * 1024
"""Bytes from which on a document gets a block for itself, and that block runs alone."""


class Block(NamedTuple):
    """Some whole documents: their bytes, their number, and how far the file is read now."""

    data: bytes
    records: int
    read: int = 0

    @property
    def alone(self) -> bool:
        """Whether nothing else should run at the same time."""
        return len(self.data) >= BIG


class Undoing(NamedTuple):
    """What is needed to undo a cleaning: the records in order, where to write, which fields."""

    records: Iterator[Record]
    target: Path
    fields: Fields

    def record(self, place: str) -> Record:
        """The next record; raises `InputError` where there is none."""
        found = next(self.records, None)
        if found is None:
            raise InputError(f"{place}: has more documents than there are records of")
        return found


class Source(NamedTuple):
    """An input: a file, or a folder of which `files` are the documents' paths in it."""

    path: Path
    container: str
    packing: str = ""
    files: tuple[str, ...] = ()
