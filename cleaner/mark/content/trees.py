"""Boosted trees as Python expressions: written once from plain data, then compiled.

The file of weights names, for each split, a column and a threshold; a column of bits is
tested for one bit. A compiled expression looks at three columns or four on its way to a
leaf, which no table-driven loop in Python does as fast.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Any

from cleaner.mark.content.measure import BLOCK, HOLDER

Row = tuple[float, ...]
Score = Callable[[Row, Row, Row, Row, Row, Row], float]

_ARGUMENTS = ("b", "h", "u1", "u2", "d1", "d2")
"""A block, its holder, the blocks one and two above, and those one and two below."""

NOBODY: Row = (-9.0,) * len(BLOCK)
"""Stands for the block above the first and below the last."""


def load_trees(name: str = "weights.json") -> tuple[list[Score], float]:
    """The trees in groups, and the sum above which a block belongs to the article."""
    data = json.loads(files("cleaner.mark.content").joinpath(name).read_text("utf-8"))
    names = data["columns"]
    groups = [_compile(group, names) for group in data["groups"]]
    share = data["threshold"]
    return groups, math.log(share / (1 - share))


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
    place = f"{row}[{(HOLDER if row == 'h' else BLOCK).index(label)}]"
    if bit:
        return f"({high} if {place} & {int(bit)} else {low})"
    return f"({low} if {place} <= {float(threshold)!r} else {high})"
