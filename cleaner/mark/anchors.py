"""The pre-filter: one pass over the folded page finds every line where a rule may match.

A rule's anchors are literals of which one must occur in what it matches. All anchors of
a rulebook form one Aho-Corasick automaton (Aho and Corasick 1975), so that five thousand
rules cost little more than a hundred. An anchor that begins with `^` must begin the line, marks
such as a bullet aside: so a common word such as "by" costs nothing inside a paragraph. Most rules
look at short lines alone, and most of a page are long ones: those are searched only for what the
other rules want.
"""

from __future__ import annotations

from collections.abc import Sequence

from ahocorasick_rs import BytesAhoCorasick, Implementation

from cleaner.folding import folded

LINE_START = "^"
"""First sign of an anchor that must begin the line."""

Hits = dict[int, list[int]]
"""For each rule with a hit: the lines (from 0, in order) that hold an anchor of it."""

SHORT = 240
"""Lines of up to so many characters are searched for the anchors of all rules."""
_DFA_BYTES = 300_000
"""Up to this many bytes of anchors the faster, larger automaton is built."""
_MARKS = " •·*→»›>|▶►■♦✓[(–—-"
"""Signs before the first word of a short line: what must begin the line may follow them."""
_LINES_AT_A_TIME = 4096
"""Bound on what is searched in one piece: a page may be of any length, and full of hits."""


class Anchors:
    """Which rules may match on which lines.

    `longest` says of each rule how long a line, in characters, it looks at. A line longer than
    `SHORT` is searched for the anchors of those rules only that look at such lines.
    """

    def __init__(
        self, anchors_of_rule: Sequence[Sequence[str]], longest: Sequence[int] = ()
    ) -> None:
        self._every = _Literals(anchors_of_rule)
        self._of_long = (
            _Literals(
                [a if n > SHORT else () for a, n in zip(anchors_of_rule, longest, strict=True)]
            )
            if longest
            else self._every
        )

    def hits(self, texts: Sequence[str]) -> Hits:
        """Where the anchors of the rules stand in some lines."""
        hits: Hits = {}
        short: list[int] = []
        long: list[int] = []
        for i, text in enumerate(texts):
            (short if len(text) <= SHORT else long).append(i)
        for literals, lines in ((self._every, short), (self._of_long, long)):
            for first in range(0, len(lines), _LINES_AT_A_TIME):
                some = lines[first : first + _LINES_AT_A_TIME]
                literals.find([texts[i] for i in some], some, hits)
        marked = [i for i in short if texts[i] and texts[i][0] in _MARKS]
        if marked:
            self._every.find([texts[i].lstrip(_MARKS) for i in marked], marked, hits)
        if marked or (short and long):
            for found in hits.values():
                found[:] = sorted(set(found))
        return hits


class _Literals:
    """An automaton of anchors, which knows the rules of each."""

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

    def find(self, texts: Sequence[str], numbers: Sequence[int], hits: Hits) -> None:
        """Add the hits of some lines, which have these numbers."""
        if self._automaton is None:
            return
        data = folded("\n".join(("", *texts)))
        if data.count(b"\n") > len(texts):  # code has lines inside
            data = folded("\n".join(("", *(text.replace("\n", " ") for text in texts))))
        index, at = -1, 0
        for literal, _, end in self._automaton.find_matches_as_indexes(data, overlapping=True):
            index += data.count(b"\n", at, end)  # matches come in the order of their ends
            at, line = end, numbers[index]
            for rule in self._rules[literal]:
                known = hits.get(rule)
                if known is None:
                    hits[rule] = [line]
                elif known[-1] != line:
                    known.append(line)
