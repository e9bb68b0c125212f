"""Which blocks repeat what the page's metadata say: its title, its summary, its text."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORDS = re.compile(r"\w+")
_TAG = re.compile(r"<[^>]{1,500}>")
_SHORT = 8
_SENTENCE = 30
_TOLD_BY = 80
"""So many characters of a block are looked for in the article's text."""


def titled(folded: Sequence[str], tags: Sequence[str], title: str) -> list[int]:
    """Which blocks say the title: 0 no, 1 yes, 2 yes and as a heading of the first ranks.

    `folded` are the blocks' texts in lower case, `tags` those of their elements.
    """
    wanted = _flat(title.lower())
    found = [0] * len(folded)
    if len(wanted) <= _SHORT:
        return found
    first = wanted[0]
    for i, text in enumerate(folded):
        if (text[0] == first or tags[i] in ("h1", "h2")) and _SHORT < len(text) < 400:
            words = _flat(text)
            if len(words) > _SHORT and (
                words in wanted or (wanted in words and len(words) < 2 * len(wanted))
            ):
                found[i] = 2 if tags[i] in ("h1", "h2") else 1
    return found


def described(folded: Sequence[str], summary: str) -> list[int]:
    """Which blocks are a part of the summary, or hold all of it: 0 no, 1 yes."""
    found = [0] * len(folded)
    wanted = _flat(summary.lower())
    if not wanted:
        return found
    # Most blocks are told by one look: those that lack a long word of the summary do not
    # hold it, and those that begin with another word, or are longer, are no part of it.
    rare = max(wanted[: wanted.rfind(" ")].split(), key=len, default=wanted)
    long = len(wanted) > _SENTENCE
    room = len(summary) + _SENTENCE
    for i, text in enumerate(folded):
        size = len(text)
        if size <= _SENTENCE:
            continue
        if size < room:
            first = _WORDS.search(text)
            part = first is not None and first[0] in wanted
        else:
            part = False
        if part or (long and rare in text):
            words = _flat(text)
            found[i] = int(words in wanted or (long and wanted in words))
    return found


def told(folded: Sequence[str], article: str) -> list[int]:
    """Which blocks the article's text in the page's JSON-LD has: 0 it has none, 1 no, 2 yes.

    A block is known by its beginning.
    """
    said = ""
    if len(article) > 300:
        said = "".join(_WORDS.findall(_TAG.sub(" ", article).lower()))
    if not said:
        return [0] * len(folded)
    found: list[int] = []
    known = 0
    for text in folded:
        words = "".join(_WORDS.findall(text[:_TOLD_BY]))
        found.append(2 if words and words in said else 1)
        known += len(text) if found[-1] == 2 and len(words) > _SENTENCE else 0
    return found if known > 0.4 * len(article) else [0] * len(folded)


def _flat(text: str) -> str:
    return " ".join(_WORDS.findall(text))
