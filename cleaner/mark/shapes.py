"""What one line is by its shape: prose, a sentence, a headline, a title."""

from __future__ import annotations

import re

from cleaner.mark.vocabulary import WORD

_CLOSERS = "\"'”’»)]}*_ "
_TERMINAL = frozenset(".!?…")
BULLET = re.compile(r"(?:[•»›*·▪●■◦‣–—>-]+|\d{1,3}[.)])\s+")
"""What may stand before the first word of a list's line."""
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]\.|\b(?:Jr|Sr|Inc|Co|Corp|Ltd|St|vs)\.|\.\.\.|…)[\"'”’)\]]*$"
)
_CLAUSE_END = frozenset(".,:;")
_OPENING = "\"“‘'([#*"
_ADDRESS = re.compile(r"@\w|https?:|www\.")

PROSE_CHARS = 80
"""Fewest characters of a line of prose; a shorter line may be anything."""
PROSE_WORDS = 12
"""Fewest words of a line of prose."""
_ENOUGH = 120
BRIDGE_CHARS = 120
"""Longest line, in characters, that may be a headline though it ends as a sentence does."""
HEADLINE_CHARS = 200
"""Longest line, in characters, that may be a headline."""
_TITLE_WORD = 4
_TITLE_WORDS = 3
_TITLE_SHARE = 0.8
LONG_CHARS = 240
"""From here on a line of text is prose even where its full stop is missing."""

ENGLISH = frozenset(
    "a about after all also an and are as at be been but by can could for from had has have he "
    "her his i if in into is it its more no not of on one or our out said she so some than that "
    "the their them there they this to up was we were what when which who will with would you "
    "your".split()
)
"""Function words by which English is told cheaply."""


def is_prose(text: str) -> bool:
    """Whether a line is long enough for running text, and ends as a sentence or is very long."""
    size = len(text)
    return (
        size >= PROSE_CHARS
        and (size >= LONG_CHARS or ends_sentence(text))
        # Counting takes a while, and the beginning of a line will mostly do.
        and (text.count(" ", 0, _ENOUGH) + 1 >= PROSE_WORDS or text.count(" ") + 1 >= PROSE_WORDS)
    )


def ends_sentence(text: str) -> bool:
    """Whether a line closes with the mark of a sentence, quotes and brackets aside."""
    tail = text[-8:].rstrip(_CLOSERS)
    return bool(tail) and tail[-1] in _TERMINAL


def words_of(text: str) -> list[str]:
    """The words of a text, in lower case; inner apostrophes, dots and hyphens belong."""
    return WORD.findall(text.lower())


def is_headline(text: str) -> bool:
    """Whether a line has the shape of a headline.

    Three to thirty words, it starts with a capital or a figure, and it does not end as a
    sentence, a clause or an announcement does.
    """
    if not text or len(text) > HEADLINE_CHARS:
        return False
    if text[-1] == "." and len(text) > 100 and text[-2:-1].islower():
        return False
    bare = text.rstrip("\"'”’)]")
    if bare[-1:] in _CLAUSE_END and not _ABBREVIATION.search(text[-12:]):
        return False
    bare = BULLET.sub("", text, count=1) if not text[0].isalpha() else text
    if not 12 <= len(bare) <= 190 or not 2 <= bare.count(" ") < 30:
        return False
    first = bare.lstrip(_OPENING)[:1]
    return bool(first) and (
        (first.isupper() or first.isdigit() or first in "$£€₹") and not _ADDRESS.search(bare)
    )


def is_title_case(text: str) -> bool:
    """Whether a line is written as titles are in English: Nearly Every Long Word Like This.

    Of the words after the first that have four letters or more there are at least three, and
    four in five of them begin with a capital, but the line is not all in capitals.
    """
    words = [word for word in WORD.findall(text)[1:] if len(word) >= _TITLE_WORD]
    capitals = sum(word[0].isupper() for word in words)
    return (
        len(words) >= _TITLE_WORDS and capitals >= _TITLE_SHARE * len(words) and not text.isupper()
    )
