"""Ray in the place of the pool of processes: `cleaner corpus clean --engine ray`.

The same jobs, in the same order, with the same results; only who does them differs. So the
output, the records, the manifest and what can be resumed are those of a local run. Blocks are
read and results written by the process that was started; the machines of the cluster need
the package, and no file system in common.
"""

from __future__ import annotations

import os
import pickle
import socket
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, Self

from cleaner.corpus.containers import do
from cleaner.corpus.desk import Job, Result, Work
from cleaner.corpus.extras import need
from cleaner.corpus.pool import AHEAD, Pool, PoolError, Task
from cleaner.errors import CleanerError

PATIENCE = 10.0
"""Seconds for a cluster to answer at all; Ray itself would try for minutes, and then abort."""

TICK = 0.25
"""Seconds between looks at the clock."""

STRETCH = 10
"""A job that takes so many times what one document may is done again where it is known
which document it is at."""


class _Given(NamedTuple):
    """A task that an actor has, and the promise of its result."""

    task: Task
    hand: Any
    promise: Any


class RayPool:
    """Actors of a Ray cluster that do jobs; one is started here if there is none.

    `workers` are actors of one core each; as many as the cluster has cores, if not fewer. A
    job that kills its actor, takes too long or is large is done here, by a process of its
    own, which finds out which document is to blame.
    """

    def __init__(
        self,
        work: Work,
        workers: int | None,
        *,
        timeout: float = 60.0,
        max_memory: int = 0,
        idle: Callable[[], None] | None = None,
    ) -> None:
        self.ray = need("ray")
        self.timeout = timeout
        self.idle = idle or (lambda: None)
        self._started = not self.ray.is_initialized()
        if self._started:
            _must_answer(os.environ.get("RAY_ADDRESS", ""))
            self.ray.init(log_to_driver=False, logging_level="ERROR", include_dashboard=False)
        cores = int(self.ray.cluster_resources().get("CPU", 1))
        self.size = max(min(workers or cores, cores), 1)
        self._here = Pool(work, 1, timeout=timeout, max_memory=max_memory, idle=idle)
        self._packed = self.ray.put(pickle.dumps(work))
        self._kind = self.ray.remote(num_cpus=1, max_restarts=0)(_Hand)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._here.__exit__(None, None, None)
        if self._started:
            self.ray.shutdown()

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result]]:
        """Do tasks; each comes out with its result, in order. Raises `PoolError`."""
        given: deque[_Given] = deque()
        hands = deque(self._kind.remote(self._packed) for _ in range(self.size))
        for task in tasks:
            if task.alone:
                while given:
                    yield self._taken(given, hands)
                yield from self._here.run([task])
                continue
            hand = hands[0]
            hands.rotate(-1)
            given.append(_Given(task, hand, hand.do.remote(task.job)))
            if len(given) >= AHEAD * self.size:
                yield self._taken(given, hands)
        while given:
            yield self._taken(given, hands)

    def _taken(self, given: deque[_Given], hands: deque[Any]) -> tuple[Task, Result]:
        """The first of the results that are to come; what was lost with it is given anew."""
        errors = self.ray.exceptions
        task, hand, promise = given.popleft()
        try:
            return task, self._waited(promise)
        except errors.RayTaskError as error:
            if isinstance(error.cause, CleanerError):
                raise PoolError(str(error.cause)) from None
        except (errors.RayActorError, errors.GetTimeoutError, errors.OutOfMemoryError):
            pass
        self._replace(hand, given, hands)
        return next(self._here.run([task]))

    def _waited(self, promise: Any) -> Result:
        waited = 0.0
        while True:
            done, _ = self.ray.wait([promise], timeout=TICK)
            if done:
                result: Result = self.ray.get(promise)
                return result
            waited += TICK
            self.idle()
            if waited > STRETCH * self.timeout:
                raise self.ray.exceptions.GetTimeoutError

    def _replace(self, hand: Any, given: deque[_Given], hands: deque[Any]) -> None:
        """Put a new actor in the place of one, and give it what that one had to do."""
        self.ray.kill(hand)
        new = self._kind.remote(self._packed)
        hands[hands.index(hand)] = new
        for place, (task, owner, _) in enumerate(given):
            if owner == hand:
                given[place] = _Given(task, new, new.do.remote(task.job))


def _must_answer(address: str) -> None:
    """Raise `PoolError` where nothing listens at an address such as HOST:6379."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not (host and port.isdigit()):
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), PATIENCE).close()
    except (OSError, OverflowError) as error:
        raise PoolError(f"RAY_ADDRESS={address}: no Ray cluster answers there: {error}") from None


class _Hand:
    """An actor: the cleaner is made once, and does one job after the other."""

    def __init__(self, packed: bytes) -> None:
        self.work: Work = pickle.loads(packed)

    def do(self, job: Job) -> Result:
        """Do one job."""
        return do(self.work, job)
