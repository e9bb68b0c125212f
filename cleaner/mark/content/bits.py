"""Which of some groups of words stand in each of many lines, as the bits of one number.

The lines are searched in one pass, by an Aho-Corasick automaton that finds line ends, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ahocorasick_rs import BytesAhoCorasick, Implementation

_LINES_AT_A_TIME = 4096
"""Bound on what is searched in one piece: a page may be of any length, and full of hits."""


class Bits:
    """Groups of words, each parted by bars, in lower case; the first has the lowest bit."""

    def __init__(self, groups: Iterable[str]) -> None:
        bits_of: defaultdict[str, int] = defaultdict(int)
        for number, words in enumerate(groups):
            for word in words.split("|"):
                bits_of[word] |= 1 << number
        self._bits = [0, *bits_of.values()]
        self._automaton = BytesAhoCorasick(
            [b"\n", *(word.encode() for word in bits_of)], implementation=Implementation.DFA
        )

    def of(self, lines: Sequence[str]) -> list[int]:
        """The bits of each line, which is in lower case."""
        found: list[int] = []
        for first in range(0, len(lines), _LINES_AT_A_TIME):
            found += self._of_some(lines[first : first + _LINES_AT_A_TIME])
        return found

    def _of_some(self, lines: Sequence[str]) -> list[int]:
        text = "\n".join(lines)
        if text.count("\n") >= len(lines):  # code has lines inside
            text = "\n".join(line.replace("\n", " ") for line in lines)
        data = text.encode("utf-8", "surrogatepass")
        bits_of, found, bits = self._bits, [], 0
        # Hits come by where they end, so all those of a line come before its line end.
        for word, _, _ in self._automaton.find_matches_as_indexes(data, overlapping=True):
            if word:
                bits |= bits_of[word]
            else:
                found.append(bits)
                bits = 0
        found.append(bits)
        return found
