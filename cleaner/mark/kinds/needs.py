"""What a text must hold for a regular expression to match it: literals, as a pre-filter.

Anchors bring a rule to a line; most of its patterns cannot match there, and a pattern that
fails late is what costs time. So of each pattern the literals are worked out that every
match must hold (Cox 2012, https://swtch.com/~rsc/regexp/regexp4.html; RE2 calls it a
prefilter), all of them are looked up in the line at once, and only the patterns that have
theirs are tried.
"""

from __future__ import annotations

from collections.abc import Sequence

from ahocorasick_rs import BytesAhoCorasick

from cleaner.mark.kinds.pieces import Clause


class Needs:
    """Which of several alternatives may match a text, by the clauses of each."""

    __slots__ = ("_automaton", "_bits", "masks")

    def __init__(self, clauses_of: Sequence[Sequence[Clause]]) -> None:
        numbers: dict[Clause, int] = {}
        self.masks = tuple(
            sum(1 << numbers.setdefault(clause, len(numbers)) for clause in set(clauses))
            for clauses in clauses_of
        )
        """Of each alternative its clauses, as bits."""
        bits: dict[str, int] = {}
        for clause, number in numbers.items():
            for literal in clause:
                bits[literal] = bits.get(literal, 0) | 1 << number
        self._bits = tuple(bits.values())
        encoded = [literal.encode("utf-8", "surrogatepass") for literal in bits]
        self._automaton = BytesAhoCorasick(encoded) if encoded else None

    def met(self, data: bytes) -> int:
        """The clauses that a text fulfils, as bits; it is given in lower case and UTF-8."""
        met = 0
        if self._automaton is not None:
            for literal, _, _ in self._automaton.find_matches_as_indexes(data, overlapping=True):
                met |= self._bits[literal]
        return met
