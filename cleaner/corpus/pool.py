"""A pool of workers: bounded, in order, and none the worse for a document that kills one.

Each worker has one job at a time, given over its own pipe. Results come out in the order of
the jobs; so many jobs and no more are begun before the first of them is out. When a worker
dies or takes too long, the document it was at is to blame: after one more try (none after a
time-out) it is named in the job as poisoned, and the job is done again without it, and without
those before it that were cleaned in the second try or later.
"""

from __future__ import annotations

import os
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, NamedTuple, Self

from cleaner.corpus.containers import BIG, do
from cleaner.corpus.desk import Job, Result, Work
from cleaner.corpus.nursery import Nursery
from cleaner.corpus.worker import PLACE, SINCE, USED
from cleaner.errors import CleanerError

TRIES = 2
"""How often a document may be at hand when a worker dies before it is poisoned."""
PATIENCE = 10
"""How many times its processor time a document may take by the clock: a machine may be busy
with other things, and what comes out should not depend on that."""
TICK = 0.25
"""Seconds between looks at the clock."""
AHEAD = 4
"""Jobs for each worker that may be begun before the first result is taken."""


class PoolError(CleanerError):
    """Workers cannot do their work, and no document is to blame."""


class Task(NamedTuple):
    """A job, whether it must run alone, and what its giver wants to get back with the result."""

    job: Job
    alone: bool
    tag: Any = None


@dataclass(slots=True)
class _Turn:
    """A task that was begun.

    `strikes` counts the deaths at each of its documents, `cleaned` are those that are known
    from a worker which died later on.
    """

    number: int
    task: Task
    strikes: Counter[int] = field(default_factory=Counter)
    cleaned: dict[int, bytes] = field(default_factory=dict)
    alone: bool = field(init=False)

    def __post_init__(self) -> None:
        self.alone = self.task.alone


class Pool:
    """Workers for one kind of work; with `workers` 0 the work is done here.

    `timeout` are seconds for one document, more for a large one, of processor time where the
    system tells it; `max_memory` megabytes for
    each worker, 0 for no bound. `idle` is called now and then while waiting.
    """

    def __init__(
        self,
        work: Work,
        workers: int,
        *,
        timeout: float = 60.0,
        max_memory: int = 0,
        idle: Callable[[], None] | None = None,
    ) -> None:
        self.work = work
        self.size = workers
        self.timeout = timeout
        self.max_memory = max_memory
        self.idle = idle or (lambda: None)
        self._nursery = Nursery(work, workers, max_memory)
        self._crew: list[_Worker] = []
        self._retry: deque[_Turn] = deque()
        self._starved = killed_for_memory()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for worker in self._crew:
            worker.end()
        self._crew.clear()
        self._nursery.close()

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result]]:
        """Do tasks; each comes out with its result, in order. Raises `PoolError`."""
        if not self.size:
            for task in tasks:
                yield task, do(self.work, task.job)
            return
        coming = _Turns(tasks)
        finished: dict[int, tuple[Task, Result]] = {}
        first = 0
        while True:
            self._hand_out(coming, first + AHEAD * self.size)
            while first in finished:
                yield finished.pop(first)
                first += 1
            if not any(worker.turn for worker in self._crew):
                if coming.over and not self._retry:
                    return
                continue
            for turn, result in self._gather():
                finished[turn.number] = turn.task, result
            self.idle()

    def _hand_out(self, coming: _Turns, bound: int) -> None:
        """Give jobs to workers that have none."""
        busy = [worker.turn for worker in self._crew if worker.turn]
        if any(turn.task.alone for turn in busy):
            return
        while len(busy) < self.size:
            turn = self._retry[0] if self._retry else coming.peek(bound)
            if turn is None or (turn.task.alone and busy):
                return
            if self._retry:
                self._retry.popleft()
            else:
                coming.take()
            worker = next((one for one in self._crew if not one.turn), None)
            if worker is None:
                taken = {one.slot for one in self._crew}
                free = next(slot for slot in range(self.size) if slot not in taken)
                worker = _Worker(self._nursery, free)
                self._crew.append(worker)
            worker.give(turn)
            busy.append(turn)
            if turn.task.alone:
                return

    def _gather(self) -> Iterator[tuple[_Turn, Result]]:
        """The results that are there after waiting a little; deal with who died."""
        busy = {worker.pipe: worker for worker in self._crew if worker.turn}
        for pipe in wait(list(busy), TICK):
            worker = busy[pipe]  # type: ignore[index]
            try:
                kind, answer = worker.pipe.recv()
            except (EOFError, ConnectionResetError):
                self._blame(worker, worker.obituary(), TRIES)
                continue
            if kind == "failed":
                raise PoolError(answer)
            assert worker.turn is not None
            if kind == "document":
                place, cleaned = answer
                worker.turn.cleaned[place] = cleaned
                continue
            if kind == "poisoned":
                self._blame(worker, answer[1], 1, answer[0])
                continue
            turn, worker.turn = worker.turn, None
            yield turn, answer
        for worker in list(self._crew):
            if worker.turn and worker.late(self.timeout):
                self._blame(worker, f"took longer than {self.timeout:g} seconds", 1)

    def _blame(self, worker: _Worker, reason: str, tries: int, place: int | None = None) -> None:
        """Replace a worker; poison the document it was at, if it was at it too often."""
        turn = worker.turn
        assert turn is not None
        place = int(worker.shared[PLACE]) if place is None else place
        worker.end()
        self._crew.remove(worker)
        turn.strikes[place] += 1
        job = turn.task.job._replace(again=True, cleaned=turn.cleaned)
        if turn.strikes[place] < tries:
            # It may have been another worker's document that took all the memory.
            starved, self._starved = self._starved, killed_for_memory()
            alone = turn.alone or starved is None or starved != self._starved
            turn.task = turn.task._replace(job=job, alone=alone)
        elif place < 0:
            raise PoolError(f"a worker ended before its first document: {reason}")
        else:
            job = job._replace(poisoned={**job.poisoned, place: reason})
            turn.task = turn.task._replace(job=job, alone=turn.alone)
        self._retry.append(turn)


