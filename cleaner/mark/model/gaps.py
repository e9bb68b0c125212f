"""What rules cut out of a page, as the line model sees it: gaps between the lines left."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner.mark.model.lexicon import Floats
from cleaner.mark.model.place import FAR

KINDS = ("related", "offers", "site", "makers", "notices")
"""Rules in five groups: other stories; newsletters, donations, adverts; sharing, menus,
comments; who wrote and photographed; copyright and the like."""
_KIND_OF = {
    family: kind
    for kind, families in enumerate((
        ("related", "headlines"), ("promo", "donation", "advert"),
        ("share", "navigation", "comments"), ("byline", "credit", "contact"),
        ("copyright", "legal", "footer"),
    ))
    for family in families
}  # fmt: skip

CUTS = (
    "cut before", "cut after", "cut near", "cut in all", "since cut", "until cut",
    "cut earlier", *(f"since {kind}" for kind in KINDS[:3]), *(f"cut {kind}" for kind in KINDS),
)  # fmt: skip


class Gaps(NamedTuple):
    """What is gone from before each line that stays, and from after the last.

    `lines` counts lines. `kinds` are cuts of rules whose kind is known: gap and kind.
    """

    lines: tuple[int, ...]
    kinds: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(
        cls, lines: Sequence[int], starts: Sequence[int], cuts: Iterable[tuple[str, int]]
    ) -> Gaps:
        """Gaps between lines that started at `starts`; `cuts` are rules and their places."""
        kinds = [
            (bisect_left(starts, place), _KIND_OF[family])
            for rule, place in cuts
            if (family := rule.partition("/")[0]) in _KIND_OF
        ]
        return cls(tuple(lines), tuple(kinds))

    @classmethod
    def none(cls, lines: int) -> Gaps:
        """Of a page of which rules cut nothing."""
        return cls((0,) * (lines + 1))

    def among(self, lines: Sequence[int]) -> Gaps:
        """The gaps between some of the lines, as if the others were not there."""
        counts: list[int] = []
        at = 0
        for line in lines:
            counts.append(sum(self.lines[at : line + 1]))
            at = line + 1
        counts.append(sum(self.lines[at:]))
        return Gaps(tuple(counts), tuple((bisect_left(lines, g), kind) for g, kind in self.kinds))


def measure_gaps(gaps: Gaps, rows: Floats) -> None:
    """Fill in the columns of `CUTS`."""
    lines = len(rows)
    counts = np.array(gaps.lines, np.float32)
    index = np.arange(lines)
    running = np.zeros(lines + 2)
    np.cumsum(counts, out=running[1:])
    kinds = np.zeros((len(KINDS), lines + 1))
    for gap, kind in gaps.kinds:
        kinds[kind, gap] += 1
    cut = np.empty((5, lines + 1), bool)
    cut[0] = counts > 0
    cut[1] = cut[0, ::-1]
    np.greater(kinds[:3], 0, out=cut[2:])
    since = _since(cut)
    for place, column in enumerate((
        counts[:-1], counts[1:],
        running.take(np.minimum(index + 5, lines + 1)) - running.take(np.maximum(index - 3, 0)),
        running[-1], since[0], since[1, ::-1], running[1:-1],
    )):  # fmt: skip
        rows[:, place] = column
    rows[:, -8:-5] = since[2:].T
    rows[:, -5:] = kinds.sum(1)


def _since(cut: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Lines since the last gap where something was cut, for each row of gaps."""
    gap = np.arange(cut.shape[1])
    last = np.maximum.accumulate(np.where(cut, gap, -FAR), 1)[:, :-1]
    far: npt.NDArray[np.int64] = np.minimum(gap[:-1] - last, FAR)
    return far
