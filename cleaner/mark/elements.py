"""`css` rules on a page: which elements go, and which they may not take.

Asked once, of the page as it was read: what goes is then no part of the article.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Set
from itertools import accumulate

from cleaner.finding import Finding
from cleaner.mark.judge import HOLDS_ARTICLE, HOLDS_TITLE, Judged
from cleaner.mark.kinds.css import Css
from cleaner.mark.kinds.part import Overtime
from cleaner.mark.selectors import Index
from cleaner.markup import Markup
from cleaner.page import Page, Span

_WHOLE = frozenset(("html", "body", "main"))
"""Elements whose names speak of the whole page."""


_NEAR = 5
"""So many blocks away from the article, an element may still tell something of it."""


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


def mark_elements(
    page: Page,
    elements: Elements,
    article: Set[int],
    title: int | None = None,
    *,
    reasons: Mapping[str, str],
    off: set[str],
) -> Judged:
    """What the `css` rules say of a page whose article is known, judged.

    `article` are the numbers of the article's blocks, `title` that of its title. An element
    that holds the title, or more of the article than its rule allows, is withheld. What
    stands far from the article moves no metadata. Nothing is said of what stands inside an
    element that goes. `reasons` are those of `judge`, `off` those of `mark`.
    """
    found = elements.find(page)
    if not found or page.markup is None:
        return Judged((), ())
    blocks, markup = page.blocks, page.markup
    places = _Places(markup)
    around = range(min(article, default=0) - _NEAR, max(article, default=0) + _NEAR + 1)
    size = sum(len(blocks.texts[i]) for i in article) or 1
    done: list[Finding] = []
    withheld: list[tuple[Finding, str]] = []
    gone_to = -1
    for element, rule, source in found:
        if element < gone_to or rule.rule in off or rule.spares(markup, element):
            continue
        end = places.end(element)
        inside = places.blocks(element, end)
        if not inside:
            continue
        try:
            captures = rule.reads(blocks.texts[inside.start : inside.stop])
        except Overtime:
            off.add(rule.rule)
            continue
        if captures is None:
            continue
        span = Span(blocks.starts[inside.start], blocks.span(inside.stop - 1).end)
        evidence = f"the element is {source}"
        captures = captures if inside.start in around else ()
        finding = Finding(rule.rule, span, evidence=evidence, captures=captures)
        share = sum(len(blocks.texts[i]) for i in inside if i in article) / size
        reason = reasons.get(rule.rule)
        if title is not None and title in inside:
            reason = HOLDS_TITLE
        elif 100 * share > rule.max_share:
            reason = HOLDS_ARTICLE.format(share=share)
        if reason is None:
            done.append(finding)
            gone_to = end
        elif (finding, reason) not in withheld[-1:]:
            withheld.append((finding, reason))
    return Judged(tuple(done), tuple(withheld))


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
