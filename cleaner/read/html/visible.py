"""What a page shows of itself, where its tags tell nothing: title, author and date at the head.

Read from the blocks around the first heading: "By Ann Lee", "Published 3 May 2019". A date
in the page's address counts, too. What does not look exactly like a name or a day is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner.read.days import MONTH, day_in, day_in_address

_BEFORE = 3
"""So many blocks above the heading are looked at,"""
_AFTER = 12
"""and so many below it."""
_LONGEST = 160
"""Longest block, in characters, that may name an author or a day."""
_PROSE = 240
"""From this length on a block is prose; two of them, and the head of the article is over."""

_UPPER = r"[^\W\d_a-zß-öø-ÿ]"
_PART = rf"(?:[dO]['’])?{_UPPER}[^\W\d_]*(?:[.'’-][^\W\d_]*)*"
_SMALL = r"(?:de|del|della|der|den|di|da|do|dos|du|la|le|van|von|zu|al|el|bin|ten|ter|y)"
_NAME = rf"{_PART}(?: (?:{_SMALL} )*{_PART}){{1,3}}"
_AND = r"(?:,? (?:and|und|et|y|e|en|og|och) |, | & )"
_BY = (
    r"(?:(?:[Ww]ritten |[Pp]osted |[Ss]tory |[Rr]eported )?[Bb]y|BY|[Vv]on|VON|[Pp]ar|[Pp]or|"
    r"[Dd]oor|[Dd]i|[Aa]v|[Aa]f|[Aa]utore?s?|[Aa]uthors?)"
)
_BEHIND = r"(?:$|\s*[|•·,;(/–—@\t-]|\.$| (?:on|am|le|el|for|in|at|[A-Z][a-z]{2}\w* \d|\d))"
_BYLINE = re.compile(rf"\W{{0,3}}{_BY}:? (?P<names>{_NAME}(?:{_AND}{_NAME}){{0,4}})(?={_BEHIND})")
_NO_NAME = re.compile(
    r"\b(?:The|This|That|Our|Your|All|Staff|Desk|Editor|Team|News|Press|Reuters|Published|Updated|"
    r"Posted|More|Share|Photo|Photograph|Photographs|Illustration|Getty|Images|Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|June|July|August|"
    r"September|October|November|December|Read|Sign|Log|Follow|Subscribe|From)\b",
    re.IGNORECASE,
)
_MONTH_AT_END = re.compile(rf" (?:{MONTH})$", re.IGNORECASE)
_WORDS = re.compile(r"\w+")


Fields = tuple[tuple[str, str], ...]


def completed(fields: Fields, texts: Sequence[str], tags: Sequence[str], url: str | None) -> Fields:
    """The metadata, with what only the page itself shows of its title, author and date.

    `texts` and `tags` are those of the page's blocks; `fields` is what the page's tags tell,
    which always comes first.
    """
    known = {field for field, _ in fields}
    if known.issuperset(("title", "byline", "date")):
        return fields
    more: list[tuple[str, str]] = []
    title = next((value for field, value in fields if field == "title"), "")
    heading = _heading(texts, tags, title)
    if not title and heading is not None:
        more.append(("title", texts[heading]))
    if "byline" not in known and heading is not None:
        more += (("byline", name) for name in shown_byline(texts, heading))
    if "date" not in known:
        address = url or next((value for field, value in fields if field == "url"), "")
        day = day_in_address(address)
        if not day and heading is not None:
            day = shown_date(texts, heading)
        more += [("date", day)] * bool(day)
    return (*fields, *more)


def _heading(texts: Sequence[str], tags: Sequence[str], title: str) -> int | None:
    """The block that is the article's heading: of the first rank, best with its title."""
    wanted = _WORDS.findall(title.lower())[:5]
    first: int | None = None
    for i, tag in enumerate(tags):
        if tag in ("h1", "h2"):
            if len(wanted) > 2 and _WORDS.findall(texts[i].lower())[:5] == wanted:
                return i
            if first is None and tag == "h1":
                first = i
    return first


def shown_byline(texts: Sequence[str], heading: int) -> list[str]:
    """The names of the authors, as the blocks at the head of a page show them."""
    for text in _head(texts, heading):
        found = _BYLINE.match(text)
        if found and not _NO_NAME.search(found["names"]):
            names = re.split(_AND, _MONTH_AT_END.sub("", found["names"]))
            return [name.strip(" .,") for name in names]
    return []


def shown_date(texts: Sequence[str], heading: int) -> str:
    """The first day that the blocks at the head of a page show, as YYYY-MM-DD, or nothing."""
    for text in _head(texts, heading):
        if day := day_in(text):
            return day
    return ""


def _head(texts: Sequence[str], heading: int) -> Iterator[str]:
    """The short blocks around the heading, those below it first."""
    below = range(heading + 1, min(heading + 1 + _AFTER, len(texts)))
    prose = 0
    for i in below:
        prose += len(texts[i]) >= _PROSE
        if prose > 1:
            break
        if len(texts[i]) <= _LONGEST:
            yield texts[i]
    for i in range(max(heading - _BEFORE, 0), heading):
        if len(texts[i]) <= _LONGEST:
            yield texts[i]
