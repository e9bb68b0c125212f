"""`span`: a stretch inside a block, such as a credit at the end of a paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.finding import Finding
from cleaner.mark.kinds.lines import captures_of
from cleaner.mark.kinds.spec import PLACES, Spec, in_place
from cleaner.mark.rule import Rule
from cleaner.mark.view import View
from cleaner.page import Span


class Within:
    """What a pattern of `any` finds in a block goes; the rest of the block stays.

    A group named `cut` narrows the cut to itself; the remainder is context. Keys: `any`,
    `unless` (searched in the whole block), `where`. A cut that would leave no word of the
    block takes the whole block.
    """

    def __init__(self, rule: Rule) -> None:
        spec = Spec(rule)
        self.rule = rule.id
        self.gate = None
        self.any = spec.patterns("any", needed=True)
        self.unless = spec.patterns("unless")
        self.where = spec.choice("where", PLACES)
        spec.done()

    def find(self, view: View, lines: Sequence[int]) -> Iterator[Finding]:
        """Search the lines that hold an anchor."""
        for i in lines:
            if not view.standing[i] or i in view.features.untouched:
                continue
            block, line = view.blocks[i], view.features.line(i)
            text = block.text
            if self.unless.find(line) or not in_place(view, i, self.where):
                continue
            for match in self.any.find_all(line):
                group = "cut" if "cut" in match.re.groupindex and match["cut"] is not None else 0
                start, end = match.span(group)
                if start == end:
                    continue
                rest = text[:start] + text[end:]
                span = (
                    Span(block.span.start + start, block.span.start + end)
                    if any(c.isalnum() for c in rest)
                    else block.span
                )
                yield Finding(self.rule, span, captures=captures_of(match, text))
                if span == block.span:
                    break
