"""A second opinion on where the article is: elements win the points of the paragraphs inside.

The way of Arc90's Readability: a paragraph gives points for its length and its commas to the
element around it, and fewer to those further out; elements start with points for what their
tag and names say, and lose the share of their text that stands in links. What won most is the
winner, unless an element around it won more; brothers of it that won much belong to it.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from cleaner.mark.content.names import BITS
from cleaner.mark.content.outline import LEAVES, Outline, last_sign

OUTSIDE, BROTHER = -2, -1
"""What stands for a depth in the winner: outside of it, and in a brother that belongs to it."""

_SHORTEST = 25
"""Fewest characters of a paragraph that gives points."""
_EACH, _LENGTH, _AT_MOST = 1, 100, 3
"""Points of a paragraph besides one for each comma: for itself, and for each so many
characters, but for these at most so many."""
_SHARES = (1.0, 0.7, 0.4, 0.2, 0.1)
"""What the elements around a paragraph get of its points, from the innermost outwards."""
_COMMAS = ",、，،"
_TAGS = {
    "article": 8, "div": 5, "section": 5, "main": 5, "pre": 3, "td": 3, "blockquote": 3,
    "address": -3, "ol": -3, "ul": -3, "dl": -3, "dd": -3, "dt": -3, "li": -3, "form": -3,
    "h1": -5, "h2": -5, "h3": -5, "h4": -5, "h5": -5, "h6": -5, "th": -5,
}  # fmt: skip
"""The points that elements start with."""
_NAMED = 25
"""Points for a name that speaks of an article, or against one that speaks of something else."""
_GOOD = sum(BITS[topic] for topic in ("article", "body", "articlebody", "paragraph"))
_UNLIKELY = sum(
    BITS[topic]
    for topic in ("comment", "related", "share", "signup", "advert", "navigation", "side", "foot",
                  "popup")
)  # fmt: skip
_BAD = _UNLIKELY | sum(BITS[topic] for topic in ("card", "meta", "media", "form"))
_MINOR = 0.15
"""Elements with so little of the prose are believed what their names say of them."""
_STEADY = 1 / 3
"""A winner gives way to an element around it, unless one between won less than this share."""
_ENOUGH, _FEWEST = 0.2, 10.0
"""Share of the winner's points, and points, that make a brother belong to it."""
_LONG, _LINKED = 80, 0.25
"""So does a paragraph with more characters than this, if less of it is links."""


class Candidates:
    """What elements won; the winner is `best`, or -1 where no paragraph gave points."""

    def __init__(self, texts: Sequence[str], page: Outline, apart: Set[int]) -> None:
        self.page = page
        self._doubtful: dict[int, bool] = {-1: False}
        self._points: dict[int, float] = {}
        given: dict[int, int] = {}
        linked, owners = page.markup.linked, page.markup.owners
        tags, parents = page.markup.tags, page.markup.parents
        for i, (text, owner) in enumerate(zip(texts, owners, strict=True)):
            chars = page.lengths[i]
            if chars < _SHORTEST or linked[i] > chars / 2 or i in apart or self._is_doubtful(owner):
                continue
            commas = text.count(",") if text.isascii() else sum(map(text.count, _COMMAS))
            alone = tags[owner] in LEAVES or page.blocks[owner] == 1
            e = parents[owner] if alone else owner
            given[e] = given.get(e, 0) + _EACH + commas + min(chars // _LENGTH, _AT_MOST)
        for e, points in given.items():
            self._give(points, e)
        for e in self._points:
            self._points[e] *= 1 - page.links[e] / (page.size[e] or 1)
        self.best = self._winner()
        self._most = max(self._points.get(self.best, 0.0), 1.0)
        self._depths = dict.fromkeys(self._brothers(texts), BROTHER)
        self._depths |= {self.best: 0, -1: OUTSIDE}

    def _give(self, given: int, e: int) -> None:
        """Points to an element, and a part of them to those around it."""
        points, tags, parents = self._points, self.page.markup.tags, self.page.markup.parents
        for share in _SHARES:
            if e < 0 or tags[e] == "html":
                break
            if e not in points:
                points[e] = self._start(e)
            points[e] += given * share
            e = parents[e]

    def won(self, e: int) -> float:
        """The points of an element, as a share of the winner's."""
        return self._points.get(e, 0.0) / self._most

    def depth(self, e: int) -> int:
        """How deep in the winner an element stands; or else `BROTHER` or `OUTSIDE`."""
        known, parents = self._depths, self.page.markup.parents
        way: list[int] = []
        while e not in known:
            way.append(e)
            e = parents[e]
        depth = known[e]
        for e in reversed(way):
            depth += depth >= 0
            known[e] = depth
        return depth

    def _is_doubtful(self, e: int) -> bool:
        """Whether an element stands in a minor one that is named for something else."""
        known, page = self._doubtful, self.page
        way: list[int] = []
        while e not in known:
            way.append(e)
            e = page.markup.parents[e]
        doubtful = known[e]
        for e in reversed(way):
            bits = page.topics[e]
            doubtful = doubtful or (
                bool(bits & _UNLIKELY) and not bits & _GOOD and page.sub[e] < _MINOR * page.total
            )
            known[e] = doubtful
        return doubtful

    def _start(self, e: int) -> float:
        bits = self.page.topics[e]
        named = (_NAMED if bits & _GOOD else 0) - (_NAMED if bits & _BAD else 0)
        return float(_TAGS.get(self.page.markup.tags[e], 0) + named)

    def _winner(self) -> int:
        points, markup = self._points, self.page.markup
        best = max(points, key=points.__getitem__, default=-1)
        last = points.get(best, 0.0)
        least, e = last * _STEADY, best
        while e in points and points[e] >= least and markup.tags[e] != "body":
            if points[e] > last:
                return e
            last, e = points[e], markup.parents[e]
        return best

    def _brothers(self, texts: Sequence[str]) -> list[int]:
        """Children of the winner's parent that belong to the winner."""
        markup = self.page.markup
        around = markup.parents[self.best] if self.best >= 0 else -1
        if around < 0:
            return []
        least = max(_FEWEST, _ENOUGH * self._most)
        alike = markup.names[self.best]
        found = [
            e
            for e, won in self._points.items()
            if e != self.best
            and markup.parents[e] == around
            and won + (_ENOUGH * self._most if alike and markup.names[e] == alike else 0) >= least
        ]
        for i, owner in enumerate(markup.owners):
            if markup.parents[owner] == around and markup.tags[owner] == "p":
                chars = self.page.lengths[i]
                share = markup.linked[i] / chars
                if share < _LINKED if chars > _LONG else not share and last_sign(texts[i]) == 1:
                    found.append(owner)
        return found
