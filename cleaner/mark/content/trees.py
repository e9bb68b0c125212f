"""Boosted trees as Python expressions: written once from plain data, then compiled.

The file of weights names, for each split, a column and a threshold; a column of bits is
tested for one bit. A compiled expression looks at three columns or four on its way to a
leaf, which no table-driven loop in Python does as fast.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from typing import Any, NamedTuple

from cleaner.mark.content.measure import BLOCK, BLOCK_SHARES
from cleaner.mark.content.surroundings import BRANCH, HOLDER, SHARES, Row

Score = Callable[[Row, Row, Row, Row, Row, Row, Row], float]

_ARGUMENTS = ("b", "h", "r", "u1", "u2", "d1", "d2")
"""A block, its holder, its branch, the blocks one and two above, one and two below."""

BITS = frozenset(
    ("inner", "topics", "outer", "around", "within", "sections", "cues", "heading_cues")
)
"""Columns that are read bit by bit."""

NOBODY: Row = tuple(
    0 if column in BITS else -9.0 if column in BLOCK_SHARES else -9 for column in BLOCK
)
"""Stands for the block above the first and below the last."""


class Stage(NamedTuple):
    """Some of the trees; beyond `margin` the sum so far is as good as the whole."""

    score: Score
    margin: float


class Forest(NamedTuple):
    """All trees, in the order they are asked; a sum above `threshold` means yes."""

    stages: tuple[Stage, ...]
    threshold: float

    def says_yes(self, *rows: Row) -> bool:
        """Whether the block of these rows (see `_ARGUMENTS`) belongs to the article."""
        total = -self.threshold
        for score, margin in self.stages:
            total += score(*rows)
            if not -margin < total < margin:
                break
        return total > 0


def load_trees(name: str = "weights.json") -> Forest:
    """Read and compile the trees that come with the package."""
    return forest_of(json.loads(files("cleaner.mark.content").joinpath(name).read_text("utf-8")))


def forest_of(data: Mapping[str, Any]) -> Forest:
    """Trees as the file of weights has them, compiled."""
    names = data["columns"]
    stages = tuple(
        Stage(_compile(trees, names), margin)
        for trees, margin in zip(data["groups"], data["margins"], strict=True)
    )
    share = data["threshold"]
    return Forest(stages, math.log(share / (1 - share)))


def _compile(trees: Sequence[Any], names: Sequence[str]) -> Score:
    source = " + ".join(_expression(tree, names) for tree in trees)
    return eval(f"lambda {', '.join(_ARGUMENTS)}: {source}", {"__builtins__": {}})  # type: ignore[no-any-return]


def _expression(node: Any, names: Sequence[str]) -> str:
    if not isinstance(node, list):
        return repr(float(node))
    column, threshold, low, high = node
    low, high = _expression(low, names), _expression(high, names)
    row, _, rest = names[int(column)].partition(".")
    label, _, bit = rest.partition("&")
    if row not in _ARGUMENTS:
        raise ValueError(f"weights name an unknown row {row!r}")
    columns, shares = {"h": (HOLDER, SHARES), "r": (BRANCH, SHARES)}.get(row, (BLOCK, BLOCK_SHARES))
    place = f"{row}[{columns.index(label)}]"
    if bit:
        return f"({high} if {place} & {int(bit)} else {low})"
    # Python compares numbers of one type twice as fast.
    bound = float(threshold) if label in shares else math.floor(threshold)
    return f"({low} if {place} <= {bound!r} else {high})"
