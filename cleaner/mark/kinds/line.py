"""`line`: a block that says, from end to end, a known thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from cleaner.finding import Finding
from cleaner.mark.kinds.glued import call_in
from cleaner.mark.kinds.lines import Lines, captures_of
from cleaner.mark.kinds.spec import PLACES, Spec, in_place
from cleaner.mark.rule import Rule
from cleaner.mark.view import View
from cleaner.page import Role, Span

_NO_BOUND = 1_000_000


class Line:
    """The whole block matches one of `any` and contains none of `unless`.

    Keys: `any`, `unless`, `where` (see `PLACES`), `max-chars` (default 240), `tables` (look
    at rows of tables too: a line with bars has their form), `glued` (of a paragraph with a call
    at its end or start only the call goes, see `call_in`). Three keys keep lines that are the
    form of the page: `alone` (only at the edge, and one that fits as well amid the prose, or
    a page without prose, keeps them all: the dates of a diary or a programme), `max-lines`
    (so do more than this: the references of a guide) and `max-names` (where the group `name`
    says more different things than this, it stays: a list of people to follow).
    """

    def __init__(self, rule: Rule) -> None:
        spec = Spec(rule)
        self.rule = rule.id
        self.max_chars = spec.max_chars()
        self.lines = Lines(
            spec.patterns("any", needed=True), spec.patterns("unless"), self.max_chars
        )
        self.gate = self.lines
        self.where = spec.choice("where", PLACES)
        self.tables = spec.flag("tables")
        self.alone = spec.flag("alone")
        self.glued = spec.flag("glued")
        self.max_lines = spec.number("max-lines", _NO_BOUND)
        self.max_names = spec.number("max-names", _NO_BOUND)
        spec.done()

    def find(self, view: View, lines: Sequence[int]) -> Iterator[Finding]:
        """Judge the lines that hold an anchor."""
        where = "edge" if self.alone and self.where == "anywhere" else self.where
        some = lines
        if where != "anywhere":
            some = [i for i in lines if in_place(view, i, where)]
        found: list[tuple[int, regex.Match[str]]] = []
        for i in self.lines.candidates(view.features, some):
            if match := self._match(view, i):
                found.append((i, match))
        if not found or len(found) > self.max_lines:
            return
        if self.alone and self._has_others(view, lines):
            return
        names = {name for _, match in found if (name := _name_in(match))}
        if len(names) > self.max_names:
            found = [(i, match) for i, match in found if not _name_in(match)]
        for i, match in found:
            text, whole = view.features.texts[i], view.blocks.span(i)
            call = call_in(self.lines, text) if self.glued else (0, len(text))
            if call is not None:
                span = Span(whole.start + call[0], whole.start + call[1])
                yield Finding(self.rule, span, captures=captures_of(match, text))

    def _match(self, view: View, index: int) -> regex.Match[str] | None:
        if not view.standing[index]:
            return None
        if index in view.features.untouched and not self._reads_table(view, index):
            return None
        return self.lines.match(view.features.line(index))

    def _reads_table(self, view: View, index: int) -> bool:
        return self.tables and view.blocks.role(index) is Role.TABLE

    def _has_others(self, view: View, lines: Sequence[int]) -> bool:
        """Whether the page lacks prose, or has such lines amid its prose too."""
        return not view.features.prose or any(
            self._match(view, i) for i in lines if not in_place(view, i, "edge")
        )


def _name_in(match: regex.Match[str]) -> str:
    return (match.groupdict().get("name") or "").casefold()
