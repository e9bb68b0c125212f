"""Emphasis, links and images: what stands inside a block, for outputs that can show it.

It is gathered only where it is asked for, since most of a page's links stand in its menus.
While a block is read, marks count its parts; once it is a text, they get offsets in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urljoin

from cleaner.markup import Mark

KEPT: dict[str, str] = {
    "em": "em", "i": "em", "strong": "strong", "b": "strong", "code": "code", "kbd": "code",
    "samp": "code", "tt": "code", "sub": "sub", "sup": "sup", "mark": "mark", "del": "del",
    "s": "del", "strike": "del", "a": "a", "img": "img",
}  # fmt: skip
"""Inline elements that are kept, and what they are written as."""

_WITH_IMAGES = frozenset("figure figcaption p".split())
"""Elements whose images belong to the text; elsewhere they are mostly icons and teasers."""
_ADDRESS = re.compile(r"https?://[^\s\"'<>\\^`{|}]+", re.IGNORECASE)
_SOURCES = ("src", "data-src", "data-original", "data-lazy-src")
_MOST = 10_000
"""Bound on the marks of one page; what follows is plain text."""
_OPEN = 30
"""Bound on the inline elements that stand in one another."""
_LONGEST = 2_000
"""Longest address, in characters."""

Squeeze = Callable[[str], str]
"""How the text of a block is made of its characters."""


class Inline:
    """Takes the inline elements of a block as they begin and end."""

    def __init__(self, base: str) -> None:
        self._base = base
        # Tag, address, and the part of the block before which it began.
        self._open: list[tuple[str, str, int]] = []
        self._done: list[tuple[int, int, str, str, str]] = []
        self._count = 0

    def begin(self, tag: str, attributes: Mapping[str, str | None], parts: int, owner: str) -> None:
        """An element begins when so many parts are read; `owner` is the block's tag."""
        name = KEPT.get(tag)
        if not name or self._count >= _MOST or len(self._open) >= _OPEN:
            return
        self._count += 1
        if name == "img":
            if owner in _WITH_IMAGES and (source := self._source(attributes)):
                said = " ".join((attributes.get("alt") or "").split())
                self._done.append((parts, parts, name, source, said))
        else:
            address = self.address(attributes.get("href")) if name == "a" else ""
            self._open.append((name, address, parts))

    def end(self, tag: str, parts: int) -> None:
        """An element ends; one that never began is passed over."""
        name = KEPT.get(tag, "")
        for n in range(len(self._open) - 1, -1, -1):
            if self._open[n][0] == name:
                _, address, start = self._open.pop(n)
                if start < parts:
                    self._done.append((start, parts, name, address, ""))
                return

    def take(self, parts: Sequence[str], text: str, squeeze: Squeeze, shift: int) -> list[Mark]:
        """The marks of a block that ends; what is still open goes on in the next one.

        `text` is what `squeeze` made of the parts, behind `shift` more characters. Images of a
        block without words wait for the next one.
        """
        done = self._done
        done += ((start, len(parts), name, to, "") for name, to, start in self._open)
        self._open = [(name, to, 0) for name, to, _ in self._open]
        self._done = [] if text else [(0, 0, *one[2:]) for one in done if one[2] == "img"]
        if not text or not done:
            return []
        self._count += len(self._open)
        if self._count >= _MOST:
            self._open.clear()
        at = _places(sorted({part for one in done for part in one[:2]}), parts, squeeze)
        marks: list[Mark] = []
        for start, end, name, to, said in done:
            first, last = at[start], min(at[end], len(text))
            while first < last and text[first] == " ":
                first += 1
            while last > first and text[last - 1] == " ":
                last -= 1
            if (first < last or name == "img") and (to or name != "a"):
                marks.append(Mark(first + shift, last + shift, name, to, said))
        return marks

    def forget(self) -> None:
        """The block was a program, which has no marks."""
        self._done.clear()
        self._open = [(name, to, 0) for name, to, _ in self._open]

    def address(self, target: str | None) -> str:
        """The whole address of a link or image, or nothing if it is none of the web."""
        target = "%20".join((target or "").split())
        if not target or target[0] == "#" or len(target) > _LONGEST:
            return ""
        try:
            whole = urljoin(self._base, target)
        except ValueError:
            return ""
        return whole if _ADDRESS.fullmatch(whole) else ""

    def _source(self, attributes: Mapping[str, str | None]) -> str:
        for name in _SOURCES:
            said = attributes.get(name)
            if said and not said.startswith("data:") and (source := self.address(said)):
                return source
        several = (attributes.get("srcset") or attributes.get("data-srcset") or "").split()
        return self.address(several[0].rstrip(",")) if several else ""


def _places(wanted: Sequence[int], parts: Sequence[str], squeeze: Squeeze) -> dict[int, int]:
    """Where in the text of a block each of some parts begins."""
    at: dict[int, int] = {}
    length = done = 0
    spaced = False
    for part in wanted:
        chunk = "".join(parts[done:part])
        if length:
            # Signs on either side show whether spaces at the ends count.
            inside = squeeze(f"x{chunk}x")[1:-1]
            length += len(inside) - (spaced and inside.startswith(" "))
        else:
            inside = squeeze(f"{chunk}x")[:-1]
            length = len(inside)
        spaced = inside.endswith(" ") if inside else spaced
        at[part], done = length, part
    return at


def moved(marks: Sequence[Mark], by: int) -> list[Mark]:
    """Marks of a text that now begins later."""
    return [mark._replace(start=mark.start + by, end=mark.end + by) for mark in marks]
