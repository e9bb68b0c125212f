"""The pre-filter: one pass over the folded page finds every line where a rule may match.

A rule's anchors are literals of which one must occur in what it matches. All anchors of
a rulebook form one Aho-Corasick automaton (Aho and Corasick 1975), so that five thousand
rules cost little more than a hundred. An anchor that begins with `^` must begin the line, marks
such as a bullet aside, and one that ends with `$` must end it: so a common word such as "by" costs
nothing inside a paragraph. Most rules look at short lines alone, and most of a page are long
ones: those are searched only for what the other rules want.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import accumulate, chain

from ahocorasick_rs import BytesAhoCorasick, Implementation

from cleaner.folding import fold

LINE_START = "^"
"""First sign of an anchor that must begin the line."""
LINE_END = "$"
"""Last sign of an anchor that must end the line."""

Hits = dict[int, list[int]]
"""For each rule with a hit: the lines (from 0, in order) that hold an anchor of it."""

SHORT = 240
"""Lines of up to so many characters are searched for the anchors of all rules."""
_DFA_BYTES = 8_000
"""Up to this many bytes of anchors the larger automaton is built: it is the faster one as long as
most of it is in the processor's cache."""
_ALL_MARKS = " •·*→»›>|▶►■♦✓[(–—+-"
_MARKS = frozenset(_ALL_MARKS)
"""Signs before the first word of a short line: what must begin the line may follow them."""
_PUNCTUATION = frozenset("‘’“”–—…•")
"""Signs beyond ASCII that most English pages have."""
_LINES_AT_A_TIME = 4096
"""Bound on what is searched in one piece: a page may be of any length, and full of hits."""
_LINES_TO_FOLD = 64
"""So many are folded in one piece: a capital beyond ASCII makes that slow for all of a piece."""


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
        hits: Hits = defaultdict(list)
        sizes = list(map(len, texts))
        short = [i for i, size in enumerate(sizes) if size <= SHORT]
        self._find(self._common, texts, short, sizes, hits)
        if len(short) < len(texts):
            long = [i for i, size in enumerate(sizes) if size > SHORT]
            self._find(self._of_long, texts, long, sizes, hits)
        if self._starts and (marked := [i for i in short if texts[i][:1] in _MARKS]):
            bare = {i: texts[i].lstrip(_ALL_MARKS) for i in marked}
            self._find(self._common, bare, marked, sizes, hits)
        return {
            rule: sorted(set(lines)) if len(lines) > 1 else lines for rule, lines in hits.items()
        }

    def hits_of(self, pages: Sequence[Sequence[str]]) -> list[Hits]:
        """Where the anchors stand in the lines of some pages.

        That is faster than page by page: what is gone through stays near the processor.
        """
        starts = [*accumulate(map(len, pages), initial=0)]
        found: list[Hits] = [{} for _ in pages]
        for rule, lines in self.hits([*chain.from_iterable(pages)]).items():
            for line in lines:
                page = bisect_right(starts, line) - 1
                found[page].setdefault(rule, []).append(line - starts[page])
        return found

    def _find(
        self,
        literals: _Literals,
        texts: Sequence[str] | Mapping[int, str],
        numbers: Sequence[int],
        sizes: Sequence[int],
        hits: Hits,
    ) -> None:
        """Add the hits of the lines with some numbers; `sizes` are those of all lines."""
        for first in range(0, len(numbers), _LINES_AT_A_TIME):
            some = numbers[first : first + _LINES_AT_A_TIME]
            data: list[bytes] = []
            for begin in range(0, len(some), _LINES_TO_FOLD):
                piece = some[begin : begin + _LINES_TO_FOLD]
                rows, foreign = _rows(list(map(texts.__getitem__, piece)))
                # Rows end where others begin.
                data.append(rows[1:] if begin else rows)
                if not self._letters.isdisjoint(foreign):
                    self._foreign.find(rows, piece, sizes, hits)
            literals.find(b"".join(data), some, sizes, hits)


_RulesOf = defaultdict[str, list[tuple[int, int]]]
"""By literal the rules whose anchor it is, each with its longest line."""


class _Literals:
    """An automaton of anchors, which knows the rules of each."""

    def __init__(self, rules_of: _RulesOf) -> None:
        self._rules = list(map(tuple, rules_of.values()))
        encoded = [_as_it_stands(literal).encode() for literal in rules_of]
        small = sum(map(len, encoded)) <= _DFA_BYTES
        self._automaton = BytesAhoCorasick(
            encoded, implementation=Implementation.DFA if small else Implementation.ContiguousNFA
        )

    def find(self, data: bytes, numbers: Sequence[int], sizes: Sequence[int], hits: Hits) -> None:
        """Add the hits of some lines, which have these numbers; one may be added twice.

        In `data` each line stands between two line ends.
        """
        rules_of, line_ends = self._rules, data.count
        line, at = -1, 0
        for literal, start, _ in self._automaton.find_matches_as_indexes(data, overlapping=True):
            if start >= at:
                line += line_ends(b"\n", at, start + 1)
                at = start + 1
            number = numbers[line]
            size = sizes[number]
            for rule, longest in rules_of[literal]:
                if size <= longest:
                    hits[rule].append(number)


def _rows(lines: Sequence[str]) -> tuple[bytes, str]:
    """Lines as literals are looked up in them, and all their signs beyond ASCII.

    Each stands between two line ends.
    """
    data, foreign = fold(_in_rows(lines))
    if data.count(b"\n") > len(lines) + 1:  # code has lines inside
        return fold(_in_rows([line.replace("\n", " ") for line in lines]))
    return data, foreign


def _in_rows(lines: Sequence[str]) -> str:
    return "\n".join(("", *lines, ""))


def _as_it_stands(anchor: str) -> str:
    """An anchor as it stands among lines in rows."""
    if anchor.startswith(LINE_START):
        anchor = f"\n{anchor[1:]}"
    return f"{anchor[:-1]}\n" if anchor.endswith(LINE_END) else anchor


def _foreign(text: str) -> frozenset[str]:
    return frozenset(sign for sign in text if not sign.isascii())
