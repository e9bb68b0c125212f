"""Where a page speaks of what its title speaks of.

A second article, a thread of comments or a box of other stories looks like prose; but the
words of the title, and of the summary in the metadata, are hardly in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

_WORD = re.compile(r"\w{5,}")
_STEM = 7
"""So many letters of a word are looked for: endings differ."""
_MOST = 12
"""So many words, the longest, since these are the rarest."""
_NEAR = 4
"""Blocks above and below that count as neighbours."""
_SHORT = 50
_REACH = 8
_TIME = re.compile(
    r"\d(?:[:.h]\d\d|(?<=2)0\d\d|"
    " ?(?:min|std|stund|hour|day|week|month|year|tag|woche|monat|jahr|jour|heure|día|hora))"
)


class Subject:
    """The words that tell what a page is about, and which of them stand in each block.

    `words` has for each block the words in it, as the bits of a number; `size` is how many
    words there are.
    """

    def __init__(self, folded: Sequence[str], title: str, summary: str) -> None:
        stems = {word[:_STEM] for word in _WORD.findall(f"{title} {summary}".lower())}
        wanted = sorted(stems, key=lambda stem: (-len(stem), stem))[:_MOST]
        self.size = len(wanted)
        self.words = [0] * len(folded)
        text = "\n".join(folded)
        ends = list(accumulate(len(part) + 1 for part in folded))
        for number, stem in enumerate(wanted):
            at = text.find(stem)
            while at >= 0:
                block = bisect_right(ends, at)
                self.words[block] |= 1 << number
                at = text.find(stem, ends[block])

    def share(self, words: int) -> float:
        """The share of all words that some are."""
        return words.bit_count() / self.size if self.size else 0.0

    def shares(self, several: Iterable[int]) -> list[float]:
        """The same of several."""
        size = self.size or 1
        return [words.bit_count() / size for words in several]

    def near(self) -> list[int]:
        """The words of each block together with those of its neighbours."""
        around = [0] * len(self.words)
        for i, words in enumerate(self.words):
            if words:
                for j in range(max(i - _NEAR, 0), min(i + _NEAR + 1, len(around))):
                    around[j] |= words
        return around


def times_near(folded: Sequence[str]) -> list[int]:
    """How many short texts around each tell a time, as above every comment and live post."""
    tell = (len(text) < _SHORT and _TIME.search(text) is not None for text in folded)
    times = [0] * _REACH + list(accumulate(tell, initial=0))
    times += [times[-1]] * _REACH
    return [after - before for before, after in zip(times, times[2 * _REACH + 1 :], strict=False)]
