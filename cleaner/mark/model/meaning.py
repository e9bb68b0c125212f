"""What each line shares with the article: a teaser speaks of something else.

Words are compared by their first letters, and function words left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from cleaner.mark.model.lexicon import Floats
from cleaner.mark.model.place import Paragraphs
from cleaner.mark.model.stems import Stems

MEANING = (
    "related", "new words", "in first", "told before", "told after", "often told",
    "new names", "names before", "shared with last", "shared with next", "copies", "prose",
)  # fmt: skip


def measure_meaning(
    texts: Sequence[str], found: Stems, paragraphs: Paragraphs, rows: Floats
) -> None:
    """Fill in the columns of `MEANING`, by what the paragraphs of the page say."""
    lines = len(texts)
    line, times, names = found.line, found.times, found.names
    told = paragraphs.prose.take(line)
    before, after = found.nearest(told)
    is_before, is_after = before >= 0, after < lines

    def count(weights: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.bincount(line, weights, lines)

    many, named = count(times), count(names)
    base = np.maximum(many, 1)
    related = is_before | is_after
    shared = count(times * related)
    copies = Counter(texts)
    for place, column in enumerate((
        np.where(many == 0, -0.1, shared / base), many - shared,
        count(times * found.in_first) / base,
        count(times * is_before) / base, count(times * is_after) / base,
        count(times * np.log1p(found.often(told) - told)) / base, named - count(names * related),
        np.where(named == 0, -0.1, count(names * is_before) / np.maximum(named, 1)),
        count(times * (is_before & (before == paragraphs.last.take(line)))) / base,
        count(times * (is_after & (after == paragraphs.following.take(line)))) / base,
        np.fromiter((copies[text] - 1 for text in texts), np.float32, lines), paragraphs.prose,
    )):  # fmt: skip
        rows[:, place] = column
