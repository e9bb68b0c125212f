"""A recurrent network that reads a text word by word, in NumPy.

The cell is the gated recurrent unit (Cho et al. 2014) in the form that torch and cuDNN use,
where the reset gate acts on what the state says, not on the state.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
_STRETCH, _BEFORE = 16, 12
"""A text is read in stretches side by side, each after so many words before it."""


class Matrix(NamedTuple):
    """A linear map with what it adds."""

    values: Floats
    offset: Floats

    def of(self, rows: Floats) -> Floats:
        """The rows mapped."""
        return rows @ self.values + self.offset


class Reader:
    """One cell: from vectors of words to states."""

    def __init__(self, words: Matrix, state: Matrix) -> None:
        self._words = words
        self._state = state
        self.size = len(state.values)

    def hear(self, vectors: Floats) -> Floats:
        """What the cell makes of words whatever its state."""
        return self._words.of(vectors)

    def step(self, states: Floats, heard: Floats) -> Floats:
        """The states after one more word each."""
        size = self.size
        own = self._state.of(states)
        # The logistic function by way of tanh, which does not overflow.
        gates = np.tanh((heard[:, : 2 * size] + own[:, : 2 * size]) * 0.5) * 0.5 + 0.5
        new = np.tanh(heard[:, 2 * size :] + gates[:, :size] * own[:, 2 * size :])
        return np.asarray(new + gates[:, size:] * (states - new), np.float32)

    def states(self, vectors: Floats, stop: Floats) -> Floats:
        """The state before each word and after the last; before the first come stops."""
        size = len(vectors) + 1
        rows = -(-size // _STRETCH)
        pad = np.broadcast_to(stop, (_BEFORE, len(stop)))
        heard = self.hear(np.concatenate([pad, vectors]))
        last = len(heard) - 1
        found = np.empty((rows, _STRETCH, self.size), np.float32)
        now = np.zeros((rows, self.size), np.float32)
        first = np.arange(rows) * _STRETCH
        for at in range(_BEFORE + _STRETCH):
            if at >= _BEFORE:
                found[:, at - _BEFORE] = now
            now = self.step(now, heard[np.minimum(first + at, last)])
        return found.reshape(-1, self.size)[:size]


class Reading:
    """States at places of a text, and what they become with words put in there."""

    def __init__(self, reader: Reader, states: Floats) -> None:
        self._reader = reader
        self.states = states
        self._rows: dict[tuple[int, tuple[int, ...]], int] = {}

    def row(self, place: int, run: tuple[int, ...]) -> int:
        """Which of `states` stands at a place after the words of `run`."""
        return self._rows[place, run] if run else place

    def go_on(self, runs: Iterable[tuple[int, tuple[int, ...]]], vectors: Floats) -> None:
        """Read on at places with runs of words; the runs that they begin with are among them."""
        by_size: dict[int, list[tuple[int, tuple[int, ...]]]] = {}
        for place, run in runs:
            by_size.setdefault(len(run), []).append((place, run))
        for size in sorted(by_size):
            some = sorted(by_size[size])
            before = self.states[[self.row(place, run[:-1]) for place, run in some]]
            heard = self._reader.hear(vectors[[run[-1] for _, run in some]])
            self._rows.update({key: len(self.states) + n for n, key in enumerate(some)})
            self.states = np.concatenate([self.states, self._reader.step(before, heard)])
