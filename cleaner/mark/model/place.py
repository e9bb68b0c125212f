"""The place of each line among the paragraphs, and the page as a whole."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cleaner.mark.model.lexicon import Floats

FAR = 30
PLACE = (
    "place", "place from end", "relative", "words before", "words after", "prose before",
    "prose after", "since prose", "until prose", "run", "in block", "to block",
)  # fmt: skip
PAGE = ("block share", "lines", "page words", "prose share", "prose lines", "short lines",
        "page functions")  # fmt: skip


def measure_place(
    words: Floats, prose: npt.NDArray[np.bool_], functions: Floats, ends: Floats, rows: Floats
) -> None:
    """Fill in the columns of `PLACE` and `PAGE`."""
    lines = len(words)
    index = np.arange(lines)
    running = np.cumsum(words)
    total = max(float(running[-1]), 1.0)
    many = np.cumsum(prose)
    last = np.maximum.accumulate(np.where(prose, index, -FAR - 1))
    last = np.concatenate([[-FAR - 1], last[:-1]])
    following = np.minimum.accumulate(np.where(prose, index, lines + FAR)[::-1])[::-1]
    following = np.concatenate([following[1:], [lines + FAR]])
    run = np.minimum(following, lines) - np.maximum(last, -1) - 1
    # The stretch of lines that gains most: prose counts for it, short lines against.
    score = np.where(
        prose, words, np.where((words >= 8) & (ends > 0), 0.3 * words - 3, -6 - 0.3 * words)
    )
    climb = np.concatenate([[0.0], np.cumsum(score)])
    low = np.minimum.accumulate(climb)
    end = int(np.argmax(climb - low))
    start = int(np.argmin(climb[: end + 1]))
    inside = (index >= start) & (index < end)
    to_block = np.where(inside, 0, np.where(index < start, index - start, index - end + 1))
    share = words[start:end].sum() / total
    columns = (
        np.minimum(index, 50), np.minimum(lines - 1 - index, 100), index / max(lines - 1, 1),
        np.log1p(running - words), np.log1p(np.maximum(total - running, 0)),
        np.minimum(many - prose, FAR), np.minimum(many[-1] - many, FAR),
        np.minimum(index - last, FAR), np.minimum(following - index, FAR),
        np.where(prose, 0, run), inside, np.minimum(np.maximum(to_block, -FAR), 2 * FAR),
        share, lines, total, (words * prose).sum() / total, many[-1], (words < 5).mean(),
        (functions * words).sum() / total,
    )  # fmt: skip
    for place, column in enumerate(columns):
        rows[:, place] = column
