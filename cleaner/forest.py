"""Boosted decision trees as arrays: every tree asks every row at once.

A tree of at most 16 leaves is a set of 16-bit masks: a node whose question is answered
"greater" takes away the leaves on its left. What is left of the leaves after all nodes
have spoken starts with the one that a walk down the tree would end in. (The idea is that
of QuickScorer: Lucchese et al., SIGIR 2015.)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

LEAVES = 16
_AT_ONCE = 512
"""So many rows are asked together, so that what is made of them stays small."""
_LOWEST = np.zeros(1 << LEAVES, np.uint8)
"""For each set of leaves the first of them."""
for _bit in range(LEAVES):
    _LOWEST[:: 1 << _bit] = _bit


class Forest:
    """The questions of some trees, one entry a node, and the values of their leaves.

    A node asks whether column `feature` is greater than `threshold`; `mask` has the bits of
    the leaves that stay if so. The nodes of tree t start at `first[t]`; its leaves have the
    values `values[t]`, from the left.
    """

    def __init__(
        self,
        feature: npt.NDArray[Any],
        threshold: npt.NDArray[Any],
        mask: npt.NDArray[np.uint16],
        first: npt.NDArray[Any],
        values: npt.NDArray[Any],
    ) -> None:
        # One row for the first nodes of all trees, one for their second nodes, and so on: what
        # the nodes of a tree take away is then gathered by whole rows, which is ten times as
        # fast as tree by tree. Nodes that a tree does not have take nothing.
        nodes = np.diff(first, append=len(feature))
        shape = int(nodes.max(initial=0)), len(first), 1
        tree = np.repeat(np.arange(len(first)), nodes)
        place = np.arange(len(feature)) - first[tree]
        self._feature = np.zeros(shape[:2], np.intp)
        self._feature[place, tree] = feature
        self._threshold = np.zeros(shape, threshold.dtype)
        self._threshold[place, tree, 0] = threshold
        self._taken = np.zeros(shape, np.uint16)
        self._taken[place, tree, 0] = ~mask
        self._values = values

    @classmethod
    def of(cls, trees: Sequence[Any], kind: type[np.floating[Any]] = np.float64) -> Forest:
        """Trees as nested lists: a leaf is its value, a node (feature, threshold, low, high).

        `kind` is the type of the thresholds, and of the numbers they are compared to.
        """
        nodes: list[tuple[int, float, int]] = []
        first: list[int] = []
        values = np.zeros((len(trees), LEAVES))
        for number, tree in enumerate(trees):
            first.append(len(nodes))
            leaves: list[float] = []
            _flatten(tree, nodes, leaves)
            if len(leaves) > LEAVES:
                raise ValueError(f"a tree of {len(leaves)} leaves, expected at most {LEAVES}")
            values[number, : len(leaves)] = leaves
        feature, threshold, taken = zip(*nodes, strict=True) if nodes else ((), (), ())
        return cls(
            np.array(feature, np.intp),
            np.array(threshold, kind),
            ~np.array(taken, np.uint16),
            np.array(first, np.intp),
            values,
        )

    def __len__(self) -> int:
        return len(self._values)

    def part(self, low: int, high: int) -> Forest:
        """The trees from `low` to before `high`."""
        part = object.__new__(Forest)
        part._feature = self._feature[:, low:high]
        part._threshold = self._threshold[:, low:high]
        part._taken = self._taken[:, low:high]
        part._values = self._values[low:high]
        return part

    def leaves(self, columns: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
        """For each tree the number of the leaf, from the left, that each row comes to.

        `columns` is a table with one line for each feature and one column for each row.
        """
        greater = columns.take(self._feature, 0) > self._threshold
        # (Multiplied, since `np.where` takes ten times as long for numbers of 16 bits.)
        taken = np.bitwise_or.reduce(greater * self._taken, 0)
        leaves: npt.NDArray[np.uint8] = _LOWEST.take(~taken)
        return leaves

    def sums(self, columns: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """For each row the sum of the values of the leaves that it comes to."""
        count = columns.shape[1]
        if count > _AT_ONCE:
            parts = (columns[:, at : at + _AT_ONCE] for at in range(0, count, _AT_ONCE))
            return np.concatenate([self.sums(part) for part in parts])
        places = self.leaves(columns) + np.arange(0, self._values.size, LEAVES)[:, None]
        summed: npt.NDArray[Any] = self._values.take(places).sum(0)
        return summed


def _flatten(node: Any, nodes: list[tuple[int, float, int]], leaves: list[float]) -> None:
    """Add the nodes below one, each with the bits of the leaves on its left, and its leaves."""
    if not isinstance(node, list | tuple):
        leaves.append(float(node))
        return
    feature, threshold, low, high = node
    here, before = len(nodes), len(leaves)
    nodes.append((int(feature), float(threshold), 0))
    _flatten(low, nodes, leaves)
    nodes[here] = (*nodes[here][:2], (1 << len(leaves)) - (1 << before))
    _flatten(high, nodes, leaves)
