"""Which blocks repeat what the page's metadata say: its title, its summary, its text."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORDS = re.compile(r"\w+")
_TAG = re.compile(r"<[^>]{1,500}>")
_SHORT = 8
_SENTENCE = 30
_START = 24
"""So many characters of a block are looked for in the summary,"""
_TOLD_BY = 80
"""and so many in the article's text."""

_ASCII = bytes(range(128))
_ASCII_SIGNS = bytes(n for n in _ASCII if not (chr(n).isalnum() or chr(n) in "_\n"))
_SIGNS = re.compile(r"[^\w\n]+")
_FEW = 40


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
    # Most blocks are told by one look: those that begin in another way, or are longer, are no
    # part of the summary, and those that lack a word of it do not hold it.
    room = len(summary) + _SENTENCE
    short = [i for i, text in enumerate(folded) if _SENTENCE < len(text) < room]
    solid = "".join(_solid((wanted,)))
    asked = {
        i
        for i, start in zip(short, _solid([folded[i][:_START] for i in short]), strict=True)
        if start in solid
    }
    long = len(wanted) > _SENTENCE
    if long:
        rarest = sorted(wanted.split(), key=len, reverse=True)
        asked.update(
            i
            for i, text in enumerate(folded)
            if len(text) >= len(wanted) and all(word in text for word in rarest)
        )
    for i in asked:
        words = _flat(folded[i])
        found[i] = int(words in wanted or (long and wanted in words))
    return found


def told(folded: Sequence[str], article: str) -> list[int]:
    """Which blocks the article's text in the page's JSON-LD has: 0 it has none, 1 no, 2 yes.

    A block is known by its beginning.
    """
    if len(article) <= 300:
        return [0] * len(folded)
    said = "".join(_solid((_TAG.sub(" ", article).lower(),)))
    found: list[int] = []
    known = 0
    for text, start in zip(folded, _solid([text[:_TOLD_BY] for text in folded]), strict=True):
        found.append(2 if start and start in said else 1)
        known += len(text) if found[-1] == 2 and len(start) > _SENTENCE else 0
    return found if known > 0.4 * len(article) else [0] * len(folded)


def _flat(text: str) -> str:
    return " ".join(_WORDS.findall(text))


def _solid(texts: Sequence[str]) -> list[str]:
    """The letters and digits of each line, without what stands between them."""
    if not texts:
        return []
    data = "\n".join(texts).encode("utf-8", "surrogatepass")
    text = data.translate(None, _ASCII_SIGNS).decode("utf-8", "surrogatepass")
    if text.isascii():
        return text.split("\n")
    # Of signs beyond ASCII there are few, mostly quotes and dashes.
    beyond = set(data.translate(None, _ASCII).decode("utf-8", "surrogatepass"))
    signs = [sign for sign in beyond if not sign.isalnum()]
    if len(signs) > _FEW:
        text = _SIGNS.sub("", text)
    else:
        for sign in signs:
            text = text.replace(sign, "")
    return text.split("\n")
