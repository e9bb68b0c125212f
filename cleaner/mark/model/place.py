"""The place of each line among the paragraphs, and the page as a whole."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner.mark.model.lexicon import Floats
from cleaner.mark.model.signs import Ints

FAR = 30
PLACE = (
    "place", "place from end", "relative", "words before", "words after", "prose before",
    "prose after", "since prose", "until prose", "run", "in block", "to block",
)  # fmt: skip
PAGE = ("block share", "lines", "page words", "prose share", "prose lines", "short lines",
        "page functions")  # fmt: skip


class Paragraphs(NamedTuple):
    """Which lines are paragraphs of prose, and how they lie.

    `last` is the line of the last one before each line, or -1, `following` that of the
    first one after it, or the number of lines.
    """

    prose: npt.NDArray[np.bool_]
    last: Ints
    following: Ints

    @classmethod
    def of(cls, prose: npt.NDArray[np.bool_]) -> Paragraphs:
        """Find the neighbours among the lines that are `prose`."""
        lines = len(prose)
        index = np.arange(lines)
        last = np.full(lines, -1)
        np.maximum.accumulate(np.where(prose, index, -1)[:-1], out=last[1:])
        following = np.full(lines, lines)
        back = np.where(prose, index, lines)[:0:-1]
        np.minimum.accumulate(back, out=following[:-1][::-1])
        return cls(prose, last, following)


def measure_place(
    paragraphs: Paragraphs, words: Floats, functions: Floats, ends: Floats, rows: Floats
) -> None:
    """Fill in the columns of `PLACE` and `PAGE`."""
    prose, last, following = paragraphs
    lines = len(words)
    index = np.arange(lines)
    running = words.cumsum()
    total = max(float(running[-1]), 1.0)
    many = prose.cumsum()
    start, end = main_stretch(words, prose, ends)
    to_block = np.minimum(index - start, 0) + np.maximum(index - end + 1, 0)
    columns = (
        np.minimum(index, 50), np.minimum(index, 100)[::-1], index / max(lines - 1, 1),
        np.log1p(running - words), np.log1p(np.maximum(total - running, 0)),
        np.minimum(many - prose, FAR), np.minimum(many[-1] - many, FAR),
        np.where(last < 0, FAR, np.minimum(index - last, FAR)),
        np.where(following == lines, FAR, np.minimum(following - index, FAR)),
        (following - last - 1) * ~prose, to_block == 0,
        np.minimum(np.maximum(to_block, -FAR), 2 * FAR),
        words[start:end].sum() / total, lines, total, (words * prose).sum() / total, many[-1],
        np.count_nonzero(words < 5) / lines, (functions * words).sum() / total,
    )  # fmt: skip
    for place, column in enumerate(columns):
        rows[:, place] = column


def main_stretch(words: Floats, prose: npt.NDArray[np.bool_], ends: Floats) -> tuple[int, int]:
    """The stretch of lines that gains most: prose counts for it, short lines against."""
    score = np.where(
        prose, words, np.where((words >= 8) & (ends > 0), 0.3 * words - 3, -6 - 0.3 * words)
    )
    climb = np.zeros(len(words) + 1)
    np.cumsum(score, out=climb[1:])
    end = int((climb - np.minimum.accumulate(climb)).argmax())
    return int(climb[: end + 1].argmin()), end
