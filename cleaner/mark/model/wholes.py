"""Lines that are one: text of whole pages is broken at each link and at each word in bold."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

_GOES_ON = re.compile(r"[,;:!?)\]%]|[’']s\b|\.(?!\.)")
"""A line that starts so goes on with what the line before it said."""
_ENDS = re.compile(r"[.!?:;…。！？»][)\]\"'”’»]*$")
_TAIL = 8
_BULLET = "o "
"""Before the entries of lists within lists, as some tools write them."""
_OPEN = frozenset(
    "a an and are as at by for from had has have her his its of or our that the their to was were "
    "which with".split()
)
"""Words with which no label ends. ("Sign in" is one.)"""
_OWNS = ("'s", "’s")
_LINK_WORDS, _OPEN_WORDS = 7, 5
_COMMA_WORDS = 4
"""Shorter lines that end with a comma may be labels."""


class Wholes(NamedTuple):
    """Lines joined again where they were broken: `texts`, and the numbers of their first lines.

    `lines` counts the lines of the page.
    """

    texts: Sequence[str]
    firsts: Sequence[int]
    lines: int

    @classmethod
    def of(cls, texts: Sequence[str], apart: Collection[int]) -> Wholes:
        """Join what was broken; lines that stand `apart` are never joined with others."""
        on = [
            line > 0
            and line not in apart
            and line - 1 not in apart
            and _goes_on(texts[line - 1], text)
            for line, text in enumerate(texts)
        ]
        # A link's words between two parts of a sentence have a capital at times.
        for line in range(1, len(texts) - 1):
            if on[line + 1] and not on[line] and _is_link(texts[line]) and line - 1 not in apart:
                on[line] = _is_open(texts[line - 1])
        firsts = [line for line, goes_on in enumerate(on) if not goes_on]
        ends = pairwise((*firsts, len(texts)))
        return cls([" ".join(texts[a:b]) for a, b in ends], firsts, len(texts))

    @classmethod
    def each(cls, texts: Sequence[str]) -> Wholes:
        """Each line by itself."""
        return cls(texts, range(len(texts)), len(texts))

    def parts(self, whole: int) -> range:
        """The lines of a whole."""
        following = whole + 1
        end = self.firsts[following] if following < len(self.firsts) else self.lines
        return range(self.firsts[whole], end)


def _goes_on(before: str, text: str) -> bool:
    """Whether a line goes on with the sentence of the one before it.

    It starts with a small letter or a mark that follows a word, or that one ends with a comma,
    a word that asks for more, or an owner.
    """
    if _GOES_ON.match(text):
        return True
    if _ENDS.search(before[-_TAIL:]):
        return False
    if text[0].islower():
        return not text.startswith(_BULLET)
    if before.endswith(","):
        return before.count(" ") >= _COMMA_WORDS - 1
    last = before.rsplit(" ", 1)
    return len(last) > 1 and (last[1] in _OPEN or last[1].endswith(_OWNS))


def _is_link(text: str) -> bool:
    return text.count(" ") < _LINK_WORDS and not _ENDS.search(text[-_TAIL:])


def _is_open(text: str) -> bool:
    """Whether a line is long for a label, and its sentence does not end."""
    return text.count(" ") >= _OPEN_WORDS - 1 and not _ENDS.search(text[-_TAIL:])
