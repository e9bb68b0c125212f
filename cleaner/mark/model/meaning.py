"""What each line shares with the article: a teaser speaks of something else.

Words are compared by their first letters, and function words left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner.mark.model import signs as s
from cleaner.mark.model.common import NONE
from cleaner.mark.model.lexicon import Floats
from cleaner.mark.model.place import Paragraphs
from cleaner.mark.model.signs import Ints, Signs

MEANING = (
    "related", "new words", "in first", "told before", "told after", "often told",
    "new names", "names before", "shared with last", "shared with next", "copies", "prose",
)  # fmt: skip
_BITS = 14
"""Words are the same where so many bits of the hashes of their first letters agree."""


def measure_meaning(
    texts: Sequence[str],
    signs: Signs,
    groups: npt.NDArray[np.int8],
    paragraphs: Paragraphs,
    rows: Floats,
) -> None:
    """Fill in the columns of `MEANING`, by what the paragraphs of the page say.

    `groups` are those of the words, as `common.groups_of` tells them.
    """
    lines = len(texts)
    content = np.flatnonzero((signs.kind <= s.UPPER) & (groups == NONE))
    stem = (signs.stem.take(content) >> np.uint64(64 - _BITS)).astype(np.int64)
    found = _Stems.of(stem, signs.line.take(content), signs.kind.take(content) == s.UPPER, lines)
    line, times, names = found.line, found.times, found.names
    told = paragraphs.prose.take(line)
    before, after, often = found.told(told)

    def count(weights: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.bincount(line, weights, lines)

    many, named = count(times), count(names)
    base = np.maximum(many, 1)
    related = (before >= 0) | (after >= 0)
    shared = count(times * related)
    copies = Counter(texts)
    for place, column in enumerate((
        np.where(many == 0, -0.1, shared / base), many - shared,
        count(times * found.in_first) / base,
        count(times * (before >= 0)) / base, count(times * (after >= 0)) / base,
        count(times * np.log1p(often - told)) / base, named - count(names * related),
        np.where(named == 0, -0.1, count(names * (before >= 0)) / np.maximum(named, 1)),
        count(times * ((before >= 0) & (before == paragraphs.last.take(line)))) / base,
        count(times * (after == paragraphs.following.take(line))) / base,
        np.fromiter((copies[text] - 1 for text in texts), np.float32, lines), paragraphs.prose,
    )):  # fmt: skip
        rows[:, place] = column


class _Stems(NamedTuple):
    """The stems of each line, each once, sorted by stem and then by line.

    `times` and `names` say how often the line has the stem, at all and with a capital. All
    lines that have one stem stand between its `first` and its `end`.
    """

    line: Ints
    times: Ints
    names: Ints
    first: Ints
    end: Ints

    @classmethod
    def of(cls, stem: Ints, line: Ints, name: npt.NDArray[np.bool_], lines: int) -> _Stems:
        """Gather words that have a stem, stand in a line, and may have a capital."""
        words = (stem * lines + line) * 2 + name
        words.sort()
        starts, ends = _runs(words >> 1)
        names = np.zeros(len(words) + 1, np.int64)
        np.cumsum(words & 1, out=names[1:])
        stem, line = np.divmod(words.take(starts) >> 1, lines)
        first, end = _runs(stem)
        size = end - first
        return cls(
            line,
            ends - starts,
            names.take(ends) - names.take(starts),
            np.repeat(first, size),
            np.repeat(end, size),
        )

    @property
    def in_first(self) -> npt.NDArray[np.bool_]:
        """Whether the first line has the stem, too; never for its own."""
        found: npt.NDArray[np.bool_] = (self.line.take(self.first) == 0) & (self.line > 0)
        return found

    def told(self, told: npt.NDArray[np.bool_]) -> tuple[Ints, Ints, Ints]:
        """Of the lines that are `told`: the last before and the first after that have the stem.

        And how many of them have it, at all. Where there is none, it is line -1.
        """
        many = len(told)
        number = np.arange(many)
        last = np.full(many, -1)
        np.maximum.accumulate(np.where(told, number, -1)[:-1], out=last[1:])
        following = np.full(many, many)
        np.minimum.accumulate(np.where(told, number, many)[:0:-1], out=following[-2::-1])
        so_far = np.zeros(many + 1, np.int64)
        np.cumsum(told, out=so_far[1:])
        return (
            np.where(last >= self.first, self.line.take(last, mode="clip"), -1),
            np.where(following < self.end, self.line.take(following, mode="clip"), -1),
            so_far.take(self.end) - so_far.take(self.first),
        )


def _runs(values: Ints) -> tuple[Ints, Ints]:
    """Where runs of equal values start and end."""
    if not len(values):
        return values, values
    borders = np.flatnonzero(values[1:] != values[:-1]) + 1
    borders = np.concatenate([[0], borders, [len(values)]])
    return borders[:-1], borders[1:]
