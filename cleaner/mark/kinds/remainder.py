"""`remainder`: what is left between and below lines that other rules have claimed.

The foot of a web page is made of menus, teasers and labels that no rule can know line by
line. But where a share bar, a comment form or a privacy notice stands, the article is
over, and a line below it that is no sentence belongs to the page and not to the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.finding import Finding
from cleaner.mark.kinds.spec import Spec
from cleaner.mark.rule import Rule
from cleaner.mark.shapes import ends_sentence
from cleaner.mark.view import View


class Remainder:
    """Standing lines with claimed ones above them, and no prose between.

    Keys: `after` (families whose claims count), `not-after` (rules of those families whose claims
    count for nothing, since the text goes on below them), `interrupts` (those families that end
    nothing on a page where they stand between paragraphs, too), `min-families` (so many of them
    must have claimed a line above, default 1), `where` ("tail": below the last prose of the page ·
    "anywhere"), `max-sentence` (a line that ends like a sentence may have so many words,
    default 4: a longer one may be the article's last word).
    """

    def __init__(self, rule: Rule) -> None:
        spec = Spec(rule)
        self.rule = rule.id
        self.gate = None
        self.after = frozenset(spec.names("after"))
        self.not_after = frozenset(spec.names("not-after"))
        self.interrupts = frozenset(spec.names("interrupts"))
        self.min_families = spec.number("min-families", 1)
        self.max_sentence = spec.number("max-sentence", 4)
        self.where = spec.choice("where", ("tail", "anywhere"))
        spec.done()

    def find(self, view: View, _lines: Sequence[int]) -> Iterator[Finding]:
        """Walk down the page, and remember whose lines were passed since the last prose."""
        if not view.claims:
            return
        lines = range(len(view.blocks))
        order = reversed(lines) if self.where == "tail" else lines
        prose = (i for i in order if view.standing[i] and view.features.is_prose(i))
        start = next(prose, len(view.blocks)) + 1
        if start > max(view.claims):
            return
        ends = self._ends(view, start)
        seen: set[str] = set()
        for i in range(start, len(view.blocks)):
            if not view.standing[i]:
                family = view.claims[i].partition("/")[0]
                if family in ends and view.claims[i] not in self.not_after:
                    seen.add(family)
            elif view.features.is_prose(i):
                seen.clear()
            elif len(seen) >= self.min_families and self._belongs_to_the_page(view, i):
                yield Finding(
                    self.rule, view.blocks.span(i), evidence=f"below {', '.join(sorted(seen))}"
                )

    def _ends(self, view: View, end: int) -> frozenset[str]:
        """The families that may end an article whose last paragraph is above the line `end`."""
        if not self.interrupts:
            return self.after
        first = next(iter(view.features.prose), end)
        between = {c.partition("/")[0] for i, c in view.claims.items() if first < i < end}
        return self.after - (self.interrupts & between)

    def _belongs_to_the_page(self, view: View, index: int) -> bool:
        text = view.features.texts[index]
        if index in view.features.untouched:
            return False
        return not ends_sentence(text) or text.count(" ") < self.max_sentence
