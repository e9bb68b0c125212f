"""The pre-filter: one pass over the folded page finds every line where a rule may match.

A rule's anchors are literals of which one must occur in what it matches. All anchors of
a rulebook form one Aho-Corasick automaton (Aho and Corasick 1975), so that five thousand
rules cost little more than a hundred. An anchor that begins with `^` must begin the line, marks
such as a bullet aside: so a common word such as "by" costs nothing inside a paragraph. Most rules
look at short lines alone, and most of a page are long ones: what is found there counts only for
the other rules.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate, count
from operator import add, itemgetter

from ahocorasick_rs import BytesAhoCorasick, Implementation

from cleaner.folding import fold

LINE_START = "^"
"""First sign of an anchor that must begin the line."""

Hits = dict[int, list[int]]
"""For each rule with a hit: the lines (from 0, in order) that hold an anchor of it."""

SHORT = 240
"""Only in lines of up to so many characters may marks stand before what must begin the line."""
_DFA_BYTES = 300_000
"""Up to this many bytes of anchors the faster, larger automaton is built."""
_MARKS = frozenset(" •·*→»›>|▶►■♦✓[(–—-")
"""Signs before the first word of a short line: what must begin the line may follow them."""
_PUNCTUATION = frozenset("‘’“”–—…•")
"""Signs beyond ASCII that most English pages have."""
_FIRST = itemgetter(slice(1))
_LINES_AT_A_TIME = 4096
"""Bound on what is searched in one piece: a page may be of any length, and full of hits."""


class Anchors:
    """Which rules may match on which lines.

    `longest` says of each rule how long a line, in characters, it looks at. Anchors with letters
    beyond ASCII have an automaton of their own, and pages without one of these letters are not
    searched for them: so the other automaton is small, and stays near the processor.
    """

    def __init__(
        self, anchors_of_rule: Sequence[Sequence[str]], longest: Sequence[int] = ()
    ) -> None:
        common: _RulesOf = defaultdict(list)
        foreign: _RulesOf = defaultdict(list)
        for rule, anchors in enumerate(anchors_of_rule):
            for anchor in map(str.lower, anchors):
                rules = common if _foreign(anchor).issubset(_PUNCTUATION) else foreign
                rules[anchor].append((rule, longest[rule] if longest else sys.maxsize))
        self._common = _Literals(common)
        self._foreign = _Literals(foreign)
        self._letters = _foreign("".join(foreign)) - _PUNCTUATION
        self._starts = any(literal.startswith(LINE_START) for literal in (*common, *foreign))

    def hits(self, texts: Sequence[str]) -> Hits:
        """Where the anchors of the rules stand in some lines."""
        hits: defaultdict[int, list[int]] = defaultdict(list)
        sizes = list(map(len, texts))
        in_order = True
        for first in range(0, len(texts), _LINES_AT_A_TIME):
            some = range(first, min(first + _LINES_AT_A_TIME, len(texts)))
            in_order &= self._find(texts[some.start : some.stop], some, sizes, hits)
        if self._starts and not _MARKS.isdisjoint(map(_FIRST, texts)):
            marked = [i for i, text in enumerate(texts) if text[:1] in _MARKS and sizes[i] <= SHORT]
            self._find([texts[i].lstrip("".join(_MARKS)) for i in marked], marked, sizes, hits)
            in_order = False
        return hits if in_order else {rule: sorted(set(lines)) for rule, lines in hits.items()}

    def _find(
        self, texts: Sequence[str], numbers: Sequence[int], sizes: Sequence[int], hits: Hits
    ) -> bool:
        """Add the hits of some lines, which have these numbers; `sizes` are those of all lines.

        Whether each rule's lines are in order, if they were.
        """
        data, foreign = fold("\n".join(("", *texts)))
        lengths = list(map(len, data.split(b"\n")))
        if len(lengths) > len(texts) + 1:  # code has lines inside
            return self._find([text.replace("\n", " ") for text in texts], numbers, sizes, hits)
        # Each line with the line end before it; the first one ends before any line.
        ends = list(map(add, accumulate(lengths), count()))
        self._common.find(data, ends, numbers, sizes, hits)
        if self._letters.isdisjoint(foreign):
            return True
        self._foreign.find(data, ends, numbers, sizes, hits)
        return False


_RulesOf = defaultdict[str, list[tuple[int, int]]]
"""By literal the rules whose anchor it is, each with its longest line."""


class _Literals:
    """An automaton of anchors, which knows the rules of each."""

    def __init__(self, rules_of: _RulesOf) -> None:
        self._rules = list(map(tuple, rules_of.values()))
        encoded = [
            (f"\n{literal[1:]}" if literal.startswith(LINE_START) else literal).encode()
            for literal in rules_of
        ]
        small = sum(map(len, encoded)) <= _DFA_BYTES
        self._automaton = BytesAhoCorasick(
            encoded, implementation=Implementation.DFA if small else Implementation.ContiguousNFA
        )

    def find(
        self,
        data: bytes,
        ends: Sequence[int],
        numbers: Sequence[int],
        sizes: Sequence[int],
        hits: Hits,
    ) -> None:
        """Add the hits of some lines: where they end in the data, their numbers, all sizes."""
        rules_of = self._rules
        for literal, _, end in self._automaton.find_matches_as_indexes(data, overlapping=True):
            line = numbers[bisect_left(ends, end) - 1]
            size = sizes[line]
            for rule, longest in rules_of[literal]:
                if size <= longest:
                    lines = hits[rule]
                    if not lines or lines[-1] != line:
                        lines.append(line)


def _foreign(text: str) -> frozenset[str]:
    return frozenset(sign for sign in text if not sign.isascii())
