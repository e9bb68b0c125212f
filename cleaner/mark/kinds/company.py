"""`company`: what ends like a sentence among the headlines of other stories.

"Police promised reforms. Here's what happened." closes with a stop, and so has not the shape by
which a list of headlines is known. Between lines of such a list, or below it at the end of the
page, it is one of them all the same: an article's own sentence does not stand there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cleaner.finding import Finding
from cleaner.mark.kinds.headline_runs import closes
from cleaner.mark.kinds.spec import Spec
from cleaner.mark.rule import Rule
from cleaner.mark.shapes import is_headline
from cleaner.mark.view import View

_CLOSE = ".\"”’'"
_TOGETHER = 2
"""Lines in a row that may lack the shape of a headline."""


class Company:
    """Standing lines next to at least `min` neighbouring lines (default 3) that `of` has claimed.

    Keys: `of` (rules or families), `min`, `max-chars` (of such a line, 130), `unless`. A line
    between two claimed ones counts, and so do one or two below the last of them if they are the
    last of the page, and in title case or of two sentences; above the first one only a line in
    title case does. Each must be a headline
    but for the stop at its end.
    """

    def __init__(self, rule: Rule) -> None:
        spec = Spec(rule)
        self.rule = rule.id
        self.gate = None
        self.of = spec.rules("of")
        self.unless = spec.patterns("unless")
        self.min = spec.number("min", 3)
        self.max_chars = spec.number("max-chars", 130)
        spec.done()

    def find(self, view: View, _lines: Sequence[int]) -> Iterator[Finding]:
        """Go through the claimed lines by lists, whose gaps are no wider than is allowed."""
        claimed = [i for i, rule in view.claims.items() if self.of[rule]]
        for group in _groups(sorted(claimed)):
            if len(group) >= self.min:
                yield from self._around(view, group)

    def _around(self, view: View, group: list[int]) -> Iterator[Finding]:
        first, last = group[0], group[-1]
        above = [first - 1] if first > 1 and view.features.is_title_case(first - 1) else []
        between = [i for a, b in pairwise(group) for i in self._gap(view, a, b)]
        below = range(last + 1, len(view.blocks))
        if len(below) > _TOGETHER or not all(
            self._fits(view, i) and closes(view, i) for i in below
        ):
            below = range(0)
        above = [i for i in above if self._fits(view, i)]
        for line in (*above, *between, *below):
            evidence = f"beside {len(group)} headlines of other stories"
            yield Finding(self.rule, view.blocks.span(line), evidence=evidence)

    def _gap(self, view: View, above: int, below: int) -> range:
        """The lines between two that are claimed, if no line among them is the article's."""
        gap = range(above + 1, below)
        return gap if all(self._fits(view, i) for i in gap) else range(0)

    def _fits(self, view: View, index: int) -> bool:
        text = view.features.texts[index]
        return bool(
            view.standing[index]
            and len(text) <= self.max_chars
            and index not in view.features.untouched
            and is_headline(text.rstrip(_CLOSE))
            and not self.unless.find(view.features.line(index))
        )


def _groups(lines: list[int]) -> Iterator[list[int]]:
    """Lines that stand together, but for a few between them."""
    group: list[int] = []
    for i in lines:
        if group and i - group[-1] > _TOGETHER + 1:
            yield group
            group = []
        group.append(i)
    if group:
        yield group
