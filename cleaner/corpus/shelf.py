"""The files of one shard while they grow, aside from where they will stand."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import IO

from cleaner.corpus.containers import CONTAINERS
from cleaner.corpus.desk import Result
from cleaner.corpus.ledger import State
from cleaner.corpus.packing import finish
from cleaner.corpus.plan import STATE, Plan, Shard

OUT, RECORDS, QUARANTINE = "out", "records", "quarantine"


class Shelf:
    """Where the results of a shard are put, block behind block.

    Every file grows under a name of its own and gets its right one when it is whole. What
    was written after the last checkpoint is cut off when a run goes on.
    """

    def __init__(self, plan: Plan, shard: Shard) -> None:
        self.plan = plan
        self.shard = shard
        self.places: dict[str, Path] = {}
        self._open: dict[str, IO[bytes]] = {}
        self._unsynced: list[Path] = []
        if shard.source.container != "tree":
            self.places[OUT] = plan.output / shard.name
        if plan.records is not None:
            self.places[RECORDS] = plan.records / shard.records
        name = shard.name.rstrip("/") + ".jsonl"
        self.places[QUARANTINE] = plan.output / STATE / "quarantine" / name

    def open(self, state: State) -> bool:
        """Make the files as long as the state says; False if they are not that long any more."""
        for role, place in self.places.items():
            part = _part(place)
            part.parent.mkdir(parents=True, exist_ok=True)
            size = state.sizes.get(role, 0)
            if size and (not part.exists() or part.stat().st_size < size):
                return False
            file = part.open("r+b" if size else "wb", buffering=0)
            file.truncate(size)
            file.seek(size)
            self._open[role] = file
        return True

    def put(self, result: Result) -> None:
        """Add the result of one block."""
        for role, data in (
            (OUT, result.out),
            (RECORDS, result.records),
            (QUARANTINE, result.quarantine),
        ):
            if data and role in self._open:
                _write(self._open[role], data)
        for name, data in result.files:
            place = self.plan.output / name
            place.parent.mkdir(parents=True, exist_ok=True)
            part = _part(place)
            with part.open("wb", buffering=0) as file:
                _write(file, data)
            part.replace(place)
            self._unsynced.append(place)

    def sync(self) -> dict[str, int]:
        """Bring everything to the disk; the lengths of the files."""
        for place in self._unsynced:
            _sync(place)
        self._unsynced.clear()
        for file in self._open.values():
            os.fsync(file.fileno())
        return {role: file.tell() for role, file in self._open.items()}

    def close(self) -> None:
        """Close the files."""
        for file in self._open.values():
            file.close()
        self._open.clear()

    def finish(self, sizes: dict[str, int]) -> dict[str, int]:
        """Give every file its name; the lengths of those that belong to the output.

        May be done again after being interrupted: a part is there until its file is.
        """
        self.close()
        for role, place in self.places.items():
            part = _part(place)
            if not part.exists():
                continue
            if not sizes.get(role) and role == QUARANTINE:
                part.unlink()
                place.unlink(missing_ok=True)
                continue
            os.truncate(part, sizes.get(role, 0))
            whole = place.with_name(f".{place.name}.whole")
            if self._finished(role, part, whole):
                _sync(whole)
                whole.replace(place)
                part.unlink()
            else:
                part.replace(place)
            _sync(place.parent)
        return {
            role: place.stat().st_size
            for role, place in self.places.items()
            if role != QUARANTINE or place.exists()
        }

    def _finished(self, role: str, part: Path, whole: Path) -> bool:
        container = CONTAINERS[self.shard.source.container]
        if role == OUT and container.finish is not None:
            container.finish(self.shard.source, part, whole)
            return True
        return role != QUARANTINE and finish(part, whole, self.shard.packing)


def stands(place: Path, size: int) -> bool:
    """Whether a file is there and as long as it should be."""
    return place.exists() and place.stat().st_size == size


def _part(place: Path) -> Path:
    return place.with_name(f".{place.name}.part")


def _write(file: IO[bytes], data: bytes) -> None:
    """Write all of it: a disk that is nearly full takes a part and says nothing."""
    view = memoryview(data)
    write: Callable[[memoryview], int] = file.write
    while view:
        view = view[write(view) :]


def _sync(path: Path) -> None:
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:  # a folder, on Windows
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
