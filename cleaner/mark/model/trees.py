"""What the trees of a line model say of lines, and what they owe it to."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from cleaner.forest import LEAVES, Forest
from cleaner.mark.model.lexicon import Floats


class Trees:
    """A sum of trees; `odds` are log odds of residue.

    The arrays `feature`, `threshold`, `mask` and `first` are those of a `Forest`; `leaf` holds
    the values (trees x 16). `credit_place` (tree, leaf, feature) and `credit` say what the
    way to a leaf owes to a feature. `early` trees are asked of all lines; one whose odds are
    then under `floor` is never residue and is asked no further.
    """

    def __init__(self, arrays: Mapping[str, npt.NDArray[np.generic]], features: int) -> None:
        self._all = Forest(
            arrays["feature"],
            np.asarray(arrays["threshold"], np.float32),
            np.asarray(arrays["mask"], np.uint16),
            arrays["first"],
            np.asarray(arrays["leaf"], np.float32),
        )
        early = int(arrays["early"])
        self._early = self._all.part(0, early)
        self._late = self._all.part(early, len(self._all))
        tree, leaf, feature = np.asarray(arrays["credit_place"], np.int64)
        self._credit = np.zeros((len(self._all), LEAVES, features), np.float32)
        self._credit[tree, leaf, feature] = arrays["credit"]
        self.floor = float(arrays["floor"])

    def __len__(self) -> int:
        return len(self._all)

    def odds(self, rows: Floats) -> Floats:
        """Log odds of residue for each row of a table; -inf where the first trees rule it out."""
        columns = np.ascontiguousarray(rows.T)
        early: Floats = self._early.sums(columns)
        if not len(self._late):
            return early
        open_ = np.flatnonzero(early >= self.floor)
        odds = np.full(len(rows), -np.inf, np.float32)
        if len(open_):
            odds[open_] = early.take(open_) + self._late.sums(columns.take(open_, 1))
        return odds

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
        leaves = self._all.leaves(row[:, None])[:, 0]
        summed: Floats = self._credit[np.arange(len(leaves)), leaves].sum(0)
        return summed
