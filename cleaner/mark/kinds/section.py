"""`section`: from an opening line to where its topic ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.finding import Finding
from cleaner.mark.kinds.lines import Lines, captures_of
from cleaner.mark.kinds.spec import PLACES, Spec, in_place
from cleaner.mark.rule import Rule
from cleaner.mark.view import View


class Section:
    """A line that matches `open`, and the lines after it that match `member`.

    At least `min-members` members (default 1) must follow, one of them matching `sure`
    if that is given; up to `gap` lines in a row (default 0) that match nothing, prose
    excepted, are taken along between members. With `to-end` everything after the opener
    goes, member or not, once the members are there: for what always ends a page. With
    `close` everything up to the first line that matches it goes, prose too, if there is one
    within `max-lines`: for a box that names its own end. Keys besides: `unless` (tried on the
    opener and on every member), `where` (of the opener), `max-chars` (of either, default 240),
    `max-lines` (default 60).
    """

    def __init__(self, rule: Rule) -> None:
        spec = Spec(rule)
        self.rule = rule.id
        unless = spec.patterns("unless")
        self.max_chars = spec.max_chars()
        self.openers = Lines(spec.patterns("open", needed=True), unless, self.max_chars)
        self.gate = self.openers
        close = spec.patterns("close")
        self.close = Lines(close, unless, self.max_chars)
        self.members = Lines(spec.patterns("member", needed=not close), unless, self.max_chars)
        self.sure = spec.patterns("sure")
        self.where = spec.choice("where", PLACES)
        self.min_members = spec.number("min-members", 1)
        self.max_lines = spec.number("max-lines", 60)
        self.gap = spec.number("gap", 0)
        self.to_end = spec.flag("to-end")
        spec.done()

    def find(self, view: View, lines: Sequence[int]) -> Iterator[Finding]:
        """Try each line that holds an anchor as the opener."""
        taken = -1
        for i in self.openers.candidates(view.features, lines):
            if i <= taken or not self._may_be(view, i) or not in_place(view, i, self.where):
                continue
            text = view.features.texts[i]
            if not self.openers.match(view.features.line(i)):
                continue
            section = self._section(view, i)
            if not section:
                continue
            taken = section[-1]
            for n, j in enumerate(section, 1):
                member = view.features.line(j)
                yield Finding(
                    self.rule,
                    view.blocks.span(j),
                    evidence=f"line {n} of {len(section)} from {text[:60]!r}",
                    captures=captures_of(self.members.match(member), member.text) if n > 1 else (),
                )

    def _may_be(self, view: View, i: int) -> bool:
        return bool(view.standing[i]) and i not in view.features.untouched

    def _section(self, view: View, opener: int) -> list[int]:
        if self.close:
            return self._box(view, opener)
        section = [opener]
        members = 0
        sure = not self.sure
        waiting: list[int] = []
        for j in range(opener + 1, len(view.blocks)):
            if len(section) >= self.max_lines:
                break
            if not view.standing[j]:
                continue
            line = view.features.line(j)
            if self._may_be(view, j) and self.members.match(line):
                section += [*waiting, j]
                waiting = []
                members += 1
                sure = sure or bool(self.sure.full(line))
            elif len(waiting) < self.gap and not view.features.is_prose(j):
                waiting.append(j)
            else:
                break
        if members < self.min_members or not sure:
            return []
        if self.to_end:
            section += [j for j in range(section[-1] + 1, len(view.blocks)) if view.standing[j]]
        return section

    def _box(self, view: View, opener: int) -> list[int]:
        box = [opener]
        for j in range(opener + 1, len(view.blocks)):
            if not view.standing[j]:
                continue
            box.append(j)
            if len(box) > self.max_lines:
                break
            if self._may_be(view, j) and self.close.match(view.features.line(j)):
                return box
        return []
