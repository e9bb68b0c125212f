"""The words of a page by their first letters: which lines share them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner.mark.model import signs as s
from cleaner.mark.model.common import NONE
from cleaner.mark.model.signs import Ints, Signs

_FAR = 1 << 62
_BITS = 14
"""Words are the same where so many bits of the hashes of their first letters agree."""
_STIRRED = np.uint64(0x9E6C63D0876A9A47)
"""Without it, words that differ in the first letter alone would share the upper bits."""


class Stems(NamedTuple):
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
    def of(cls, signs: Signs, groups: npt.NDArray[np.int8], lines: int) -> Stems:
        """Gather the words of a page; `groups` are theirs, as `common.groups_of` tells them."""
        content = np.flatnonzero((signs.kind <= s.UPPER) & (groups == NONE))
        stem = (signs.stem.take(content) * _STIRRED >> np.uint64(64 - _BITS)).astype(np.int64)
        line = signs.line.take(content)
        name = signs.kind.take(content) == s.UPPER
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
