"""The cloze model: how well a word fills a gap, given the words on both sides of it.

The context model's n-grams hear two words to each side and know only what was written often
enough; this one hears five to each side in their order and the wider surroundings as a bag,
and knows words by vectors, so that what it learned of one word serves its like. It is a
feed-forward network (Bengio et al. 2003, with both sides heard as by Melamud et al. 2016)
that was taught to tell a word from those that spinners exchange for it
(see `making/cloze.py`).
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
from cleaner.spun.words import NAME, RARE, STOP

NEAR, FAR = 5, 20
"""How many words to each side are heard in order, and up to which distance as a bag."""
LITTLE = 2.0
"""Weight that is added to a bag's, so that few words say little."""
_UNKNOWN = -14.0
"""What a word gets that the model does not know."""
_ROWS = 512
"""So many gaps are filled at once, so that what is made of them stays small."""

Floats = npt.NDArray[np.float32]


class Weights(NamedTuple):
    """The arrays of `cloze.npz`; a row of bytes times its scale is a vector."""

    words: npt.NDArray[Any]
    inward: npt.NDArray[np.int8]
    inward_scale: Floats
    bag: Floats
    """The weight of each word in a bag: the rarer the word, the more."""
    hidden: Floats
    hidden_offset: Floats
    out: Floats
    out_offset: Floats
    outward: npt.NDArray[np.int8]
    outward_scale: Floats
    bias: Floats


class Cloze:
    """The model as seen by a context model, whose word numbers it takes."""

    __slots__ = ("_numbers", "_stop", "_unknown", "_weights")

    def __init__(self, weights: Weights, model: ContextModel) -> None:
        self._weights = weights
        own = {word: number for number, word in enumerate(weights.words.tolist())}
        self._unknown = frozenset((own[NAME], own[RARE]))
        self._stop = own[STOP]
        self._numbers = [own.get(word, own[RARE]) for word in model.words]

    def scores(self, read: Sequence[int], gaps: Sequence[Gap]) -> list[list[float]]:
        """For each wording of each gap in the run `read`, how well it stands there.

        The mean over its words of the log probability of each given all others around it,
        up to a constant.
        """
        numbers = self._numbers
        pad = [self._stop] * NEAR
        own = [*pad, *(numbers[word] for word in read), *pad]
        contexts: dict[tuple[int, ...], int] = {}
        words: list[int] = []
        asked: list[int] = []
        sizes: list[list[int]] = []
        for number, gap in enumerate(gaps):
            left = own[gap.start : gap.start + NEAR]
            right = own[gap.end + NEAR : gap.end + 2 * NEAR]
            sizes.append([])
            for wording in gap.wordings:
                run = [*left, *(numbers[word] for word in wording), *right]
                sizes[-1].append(len(wording))
                for at in range(NEAR, len(run) - NEAR):
                    key = (number, *run[at - NEAR : at], *run[at + 1 : at + 1 + NEAR])
                    asked.append(contexts.setdefault(key, len(contexts)))
                    words.append(run[at])
        if not contexts:
            return []
        keys = np.array(list(contexts))
        places = [(gaps[n].start, gaps[n].end) for n in keys[:, 0].tolist()]
        bags = self._bags(own[NEAR:-NEAR], places)
        found = self._fill(keys[:, 1:], bags, np.array(asked), np.array(words))
        told = iter(found.tolist())
        return [[sum(next(told) for _ in range(n)) / n for n in row] for row in sizes]

    def _vectors(self, words: npt.NDArray[np.int64]) -> Floats:
        weights = self._weights
        return weights.inward[words] * weights.inward_scale[words][..., None]

    def _bags(self, read: list[int], places: Sequence[tuple[int, int]]) -> Floats:
        """The weighted mean vector of the words at some distance from each place."""
        words = np.array(read)
        shares = self._weights.bag[words]
        sums = np.zeros((len(words) + 1, self._weights.inward.shape[1] + 1))
        np.cumsum(
            np.column_stack([self._vectors(words) * shares[:, None], shares]), 0, out=sums[1:]
        )
        low, high = np.array(places).T
        edges = (low - FAR, low - NEAR, high + NEAR, high + FAR)
        a, b, c, d = (np.clip(edge, 0, len(words)) for edge in edges)
        whole = sums[b] - sums[a] + sums[d] - sums[c]
        return np.asarray(whole[:, :-1] / (whole[:, -1:] + LITTLE), np.float32)

    def _fill(
        self,
        contexts: npt.NDArray[np.int64],
        bags: Floats,
        asked: npt.NDArray[np.int64],
        words: npt.NDArray[np.int64],
    ) -> Floats:
        weights = self._weights
        out = np.empty((len(contexts), weights.out.shape[1]), np.float32)
        for start in range(0, len(contexts), _ROWS):
            rows = slice(start, start + _ROWS)
            near = self._vectors(contexts[rows]).reshape(len(contexts[rows]), -1)
            heard = np.concatenate([near, bags[rows]], axis=1)
            hidden = np.maximum(heard @ weights.hidden + weights.hidden_offset, 0)
            out[rows] = hidden @ weights.out + weights.out_offset
        fits = np.einsum("ij,ij->i", out[asked], weights.outward[words].astype(np.float32))
        found = fits * weights.outward_scale[words] + weights.bias[words]
        found[np.isin(words, list(self._unknown))] = _UNKNOWN
        return np.asarray(found)


def open_cloze(path: Path, model: ContextModel) -> Cloze:
    """The model at `path`, which answers in the numbers of `model`."""
    try:
        with np.load(path) as data:
            return Cloze(Weights(**{name: data[name] for name in Weights._fields}), model)
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"{path}: expected a cloze model: {error}") from None
