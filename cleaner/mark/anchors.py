"""The pre-filter: one pass over the folded page finds every line where a rule may match.

A rule's anchors are literals of which one must occur in what it matches. All anchors of
a rulebook form one Aho-Corasick automaton (Aho and Corasick 1975), so that five thousand
rules cost little more than a hundred. An anchor that begins with `^` must begin the line:
so a common word such as "by" costs nothing inside a paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence

from ahocorasick_rs import BytesAhoCorasick, Implementation

from cleaner.folding import folded

LINE_START = "^"
"""First sign of an anchor that must begin the line."""

Hits = dict[int, list[int]]
"""For each rule with a hit: the lines (from 0, in order) that hold an anchor of it."""

_DFA_BYTES = 300_000
"""Up to this many bytes of anchors the faster, larger automaton is built."""
_LINES_AT_A_TIME = 4096
"""Bound on what is searched in one piece: a page may be of any length, and full of hits."""


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

    def hits(self, texts: Sequence[str]) -> Hits:
        """Where the anchors of the rules stand in some lines."""
        hits: Hits = {}
        if self._automaton is not None:
            for first in range(0, len(texts), _LINES_AT_A_TIME):
                self._search(texts[first : first + _LINES_AT_A_TIME], first, hits)
        return hits

    def _search(self, texts: Sequence[str], first: int, hits: Hits) -> None:
        """Add the hits of some lines, of which the first has the number `first`."""
        assert self._automaton is not None
        data = folded("\n".join(("", *texts)))
        line, line_end = first - 1, 0
        for literal, _, end in self._automaton.find_matches_as_indexes(data, overlapping=True):
            while end > line_end:  # matches come in the order of their ends
                line += 1
                line_end = data.find(b"\n", line_end + 1)
                if line_end < 0:
                    line_end = len(data)
            for rule in self._rules[literal]:
                known = hits.get(rule)
                if known is None:
                    hits[rule] = [line]
                elif known[-1] < line:
                    known.append(line)
