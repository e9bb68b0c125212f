"""Tags as they were typed become elements that nest, by the rules browsers go by.

For parsers that hand on start and end tags and no more. What the WHATWG HTML Standard
demands of a tree is followed where it can move text from one block to another: end tags
that may be left out, end tags without a start, inline elements that overlap with blocks.
"""

from __future__ import annotations

from collections.abc import Mapping

from cleaner.read.html.elements import INLINE, VOID
from cleaner.read.html.gather import Gatherer

_ENDS_P = frozenset(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre search section summary "
    "table ul li dd dt".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# A start tag ends the nearest of these, unless one of those is nearer.
_ENDS = {
    "li": (("li",), ("ul", "ol", "menu")),
    "dd": (("dd", "dt"), ("dl",)),
    "dt": (("dd", "dt"), ("dl",)),
    "td": (("td", "th"), ("tr", "table")),
    "th": (("td", "th"), ("tr", "table")),
    "tr": (("tr",), ("tbody", "thead", "tfoot", "table")),
    "tbody": (("tbody", "thead", "tfoot"), ("table",)),
    "thead": (("tbody", "thead", "tfoot"), ("table",)),
    "tfoot": (("tbody", "thead", "tfoot"), ("table",)),
}
_WALLS = frozenset("table td th caption html body template button object".split())
_WHOLE = frozenset(("html", "body"))
_IN_HEAD = frozenset("base link meta noscript script style template title".split())
_ONCE = frozenset(("html", "body", "head"))


class Nesting:
    """Between a parser of tags and a `Gatherer`."""

    def __init__(self, gatherer: Gatherer) -> None:
        self._gatherer = gatherer
        self._stack: list[str] = []
        self._open: dict[str, int] = {}
        self._skipping = 0

    def start(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        """A start tag."""
        if tag in VOID:
            if not self._skipping and self._gatherer.open(tag, attributes):
                self._gatherer.close(tag)
            return
        if tag in INLINE:
            self._start_inline(tag, attributes)
            return
        if tag in _ONCE and self._open.get(tag):
            self._gatherer.name_late(tag, attributes)
            return
        self._begin(tag)
        if tag in _ENDS_P and self._open.get("p"):
            self._end_nearest(("p",), _WALLS)
        if tag in _ENDS:
            self._end_nearest(*_ENDS[tag])
        elif tag in _HEADINGS and self._stack and self._stack[-1] in _HEADINGS:
            self._pop()
        self._push(tag, attributes)

    def end(self, tag: str) -> None:
        """An end tag; one without a start is passed over, and the page's own end comes last."""
        if tag in _WHOLE:
            return
        if tag == "br" or (tag == "p" and not self._open.get(tag)):
            self.start(tag, {})
        if not self._open.get(tag):
            return
        if tag in INLINE and not (self._stack and self._stack[-1] == tag):
            if not self._skipping:
                self._open[tag] -= 1
                self._gatherer.close(tag)
            return
        while self._stack and self._pop() != tag:
            pass

    def text(self, data: str) -> None:
        """Characters, entities resolved."""
        if not self._skipping:
            self._gatherer.text(data)

    def finish(self) -> None:
        """The page ends, and with it whatever is open."""
        while self._stack:
            self._pop()

    def _begin(self, tag: str) -> None:
        """Start what stands around every element, where the page left that out."""
        if not self._stack and tag != "html":
            self._push("html", {})
        if tag not in _IN_HEAD:
            if self._open.get("head"):
                self.end("head")
            if len(self._stack) == 1 and tag not in _ONCE:
                self._push("body", {})

    def _start_inline(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        if self._skipping:
            self._stack.append(tag)
            self._open[tag] = self._open.get(tag, 0) + 1
            return
        if tag == "a" and self._open.get(tag):
            self.end(tag)
        if self._gatherer.open(tag, attributes):
            self._open[tag] = self._open.get(tag, 0) + 1
        else:
            self._stack.append(tag)
            self._open[tag] = self._open.get(tag, 0) + 1
            self._skipping = len(self._stack)

    def _push(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        if not self._skipping and not self._gatherer.open(tag, attributes):
            self._skipping = len(self._stack) + 1
        self._stack.append(tag)
        self._open[tag] = self._open.get(tag, 0) + 1

    def _pop(self) -> str:
        tag = self._stack.pop()
        self._open[tag] -= 1
        if not self._skipping:
            self._gatherer.close(tag)
        elif len(self._stack) < self._skipping:
            self._skipping = 0
        return tag

    def _end_nearest(
        self, wanted: tuple[str, ...], walls: frozenset[str] | tuple[str, ...]
    ) -> None:
        if not any(self._open.get(tag) for tag in wanted):
            return
        for n in range(len(self._stack) - 1, -1, -1):
            if self._stack[n] in wanted:
                while len(self._stack) > n:
                    self._pop()
                return
            if self._stack[n] in walls:
                return
