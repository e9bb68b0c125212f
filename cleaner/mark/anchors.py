"""The pre-filter: one pass over the folded page finds every line where a rule may match.

A rule's anchors are literals of which one must occur in what it matches. All anchors of
a rulebook form one Aho-Corasick automaton (Aho and Corasick 1975), so that five thousand
rules cost little more than a hundred. An anchor that begins with `^` must begin the line:
so a common word such as "by" costs nothing inside a paragraph.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from ahocorasick_rs import BytesAhoCorasick, Implementation

LINE_START = "^"
"""First sign of an anchor that must begin the line."""

_DFA_BYTES = 300_000
"""Up to this many bytes of anchors the faster, larger automaton is built."""


class Anchors:
    """Which rules may match on which lines."""

    def __init__(self, anchors_of_rule: Sequence[Sequence[str]]) -> None:
        literals: dict[str, list[int]] = {}
        for rule, anchors in enumerate(anchors_of_rule):
            for anchor in anchors:
                literals.setdefault(anchor.lower(), []).append(rule)
        self._rules = [tuple(rules) for rules in literals.values()]
        encoded = [
            (f"\n{literal[1:]}" if literal.startswith(LINE_START) else literal).encode()
            for literal in literals
        ]
        small = sum(map(len, encoded)) <= _DFA_BYTES
        self._automaton = (
            BytesAhoCorasick(
                encoded,
                implementation=Implementation.DFA if small else Implementation.ContiguousNFA,
            )
            if encoded
            else None
        )

    def hits(self, folded: str) -> dict[int, list[int]]:
        """For each rule with a hit: the lines (from 0, in order) that hold an anchor of it.

        `folded` is the page in lower case, one line a block.
        """
        if self._automaton is None:
            return {}
        data = f"\n{folded}".encode("utf-8", "surrogatepass")
        found = self._automaton.find_matches_as_indexes(data, overlapping=True)
        if not found:
            return {}
        starts = []
        at = 0
        while at >= 0:
            starts.append(at + 1)
            at = data.find(b"\n", at + 1)
        lines: dict[int, list[int]] = {}
        seen: set[tuple[int, int]] = set()
        for literal, _, end in found:
            line = bisect_right(starts, end - 1) - 1
            if (literal, line) in seen:
                continue
            seen.add((literal, line))
            for rule in self._rules[literal]:
                known = lines.setdefault(rule, [])
                if not known or known[-1] < line:
                    known.append(line)
        return lines
