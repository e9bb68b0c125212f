"""Reads regular expressions, as far as is needed to know what their matches must hold.

A construct that is not understood here makes no demand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from cleaner.mark.kinds.pieces import (
    A_FIGURE,
    ANYTHING,
    ENDLESS,
    NOTHING,
    SOME_MARKS,
    Clause,
    Piece,
    in_a_row,
    one_of,
)
from cleaner.mark.lowered import length_of_marks


class Alternative(NamedTuple):
    """One alternative of a pattern.

    All its matches fulfil the `clauses`, and unless `heads` is None, one of these is among
    the heads of every text that it matches from end to end (see `Lowered`); no such text
    is longer than `longest` signs, or shorter than `shortest`.
    """

    source: str
    clauses: tuple[Clause, ...] = ()
    heads: frozenset[str] | None = None
    longest: int = ENDLESS
    shortest: int = 0

    @property
    def begins_line(self) -> bool:
        """Whether what it finds in a line stands at its beginning, for certain."""
        return self.heads is not None and self.source.startswith("^")


@lru_cache(maxsize=1024)
def alternatives_of(pattern: str) -> tuple[Alternative, ...]:
    """The alternatives of a pattern and what their matches must hold.

    Tried one by one, as a match of a whole text, they match what the pattern matches.
    """
    reader = _Reader(pattern)
    found: list[Alternative] = []
    try:
        while reader.at < len(pattern) or not found:
            start = reader.at
            piece = reader.alternative()
            source = pattern[start : reader.at]
            heads = piece.begins.heads()
            found.append(Alternative(source, piece.clauses(), heads, piece.longest, piece.shortest))
            reader.past("|" if reader.at < len(pattern) else "")
    except (_Unknown, IndexError):
        return (Alternative(pattern),)
    if len(found) == 1 and (inside := reader.inside_of_group()) is not None:
        return alternatives_of(inside)
    return tuple(found)


class _Unknown(Exception):
    """A construct that is not understood."""


_TIMES = re.compile(r"(?:([*+?])|\{(\d*)(,?)(\d*)\})[?+]?")
_WORD = re.compile(r"[A-Za-z0-9 ]{2,}(?![*+?{])")
_GROUP = re.compile(r"\((?:\?(?:[:>]|P?<[A-Za-z_]\w*>|(?P<look><?[=!])|[a-z]*-?[a-z]*:))?")
_FLAGS_THAT_MATTER = re.compile(r"\(\?[a-z]*x")
_SIGN = re.compile(r"\\.|.", re.DOTALL)
_MARK_CLASSES = frozenset((r"\W", r"\s"))
_MOST_SIGNS = 8
_MARKS_ONLY = ANYTHING._replace(begins=SOME_MARKS)


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

    def alternative(self) -> Piece:
        """One alternative, up to the `|` or `)` after it."""
        return in_a_row(self._items())

    def inside_of_group(self) -> str | None:
        """What stands in the plain group that the whole pattern is, if it is one."""
        if not self.pattern.startswith("(?:"):
            return None
        inside = _Reader(self.pattern)
        inside._group()
        return self.pattern[3:-1] if inside.at == len(self.pattern) else None

    def _next(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def _items(self) -> Iterator[Piece]:
        while (sign := self._next()) and sign not in "|)":
            yield self._repeated(self._item(sign))

    def _repeated(self, piece: Piece) -> Piece:
        times = _TIMES.match(self.pattern, self.at)
        if times is None:
            return piece
        self.at = times.end()
        sign, least, comma, most = times.groups()
        if sign is None and not least and not most:
            raise _Unknown
        bound = "1" if sign == "?" else most or ("" if sign or comma else least)
        fewest = 1 if sign == "+" else int(least or 0)
        return piece.repeated(fewest, int(bound) if bound else ENDLESS)

    def _item(self, sign: str) -> Piece:
        if sign == "(":
            return self._group()
        if sign == "[":
            return self._set()
        if sign == "\\":
            return self._escape()
        if word := _WORD.match(self.pattern, self.at):
            self.at = word.end()
            return Piece.of(word[0].lower())
        self.at += 1
        if sign == ".":
            return ANYTHING
        if sign in "^$":
            return NOTHING
        if sign in "{}*+?]":
            raise _Unknown
        return Piece.of(sign.lower())

    def _group(self) -> Piece:
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
        inside = one_of(pieces)
        look = opening["look"]
        if look is None:
            return inside
        # What is looked at is not gone past: it says nothing of how the match begins.
        return NOTHING if look.endswith("!") else NOTHING._replace(needs=inside.clauses())

    def _set(self) -> Piece:
        start = self.at + 1
        negated = self.pattern[start] == "^"
        end = start + negated
        end += self.pattern[end] == "]"
        while self.pattern[end] != "]":
            if self.pattern.startswith("[:", end):
                raise _Unknown
            end += 2 if self.pattern[end] == "\\" else 1
        signs = _SIGN.findall(self.pattern, start + negated, end)
        self.at = end + 1
        if negated:
            return _MARKS_ONLY if r"\w" in signs else ANYTHING
        if "-" in signs[1:-1] or "[" in signs:
            return ANYTHING
        texts = [sign[-1] for sign in signs if sign not in _MARK_CLASSES]
        if any(len(sign) > 1 and sign[1].isalnum() and sign not in _MARK_CLASSES for sign in signs):
            return ANYTHING
        if len(signs) == len(texts) <= _MOST_SIGNS:
            return Piece.of(*"".join(texts).lower())
        letters = "".join(texts)
        return _MARKS_ONLY if length_of_marks(letters) == len(letters) else ANYTHING

    def _escape(self) -> Piece:
        sign = self.pattern[self.at + 1]
        self.at += 2
        if sign in "bBAZ":
            return NOTHING
        if sign in "Ws":
            return _MARKS_ONLY
        if sign == "d":
            return ANYTHING._replace(begins=A_FIGURE)
        if sign in "wDS":
            return ANYTHING
        if sign in "pP" and self._next() == "{":
            self.at = self.pattern.index("}", self.at) + 1
            return ANYTHING
        if sign.isalnum():
            raise _Unknown
        return Piece.of(sign)
