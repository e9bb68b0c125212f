"""One worker: a process of its own that does one job after the other.

What it is working on stands in three shared figures, so that the parent knows which document
to blame if the worker dies or takes too long: the place of the document in the block (-1:
none yet), and the time at which it was taken up, by the clock and in processor seconds.
"""

from __future__ import annotations

from collections.abc import MutableSequence
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from time import monotonic, process_time

from cleaner.corpus.containers import do
from cleaner.corpus.desk import Work
from cleaner.errors import CleanerError

PLACE, SINCE, USED = 0, 1, 2
FIGURES = 3

OUT_OF_MEMORY = "out of memory"


def serve(pipe: Connection, shared: MutableSequence[float], work: Work, max_memory: int) -> None:
    """Answer jobs until the parent hangs up.

    An answer is ("done", result), ("poisoned", (place, reason)) after which the worker ends,
    or ("failed", words) where the trouble is no document's. Of a job that killed a worker
    before, each document is told as ("document", (place, cleaned)), so that it need not be
    cleaned again if the next one kills this worker, too.
    """
    _limit_memory(max_memory)

    def touch(place: int) -> None:
        shared[SINCE] = monotonic()
        shared[USED] = process_time()
        shared[PLACE] = place

    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            job = pipe.recv()
            keep = partial(_keep, pipe) if job.again else None
            try:
                result = do(work, job, touch, keep)
            except MemoryError:
                # What is left of the heap is not to be trusted: end, and be replaced.
                pipe.send(("poisoned", (int(shared[PLACE]), OUT_OF_MEMORY)))
                return
            except CleanerError as error:
                pipe.send(("failed", str(error)))
                return
            except Exception as error:
                pipe.send(("failed", f"{type(error).__name__}: {error}"))
                return
            pipe.send(("done", result))
            del job, result


def _keep(pipe: Connection, place: int, cleaned: bytes) -> None:
    pipe.send(("document", (place, cleaned)))


def _limit_memory(megabytes: int) -> None:
    """Make the system refuse memory beyond a bound, where it can."""
    if not megabytes:
        return
    try:
        import resource  # noqa: PLC0415 (there is none on Windows)
    except ImportError:
        return
    bound = megabytes * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard != resource.RLIM_INFINITY:
        bound = min(bound, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (bound, hard))
