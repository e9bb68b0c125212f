"""The words of a text as the context model counts them, each with its place.

A word is folded (lower case, straight apostrophe); quotation marks and brackets are
transparent, because a quoted word keeps company with its neighbours; a possessive is a
word of its own, so that "nation's" counts as "nation". Offsets are code points.
"""

from __future__ import annotations

from typing import NamedTuple

import regex

STOP = "."
"""The token of a sentence end, of a paragraph end, and of both ends of a text."""
PAUSE = ","
"""The token of a comma, semicolon, colon or dash."""
NAME = "<name>"
"""The class of a capitalised word that the model does not know."""
RARE = "<rare>"
"""The class of any other word that the model does not know."""

_PATTERN = regex.compile(
    r"""
      (?P<abbr>(?:\p{L}\.){2,})
    | (?P<word>\p{L}[\p{L}\p{M}]*+(?:['’\-‐‑]\p{L}[\p{L}\p{M}]*+)*+)
    | (?P<number>\d++(?:[.,:]\d++)*+(?:st|nd|rd|th|s|m|bn|k|am|pm)?+)
    | (?P<stop>[.!?…]+|\n+)
    | (?P<pause>[,;:–—]|\s-\s)
    | (?P<percent>%)
    """,
    regex.VERBOSE,
)
_STRAIGHT = str.maketrans("’‐‑", "'--")
_SMALL = 20


class Word(NamedTuple):
    """One token: its place in the text, and the form that is counted."""

    start: int
    end: int
    form: str
    capital: bool
    """Whether its first letter is a capital."""

    @property
    def is_word(self) -> bool:
        """Whether it is more than a mark of punctuation."""
        return self.form not in {STOP, PAUSE}


def fold(text: str) -> str:
    """The counted form of a word or phrase: lower case, straight apostrophes and hyphens."""
    return text.lower().translate(_STRAIGHT)


def number_form(digits: str) -> str:
    """The counted form of a number: small whole numbers as they are, others by their shape."""
    if digits.isdigit():
        if len(digits) <= 2 and int(digits) <= _SMALL:
            return str(int(digits))
        if len(digits) == 4 and digits[:2] in {"18", "19", "20"}:
            return "<year>"
    if digits[-1:].isalpha():
        return "<ordinal>" if digits[-2:] in {"st", "nd", "rd", "th"} else "<number>"
    return "<number>"


def words_of(text: str) -> list[Word]:
    """The tokens of `text`, in order; sentence ends that follow one another are one token."""
    found: list[Word] = []
    after_stop = True
    for match in _PATTERN.finditer(text):
        kind = match.lastgroup
        start, end = match.span()
        if kind == "word":
            shown = match.group()
            form = fold(shown)
            if form.endswith("'s") and len(form) > 2:
                found.append(Word(start, end - 2, form[:-2], shown[0].isupper()))
                found.append(Word(end - 2, end, "'s", False))
            else:
                found.append(Word(start, end, form, shown[0].isupper()))
        elif kind == "stop":
            if after_stop:
                continue
            found.append(Word(start, end, STOP, False))
        elif kind == "pause":
            found.append(Word(start, end, PAUSE, False))
        elif kind == "number":
            found.append(Word(start, end, number_form(match.group()), False))
        elif kind == "percent":
            found.append(Word(start, end, "percent", False))
        else:
            shown = match.group()
            found.append(Word(start, end, fold(shown), shown[0].isupper()))
        after_stop = kind == "stop"
    return found
