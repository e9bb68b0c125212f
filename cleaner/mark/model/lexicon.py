"""The lexicon: what sequences of one to three words say about a line, looked up by hash."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cleaner.mark.model.signs import Hashes, Ints, Signs, gram_hash

Floats = npt.NDArray[np.float32]

_BITS = 16
_SPREAD = 0xFF51AFD7ED558CCD
"""Hashes of words that differ in their first letter alone are close together."""
_EMPTY = -1


class Index:
    """Finds hashes in a fixed set, in constant time each: open addressing, linear probing."""

    def __init__(self, hashes: Sequence[int]) -> None:
        self.hashes = np.array(hashes, np.uint64)
        self.table = np.full((1 << _BITS) + len(hashes), _EMPTY, np.int32)
        for n, value in enumerate(hashes):
            slot = value * _SPREAD % (1 << 64) >> (64 - _BITS)
            while self.table[slot] != _EMPTY:
                slot += 1
            self.table[slot] = n

    def find(self, wanted: Hashes) -> tuple[Ints, npt.NDArray[np.int32]]:
        """Which of the hashes are in the set, in order, and the place of each there."""
        # NumPy 1 takes no unsigned places.
        slots = (wanted * np.uint64(_SPREAD) >> np.uint64(64 - _BITS)).astype(np.int64)
        found = self.table.take(slots)
        which = np.flatnonzero(found != _EMPTY)
        found, slots, values = found.take(which), slots.take(which), wanted.take(which)
        others = np.flatnonzero(self.hashes.take(found) != values)
        while len(others):
            slots[others] += 1
            found[others] = self.table.take(slots.take(others))
            others = others[found.take(others) != _EMPTY]
            others = others[self.hashes.take(found.take(others)) != values.take(others)]
        hit = found != _EMPTY
        return which[hit], found[hit]


class Lexicon:
    """Weighted sequences of words; a positive weight speaks for residue."""

    def __init__(self, grams: Sequence[str], weights: Sequence[float]) -> None:
        self.grams = tuple(grams)
        self.weights = np.asarray(weights, np.float32)
        self.index = Index([gram_hash(gram) for gram in grams])

    def lines(self, signs: Signs) -> tuple[Floats, Floats, Floats]:
        """For each line: the sum of weights, of the positive ones, and the greatest."""
        grams, owner = signs.grams()
        which, found = self.index.find(grams)
        lines = len(signs.length)
        weights = self.weights.take(found)
        owner = owner.take(which)
        total = np.bincount(owner, weights, lines)
        positive = np.bincount(owner, np.maximum(weights, 0), lines)
        most = np.zeros(lines, np.float32)
        np.maximum.at(most, owner, weights)
        return total.astype(np.float32), positive.astype(np.float32), most

    def spoken(self, texts: Sequence[str], lines: Sequence[int]) -> dict[int, list[str]]:
        """For each of some lines the three sequences that speak most for residue."""
        signs = Signs.of([texts[line] for line in lines])
        grams, owner = signs.grams()
        which, found = self.index.find(grams)
        heard: dict[int, list[str]] = {line: [] for line in lines}
        for place in np.argsort(-self.weights[found], kind="stable").tolist():
            gram = int(found[place])
            said = heard[lines[int(owner[which[place]])]]
            if self.weights[gram] > 0 and len(said) < 3:
                said.append(self.grams[gram])
        return heard
