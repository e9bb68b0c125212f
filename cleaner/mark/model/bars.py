"""From which probability on lines go, by what they are and where they stand."""

from __future__ import annotations

from math import log
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner.mark.model.lexicon import Floats
from cleaner.mark.model.strays import strays

LIST = 3
"""So many lines without a paragraph among them are a list."""
LONG = 12
"""So many lines that would go at one place may be results, winners or references."""
_Lines = npt.NDArray[np.bool_]


class Bars(NamedTuple):
    """The probabilities of residue from which lines go; the highest that applies to a line counts.

    `outside` is for lines before and after the article, `inside` for those between two
    paragraphs that stay, `paragraph` for paragraphs. From `few` on goes what stands on a page
    where rules cut no more than one line, which may happen to a clean page, and from `first`
    on the first line. Of a list more than half go, or none. Where lines would
    go in `islands` places between paragraphs, what is there stays, and what comes after goes
    from `spared` on: letters with their writers' names, interviews, and lists with a paragraph
    to each entry are made like that. Of a `LONG` list nothing goes unless half of its lines are
    as sure as `long`.

    Under the bars more lines go, the surest first, down to the probability `doubt`, as long as
    they put at risk no more than the share `risk` of the article: a line risks its words times
    the probability that it is no residue, and the article is what stays, weighed in the same
    way. Nothing is put at risk on the first line, no sentence, and nothing where rules cut next to
    nothing or many places are spared.

    Where `apart` is given, what stays so many lines below the article, or `above` it, must be
    no more likely residue than `stray`.
    """

    outside: float
    inside: float
    paragraph: float
    few: float
    first: float
    sentence: float = 0.0
    islands: int = 1 << 30
    spared: float = 0.5
    long: float = 0.0
    risk: float = 0.0
    doubt: float = 0.5
    apart: int = 0
    stray: float = 0.5
    above: bool = False

    def choose(
        self, odds: Floats, prose: _Lines, sentences: _Lines, words: Floats, *, few: bool
    ) -> list[int]:
        """The lines that go, by their log odds and words; `few` if rules cut next to nothing."""
        lowest = min(self.outside, self.inside, self.paragraph)
        if odds.max() < _odds(min(lowest, self.doubt) if self.risk else lowest):
            return []
        least = _odds(self.few) if few else -np.inf
        bars = np.where(prose, _odds(self.paragraph), _odds(self.outside))
        stays = np.flatnonzero(prose & (odds < np.maximum(bars, least)))
        # The lines between two paragraphs that stay are one run.
        run = np.searchsorted(stays, np.arange(len(odds)))
        inside = (run > 0) & (run < len(stays))
        bars[inside & ~prose] = _odds(self.inside)
        bars[0] = max(bars[0], _odds(self.first))
        goes = odds >= np.maximum(bars, least)
        spared = _parts_of_lists(goes, prose, run)[run]
        goes &= ~spared
        if self.long and np.count_nonzero(goes) >= LONG:
            spared |= _long_lists(goes, run, odds < _odds(self.long))[run]
            goes &= ~spared
        if len(np.unique(run[goes & inside])) >= self.islands:
            goes &= (run == 0) | ((run == len(stays)) & (odds >= _odds(self.spared)))
        elif self.risk and not few:
            goes[self._risked(odds, words, goes, spared | sentences)] = True
        if self.apart:
            goes |= strays(goes, odds, words, self.apart, _odds(self.stray), above=self.above)
        if self.sentence:  # at last: what stands around it is judged as if it went
            goes &= ~sentences | prose | (odds >= _odds(self.sentence))
        return list(map(int, np.flatnonzero(goes)))

    def _risked(
        self, odds: Floats, words: Floats, goes: _Lines, spared: _Lines
    ) -> npt.NDArray[np.int64]:
        """The lines under the bars that go all the same, of those that are not spared or first."""
        article = words / (1 + np.exp(odds))
        doubted = np.flatnonzero(~(goes | spared)[1:] & (odds[1:] >= _odds(self.doubt))) + 1
        doubted = doubted[np.argsort(-odds[doubted], kind="stable")]
        affordable = article[doubted].cumsum() <= self.risk * article[~goes].sum()
        chosen: npt.NDArray[np.int64] = doubted[affordable]
        return chosen


class Tail(NamedTuple):
    """When the last lines of a text go in which rules found nothing.

    They go if each is residue with the probability `bar` or more, and a paragraph that stays is
    the line before them. More lines than `most` may be a list of the article, and stay.
    """

    bar: float
    most: int

    def choose(self, odds: Floats, prose: _Lines) -> list[int]:
        """The lines that go, by their log odds; never half of them."""
        lines = len(odds)
        stays = np.flatnonzero(odds < _odds(self.bar))
        last = int(stays[-1]) if len(stays) else -1
        gone = range(last + 1, lines)
        if len(gone) > min(self.most, (lines - 1) // 2) or not prose[last]:
            return []
        return list(gone)


def _odds(probability: float) -> float:
    return log(probability / (1 - probability))


def _parts_of_lists(goes: _Lines, prose: _Lines, run: npt.NDArray[np.int64]) -> _Lines:
    """For each run of lines whether it is a list of which no more than half would go."""
    size = int(run[-1]) + 2
    going = np.bincount(run[goes], minlength=size)
    lines = np.bincount(run[goes | ~prose], minlength=size)
    few: _Lines = (2 * going <= lines) & (lines >= LIST)
    return few


def _long_lists(goes: _Lines, run: npt.NDArray[np.int64], unsure: _Lines) -> _Lines:
    """For each run of lines whether so many would go that more than half must be sure."""
    size = int(run[-1]) + 2
    going = np.bincount(run[goes], minlength=size)
    doubted = np.bincount(run[goes & unsure], minlength=size)
    long: _Lines = (going >= LONG) & (2 * doubted > going)
    return long
