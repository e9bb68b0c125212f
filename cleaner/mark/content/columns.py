"""What was measured of the blocks of a page as one table of numbers, as the trees want it.

A line for each measurement, a column for each block. Of a measurement of bits each bit that is
asked for has a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from struct import pack
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner.mark.content.measure import Measured
from cleaner.mark.content.own import BLOCK, BLOCK_SHARES
from cleaner.mark.content.surroundings import BRANCH, HOLDER, Column, Shared

Columns = npt.NDArray[np.float32]

BITS = frozenset(
    ("inner", "topics", "outer", "around", "within", "sections", "cues", "heading_cues")
)
"""Measurements that are read bit by bit."""

NOBODY: Column = tuple(
    0 if column in BITS else -9.0 if column in BLOCK_SHARES else -9 for column in BLOCK
)
"""Stands for the block above the first and below the last."""

_NEAR = {"u2": 0, "u1": 1, "d1": 3, "d2": 4}
"""The blocks two and one above, one and two below: where they stand in a window of five."""
_LABELS = {"b": BLOCK, "h": HOLDER, "r": BRANCH, **dict.fromkeys(_NEAR, BLOCK)}
"""What is measured of a block, its holder, its branch, and the blocks around it."""


class _Name(NamedTuple):
    """What the file of weights asks for: of whose row which measurement, and which bit or 0."""

    row: str
    label: str
    bit: int

    @classmethod
    def of(cls, name: str) -> _Name:
        """The parts of a name such as `h.topics&4`."""
        row, _, rest = name.partition(".")
        label, _, bit = rest.partition("&")
        if label not in _LABELS.get(row, ()):
            raise ValueError(f"weights name an unknown column {name!r}")
        return cls(row, label, int(bit or 0))


class Table:
    """Makes a page's table; `place` has the line of each name that was asked for."""

    def __init__(self, names: Sequence[str]) -> None:
        asked = [_Name.of(name) for name in names]
        self._blocks = _Lines(BLOCK, (n for n in asked if _LABELS[n.row] is BLOCK))
        self._holders = _Lines(HOLDER, (n for n in asked if n.row == "h"))
        self._branches = _Lines(BRANCH, (n for n in asked if n.row == "r"))
        near = sorted({self._blocks.place(n) for n in asked if n.row in _NEAR})
        self._near = np.array(near, np.intp)
        self._nobody = self._blocks.columns([(value, value) for value in NOBODY])
        starts = {"b": 0, "h": len(self._blocks)}
        starts["r"] = starts["h"] + len(self._holders)
        around = starts["r"] + len(self._branches)
        starts |= {row: around + n * len(near) for n, row in enumerate(_NEAR)}
        lines = {"h": self._holders, "r": self._branches}
        self.place = [
            starts[n.row]
            + (
                near.index(self._blocks.place(n))
                if n.row in _NEAR
                else lines.get(n.row, self._blocks).place(n)
            )
            for n in asked
        ]

    def columns(self, measured: Measured) -> Columns:
        """The table of a page."""
        blocks = self._blocks.columns(measured.blocks)
        window = np.concatenate((self._nobody, blocks, self._nobody), 1).take(self._near, 0)
        count = len(measured.numbers)
        return np.concatenate(
            (
                blocks,
                self._holders.shared(measured.holders),
                self._branches.shared(measured.branches),
                *(window[:, shift : shift + count] for shift in _NEAR.values()),
            )
        )


class _Lines:
    """The lines made of one kind of row: its measurements, and behind them the bits."""

    def __init__(self, labels: Sequence[str], asked: Iterable[_Name]) -> None:
        self._labels = labels
        bits = sorted({(labels.index(n.label), n.bit) for n in asked if n.bit})
        self._place_of_bit = {bit: len(labels) + n for n, bit in enumerate(bits)}
        self._with_bits = np.array([line for line, _ in bits], np.intp)
        self._bits = np.array([bit for _, bit in bits], np.int32)[:, None]

    def __len__(self) -> int:
        return len(self._labels) + len(self._bits)

    def place(self, name: _Name) -> int:
        """The line of a measurement, or of a bit of it."""
        line = self._labels.index(name.label)
        return self._place_of_bit[line, name.bit] if name.bit else line

    def columns(self, columns: Sequence[Column]) -> Columns:
        """Columns of numbers, as a table."""
        packed = _packed(columns)
        bits = packed.take(self._with_bits, 0).astype(np.int32) & self._bits
        return np.concatenate((packed, bits != 0), dtype=np.float32)

    def shared(self, shared: Shared) -> Columns:
        """The same of what blocks share: a column for each block."""
        return self.columns(shared.columns).take(shared.of, 1)


def _packed(lines: Sequence[Column]) -> Columns:
    """Lines of as many numbers each, as an array."""
    # (`np.array` takes twice as long to look at so many numbers.)
    count = sum(map(len, lines))
    numbers = np.frombuffer(pack(f"{count}f", *chain.from_iterable(lines)), np.float32)
    return numbers.reshape(len(lines), -1)
