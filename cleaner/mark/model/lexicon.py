"""The lexicon: what sequences of one to three words say about a line, looked up by hash."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cleaner.mark.model.signs import Hashes, Signs, gram_hash

Floats = npt.NDArray[np.float32]

_BITS = 15


class Index:
    """Finds hashes in a fixed set, in constant time each."""

    def __init__(self, hashes: Sequence[int]) -> None:
        self.hashes = np.array([*hashes, 0], np.uint64)
        self.table = np.full(1 << _BITS, -1, np.int32)
        self.more: dict[int, int] = {}
        for n, value in enumerate(hashes):
            slot = value >> (64 - _BITS)
            if self.table[slot] < 0:
                self.table[slot] = n
            else:
                self.more[value] = n
        crowded = sorted(self.more)
        self.crowded = np.array(crowded, np.uint64)
        self.crowded_places = np.array([self.more[value] for value in crowded], np.int32)

    def places(self, wanted: Hashes) -> npt.NDArray[np.int32]:
        """The place of each hash in the set, or -1."""
        # NumPy 1 takes no unsigned places.
        slots = (wanted >> np.uint64(64 - _BITS)).astype(np.int64)
        found: npt.NDArray[np.int32] = self.table.take(slots)
        miss = (found >= 0) & (self.hashes.take(found) != wanted)
        if miss.any():
            where = np.flatnonzero(miss)
            found[where] = -1
            if len(self.crowded):
                near = np.searchsorted(self.crowded, wanted[where])
                near[near == len(self.crowded)] = 0
                hit = self.crowded[near] == wanted[where]
                found[where[hit]] = self.crowded_places[near[hit]]
        return found


class Lexicon:
    """Weighted sequences of words; a positive weight speaks for residue."""

    def __init__(self, grams: Sequence[str], weights: Sequence[float]) -> None:
        self.grams = tuple(grams)
        self.weights = np.asarray(weights, np.float32)
        self.index = Index([gram_hash(gram) for gram in grams])

    def lines(self, signs: Signs) -> tuple[Floats, Floats, Floats]:
        """For each line: the sum of weights, of the positive ones, and the greatest."""
        grams, owner = signs.grams()
        found = self.index.places(grams)
        hit = np.flatnonzero(found >= 0)
        lines = len(signs.length)
        weights = self.weights.take(found[hit])
        owner = owner[hit]
        total = np.bincount(owner, weights, lines)
        positive = np.bincount(owner, np.maximum(weights, 0), lines)
        most = np.zeros(lines, np.float32)
        np.maximum.at(most, owner, weights)
        return total.astype(np.float32), positive.astype(np.float32), most

    def spoken(self, texts: Sequence[str], lines: Sequence[int]) -> dict[int, list[str]]:
        """For each of some lines the three sequences that speak most for residue."""
        signs = Signs.of([texts[line] for line in lines])
        grams, owner = signs.grams()
        found = self.index.places(grams)
        heard: dict[int, list[str]] = {line: [] for line in lines}
        for place in np.argsort(-self.weights[found], kind="stable").tolist():
            gram = int(found[place])
            said = heard[lines[int(owner[place])]]
            if gram >= 0 and self.weights[gram] > 0 and len(said) < 3:
                said.append(self.grams[gram])
        return heard
