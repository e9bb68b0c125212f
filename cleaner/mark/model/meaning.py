"""What each line shares with the article: a teaser speaks of something else.

Words are compared by their first letters, and function words left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cleaner.mark.model import signs as s
from cleaner.mark.model.lexicon import Floats
from cleaner.mark.model.shape import COMMON
from cleaner.mark.model.signs import Ints, Signs

MEANING = (
    "related", "new words", "in first", "told before", "told after", "often told",
    "new names", "names before", "shared with last", "shared with next", "copies", "prose",
)  # fmt: skip
_BITS = 14
_SLOTS = 1 << _BITS


def measure_meaning(
    texts: Sequence[str], signs: Signs, prose: npt.NDArray[np.bool_], rows: Floats
) -> None:
    """Fill in the columns of `MEANING`, by what the paragraphs of the page (`prose`) say."""
    lines = len(prose)
    content = (signs.kind <= s.UPPER) & (COMMON.places(signs.word) < 0)
    line = signs.line[content]
    stem = (signs.stem[content] >> np.uint64(64 - _BITS)).astype(np.int64)
    name = signs.kind[content] == s.UPPER
    first, final, often = _told(stem, line, prose[line])
    before, after = first < line, final > line

    def count(which: npt.NDArray[np.bool_]) -> Ints:
        return np.bincount(line[which], minlength=lines)

    many = np.bincount(line, minlength=lines)
    base = np.maximum(many, 1)
    related = count(before | after)
    top = np.zeros(_SLOTS, bool)
    top[stem[line == 0]] = True
    names = count(name)
    known = count(name & before)
    others = np.maximum(often - prose[line], 0)
    index = np.arange(lines)
    last = np.maximum.accumulate(np.where(prose, index, -1))
    following = np.minimum.accumulate(np.where(prose, index, lines)[::-1])[::-1]
    pairs = np.unique(line * _SLOTS + stem)
    copies = Counter(texts)
    for place, column in enumerate((
        np.where(many == 0, -0.1, related / base), many - related,
        count(top.take(stem) & (line > 0)) / base, count(before) / base, count(after) / base,
        np.bincount(line, np.log1p(others), lines) / base, count(name & ~before & ~after),
        np.where(names == 0, -0.1, known / np.maximum(names, 1)),
        count(_has(pairs, np.concatenate([[-1], last[:-1]])[line], stem, lines)) / base,
        count(_has(pairs, np.concatenate([following[1:], [lines]])[line], stem, lines)) / base,
        np.fromiter((copies[text] - 1 for text in texts), np.float32, lines), prose,
    )):  # fmt: skip
        rows[:, place] = column


def _told(stem: Ints, line: Ints, told: npt.NDArray[np.bool_]) -> tuple[Ints, Ints, Ints]:
    """For each word: the first and the last paragraph that has it, and how many have it."""
    here, there = stem[told], line[told]
    final = np.full(_SLOTS, -1)
    final[here] = there
    first = np.full(_SLOTS, np.iinfo(np.int64).max)
    first[here[::-1]] = there[::-1]
    often = np.bincount(np.unique(there * _SLOTS + here) & (_SLOTS - 1), minlength=_SLOTS)
    return first.take(stem), final.take(stem), often.take(stem)


def _has(pairs: Ints, other: Ints, stem: Ints, lines: int) -> npt.NDArray[np.bool_]:
    """For each word whether the line `other` has it, too; `pairs` are the lines' words, sorted."""
    if not len(pairs):
        return np.zeros(0, bool)
    wanted = other * _SLOTS + stem
    at = np.minimum(np.searchsorted(pairs, wanted), len(pairs) - 1)
    found: npt.NDArray[np.bool_] = (pairs[at] == wanted) & (other >= 0) & (other < lines)
    return found
