"""Boosted decision trees as arrays: every tree asks every line at once.

A tree of at most 16 leaves is a set of 16-bit masks: a node whose question is answered
"greater" takes away the leaves on its left. What is left of the leaves after all nodes
have spoken starts with the one that a walk down the tree would end in. (The idea is that
of QuickScorer: Lucchese et al., SIGIR 2015.)
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from cleaner.mark.model.lexicon import Floats

LEAVES = 16
_LOWEST = np.array([(n & -n).bit_length() - 1 if n else 0 for n in range(1 << LEAVES)], np.uint8)


class Trees:
    """A sum of trees; `odds` are log odds of residue.

    `feature`, `threshold`, `mask` have one entry a node, the nodes of tree t start at
    `first[t]`; `leaf` holds the values (trees x 16). `credit_place` (tree, leaf, feature)
    and `credit` say what the way to a leaf owes to a feature. `early` trees are asked of
    all lines; one whose odds are then under `floor` is never residue and is asked no further.
    """

    def __init__(self, arrays: Mapping[str, npt.NDArray[np.generic]], features: int) -> None:
        self.feature = np.asarray(arrays["feature"], np.int64)
        self.threshold = np.asarray(arrays["threshold"], np.float32)
        self.mask = np.asarray(arrays["mask"], np.uint16)
        self._taken = ~self.mask
        self.first = np.asarray(arrays["first"], np.int64)
        self.leaf = np.asarray(arrays["leaf"], np.float32)
        tree, leaf, feature = np.asarray(arrays["credit_place"], np.int64)
        self._credit = np.zeros((len(self.first), LEAVES, features), np.float32)
        self._credit[tree, leaf, feature] = arrays["credit"]
        self.early = int(arrays["early"])
        self.floor = float(arrays["floor"])

    def odds(self, rows: Floats) -> Floats:
        """Log odds of residue for each row of a table; -inf where the first trees rule it out."""
        trees = len(self.first)
        early = self._sum(rows, 0, self.early)
        if self.early >= trees:
            return early
        open_ = np.flatnonzero(early >= self.floor)
        odds = np.full(len(rows), -np.inf, np.float32)
        if len(open_):
            odds[open_] = early[open_] + self._sum(rows[open_], self.early, trees)
        return odds

    def _leaves(self, rows: Floats, low: int, high: int) -> npt.NDArray[np.uint8]:
        begin = self.first[low]
        end = self.first[high] if high < len(self.first) else len(self.feature)
        greater = rows.take(self.feature[begin:end], 1) > self.threshold[begin:end]
        # (Multiplied, since `np.where` takes ten times as long for numbers of 16 bits.)
        taken = np.bitwise_or.reduceat(
            greater * self._taken[begin:end], self.first[low:high] - begin, 1
        )
        return _LOWEST.take(~taken)

    def _sum(self, rows: Floats, low: int, high: int) -> Floats:
        leaves = self._leaves(rows, low, high)
        summed: Floats = self.leaf[np.arange(low, high), leaves].sum(1)
        return summed

    def shares(self) -> Floats:
        """How much of all that the trees may say each feature has, over all ways to leaves."""
        summed: Floats = np.abs(self._credit).sum((0, 1))
        shares: Floats = summed / max(float(summed.sum()), 1e-9)
        return shares

    def voices(self, row: Floats) -> Floats:
        """What each feature adds to the odds of one row.

        Each step from a node to its child is credited to the feature that was asked, by
        the change of the mean (Saabas's decomposition).
        """
        leaves = self._leaves(row[None], 0, len(self.first))[0]
        summed: Floats = self._credit[np.arange(len(self.first)), leaves].sum(0)
        return summed
