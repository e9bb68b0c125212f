"""The embedded parser: Beautiful Soup, of which only the reading is used.

Beautiful Soup's own tree costs more than all the rest of cleaning, and nobody would look
at it again. So its tag events go straight to the gatherer; what it knows about broken
markup and doctypes stays. The builder is that for `html.parser`, which is always there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from bs4 import BeautifulSoup
from bs4.builder import ParserRejectedMarkup
from bs4.builder._htmlparser import BeautifulSoupHTMLParser, HTMLParserTreeBuilder
from bs4.element import NavigableString

from cleaner.read.html.bounds import with_ended_tags
from cleaner.read.html.elements import VOID
from cleaner.read.html.gather import Gatherer
from cleaner.read.html.nesting import Nesting
from cleaner.read.html.unread import without_unread

_PLAIN_START = re.compile(
    r"""<([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z][\w:.@-]*(?:="[^"]*"|='[^']*')?)*)\s*(/?)>"""
).match
_PLAIN_END = re.compile(r"</([a-zA-Z][a-zA-Z0-9-]*)\s*>").match
_ATTRIBUTES = re.compile(r"""\s([a-zA-Z][\w:.@-]*)(?:="([^"]*)"|='([^']*)')?""").findall
_RAW = frozenset(
    "script style title textarea iframe noembed noframes noscript xmp plaintext".split()
)
"""Elements whose inside some versions of `html.parser` read in another way."""


class _Events(BeautifulSoup):
    """A soup that keeps nothing: what is parsed is told to `nesting`."""

    def __init__(self, html: str, nesting: Nesting) -> None:
        self.told = nesting
        super().__init__(html, builder=_Builder(store_line_numbers=False))

    def reset(self) -> None:
        super().reset()
        self.pending: list[str] = []

    def handle_starttag(self, name: str, *args: Any, **_: Any) -> None:
        self.endData()
        attributes: Mapping[str, Any] = args[2] if len(args) > 2 else {}
        self.told.start(name, attributes)

    def handle_endtag(self, name: str, nsprefix: str | None = None) -> None:  # noqa: ARG002 (bs4 calls it so)
        self.endData()
        self.told.end(name)

    def handle_data(self, data: str) -> None:
        self.pending.append(data)

    def endData(self, containerClass: Any = None) -> None:
        """What was read since the last tag is text, unless it was a comment or a doctype."""
        if self.pending:
            data = "".join(self.pending)
            self.pending.clear()
            if containerClass is None or containerClass is NavigableString:
                self.told.text(data)


class _Builder(HTMLParserTreeBuilder):
    """Beautiful Soup's builder, with the parser below."""

    def feed(self, markup: str | bytes, *_: Any, **__: Any) -> None:
        assert isinstance(self.soup, _Events)
        assert isinstance(markup, str)  # it is given nothing else
        parser = _Parser(self.soup)
        try:
            parser.feed(markup)
            parser.close()
        except AssertionError as error:  # what html.parser says of broken declarations
            raise ParserRejectedMarkup(str(error)) from error


class _Parser(BeautifulSoupHTMLParser):
    """Beautiful Soup's parser, with a short way for tags that are written as they should be.

    Whatever else there is in a page goes the long way, in Beautiful Soup and `html.parser`.
    """

    def __init__(self, soup: _Events) -> None:
        super().__init__(soup, convert_charrefs=True)
        self._events = soup
        self._pending = soup.pending
        self._told = soup.told

    def updatepos(self, i: int, j: int) -> int:  # noqa: ARG002 (html.parser calls it so)
        """Nobody asks for the line of a tag."""
        return j

    def handle_data(self, data: str) -> None:
        """Characters, entities resolved."""
        self._pending.append(data)

    def parse_starttag(self, i: int) -> int:
        """Read the start tag at `i`; where it ends."""
        found = _PLAIN_START(self.rawdata, i)
        if found is None or (tag := found[1].lower()) in _RAW:
            return super().parse_starttag(i)
        attributes: dict[str, str] = {}
        for name, one, other in _ATTRIBUTES(found[2]):
            value = one or other
            attributes[name.lower()] = unescape(value) if "&" in value else value
        if self._pending:
            self._events.endData()
        self._told.start(tag, attributes)
        if found[3] and tag not in VOID:
            self._told.end(tag)
        return found.end()

    def parse_endtag(self, i: int) -> int:
        """Read the end tag at `i`; where it ends."""
        found = _PLAIN_END(self.rawdata, i)
        if found is None or self.cdata_elem is not None:
            return super().parse_endtag(i)
        if self._pending:
            self._events.endData()
        self._told.end(found[1].lower())
        return found.end()


def feed(data: bytes, gatherer: Gatherer) -> None:
    """Parse a page in UTF-8 and tell its elements and text in order."""
    html = with_ended_tags(without_unread(data, everything=gatherer.everything).decode())
    nesting = Nesting(gatherer)
    _Events(html, nesting)
    nesting.finish()