def killed_for_memory() -> int | None:
    """How many processes the system has killed for want of memory, where it tells."""
    with suppress(OSError, ValueError, StopIteration), Path("/proc/vmstat").open("rb") as lines:
        return int(next(line for line in lines if line.startswith(b"oom_kill ")).split()[1])
    return None


class _Turns:
    """Tasks to come, numbered; one can be looked at before it is taken."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self._tasks = iter(tasks)
        self._next: _Turn | None = None
        self._number = 0
        self.over = False

    def peek(self, bound: int) -> _Turn | None:
        """The next task, if its number is below the bound and there is one."""
        if self._next is None and not self.over and self._number < bound:
            task = next(self._tasks, None)
            if task is None:
                self.over = True
            else:
                self._next = _Turn(self._number, task)
                self._number += 1
        return self._next

    def take(self) -> None:
        """The task that was looked at is begun."""
        self._next = None


class _Worker:
    """A process, its place in the nursery, and the pipe to it."""

    def __init__(self, nursery: Nursery, slot: int) -> None:
        self.slot = slot
        self.turn: _Turn | None = None
        self.child, self.pipe, self.shared = nursery.bear(slot)

    def give(self, turn: _Turn) -> None:
        """Hand a job over; a worker that is dead already is noticed when it is listened to."""
        self.turn = turn
        self.shared[PLACE] = -1
        self.shared[SINCE] = monotonic()
        self.shared[USED] = self._used() or 0.0
        with suppress(BrokenPipeError, ConnectionResetError):
            self.pipe.send(turn.task.job)

    def late(self, timeout: float) -> bool:
        """Whether the document at hand takes too long; a large block has more time."""
        assert self.turn is not None
        starting = self.shared[PLACE] < 0
        size = len(self.turn.task.job.data) / BIG
        bound = (max(timeout, 60.0) if starting else timeout) * max(size, 1.0)
        elapsed: float = monotonic() - self.shared[SINCE]
        if elapsed <= bound:
            return False
        used = self._used()
        took: float = elapsed if used is None else used - self.shared[USED]
        return took > bound or elapsed > PATIENCE * bound

    def _used(self) -> float | None:
        """The processor time of the process so far, where the system tells it."""
        try:
            told = Path(f"/proc/{self.child.pid}/stat").read_text("utf-8")
            user, system = told.rpartition(")")[2].split()[11:13]
            return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
        except (OSError, ValueError):
            return None

    def obituary(self) -> str:
        """What the process died of."""
        self.child.kill()  # it has closed its pipe, so it is dead or as good as that
        code = self.child.wait()
        if code >= 0:
            return f"the worker ended with status {code}"
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = str(-code)
        hint = ", perhaps for want of memory" if name == "SIGKILL" else ""
        return f"the worker was killed by {name}{hint}"

    def end(self) -> None:
        """Kill the process, if it is still there."""
        self.pipe.close()
        self.child.kill()
        self.child.wait()
