"""Boosted trees that judge blocks: all blocks of a page are asked at once.

The file of weights names, for each split, a measurement (see `columns`) and a threshold.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from cleaner.forest import Forest
from cleaner.mark.content.columns import Table
from cleaner.mark.content.measure import Measured

_NO_BOUNDS = (-np.inf, np.inf)


class Judge:
    """Trees in stages; the sums of all are log odds.

    Each stage has two bounds, beyond which the sum so far is as good as the whole.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._table = Table(data["columns"])
        self._stages = [
            (Forest.of([_placed(tree, self._table.place) for tree in trees], np.float32), low, high)
            for trees, (low, high) in zip(data["groups"], data["bounds"], strict=True)
        ]

    def odds(self, measured: Measured, *, exact: bool = False) -> npt.NDArray[np.float64]:
        """Of each block that was measured the log odds that it belongs to the article.

        They are infinite where not all trees had to be asked, unless `exact`.
        """
        columns = self._table.columns(measured)
        sums = np.zeros(len(measured.numbers))
        open_ = np.arange(len(sums))
        for forest, *bounds in self._stages:
            low, high = _NO_BOUNDS if exact else bounds
            now = sums[open_] + forest.sums(columns)
            sums[open_] = np.where(now < low, -np.inf, np.where(now > high, np.inf, now))
            still = np.flatnonzero((low <= now) & (now <= high))
            if not len(still):
                break
            open_, columns = open_[still], columns.take(still, 1)
        return sums


def _placed(node: Any, column: Sequence[int]) -> Any:
    """A tree that asks columns by their place in the table."""
    if not isinstance(node, list):
        return node
    asked, threshold, low, high = node
    return [column[int(asked)], threshold, _placed(low, column), _placed(high, column)]


def load_judge(name: str = "weights.json") -> Judge:
    """Read the trees that come with the package."""
    return Judge(json.loads(files("cleaner.mark.content").joinpath(name).read_text("utf-8")))
