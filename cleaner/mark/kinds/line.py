"""`line`: a block that says, from end to end, a known thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.finding import Finding
from cleaner.mark.kinds.spec import PLACES, UNTOUCHED, Spec, captures_of, in_place
from cleaner.mark.rule import Rule
from cleaner.mark.view import View
from cleaner.page import Role

_NO_BOUND = 1_000_000


class Line:
    """The whole block matches one of `any` and contains none of `unless`.

    Keys: `any`, `unless`, `where` (see `PLACES`), `max-chars` (default 400), `tables` (look
    at rows of tables too: a line with bars has their form). Two keys keep lines that are the
    form of the page: `alone` (one that fits as well amid the prose, or a page without prose,
    keeps them all: the dates of a diary or a programme) and `max-lines` (so do more than
    this: the references of a guide).
    """

    def __init__(self, rule: Rule) -> None:
        spec = Spec(rule)
        self.rule = rule.id
        self.any = spec.patterns("any", needed=True)
        self.unless = spec.patterns("unless")
        self.where = spec.choice("where", PLACES)
        self.max_chars = spec.number("max-chars", 400)
        self.tables = spec.flag("tables")
        self.alone = spec.flag("alone")
        self.max_lines = spec.number("max-lines", _NO_BOUND)
        spec.done()

    def find(self, view: View, lines: Sequence[int]) -> Iterator[Finding]:
        """Judge the lines that hold an anchor."""
        if self.alone and not view.features.prose:
            return
        found: list[Finding] = []
        for i in lines:
            block = view.blocks[i]
            text = block.text
            if not view.standing[i] or len(text) > self.max_chars:
                continue
            if block.role in UNTOUCHED and not (self.tables and block.role is Role.TABLE):
                continue
            match = self.any.full(text)
            if match is None or self.unless.find(text):
                continue
            if in_place(view, i, self.where):
                found.append(Finding(self.rule, block.span, captures=captures_of(match)))
            elif self.alone and not in_place(view, i, "edge"):
                return
        if len(found) <= self.max_lines:
            yield from found
