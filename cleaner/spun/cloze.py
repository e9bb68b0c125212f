"""The cloze model: how well a word fills a gap, given the words on both sides of it.

The context model's n-grams hear two words to each side and know only what was written often
enough; this one hears whole sentences to both sides, and knows words by vectors, so that what
it learned of one word serves its like. One recurrent network reads up to the gap and another
one back to it (`recurrent.py`); with the wider surroundings as a bag, they say which word
should stand there (context2vec: Melamud et al. 2016). It was taught to tell a word from those
that spinners exchange for it (see `making/cloze.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner.errors import InputError
from cleaner.spun.ngrams import ContextModel
from cleaner.spun.places import Gap
from cleaner.spun.recurrent import Floats, Matrix, Reader, Reading
from cleaner.spun.threads import ONE_THREAD
from cleaner.spun.words import NAME, RARE, STOP

NEAR, FAR = 5, 32
"""The distances from which and up to which words are heard as a bag."""
LITTLE = 2.0
"""Weight that is added to a bag's, so that few words say little."""
_UNKNOWN = -14.0
"""What a word gets that the model does not know."""
_ROWS = 512
"""So many gaps are filled at once, so that what is made of them stays small."""


class Weights(NamedTuple):
    """The arrays of `cloze.npz`; bytes times the scale of their row or column are figures."""

    words: npt.NDArray[Any]
    vectors: npt.NDArray[np.int8]
    """A vector a row, by which a word is heard and by which it is asked for."""
    vectors_scale: Floats
    bias: Floats
    bag: Floats
    """The weight of each word in a bag: the rarer the word, the more."""
    left_input: npt.NDArray[np.int8]
    left_input_scale: Floats
    left_input_offset: Floats
    left_state: npt.NDArray[np.int8]
    left_state_scale: Floats
    left_state_offset: Floats
    right_input: npt.NDArray[np.int8]
    right_input_scale: Floats
    right_input_offset: Floats
    right_state: npt.NDArray[np.int8]
    right_state_scale: Floats
    right_state_offset: Floats
    hidden: npt.NDArray[np.int8]
    hidden_scale: Floats
    hidden_offset: Floats
    out: npt.NDArray[np.int8]
    out_scale: Floats
    out_offset: Floats


class Cloze:
    """The model as seen by a context model, whose word numbers it takes."""

    __slots__ = (
        "_bag", "_bias", "_hidden", "_left", "_numbers", "_out", "_right", "_stop", "_unknown",
        "_vectors",
    )  # fmt: skip

    def __init__(self, weights: Weights, model: ContextModel) -> None:
        def matrix(name: str) -> Matrix:
            scaled = getattr(weights, name) * getattr(weights, f"{name}_scale")
            return Matrix(scaled.astype(np.float32), getattr(weights, f"{name}_offset"))

        own = {word: number for number, word in enumerate(weights.words.tolist())}
        self._unknown = [own[NAME], own[RARE]]
        self._stop = own[STOP]
        self._numbers = np.array([own.get(word, own[RARE]) for word in model.words])
        self._vectors = weights.vectors * weights.vectors_scale[:, None]
        self._bias, self._bag = weights.bias, weights.bag
        self._left = Reader(matrix("left_input"), matrix("left_state"))
        self._right = Reader(matrix("right_input"), matrix("right_state"))
        self._hidden, self._out = matrix("hidden"), matrix("out")

    def scores(self, read: Sequence[int], gaps: Sequence[Gap]) -> list[list[float]]:
        """For each wording of each gap in the run `read`, how well it stands there.

        The mean over its words of the log probability of each given all others around it;
        nearly so, as the probabilities of all words sum to about one.
        """
        if not gaps:
            return []
        with ONE_THREAD:
            return self._scores(read, gaps)

    def _scores(self, read: Sequence[int], gaps: Sequence[Gap]) -> list[list[float]]:
        own = self._numbers[np.array(read, int)]
        runs = [[tuple(self._numbers[list(w)].tolist()) for w in gap.wordings] for gap in gaps]
        heard = self._vectors[own]
        stop = self._vectors[self._stop]
        left = Reading(self._left, self._left.states(heard, stop)[[g.start for g in gaps]])
        right = Reading(
            self._right, self._right.states(heard[::-1], stop)[[len(own) - g.end for g in gaps]]
        )
        before = {(n, run[:k]) for n, row in enumerate(runs) for run in row
                  for k in range(1, len(run))}  # fmt: skip
        after = {(n, run[:k:-1]) for n, row in enumerate(runs) for run in row
                 for k in range(len(run) - 1)}  # fmt: skip
        left.go_on(before, self._vectors)
        right.go_on(after, self._vectors)
        contexts: dict[tuple[int, int, int], int] = {}
        words: list[int] = []
        asked: list[int] = []
        for n, row in enumerate(runs):
            for run in row:
                for k, word in enumerate(run):
                    key = (left.row(n, run[:k]), right.row(n, run[:k:-1]), n)
                    asked.append(contexts.setdefault(key, len(contexts)))
                    words.append(word)
        keys = np.array(list(contexts))
        bags = self._bags(own, [(gap.start, gap.end) for gap in gaps])
        out = np.concatenate([
            self._fill(left.states[part[:, 0]], right.states[part[:, 1]], bags[part[:, 2]])
            for part in np.split(keys, range(_ROWS, len(keys), _ROWS))
        ])  # fmt: skip
        found = np.einsum("ij,ij->i", out[asked], self._vectors[words]) + self._bias[words]
        found[np.isin(words, self._unknown)] = _UNKNOWN
        told = iter(found.tolist())
        return [[sum(next(told) for _ in run) / len(run) for run in row] for row in runs]

    def _bags(self, own: npt.NDArray[np.int64], places: Sequence[tuple[int, int]]) -> Floats:
        """The weighted mean vector of the words at some distance from each place."""
        shares = self._bag[own][:, None]
        sums = np.zeros((len(own) + 1, self._vectors.shape[1] + 1))
        np.cumsum(np.column_stack([self._vectors[own] * shares, shares]), 0, out=sums[1:])
        low, high = np.array(places).T
        edges = (low - FAR, low - NEAR, high + NEAR, high + FAR)
        a, b, c, d = (np.clip(edge, 0, len(own)) for edge in edges)
        whole = sums[b] - sums[a] + sums[d] - sums[c]
        return np.asarray(whole[:, :-1] / (whole[:, -1:] + LITTLE), np.float32)

    def _fill(self, left: Floats, right: Floats, bags: Floats) -> Floats:
        """The vector asked for in each gap."""
        heard = np.concatenate([left, right, bags], axis=1)
        return self._out.of(np.maximum(self._hidden.of(heard), 0))


def open_cloze(path: Path, model: ContextModel) -> Cloze:
    """The model at `path`, which answers in the numbers of `model`."""
    try:
        with np.load(path) as data:
            return Cloze(Weights(**{name: data[name] for name in Weights._fields}), model)
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"{path}: expected a cloze model: {error}") from None
