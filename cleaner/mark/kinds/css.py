"""`css`: an element of a web page, known by its tag and names.

The one kind that looks at markup and not at lines: it is asked once, before the article's
text is taken out of its page, and says nothing of plain text.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.finding import Captures
from cleaner.mark.kinds.lines import captures_of
from cleaner.mark.kinds.spec import Spec
from cleaner.mark.lowered import Lowered
from cleaner.mark.rule import Rule, misfit
from cleaner.mark.selectors import Selector, parse_selector
from cleaner.markup import Markup

_NO_BOUND = 1_000_000
MAX_SHARE = 30
"""Percent of the article's characters above which an element is taken for its container."""


class Css:
    """An element that one of `any` means goes, with all that is inside.

    Keys: `any` and `unless` are lists of selectors (see `cleaner.mark.selectors`); an element
    that `unless` means, or that stands inside of one, stays. `text` are patterns, of which the
    whole text of the element must match one; named groups move into the metadata.
    `max-chars` bounds that text. `max-share` (30) is the share of the article, in percent,
    that may stand in the element: the same name may be that of a box and of the whole page.
    """

    def __init__(self, rule: Rule) -> None:
        spec = Spec(rule)
        self.rule = rule.id
        if rule.anchors:
            raise misfit(
                rule, "a css rule has no anchors; the names in its selectors are", "anchors"
            )
        self.any = _selectors(rule, spec, "any")
        if not self.any:
            raise misfit(rule, "[match] of kind 'css' needs 'any'", "kind")
        self.unless = _selectors(rule, spec, "unless")
        self.text = spec.patterns("text")
        self.max_chars = spec.number("max-chars", _NO_BOUND)
        self.max_share = spec.number("max-share", MAX_SHARE)
        spec.done()

    def spares(self, markup: Markup, element: int) -> bool:
        """Whether `unless` keeps the element."""
        if not self.unless:
            return False
        while element >= 0:
            if any(selector.fits(markup, element) for selector in self.unless):
                return True
            element = markup.parents[element]
        return False

    def reads(self, texts: Sequence[str]) -> Captures | None:
        """What the element's blocks move into the metadata, or None if the rule means others."""
        if not self.text and self.max_chars == _NO_BOUND:
            return ()
        text = " ".join(texts)
        if len(text) > self.max_chars:
            return None
        if not self.text:
            return ()
        match = self.text.full(Lowered(text))
        return None if match is None else captures_of(match, text)


def _selectors(rule: Rule, spec: Spec, key: str) -> tuple[Selector, ...]:
    selectors: list[Selector] = []
    for source in spec.names(key):
        try:
            selectors.append(parse_selector(source))
        except ValueError as error:
            raise misfit(rule, f"{key}: {error}", source) from None
    return tuple(selectors)
