"""The embedded parser: Beautiful Soup, of which only the reading is used.

Beautiful Soup's own tree costs more than all the rest of cleaning, and nobody would look
at it again. So its tag events go straight to the gatherer; what it knows about broken
markup, entities and doctypes stays. The builder is `html.parser`, which is always there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import NavigableString

from cleaner.read.html.bounds import as_bytes, with_ended_tags
from cleaner.read.html.gather import Gatherer
from cleaner.read.html.nesting import Nesting


class _Events(BeautifulSoup):
    """A soup that keeps nothing: what is parsed is told to `nesting`."""

    def __init__(self, html: str, nesting: Nesting, builder: str) -> None:
        self._told = nesting
        super().__init__(html, builder)

    def reset(self) -> None:
        super().reset()
        self._data: list[str] = []

    def handle_starttag(self, name: str, *args: Any, **_: Any) -> None:
        if self._data:
            self.endData()
        attributes: Mapping[str, Any] = args[2] if len(args) > 2 else {}
        self._told.start(name, attributes)

    def handle_endtag(self, name: str, nsprefix: str | None = None) -> None:  # noqa: ARG002 (bs4 calls it so)
        if self._data:
            self.endData()
        self._told.end(name)

    def handle_data(self, data: str) -> None:
        self._data.append(data)

    def endData(self, containerClass: Any = None) -> None:
        """What was read since the last tag is text, unless it was a comment or a doctype."""
        if self._data:
            data = "".join(self._data)
            self._data.clear()
            if containerClass is None or containerClass is NavigableString:
                self._told.text(data)


_UNREAD = re.compile(r"<(?:(script|style|svg|noscript|template|iframe)\b|!--)", re.IGNORECASE)


def without_unread(html: str) -> str:
    """The page without comments, scripts and the like, which would be parsed in vain."""
    kept: list[str] = []
    endless: set[str] = set()
    at = 0
    for found in _UNREAD.finditer(html):
        start = found.start()
        if start < at:
            continue
        name = found[1]
        if name is None:
            end = html.find("-->", start + 2)
            end = len(html) if end < 0 else end + 3
        else:
            name = name.lower()
            end = -1 if name in endless else _end_of(html, name, found.end())
            if end < 0:
                endless.add(name)
                continue
        kept += (html[at:start], " " if name == "iframe" else "")
        at = end
    kept.append(html[at:])
    return "".join(kept)


def _end_of(html: str, name: str, at: int) -> int:
    for spelt in (name, name.upper()):
        close = html.find(f"</{spelt}", at)
        if close >= 0:
            return html.find(">", close) + 1 or len(html)
    return -1


def feed(html: str, gatherer: Gatherer, builder: str = "html.parser") -> None:
    """Parse a page and tell its elements and text in order."""
    html = with_ended_tags(without_unread(as_bytes(html).decode()))
    nesting = Nesting(gatherer)
    _Events(html, nesting, builder)
    nesting.finish()
