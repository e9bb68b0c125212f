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
_GROWS = "\u0130"
"""The only sign that is not one sign in lower case, too: the capital i with a dot."""


class Lowered:
    """A line of text and what is made of it, once, for all rules that look at it.

    Nothing is made before somebody asks: of most lines only the beginning is looked at.
    """

    __slots__ = ("_data", "_heads", "_lowered", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._lowered: str | None = None
        self._data: bytes | None = None
        self._heads: tuple[str, ...] | None = None

    @property
    def lowered(self) -> str | None:
        """The line in lower case; None where offsets would not agree, as its length changes."""
        lowered = self._lowered
        if lowered is None:
            lowered = self._lowered = self.text.lower()
        return lowered if len(lowered) == len(self.text) else None

    @property
    def data(self) -> bytes:
        """The line in lower case, as UTF-8."""
        if self._data is None:
            self._data = self.text.lower().encode("utf-8", "surrogatepass")
        return self._data

    @property
    def heads(self) -> tuple[str, ...]:
        """Its first letters, from one to `HEAD`: of "The pier" these are t, th, the, …

        Marks before them are left out, figures read as 0. A line that begins with a mark
        has `MARK` besides; one of marks alone has no letters but the empty text.
        """
        if self._heads is None:
            text = self.text
            marks = length_of_marks(text)
            # One more is lowered: how a sigma is written depends on what follows.
            letters = figures_alike(text[marks : marks + HEAD + 1].lower()[:HEAD])
            heads = (letters[:1], letters[:2], letters[:3], letters[:4], letters)
            self._heads = (*heads, MARK) if marks else heads
            if _GROWS in text:
                self._heads = (UNCERTAIN,)
        return self._heads


def length_of_marks(text: str) -> int:
    """How many signs stand before the first word of a text."""
    if text[:1].isalpha():
        return 0
    found = _MARKS.match(text)
    return found.end() if found else 0


def figures_alike(text: str) -> str:
    """A text with 0 for every figure, so that any figure is like any other."""
    return text if text.isalpha() else _FIGURE.sub("0", text)
