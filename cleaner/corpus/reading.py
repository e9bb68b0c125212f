"""Inputs as blocks, each with what is known of it: its place, and a digest of all up to it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cleaner.corpus.containers import CONTAINERS, Block, Source
from cleaner.corpus.packing import broken
from cleaner.corpus.plan import Shard
from cleaner.errors import InputError


class Tag(NamedTuple):
    """What is known of a block besides its bytes."""

    shard: Shard
    blocks: int
    records: int
    digest: str
    read: int
    last: bool


def look(source: Source) -> tuple[int, int, int]:
    """Files, bytes and newest time of an input: when these are the same, it is taken to be."""
    paths = [source.path / name for name in source.files] or [source.path]
    stats = []
    for path in paths:
        try:
            stats.append(path.stat())
        except OSError:
            continue  # it will be quarantined
    return (
        len(paths),
        sum(stat.st_size for stat in stats),
        max((stat.st_mtime_ns for stat in stats), default=0),
    )


def units(source: Source, size: int) -> int:
    """What `Block.read` counts up to: bytes, or documents of a folder."""
    return max(len(source.files) or size, 1)


def tagged(shard: Shard) -> Iterator[tuple[Tag, Block]]:
    """The blocks of a shard, at least one, with a running digest of all that was read."""
    hasher = hashlib.sha256()
    records = 0
    for number, (block, last) in enumerate(_with_last(blocks_of(shard.source)), 1):
        hasher.update(len(block.data).to_bytes(8, "big") + block.data)
        records += block.records
        yield Tag(shard, number, records, hasher.hexdigest(), 0, last), block


def blocks_of(source: Source) -> Iterator[Block]:
    """The blocks of an input; raises `InputError` where it cannot be read."""
    damaged: tuple[type[Exception], ...] = (*broken(), OSError)
    try:
        yield from CONTAINERS[source.container].blocks(source)
    except damaged as error:
        words = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{source.path}: cannot be read, or is damaged: {words}") from None


def _with_last(blocks: Iterable[Block]) -> Iterator[tuple[Block, bool]]:
    before: Block | None = None
    for block in blocks:
        if before is not None:
            yield before, False
        before = block
    yield before or Block(b"", 0), True


def digest_of(shard: Shard) -> str:
    """The digest of a whole input."""
    digest = ""
    for tag, _ in tagged(shard):
        digest = tag.digest
    return digest
