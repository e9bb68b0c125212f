"""A line as patterns see it: in lower case, and how it begins."""

from __future__ import annotations

import re

import regex

HEAD = 5
"""So many letters of the beginning of a line are looked at."""
MARK = "\0"
"""Stands, among heads, for a mark: the line begins with a sign that belongs to no word."""
UNCERTAIN = "\1"
"""Stands alone for the heads of a line that changes its length in lower case."""

_MARKS = regex.compile(r"[\W_]*", regex.VERSION0)
_FIGURE = re.compile(r"\d")
_FIGURES = frozenset("0123456789")


class Lowered:
    """A line of text and what is made of it, once, for all rules that look at it.

    `lowered` is the line in lower case; None where that changes its length, so that
    offsets would not agree. `heads` are its first letters, from one to `HEAD`: of "The pier"
    these are t, th, the, … Marks before them are left out, figures read as 0. A line that
    begins with a mark has `MARK` besides; one of marks alone has no letters but the empty text.
    """

    __slots__ = ("_data", "heads", "lowered", "text")

    def __init__(self, text: str) -> None:
        lowered = text.lower()
        self.text = text
        self._data: bytes | None = None
        self.lowered = lowered if len(lowered) == len(text) else None
        if self.lowered is None:
            self.heads: tuple[str, ...] = (UNCERTAIN,)
            return
        marks = length_of_marks(lowered)
        letters = figures_alike(lowered[marks : marks + HEAD])
        heads = (letters[:1], letters[:2], letters[:3], letters[:4], letters)
        self.heads = (*heads, MARK) if marks else heads

    @property
    def data(self) -> bytes:
        """The line in lower case, as UTF-8."""
        if self._data is None:
            lowered = self.text.lower() if self.lowered is None else self.lowered
            self._data = lowered.encode("utf-8", "surrogatepass")
        return self._data


def length_of_marks(text: str) -> int:
    """How many signs stand before the first word of a text."""
    if text[:1].isalpha():
        return 0
    found = _MARKS.match(text)
    return found.end() if found else 0


def figures_alike(text: str) -> str:
    """A text with 0 for every figure, so that any figure is like any other."""
    if text.isascii() and _FIGURES.isdisjoint(text):
        return text
    return _FIGURE.sub("0", text)
