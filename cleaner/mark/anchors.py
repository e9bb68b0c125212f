"""The pre-filter: one pass over the folded page finds every line where a rule may match.

A rule's anchors are literals of which one must occur in what it matches. All anchors of
a rulebook form one Aho-Corasick automaton (Aho and Corasick 1975), so that five thousand
rules cost little more than a hundred. An anchor that begins with `^` must begin the line, marks
such as a bullet aside: so a common word such as "by" costs nothing inside a paragraph. Most rules
look at short lines alone, and most of a page are long ones: those are searched only for what the
other rules want.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate, compress, count
from operator import add, itemgetter, not_

from ahocorasick_rs import BytesAhoCorasick, Implementation

from cleaner.folding import fold

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
_PUNCTUATION = frozenset("‘’“”–—…•")
"""Signs beyond ASCII that most English pages have."""
_FIRST = itemgetter(slice(1))
_LINES_AT_A_TIME = 4096
"""Bound on what is searched in one piece: a page may be of any length, and full of hits."""


class Anchors:
    """Which rules may match on which lines.

    `longest` says of each rule how long a line, in characters, it looks at. A line longer than
    `SHORT` is searched for the anchors of those rules only that look at such lines; a page, for
    anchors with letters beyond ASCII only where it has such letters. So most of what is read
    goes through small automata, which stay near the processor.
    """

    def __init__(
        self, anchors_of_rule: Sequence[Sequence[str]], longest: Sequence[int] = ()
    ) -> None:
        common: _RulesOf = defaultdict(list)
        of_long: _RulesOf = defaultdict(list)
        foreign: _RulesOf = defaultdict(list)
        for rule, anchors in enumerate(anchors_of_rule):
            size = longest[rule] if longest else sys.maxsize
            for anchor in map(str.lower, anchors):
                if not _foreign(anchor) <= _PUNCTUATION:
                    foreign[anchor].append((rule, size))
                    continue
                common[anchor].append((rule, size))
                if size > SHORT:
                    of_long[anchor].append((rule, size))
        self._common = _Literals(common)
        self._of_long = _Literals(of_long)
        self._foreign = _Literals(foreign)
        self._letters = _foreign("".join(foreign)) - _PUNCTUATION
        self._starts = any(literal.startswith(LINE_START) for literal in (*common, *foreign))

    def hits(self, texts: Sequence[str]) -> Hits:
        """Where the anchors of the rules stand in some lines."""
        hits: defaultdict[int, list[int]] = defaultdict(list)
        sizes = list(map(len, texts))
        for first in range(0, len(texts), _LINES_AT_A_TIME):
            some = range(first, min(first + _LINES_AT_A_TIME, len(texts)))
            self._find(texts[some.start : some.stop], some, sizes, hits)
        if self._starts and not _MARKS.isdisjoint(map(_FIRST, texts)):
            marked = [i for i, text in enumerate(texts) if text[:1] in _MARKS and sizes[i] <= SHORT]
            if marked:
                bare = [texts[i].lstrip("".join(_MARKS)) for i in marked]
                self._find(bare, marked, sizes, hits)
        return {rule: sorted(set(lines)) for rule, lines in hits.items()}

    def _find(
        self, texts: Sequence[str], numbers: Sequence[int], sizes: Sequence[int], hits: Hits
    ) -> None:
        """Add the hits of some lines, which have these numbers; `sizes` are those of all lines."""
        data, foreign = fold("\n".join(texts))
        lines = data.split(b"\n")
        if len(lines) > len(texts):  # code has lines inside
            self._find([text.replace("\n", " ") for text in texts], numbers, sizes, hits)
            return
        short = [sizes[number] <= SHORT for number in numbers]
        for literals, chosen in ((self._common, short), (self._of_long, list(map(not_, short)))):
            some = list(compress(lines, chosen))
            literals.find(some, list(compress(numbers, chosen)), sizes, hits)
        if not self._letters.isdisjoint(foreign):
            self._foreign.find(lines, numbers, sizes, hits)


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
        self, lines: Sequence[bytes], numbers: Sequence[int], sizes: Sequence[int], hits: Hits
    ) -> None:
        """Add the hits of some lines, which have these numbers; one may be added twice."""
        # Each line with the line end before it; the first one ends before any line.
        data = b"\n".join((b"", *lines))
        ends = list(map(add, accumulate(map(len, lines), initial=0), count()))
        rules_of = self._rules
        for literal, _, end in self._automaton.find_matches_as_indexes(data, overlapping=True):
            line = numbers[bisect_left(ends, end) - 1]
            size = sizes[line]
            for rule, longest in rules_of[literal]:
                if size <= longest:
                    hits[rule].append(line)


def _foreign(text: str) -> frozenset[str]:
    return frozenset(sign for sign in text if not sign.isascii())
