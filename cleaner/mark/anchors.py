"""The pre-filter: one pass over the folded page finds every line where a rule may match.

A rule's anchors are literals of which one must occur in what it matches. All anchors of
a rulebook form one Aho-Corasick automaton (Aho and Corasick 1975), so that five thousand
rules cost little more than a hundred. An anchor that begins with `^` must begin the line, marks
such as a bullet aside: so a common word such as "by" costs nothing inside a paragraph. Most rules
look at short lines alone, and most of a page are long ones: those are searched only for what the
other rules want.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate, compress, count
from operator import add, itemgetter, not_

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
_MARKS = frozenset(" •·*→»›>|▶►■♦✓[(–—-")
"""Signs before the first word of a short line: what must begin the line may follow them."""
_FIRST = itemgetter(slice(1))
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
        self._starts = any(a.startswith(LINE_START) for some in anchors_of_rule for a in some)

    def hits(self, texts: Sequence[str]) -> Hits:
        """Where the anchors of the rules stand in some lines."""
        hits: defaultdict[int, list[int]] = defaultdict(list)
        short = [len(text) <= SHORT for text in texts]
        for literals, chosen in ((self._every, short), (self._of_long, list(map(not_, short)))):
            lines, numbers = list(compress(texts, chosen)), list(compress(count(), chosen))
            for first in range(0, len(lines), _LINES_AT_A_TIME):
                some = slice(first, first + _LINES_AT_A_TIME)
                literals.find(lines[some], numbers[some], hits)
        if self._starts and not _MARKS.isdisjoint(map(_FIRST, texts)):
            marked = [i for i in compress(count(), short) if texts[i][:1] in _MARKS]
            self._every.find([texts[i].lstrip("".join(_MARKS)) for i in marked], marked, hits)
        return {rule: sorted(set(found)) for rule, found in hits.items()}


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
        """Add the hits of some lines, which have these numbers; a line may come twice."""
        if self._automaton is None:
            return
        data = folded("\n".join(("", *texts)))
        lengths = list(map(len, data.split(b"\n")))
        if len(lengths) > len(texts) + 1:  # code has lines inside
            self.find([text.replace("\n", " ") for text in texts], numbers, hits)
            return
        # Each line with the line end before it; the first one ends before any line.
        ends = list(map(add, accumulate(lengths), count()))
        for literal, _, end in self._automaton.find_matches_as_indexes(data, overlapping=True):
            line = numbers[bisect_left(ends, end) - 1]
            for rule in self._rules[literal]:
                hits[rule].append(line)
