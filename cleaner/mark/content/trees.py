"""Boosted trees that judge blocks: all blocks of a page are asked at once.

The file of weights names, for each split, a column and a threshold; a column of bits is
asked for one bit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner.forest import Forest
from cleaner.mark.content.measure import BLOCK, BLOCK_SHARES, Measured
from cleaner.mark.content.surroundings import BRANCH, HOLDER, Row

Columns = npt.NDArray[np.float32]
"""A table with a line for each measurement, and a column for each block."""

_NEAR = {"u1": 1, "u2": 0, "d1": 3, "d2": 4}
"""The blocks one and two above, one and two below: where they stand in a window of five."""

BITS = frozenset(
    ("inner", "topics", "outer", "around", "within", "sections", "cues", "heading_cues")
)
"""Columns that are read bit by bit."""

NOBODY: Row = tuple(
    0 if column in BITS else -9.0 if column in BLOCK_SHARES else -9 for column in BLOCK
)
"""Stands for the block above the first and below the last."""


class Judge:
    """Trees in stages; the sums of all are log odds.

    Each stage has two bounds, beyond which the sum so far is as good as the whole.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        names = [_parted(name) for name in data["columns"]]
        near = sorted({BLOCK.index(label) for row, label, _ in names if row in _NEAR})
        lines = [
            *(("b", label) for label in BLOCK),
            *(("h", label) for label in HOLDER),
            *(("r", label) for label in BRANCH),
            *((row, BLOCK[n]) for row in _NEAR for n in near),
        ]
        place = {line: number for number, line in enumerate(lines)}
        bits = [(place[row, label], bit) for row, label, bit in names if bit]
        self._near = np.array(near, np.intp)
        self._with_bits = np.array([line for line, _ in bits], np.intp)
        self._bits = np.array([bit for _, bit in bits], np.int32)[:, None]
        column, column_of_bit = [], len(lines)
        for row, label, bit in names:
            column.append(column_of_bit if bit else place[row, label])
            column_of_bit += bool(bit)
        self._stages = [
            (Forest.of([_placed(tree, column) for tree in trees], np.float32), low, high)
            for trees, (low, high) in zip(data["groups"], data["bounds"], strict=True)
        ]

    def odds(self, measured: Measured) -> npt.NDArray[np.float64]:
        """Of each block that was measured the log odds that it belongs to the article.

        They are infinite where not all trees had to be asked.
        """
        columns = self._columns(measured)
        sums = np.zeros(len(measured.numbers))
        open_ = np.arange(len(sums))
        for forest, low, high in self._stages:
            now = sums[open_] + forest.sums(columns)
            sums[open_] = np.where(now < low, -np.inf, np.where(now > high, np.inf, now))
            still = np.flatnonzero((low <= now) & (now <= high))
            if not len(still):
                break
            open_, columns = open_[still], columns.take(still, 1)
        return sums

    def _columns(self, measured: Measured) -> Columns:
        """What the trees look at, bits last."""
        blocks = np.array(measured.blocks, np.float32).T
        nobody = np.array([NOBODY, NOBODY], np.float32).T
        window = np.concatenate((nobody, blocks, nobody), 1).take(self._near, 0)
        count = len(measured.numbers)
        columns = np.concatenate(
            (
                blocks,
                _spread(measured.holders),
                _spread(measured.branches),
                *(window[:, shift : shift + count] for shift in _NEAR.values()),
            )
        )
        bits = columns.take(self._with_bits, 0).astype(np.int32) & self._bits
        return np.concatenate((columns, bits != 0))


def _spread(rows: Sequence[Row]) -> Columns:
    """Rows as columns; of those that blocks share, each is turned into numbers once."""
    of_each = {id(row): row for row in rows}
    number = {key: n for n, key in enumerate(of_each)}
    known: Columns = np.array([*of_each.values()], np.float32).T
    return known.take([number[id(row)] for row in rows], 1)


class _Name(NamedTuple):
    """What a column of the file is called: whose row, which measurement, which bit or 0."""

    row: str
    label: str
    bit: int


def _parted(name: str) -> _Name:
    row, _, rest = name.partition(".")
    label, _, bit = rest.partition("&")
    known = {"b": BLOCK, "h": HOLDER, "r": BRANCH, **dict.fromkeys(_NEAR, BLOCK)}
    if label not in known.get(row, ()):
        raise ValueError(f"weights name an unknown column {name!r}")
    return _Name(row, label, int(bit or 0))


def _placed(node: Any, column: Sequence[int]) -> Any:
    """A tree that asks columns by their place in the table."""
    if not isinstance(node, list):
        return node
    asked, threshold, low, high = node
    return [column[int(asked)], threshold, _placed(low, column), _placed(high, column)]


def load_judge(name: str = "weights.json") -> Judge:
    """Read the trees that come with the package."""
    return Judge(json.loads(files("cleaner.mark.content").joinpath(name).read_text("utf-8")))
