"""The ways in which documents are kept: each a reader that cuts a file into blocks, and a
worker that turns a block into what the output needs.

A new container is a file here and a line in `CONTAINERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from cleaner.corpus.containers import jsonl, parquet, tree, warc
from cleaner.corpus.containers.block import BIG, BLOCK, Block, Source, Undoing
from cleaner.corpus.desk import Desk, Job, Result, Work
from cleaner.corpus.fields import Fields
from cleaner.corpus.packing import packing_of

__all__ = ["BIG", "BLOCK", "CONTAINERS", "Block", "Source", "Undoing", "container_of", "do"]


class Container(NamedTuple):
    """What belongs to one way of keeping documents.

    `blocks` runs in the parent and must cut the same file at the same places always; `clean`
    runs in a worker; `undo` reads what was written and writes what was there. `finish` turns
    what was put together into the file that is wanted, from the first path to the second,
    where that is more than bytes behind bytes. `check` looks at a file before the run begins.
    """

    suffixes: tuple[str, ...]
    packings: tuple[str, ...]
    blocks: Callable[[Source], Iterator[Block]]
    clean: Callable[[Job, Desk], bytes]
    undo: Callable[[Source, Undoing], None]
    finish: Callable[[Source, Path, Path], None] | None = None
    check: Callable[[Source, Fields], None] | None = None


_JSONL = (".jsonl", ".ndjson", ".json")
CONTAINERS = {
    "jsonl": Container(_JSONL, ("", ".gz", ".zst"), jsonl.blocks, jsonl.clean, jsonl.undo),
    "parquet": Container(
        (".parquet",),
        ("",),
        parquet.blocks,
        parquet.clean,
        parquet.undo,
        parquet.finish,
        parquet.check,
    ),
    "warc": Container((".warc", ".wet"), ("", ".gz"), warc.blocks, warc.clean, warc.undo),
    "tree": Container((), ("",), tree.blocks, tree.clean, tree.undo),
}


def container_of(name: str) -> str | None:
    """The container that a file's name tells of."""
    packing = packing_of(name)
    bare = name[: len(name) - len(packing)].lower()
    for kind, container in CONTAINERS.items():
        if bare.endswith(container.suffixes or ("\0",)) and packing in container.packings:
            return kind
    return None


def do(
    work: Work,
    job: Job,
    touch: Callable[[int], None] | None = None,
    keep: Callable[[int, bytes], None] | None = None,
) -> Result:
    """Do one job; `touch` and `keep` are those of `Desk`."""
    desk = Desk(work, job, touch or _nothing, keep)
    return desk.result(CONTAINERS[job.container].clean(job, desk))


def _nothing(place: int) -> None:
    """Nobody wants to know."""
