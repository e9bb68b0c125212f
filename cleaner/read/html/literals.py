"""Where some literals stand in a page: one pass at the speed of memory.

`bytes.find` takes seven times as long for one literal, and the more for several. The search
is that of the rules' anchors (see `mark.anchors`), for few literals and all of a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ahocorasick_rs import BytesAhoCorasick, MatchKind

_AT_A_TIME = 1_000_000
"""Bound, in bytes, on what is searched in one piece: a page may be long, and full of hits."""

Place = tuple[int, int, int]
"""Number of a literal, where it starts, and where it ends."""


class Literals:
    """Literals that are looked for together; what overlaps counts once."""

    def __init__(self, *literals: bytes) -> None:
        self._longest = max(map(len, literals))
        self._automaton = BytesAhoCorasick(literals, matchkind=MatchKind.LeftmostFirst)

    def find(self, data: bytes, at_a_time: int = _AT_A_TIME) -> Iterable[Place]:
        """The places where a literal stands, in order.

        Who may need only the first of them has fewer bytes searched `at_a_time`.
        """
        if len(data) > at_a_time:
            return self._find_by_parts(data, at_a_time)
        found: Iterable[Place] = self._automaton.find_matches_as_indexes(data)
        return found

    def _find_by_parts(self, data: bytes, at_a_time: int) -> Iterator[Place]:
        done = 0
        for first in range(0, len(data), at_a_time):
            part = data[first : first + at_a_time + self._longest]
            for number, start, end in self._automaton.find_matches_as_indexes(part):
                if start < at_a_time and first + start >= done:
                    done = first + end
                    yield number, first + start, done
