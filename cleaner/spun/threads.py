"""Arithmetic on one thread while it lasts.

The matrices of a text are small: threads gain a third on an idle machine, and on a busy one
they wait for each other in loops, so that a second's work takes ten.
"""

from __future__ import annotations

from functools import cache
from threading import Lock
from types import TracebackType
from typing import Any


@cache
def controller() -> Any:
    """What sets the threads of the libraries that NumPy has loaded."""
    from threadpoolctl import ThreadpoolController  # noqa: PLC0415 (looks for NumPy's libraries)

    return ThreadpoolController()


class OneThread:
    """A context in which NumPy's linear algebra keeps to one thread, in the whole process.

    Calls may overlap: the first sets the limit, and the last to end takes it back.
    """

    __slots__ = ("_inside", "_limit", "_lock")

    def __init__(self) -> None:
        self._lock = Lock()
        self._inside = 0
        self._limit: Any = None

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._limit = controller().limit(limits=1, user_api="blas")
            self._inside += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                self._limit.restore_original_limits()


ONE_THREAD = OneThread()
"""The only one, since what it sets is one for the process."""
