"""The story of a run: blocks are read, cleaned by a pool, and put on the shelf, in order.

It may be killed at any moment; run again, it goes on behind the last checkpoint, and what
comes out is the same, byte for byte.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.cleaning import Cleaner
from cleaner.corpus.desk import Choice, Job, Work
from cleaner.corpus.fields import Fields
from cleaner.corpus.ledger import Ledger, OutputError, State, targets
from cleaner.corpus.plan import Plan, Shard, shards_of
from cleaner.corpus.pool import Pool, Task
from cleaner.corpus.reading import Tag, digest_of, look, tagged, units
from cleaner.corpus.shelf import Shelf, stands
from cleaner.errors import ConfigError, InputError

if TYPE_CHECKING:
    from cleaner.corpus.engines.cluster import RayPool

ENGINES = ("local", "ray")
"""Who does the work: processes of this machine, or a Ray cluster."""

WORTH = 256 * 1024
"""Bytes of input, compressed or not, for which one more worker is worth its start."""

CHECKPOINT = 2.0
"""Seconds of work that a killed run may lose."""


class Progress(NamedTuple):
    """How far a run is: bytes of input read and in all, seconds, and the counts so far.

    `begun` are the bytes that an earlier run had read. The counts are those of `Result`.
    """

    read: int
    total: int
    begun: int
    seconds: float
    tally: Counter[str]


def clean_corpus(
    inputs: Sequence[Path | str],
    output: Path | str,
    cleaner: Cleaner | None = None,
    *,
    choice: Choice | None = None,
    fields: Fields | None = None,
    removed: Path | str | None = None,
    attributes: bool = False,
    keep_source: bool = False,
    html: bool | None = None,
    encoding: str | None = None,
    packing: str | None = None,
    engine: str = "local",
    workers: int | None = None,
    timeout: float = 60.0,
    max_memory: int = 0,
    restart: bool = False,
    watch: Callable[[Progress], None] | None = None,
) -> Counter[str]:
    """Clean files and folders into the folder `output`; the counts of all documents.

    `choice` may give another cleaner for a file. `removed` is a folder for the records of
    what was done. With `attributes` the output are attribute files. `html` and `encoding`
    are what is known of documents that are files or columns of bytes. `packing` is the
    compression of JSON Lines that are written ("", ".gz" or ".zst"; None: as they were).
    `engine` "ray" has the work done by a Ray cluster, with the same result. `workers` are
    processes (None: one a core, fewer for little input; 0: none, all is done here);
    `timeout` seconds for a document; `max_memory` megabytes for a worker, 0 for no bound. A
    run that was interrupted goes on, unless `restart`; one that began in another way is a
    `ConfigError`. `watch` is called some times a second. Raises `CleanerError`.
    """
    folder = Path(output)
    if engine not in ENGINES:
        raise ConfigError(f"engine: expected one of {', '.join(ENGINES)}, not {engine!r}")
    work = Work(
        cleaner or Cleaner(),
        fields or Fields(),
        records=removed is not None,
        attributes=attributes,
        keep_source=keep_source,
        html=html,
        encoding=encoding,
        choice=choice,
    )
    if attributes and work.fields.html:
        raise ConfigError("attributes tell of texts; they exclude html-field")
    records = Path(removed) if removed is not None else None
    plan = Plan(shards_of(inputs, folder, packing), work, folder, records)
    plan.check()
    _refuse_itself(plan)
    ledger = Ledger(plan)
    try:
        ledger.open(restart=restart)
        run = _Run(plan, ledger, watch)
        bounds = {"timeout": timeout, "max_memory": max_memory, "idle": run.show}
        with _pool(engine, work, workers, run.total, bounds) as pool:
            run.go(pool)
        return ledger.end()
    except OSError as error:
        raise OutputError(
            f"{error.filename or folder}: {(error.strerror or str(error)).lower()}; what is "
            "finished stays, and the same command goes on from there"
        ) from None
    finally:
        ledger.close()


def _pool(
    engine: str, work: Work, workers: int | None, size: int, bounds: dict[str, Any]
) -> Pool | RayPool:
    """Who does the work on so many bytes."""
    if engine == "local":
        if workers is None:
            workers = min(os.cpu_count() or 1, 1 + size // WORTH)
        return Pool(work, workers, **bounds)
    from cleaner.corpus.engines.cluster import RayPool  # noqa: PLC0415 (needs the extra)

    return RayPool(work, workers, **bounds)


class _Run:
    """One run over a plan."""

    def __init__(
        self, plan: Plan, ledger: Ledger, watch: Callable[[Progress], None] | None
    ) -> None:
        self.plan = plan
        self.ledger = ledger
        self.watch = watch
        self.sizes = {shard.name: look(shard.source) for shard in plan.shards}
        self.total = sum(size for _, size, _ in self.sizes.values())
        self.start = monotonic()
        self.read = 0
        self.begun: int | None = None
        self.tally: Counter[str] = Counter()

    def go(self, pool: Pool | RayPool) -> None:
        """Do everything that is not done."""
        state = self.ledger.state
        if state is not None and state.over:
            shard = next((one for one in self.plan.shards if one.name == state.shard), None)
            if shard is not None:
                self._finish(shard, Shelf(self.plan, shard), state)
        shelf: Shelf | None = None
        at = State("")
        saved = monotonic()
        try:
            for task, result in pool.run(self._tasks()):
                tag: Tag = task.tag
                if shelf is None:
                    shelf, at = self._begin(tag.shard)
                shelf.put(result)
                at.blocks, at.records, at.digest = tag.blocks, tag.records, tag.digest
                at.tally = dict(Counter(at.tally) + result.tally)
                self.tally += result.tally
                self.read = tag.read
                if tag.last:
                    at.over = True
                    at.sizes = shelf.sync()
                    self.ledger.checkpoint(at)
                    self._finish(tag.shard, shelf, at)
                    shelf = None
                elif monotonic() - saved > CHECKPOINT:
                    at.sizes = shelf.sync()
                    self.ledger.checkpoint(at)
                    saved = monotonic()
                self.show()
        finally:
            if shelf is not None:
                shelf.close()

    def show(self) -> None:
        """Tell whoever watches how far it is."""
        if self.watch is not None:
            seconds = monotonic() - self.start
            self.watch(Progress(self.read, self.total, self.begun or 0, seconds, self.tally))

    def _begin(self, shard: Shard) -> tuple[Shelf, State]:
        shelf = Shelf(self.plan, shard)
        state = self.ledger.state
        if state is None or state.shard != shard.name:
            state = State(shard.name)
        if not shelf.open(state):
            raise ConfigError(
                f"{self.plan.output}: what was written of {shard.name} is gone; "
                "--restart begins anew"
            )
        return shelf, state

    def _finish(self, shard: Shard, shelf: Shelf, state: State) -> None:
        sizes = shelf.finish(state.sizes)
        self.ledger.finished(
            {
                "input": shard.name,
                "look": list(self.sizes[shard.name]),
                "digest": state.digest,
                "documents": state.records,
                "files": sizes,
                "tally": dict(sorted(state.tally.items())),
            }
        )

    def _tasks(self) -> Iterator[Task]:
        """The blocks that are not done, in order."""
        base = 0
        for shard in self.plan.shards:
            size = self.sizes[shard.name][1]
            if not self._is_done(shard):
                yield from self._tasks_of(shard, base, size)
            base += size

    def _is_done(self, shard: Shard) -> bool:
        entry = self.ledger.done.get(shard.name)
        if entry is None:
            return False
        shelf = Shelf(self.plan, shard)
        if not all(stands(shelf.places[role], size) for role, size in entry["files"].items()):
            self.ledger.forget([shard.name])
            return False
        if list(self.sizes[shard.name]) != entry["look"] and entry["digest"] != digest_of(shard):
            raise InputError(
                f"{shard.source.path}: has changed since it was cleaned; --restart begins anew"
            )
        self.tally.update(entry["tally"])
        return True

    def _tasks_of(self, shard: Shard, base: int, size: int) -> Iterator[Task]:
        state = self.ledger.state
        if state is None or state.shard != shard.name:
            state = State(shard.name)
        self.tally.update(state.tally)
        whole = units(shard.source, size)
        for tag, block in tagged(shard):
            read = base + int(size * min(block.read / whole, 1.0))
            if tag.blocks <= state.blocks:
                if tag.last or (tag.blocks == state.blocks and tag.digest != state.digest):
                    raise InputError(
                        f"{shard.source.path}: has changed since the run began; "
                        "--restart begins anew"
                    )
                continue
            if self.begun is None:
                self.begun = read
            job = Job(
                shard.source.container,
                block.data,
                tag.records - block.records,
                shard.packing,
                str(shard.source.path),
            )
            yield Task(job, block.alone, tag._replace(read=read))


def _refuse_itself(plan: Plan) -> None:
    """The output must not take the place of an input, nor one output that of another."""
    taken: dict[Path, str] = {}
    for shard in plan.shards:
        for place in targets(plan, shard):
            if (other := taken.setdefault(place.absolute(), shard.name)) != shard.name:
                raise ConfigError(f"{other} and {shard.name} would both become {place}")
            if place.exists() and place.samefile(shard.source.path):
                raise ConfigError(f"{place}: would overwrite itself; take another folder for -o")
        if shard.source.container == "tree" and shard.source.path.resolve() == (
            plan.output.resolve()
        ):
            raise ConfigError(f"{plan.output}: holds the input; take another folder for -o")
