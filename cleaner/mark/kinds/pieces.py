"""What is known of a part of a regular expression: what it can match, must hold, begins with.

Everything here errs on one side: a piece may say less than is true of it, never more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from cleaner.mark.lowered import HEAD, MARK, figures_alike, length_of_marks

Clause = frozenset[str]
"""Literals, in lower case, of which one must occur."""

ENDLESS = 1 << 40
"""Stands for no bound on a length, or on how often something may be repeated."""

_SHORTEST = 3
"""Shorter literals are in nearly every line, unless they are of marks alone."""
_MOST_TEXTS = 32
"""So many texts that a piece of a pattern can match are spelt out."""
_MOST_LITERALS = 400
_MOST_BEGINNINGS = 600
_BEGINNING = 8
_IF_MANY = (4, 2)
# Stands, in a beginning, for any number of signs that belong to no word.
_SOME_MARKS = "\0"
_PLAIN = re.compile(r"[\w\s.,]")


class Beginnings(NamedTuple):
    """How the matches of a piece begin.

    `whole` are matches that end there, and may be followed by another piece; after the
    texts in `begun` anything may stand.
    """

    whole: frozenset[str]
    begun: frozenset[str]

    @classmethod
    def of(cls, whole: Iterable[str], begun: Iterable[str] = ()) -> Beginnings:
        """Beginnings cut to what is looked at, shorter if they are many."""
        short, long = frozenset(whole), frozenset(begun)
        for length in (_BEGINNING, *_IF_MANY):
            if max(map(len, short | long), default=0) >= length:
                over = {text for text in short if len(text) >= length}
                short -= over
                long = frozenset([text[:length] for text in long | over])
            if len(short) + len(long) <= _MOST_BEGINNINGS:
                return cls(short, long)
        return ANY_BEGINNING

    def then(self, other: Beginnings) -> Beginnings:
        """With the other after it."""
        if not self.whole:
            return self
        whole, begun = self
        if len(whole) * (len(other.whole) + len(other.begun)) > _MOST_BEGINNINGS:
            # What begins with a letter may stay as it is, for that says something.
            whole = frozenset(text for text in whole if _head(text) in ("", MARK))
            begun = begun | (self.whole - whole)
        return Beginnings.of(
            (a + b for a in whole for b in other.whole),
            begun.union(a + b for a in whole for b in other.begun),
        )

    def repeated(self, *, optional: bool) -> Beginnings:
        """Any number of times, but not none unless `optional`."""
        if not self.begun and all(_head(text) in ("", MARK) for text in self.whole):
            return SOME_MARKS
        return Beginnings.of(("",) if optional else (), self.begun | self.whole)

    def heads(self) -> frozenset[str] | None:
        """One of these is among the heads of every match (see `Lowered`); None: no saying."""
        begun = {_head(text) for text in self.begun}
        return None if "" in begun else frozenset(begun.union(map(_head, self.whole)))


def _head(beginning: str) -> str:
    letters = beginning[length_of_marks(beginning) :]
    head = figures_alike(letters.partition(_SOME_MARKS)[0][:HEAD])
    return MARK if not head and beginning.strip(_SOME_MARKS) else head


ANY_BEGINNING = Beginnings(frozenset(), frozenset(("",)))
NO_BEGINNING = Beginnings(frozenset(("",)), frozenset())
SOME_MARKS = Beginnings(frozenset((_SOME_MARKS,)), frozenset())
A_FIGURE = Beginnings(frozenset("0"), frozenset())


class Piece(NamedTuple):
    """A part of a pattern: all it can match, if that is little, its needs, its beginnings.

    No match is longer than `longest` signs, or shorter than `shortest`.
    """

    texts: frozenset[str] | None
    needs: tuple[Clause, ...] = ()
    begins: Beginnings = ANY_BEGINNING
    longest: int = ENDLESS
    shortest: int = 0

    @classmethod
    def of(cls, *texts: str) -> Piece:
        """A piece that matches nothing but these texts."""
        sizes = list(map(len, texts))
        return cls(frozenset(texts), (), Beginnings.of(texts), max(sizes), min(sizes))

    def clauses(self) -> tuple[Clause, ...]:
        """All that it needs, its own texts included."""
        own = _clause(self.texts) if self.texts else None
        return self.needs if own is None else (*self.needs, own)

    def repeated(self, least: int, most: int) -> Piece:
        """So many times, at least and at most (or `ENDLESS`)."""
        if least == most == 1:
            return self
        longest, shortest = min(self.longest * most, ENDLESS), self.shortest * least
        if most != 1:
            needs = self.clauses() if least else ()
            begins = self.begins.repeated(optional=not least)
            return Piece(None, needs, begins, longest, shortest)
        begins = Beginnings.of((*self.begins.whole, ""), self.begins.begun)
        return Piece(self.texts | {""} if self.texts else None, (), begins, longest)


ANYTHING = Piece(None, longest=1, shortest=1)
"""Any one sign."""
NOTHING = Piece.of("")


def one_of(pieces: list[Piece]) -> Piece:
    """What is known where one of several pieces stands."""
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
    longest = max(piece.longest for piece in pieces)
    shortest = min(piece.shortest for piece in pieces)
    begins = Beginnings.of(
        frozenset().union(*(piece.begins.whole for piece in pieces)),
        frozenset().union(*(piece.begins.begun for piece in pieces)),
    )
    if texts is not None and len(texts) <= _MOST_TEXTS:
        return Piece(frozenset(texts), (), begins, longest, shortest)
    clause = _clause(literals) if literals else None
    return Piece(None, () if clause is None else (clause,), begins, longest, shortest)


def in_a_row(pieces: Iterable[Piece]) -> Piece:
    """What is known where several pieces stand one after the other."""
    texts = NOTHING.texts or frozenset()
    whole = True
    needs: list[Clause] = []
    begins = NO_BEGINNING
    longest = shortest = 0
    for piece in pieces:
        longest = min(longest + piece.longest, ENDLESS)
        shortest += piece.shortest
        needs += piece.needs
        begins = begins.then(piece.begins)
        if piece.texts is not None and len(texts) * len(piece.texts) <= _MOST_TEXTS:
            texts = frozenset(a + b for a in texts for b in piece.texts)
            continue
        whole = False
        needs += filter(None, (_clause(texts),))
        texts = frozenset(("",)) if piece.texts is None else piece.texts
    if whole:
        return Piece(texts, tuple(needs), begins, longest, shortest)
    needs += filter(None, (_clause(texts),))
    return Piece(None, tuple(needs), begins, longest, shortest)


def _clause(texts: Iterable[str]) -> Clause | None:
    """The texts as a clause, if they are long and few enough to be worth a look."""
    known = sorted(set(texts), key=len)
    if not known or not all(map(_is_telling, known)):
        return None
    least: list[str] = []
    for text in known:
        if not any(shorter in text for shorter in least):
            least.append(text)
    return frozenset(least) if len(least) <= _MOST_LITERALS else None


def _is_telling(literal: str) -> bool:
    return len(literal) >= _SHORTEST or (bool(literal) and not _PLAIN.search(literal))
