"""Where workers come from.

To load the cleaner and to compile its rules takes as long as to clean some hundred documents.
On Linux that is done once: a process that is started anew, so that it has none of our threads
and holds none of their locks, gets the work ready and forks a worker whenever one is asked
for, in milliseconds and with all that is loaded shared. Elsewhere each worker is started anew.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import socket
import sys
from collections.abc import MutableSequence
from contextlib import suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, NoReturn, Protocol

from cleaner.corpus.desk import Work
from cleaner.corpus.worker import FIGURES, serve
from cleaner.errors import CleanerError

Figures = MutableSequence[float]

FORKS = sys.platform == "linux"
"""Whether a process that has used the libraries of this system may be forked."""

_SPAWN = multiprocessing.get_context("spawn")
_LONGEST = 64
"""Bytes of a question to the process that forks, and of its answer."""


class NurseryError(CleanerError):
    """No worker can be had."""


class Child(Protocol):
    """The process of a worker."""

    @property
    def pid(self) -> int:
        """Its number."""

    def kill(self) -> None:
        """Kill it, if it is still there."""

    def wait(self) -> int:
        """Wait until it has ended; its status, below 0 the signal that it died of."""


class Nursery:
    """Makes workers for one kind of work, at most `size` at a time.

    `max_memory` are megabytes for each, 0 for no bound. The work is made ready before the
    first worker is forked, but if there is to be one only, not before it has to be replaced.
    """

    def __init__(self, work: Work, size: int, max_memory: int) -> None:
        self._work = work
        self._max_memory = max_memory
        self._shared = _SPAWN.RawArray("d", FIGURES * max(size, 1))
        self._mother: _Mother | None = None
        self._ready = size > 1

    def bear(self, slot: int) -> tuple[Child, Connection, Figures]:
        """A worker for a slot that is free, the pipe to it, and its figures.

        Raises `NurseryError`.
        """
        ours, theirs = _SPAWN.Pipe()
        with theirs:
            child = self._forked(slot, theirs) if FORKS else self._spawned(slot, theirs)
        return child, ours, _figures(self._shared, slot)

    def close(self) -> None:
        """End what workers come from; they themselves must have ended."""
        if self._mother is not None:
            self._mother.end()
            self._mother = None

    def _forked(self, slot: int, pipe: Connection) -> Child:
        for _ in range(2):  # it may have been killed for want of memory
            if self._mother is None:
                packed = pickle.dumps(self._work)
                self._mother = _Mother((self._shared, packed, self._max_memory, self._ready))
                self._ready = True
            with suppress(OSError):
                return _Forked(self._mother, self._mother.ask("fork", slot, pipe.fileno()))
            self.close()
        raise NurseryError(
            "no worker can be started; a program must keep what it does itself below "
            '`if __name__ == "__main__":`'
        )

    def _spawned(self, slot: int, pipe: Connection) -> Child:
        words = (pipe, self._shared, slot, pickle.dumps(self._work), self._max_memory)
        process = _SPAWN.Process(target=_serve_anew, args=words, daemon=True)
        _start(process)
        return _Spawned(process)


class _Mother:
    """The process that forks, and the socket over which it is asked to."""

    def __init__(self, words: tuple[Any, ...]) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = _SPAWN.Process(target=_fork_on, args=(theirs, *words), daemon=True)
            _start(self._process)

    def ask(self, verb: str, number: int, *handles: int) -> int:
        """The answer to a question; raises `OSError` where there is none."""
        socket.send_fds(self._socket, [f"{verb} {number}".encode()], handles)
        answer = self._socket.recv(_LONGEST)
        if not answer:
            raise ConnectionResetError
        return int(answer)

    def end(self) -> None:
        """Kill the process, which may be busy getting ready."""
        self._socket.close()
        self._process.kill()
        self._process.join()
        self._process.close()


class _Forked:
    """A worker that was forked; only the process that did so can hear of its end."""

    def __init__(self, mother: _Mother, pid: int) -> None:
        self.pid = pid
        self._mother = mother
        self._status: int | None = None

    def kill(self) -> None:
        if self._status is None:  # else the number may be another's by now
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        if self._status is None:
            try:
                self._status = self._mother.ask("bury", self.pid)
            except OSError:
                self._status = -signal.SIGKILL
        return self._status


class _Spawned:
    """A worker that is a process of `multiprocessing`."""

    def __init__(self, process: Any) -> None:
        self._process = process
        self.pid: int = process.pid

    def kill(self) -> None:
        self._process.kill()

    def wait(self) -> int:
        self._process.join()
        status: int = self._process.exitcode
        return status


def _start(process: BaseProcess) -> None:
    """Start a process that never hears of Ctrl-C, which is the parent's to deal with."""
    if not FORKS:
        process.start()
        return
    resource_tracker.ensure_running()  # else `start` does that, and lifts the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()  # the mask goes along
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _fork_on(
    asked: socket.socket, shared: Any, packed: bytes, max_memory: int, ready: bool
) -> None:
    """Fork workers, and tell how they ended, until nobody asks any more."""
    # Threads of a library that does sums would not survive a fork; there are workers enough.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    work: Work = pickle.loads(packed)
    if ready:
        work.cleaner.warm_up()
    gc.collect()
    gc.freeze()  # what is loaded stays where it is, shared by all
    with suppress(OSError), asked:
        while True:
            question, handles, _, _ = socket.recv_fds(asked, _LONGEST, 1)
            if not question:
                return
            verb, number = question.split()
            if verb == b"bury":
                answer = os.waitstatus_to_exitcode(os.waitpid(int(number), 0)[1])
            else:
                answer = os.fork()
                if not answer:
                    asked.close()
                    _serve_and_end(handles[0], _figures(shared, int(number)), work, max_memory)
                os.close(handles[0])
            asked.send(b"%d" % answer)


def _serve_and_end(handle: int, figures: Figures, work: Work, max_memory: int) -> NoReturn:
    """Be a worker; what the process that was forked had to do at its end is not done here."""
    status = 1
    try:
        serve(Connection(handle), figures, work, max_memory)
        status = 0
    finally:
        os._exit(status)


def _serve_anew(pipe: Connection, shared: Any, slot: int, packed: bytes, max_memory: int) -> None:
    """Be a worker in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(pipe, _figures(shared, slot), pickle.loads(packed), max_memory)


def _figures(shared: Any, slot: int) -> Figures:
    """The part of the shared figures that belongs to a slot."""
    whole = memoryview(shared).cast("B").cast("d")
    return whole[FIGURES * slot : FIGURES * (slot + 1)]  # type: ignore[return-value]
