"""What a text must hold for a regular expression to match it: literals, as a pre-filter.

Anchors bring a rule to a line; most of its patterns cannot match there, and a pattern that
fails late is what costs time. So of each pattern the literals are worked out that every
match must hold (Cox 2012, https://swtch.com/~rsc/regexp/regexp4.html; RE2 calls it a
prefilter), all of them are looked up in the line at once, and only the patterns that have
theirs are tried. A construct that is not understood here makes no demand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick

Clause = frozenset[str]
"""Literals, in lower case, of which one must occur."""

_SHORTEST = 3
"""Shorter literals are in nearly every line."""
_MOST_TEXTS = 32
"""So many texts that a piece of a pattern can match are spelt out."""
_MOST_LITERALS = 64


class Needs:
    """Which of several alternatives may match a text, by the clauses of each."""

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

    def met(self, lowered: str) -> int:
        """The clauses that a text in lower case fulfils, as bits."""
        met = 0
        if self._automaton is not None:
            data = lowered.encode("utf-8", "surrogatepass")
            for literal, _, _ in self._automaton.find_matches_as_indexes(data, overlapping=True):
                met |= self._bits[literal]
        return met


@lru_cache(maxsize=1024)
def alternatives_of(pattern: str) -> tuple[tuple[str, tuple[Clause, ...]], ...]:
    """The alternatives of a pattern, each with the clauses that all its matches fulfil.

    Tried one by one, as a match of a whole text, they match what the pattern matches.
    """
    reader = _Reader(pattern)
    found: list[tuple[str, tuple[Clause, ...]]] = []
    try:
        while reader.at < len(pattern) or not found:
            start = reader.at
            clauses = reader.alternative().clauses()
            found.append((pattern[start : reader.at], clauses))
            reader.past("|" if reader.at < len(pattern) else "")
    except (_Unknown, IndexError):
        return ((pattern, ()),)
    return tuple(found)


class _Unknown(Exception):
    """A construct that is not understood."""


class _Piece(NamedTuple):
    """What is known of a part of a pattern: all it can match, if that is little, and its needs."""

    texts: frozenset[str] | None
    needs: tuple[Clause, ...] = ()

    def clauses(self) -> tuple[Clause, ...]:
        """All that it needs, its own texts included."""
        own = _clause(self.texts) if self.texts else None
        return self.needs if own is None else (*self.needs, own)


_EMPTY = frozenset(("",))
_ANYTHING = _Piece(None)
_NOTHING = _Piece(_EMPTY)


def _clause(texts: Iterable[str]) -> Clause | None:
    """The texts as a clause, if they are long and few enough to be worth a look."""
    known = sorted(set(texts), key=len)
    if not known or len(known[0]) < _SHORTEST:
        return None
    least: list[str] = []
    for text in known:
        if not any(shorter in text for shorter in least):
            least.append(text)
    return frozenset(least) if len(least) <= _MOST_LITERALS else None


def _one_of(pieces: list[_Piece]) -> _Piece:
    if len(pieces) == 1:
        return pieces[0]
    texts: set[str] | None = set()
    literals: set[str] | None = set()
    for piece in pieces:
        texts = None if texts is None or piece.texts is None else texts | piece.texts
        clauses = piece.clauses()
        if literals is None or not clauses:
            literals = None
        else:
            literals |= max(clauses, key=lambda clause: (min(map(len, clause)), -len(clause)))
    if texts is not None and len(texts) <= _MOST_TEXTS:
        return _Piece(frozenset(texts))
    clause = _clause(literals) if literals else None
    return _Piece(None, () if clause is None else (clause,))


def _in_a_row(pieces: Iterable[_Piece]) -> _Piece:
    texts = _EMPTY
    whole = True
    needs: list[Clause] = []
    for piece in pieces:
        needs += piece.needs
        if piece.texts is not None and len(texts) * len(piece.texts) <= _MOST_TEXTS:
            texts = frozenset(a + b for a in texts for b in piece.texts)
            continue
        whole = False
        needs += filter(None, (_clause(texts),))
        texts = _EMPTY if piece.texts is None else piece.texts
    if whole:
        return _Piece(texts, tuple(needs))
    needs += filter(None, (_clause(texts),))
    return _Piece(None, tuple(needs))


_TIMES = re.compile(r"(?:([*+?])|\{(\d*)(,?)(\d*)\})[?+]?")
_GROUP = re.compile(r"\((?:\?(?:[:>]|P?<[A-Za-z_]\w*>|(?P<look><?[=!])|[a-z]*-?[a-z]*:))?")
_FLAGS_THAT_MATTER = re.compile(r"\(\?[a-z]*x")


class _Reader:
    """Reads a pattern from left to right, as far as it is understood."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def past(self, sign: str) -> None:
        """Go past a sign that must stand here."""
        if not self.pattern.startswith(sign, self.at):
            raise _Unknown
        self.at += len(sign)

    def alternative(self) -> _Piece:
        """One alternative, up to the `|` or `)` after it."""
        return _in_a_row(self._items())

    def _next(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def _items(self) -> Iterator[_Piece]:
        while (sign := self._next()) and sign not in "|)":
            yield self._repeated(self._item(sign))

    def _repeated(self, piece: _Piece) -> _Piece:
        times = _TIMES.match(self.pattern, self.at)
        if times is None:
            return piece
        self.at = times.end()
        sign, least, comma, most = times.groups()
        if sign is None and not least and not most:
            raise _Unknown
        optional = sign in ("*", "?") or (sign is None and int(least or 0) == 0)
        once = sign == "?" or (sign is None and (most or ("" if comma else least)) == "1")
        if optional:
            return _Piece(piece.texts | _EMPTY) if once and piece.texts else _ANYTHING
        return piece if once else _Piece(None, piece.clauses())

    def _item(self, sign: str) -> _Piece:
        if sign == "(":
            return self._group()
        if sign == "[":
            return self._set()
        if sign == "\\":
            return self._escape()
        self.at += 1
        if sign == ".":
            return _ANYTHING
        if sign in "^$":
            return _NOTHING
        if sign in "{}*+?]":
            raise _Unknown
        return _Piece(frozenset((sign.lower(),)))

    def _group(self) -> _Piece:
        opening = _GROUP.match(self.pattern, self.at)
        if opening is None or _FLAGS_THAT_MATTER.match(opening[0]):
            raise _Unknown
        if opening[0] == "(" and self.pattern[self.at + 1] in "?*":
            raise _Unknown
        self.at = opening.end()
        pieces = [self.alternative()]
        while self._next() == "|":
            self.at += 1
            pieces.append(self.alternative())
        self.past(")")
        inside = _one_of(pieces)
        look = opening["look"]
        if look is None:
            return inside
        return _NOTHING if look.endswith("!") else _Piece(_EMPTY, inside.clauses())

    def _set(self) -> _Piece:
        start = self.at + 1
        end = start + (self.pattern[start] == "^")
        end += self.pattern[end] == "]"
        while self.pattern[end] != "]":
            if self.pattern.startswith("[:", end):
                raise _Unknown
            end += 2 if self.pattern[end] == "\\" else 1
        inside = self.pattern[start:end]
        self.at = end + 1
        if len(inside) > 3 or re.search(r"[\\^\[]|.-.", inside):
            return _ANYTHING
        return _Piece(frozenset(inside.lower()))

    def _escape(self) -> _Piece:
        sign = self.pattern[self.at + 1]
        self.at += 2
        if sign in "bBAZ":
            return _NOTHING
        if sign in "wWdDsS":
            return _ANYTHING
        if sign in "pP" and self._next() == "{":
            self.at = self.pattern.index("}", self.at) + 1
            return _ANYTHING
        if sign.isalnum():
            raise _Unknown
        return _Piece(frozenset((sign,)))
