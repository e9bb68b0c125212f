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
_FAR = 1 << 62
_BITS = 14
"""Words are the same where so many bits of the hashes of their first letters agree."""
_STIRRED = np.uint64(0x9E6C63D0876A9A47)
"""Without it, words that differ in the first letter alone would share the upper bits."""


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
    stem = (signs.stem.take(content) * _STIRRED >> np.uint64(64 - _BITS)).astype(np.int64)
    name = signs.kind.take(content) == s.UPPER
    found = _Stems.of(stem, signs.line.take(content), name, lines)
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


class _Stems(NamedTuple):
    """The stems of each line, each once, sorted by stem and then by line.

    `times` and `names` say how often the line has the stem, at all and with a capital.
    `place` is where the lines of a stem begin on a ladder on which all stems stand apart by
    more than the page has lines; `family` numbers the stems.
    """

    line: Ints
    times: Ints
    names: Ints
    place: Ints
    family: Ints

    @classmethod
    def of(cls, stem: Ints, line: Ints, name: npt.NDArray[np.bool_], lines: int) -> _Stems:
        """Gather words that have a stem, stand in a line, and may have a capital."""
        bits = (lines + 1).bit_length()
        words = ((stem << bits | line) << 1) | name
        words.sort()
        starts, times = _runs(words >> 1)
        names = np.zeros(len(words) + 1, np.int64)
        np.cumsum(words & 1, out=names[1:])
        steps = words.take(starts) >> 1
        line = steps & ((1 << bits) - 1)
        place = steps - line
        family = np.zeros(len(place), np.int64)
        np.cumsum(place[1:] != place[:-1], out=family[1:])
        return cls(line, times, names.take(starts + times) - names.take(starts), place, family)

    @property
    def in_first(self) -> npt.NDArray[np.bool_]:
        """Whether the first line has the stem, too; never for its own."""
        opened = np.maximum.accumulate(np.where(self.line == 0, self.place, -1))
        found: npt.NDArray[np.bool_] = (opened == self.place) & (self.line > 0)
        return found

    def nearest(self, told: npt.NDArray[np.bool_]) -> tuple[Ints, Ints]:
        """Of the lines that are `told`: the last before and the first after that have the stem.

        Where there is none, the line is below 0, or beyond the last.
        """
        steps = self.place + self.line
        last = np.full(len(steps), -1)
        np.maximum.accumulate(np.where(told, steps, -1)[:-1], out=last[1:])
        following = np.full(len(steps), _FAR)
        np.minimum.accumulate(np.where(told, steps, _FAR)[:0:-1], out=following[-2::-1])
        return last - self.place, following - self.place

    def often(self, told: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
        """How many of the lines that are `told` have the stem."""
        many: npt.NDArray[Any] = np.bincount(self.family, told)
        return many.take(self.family)


def _runs(values: Ints) -> tuple[Ints, Ints]:
    """Where runs of equal values start, and how long they are."""
    borders = np.ones(len(values) + 1, bool)
    np.not_equal(values[1:], values[:-1], out=borders[1:-1])
    places = np.flatnonzero(borders)
    return places[:-1], places[1:] - places[:-1]
