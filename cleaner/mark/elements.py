"""`css` rules on a page: which elements go, and which they may not take.

Found once, on the page as it was read. What they hold is left out when the article is looked
for, and what goes is no part of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Set
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from cleaner.finding import Captures, Finding
from cleaner.mark.judge import HOLDS_ARTICLE, HOLDS_TITLE, Verdict
from cleaner.mark.kinds.css import Css
from cleaner.mark.kinds.part import Overtime
from cleaner.mark.selectors import Index
from cleaner.markup import Markup
from cleaner.page import Page, Span

_WHOLE = frozenset(("html", "body", "main"))
"""Elements whose names speak of the whole page."""
_NEAR = 5
"""So many blocks away from the article, an element may still tell something of it."""
_LONG = 60
"""Characters from which a block that is not mostly links is prose."""
_PROSE_ABOVE = 300
"""Characters of prose that are the beginning of an article, if anything is."""
_MOST_APART, _SMALL = 0.8, 0.1
"""Shares of a page's text: above the first, an element may be the page itself."""
_LITTLE = 0.3
"""Share of a page's prose; what holds more may be the article."""


class Elements:
    """All `css` rules of a book, asked together."""

    def __init__(self, rules: Iterable[Css]) -> None:
        pairs = [(rule, selector) for rule in rules for selector in rule.any]
        self._rules = [rule for rule, _ in pairs]
        self._index = Index(selector for _, selector in pairs)

    def find(self, page: Page) -> list[tuple[int, Css, str]]:
        """Elements in document order, with a rule that means each, and its selector."""
        if page.markup is None:
            return []
        return [
            (element, self._rules[number], self._index.selectors[number].source)
            for element, number in self._index.find(page.markup)
            if page.markup.tags[element] not in _WHOLE
        ]


class Box(NamedTuple):
    """An element that a rule means, its blocks, and what they tell.

    `end` is the number of the first element that is not inside.
    """

    end: int
    blocks: range
    rule: Css
    captures: Captures
    evidence: str


class Boxes:
    """The elements of a page that `css` rules mean.

    `reasons` are those of `judge`, `off` those of `mark`.
    """

    def __init__(
        self, page: Page, elements: Elements, *, reasons: Mapping[str, str], off: set[str]
    ) -> None:
        self._page = page
        self._reasons = reasons
        self._off = off
        self._found = elements.find(page)
        self._read: dict[int, Box | None] = {}

    def apart(self) -> set[int]:
        """Blocks that are left out of account when the article is looked for.

        A name may be that of the column which holds the article. So a box counts only if it
        has no title in it, and either stands below prose that follows a title, and is not
        nearly all of the page, or is small and has little of the page's prose.
        """
        apart: set[int] = set()
        texts, markup = self._page.blocks.texts, self._page.markup
        if markup is None or not self._found:
            return apart
        sizes = list(map(len, texts))
        prose = [
            size if size > _LONG and linked < 0.4 * size else 0
            for size, linked in zip(sizes, markup.linked, strict=True)
        ]
        heads = [markup.tags[owner] == "h1" for owner in markup.owners]
        total, all_prose = sum(sizes), sum(prose)
        above = seen = gone_to = 0
        for number, (element, rule, _) in enumerate(self._found):
            if element < gone_to or rule.rule in self._reasons or not (box := self._box(number)):
                continue
            for i in range(seen, box.blocks.start):
                above = 0 if heads[i] else above if i in apart else above + prose[i]
            seen = max(seen, box.blocks.start)
            inside = slice(box.blocks.start, box.blocks.stop)
            size = sum(sizes[inside])
            below = above > _PROSE_ABOVE and size < _MOST_APART * total
            little = size < _SMALL * total and sum(prose[inside]) <= _LITTLE * all_prose
            if (below or little) and not any(heads[inside]):
                apart.update(box.blocks)
                gone_to = box.end
        return apart

    def judged(self, article: Set[int], title: int | None = None) -> Verdict:
        """What the rules say of the page, now that its article is known.

        `article` are the numbers of the article's blocks, `title` that of its title. An
        element that holds the title, or more of the article than its rule allows, is withheld.
        What stands far from the article moves no metadata. Nothing is said of what stands
        inside an element that goes.
        """
        blocks = self._page.blocks
        around = range(min(article, default=0) - _NEAR, max(article, default=0) + _NEAR + 1)
        size = sum(len(blocks.texts[i]) for i in article) or 1
        done: list[Finding] = []
        withheld: list[tuple[Finding, str]] = []
        gone_to = -1
        for number, (element, rule, _) in enumerate(self._found):
            if element < gone_to or not (box := self._box(number)):
                continue
            inside = box.blocks
            span = Span(blocks.starts[inside.start], blocks.span(inside.stop - 1).end)
            captures = box.captures if inside.start in around else ()
            finding = Finding(rule.rule, span, evidence=box.evidence, captures=captures)
            share = sum(len(blocks.texts[i]) for i in inside if i in article) / size
            reason = self._reasons.get(rule.rule)
            if title is not None and title in inside:
                reason = HOLDS_TITLE
            elif 100 * share > rule.max_share:
                reason = HOLDS_ARTICLE.format(share=share)
            if reason is None:
                done.append(finding)
                gone_to = box.end
            elif (finding, reason) not in withheld[-1:]:
                withheld.append((finding, reason))
        return Verdict(tuple(done), tuple(withheld))

    def _box(self, number: int) -> Box | None:
        """What was found, read once; None if the rule means something else."""
        if number not in self._read:
            self._read[number] = self._read_box(*self._found[number])
        return self._read[number]

    def _read_box(self, element: int, rule: Css, source: str) -> Box | None:
        markup = self._page.markup
        if markup is None or rule.rule in self._off or rule.spares(markup, element):
            return None
        end = self._places.end(element)
        blocks = self._places.blocks(element, end)
        if not blocks:
            return None
        try:
            captures = rule.reads(self._page.blocks.texts[blocks.start : blocks.stop])
        except Overtime:
            self._off.add(rule.rule)
            return None
        if captures is None:
            return None
        return Box(end, blocks, rule, captures, f"the element is {source}")

    @cached_property
    def _places(self) -> _Places:
        assert self._page.markup is not None
        return _Places(self._page.markup)


class _Places:
    """Which blocks stand in an element: neighbours, since both are in document order."""

    def __init__(self, markup: Markup) -> None:
        self._parents = markup.parents
        self._owners = markup.owners
        # An element's number is at most that of any inside it, so the largest number seen so
        # far finds the first block inside.
        self._reach = list(accumulate(markup.owners, max))

    def end(self, element: int) -> int:
        """The number of the first element that is not inside this one."""
        end, count = element + 1, len(self._parents)
        while end < count and self._parents[end] >= element:
            end += 1
        return end

    def blocks(self, element: int, end: int) -> range:
        """The numbers of the blocks in the elements from `element` up to `end`."""
        first = last = bisect_left(self._reach, element)
        while last < len(self._owners) and element <= self._owners[last] < end:
            last += 1
        return range(first, last)
