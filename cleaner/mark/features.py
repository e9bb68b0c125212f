"""What can be measured of a line, once a view, for all rules and models together.

Everything here is lazy and remembered: a page on which no rule asks pays for nothing.
"""

from __future__ import annotations

import re
from functools import cached_property

from cleaner.page import Blocks, Role

_CLOSERS = "\"'”’»)]}*_ "
_TERMINAL = frozenset(".!?…")
BULLET = re.compile(r"(?:[•»›*·▪●■◦‣–—>-]+|\d{1,3}[.)])\s+")
"""What may stand before the first word of a list's line."""
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]\.|\b(?:Jr|Sr|Inc|Co|Corp|Ltd|St|No|vs|etc)\.|\.\.\.|…)[\"'”’)\]]*$"
)
_CLAUSE_END = frozenset(".,:;")
_OPENING = "\"“‘'([#*"
_ADDRESS = re.compile(r"@\w|https?:|www\.")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")

HEAD_LINES = 4
"""So many first lines are the head even where prose begins at once."""
TAIL_LINES = 3
"""So many last lines are the tail even where prose ends the page."""
_SAMPLE = 3000
PROSE_CHARS = 80
"""Fewest characters of a line of prose; a shorter line may be anything."""
PROSE_WORDS = 12
"""Fewest words of a line of prose."""
LONG_CHARS = 240
"""From here on a line of text is prose even where its full stop is missing."""

ENGLISH = frozenset(
    "a about after all also an and are as at be been but by can could for from had has have he "
    "her his i if in into is it its more no not of on one or our out said she so some than that "
    "the their them there they this to up was we were what when which who will with would you "
    "your".split()
)
"""Function words by which English is told cheaply."""


class Features:
    """Measurements of the blocks of one view; indexes are those of `view.blocks`."""

    def __init__(self, blocks: Blocks) -> None:
        self.blocks = blocks
        self.texts = blocks.texts
        self._prose: dict[int, bool] = {}
        self._stems: dict[tuple[int, ...], frozenset[str]] = {}

    @cached_property
    def folded(self) -> str:
        """The lines in lower case, joined by LF: what literals are looked up in."""
        return "\n".join(self.texts).lower()

    @cached_property
    def english_share(self) -> float:
        """Share of the page's first words that are English function words; 0 without words."""
        words = self.folded[:_SAMPLE].split()
        return sum(1 for word in words if word in ENGLISH) / len(words) if words else 0.0

    def is_prose(self, index: int) -> bool:
        """Whether the line is a paragraph of running text: long enough, and it ends."""
        known = self._prose.get(index)
        if known is None:
            text = self.texts[index]
            known = (
                len(text) >= PROSE_CHARS
                and self.blocks.role(index) not in (Role.CODE, Role.TABLE)
                and (ends_sentence(text) or len(text) >= LONG_CHARS)
                and text.count(" ") + 1 >= PROSE_WORDS
            )
            self._prose[index] = known
        return known

    @cached_property
    def headlines(self) -> tuple[int, ...]:
        """The lines that have the shape of a headline (see `is_headline`), in order."""
        return tuple(
            i
            for i, text in enumerate(self.texts)
            if len(text) <= 200
            and is_headline(text)
            and self.blocks.role(i) not in (Role.CODE, Role.TABLE)
        )

    @cached_property
    def paragraphs(self) -> tuple[int, ...]:
        """The lines of running text that could not be headlines as well."""
        headlines = frozenset(self.headlines)
        return tuple(i for i in self.prose if i not in headlines)

    @cached_property
    def prose(self) -> tuple[int, ...]:
        """The lines of running text, in order."""
        return tuple(
            i for i, text in enumerate(self.texts) if len(text) >= PROSE_CHARS and self.is_prose(i)
        )

    @cached_property
    def head_end(self) -> int:
        """The first line that is not of the head: where prose begins, but not at once."""
        return max(self.prose[0], HEAD_LINES) if self.prose else HEAD_LINES

    @cached_property
    def tail_start(self) -> int:
        """The first line of the tail: after the last prose, and the last few lines anyhow."""
        return min(self.prose[-1] + 1 if self.prose else 0, len(self.texts) - TAIL_LINES)

    def stems(self, lines: tuple[int, ...], length: int) -> frozenset[str]:
        """The words of some lines, cut to their first `length` letters."""
        known = self._stems.get(lines)
        if known is None:
            known = frozenset(word[:length] for i in lines for word in words_of(self.texts[i]))
            self._stems = {lines: known}
        return known


def ends_sentence(text: str) -> bool:
    """Whether a line closes with the mark of a sentence, quotes and brackets aside."""
    tail = text[-8:].rstrip(_CLOSERS)
    return bool(tail) and tail[-1] in _TERMINAL


def words_of(text: str) -> list[str]:
    """The words of a text, in lower case; inner apostrophes, dots and hyphens belong."""
    return _WORD.findall(text.lower())


def is_headline(text: str) -> bool:
    """Whether a line has the shape of a headline.

    Three to thirty words, it starts with a capital or a figure, and it does not end as a
    sentence, a clause or an announcement does.
    """
    if not text or len(text) > 200:
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
