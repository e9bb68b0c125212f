"""`beside`: a line that means nothing alone, next to one that a rule has claimed.

A name, a number or a single word may be anything. Under the date of publication, or between
two buttons, it is what is left of the author's line or of a counter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.finding import Finding
from cleaner.mark.kinds.lines import Lines, captures_of
from cleaner.mark.kinds.spec import PLACES, Spec, in_place
from cleaner.mark.rule import Rule
from cleaner.mark.view import View

_LONGEST = 200


class Beside:
    """Lines that match one of `any`, directly above or below a claimed one, or each other.

    Keys: `of` (ids or families of the rules whose claims count), `any`, `unless`, `where`,
    `max-lines` (so many in a row on one side, default 2). The first line of a page stays: it
    is its title more often than not.
    """

    def __init__(self, rule: Rule) -> None:
        spec = Spec(rule)
        self.rule = rule.id
        self.gate = None
        self.of = spec.rules("of")
        self.lines = Lines(spec.patterns("any", needed=True), spec.patterns("unless"), _LONGEST)
        self.where = spec.choice("where", PLACES)
        self.max_lines = spec.number("max-lines", 2)
        spec.done()

    def find(self, view: View, _lines: Sequence[int]) -> Iterator[Finding]:
        """Walk away from each claimed line, up and down, as far as lines match."""
        found: dict[int, Finding] = {}
        for i, rule in view.claims.items():
            if self.of[rule]:
                for step in (-1, 1):
                    for j in range(i + step, i + step * (self.max_lines + 1), step):
                        finding = found.get(j) or self._match(view, j, i)
                        if finding is None:
                            break
                        found[j] = finding
        yield from (found[j] for j in sorted(found))

    def _match(self, view: View, index: int, claimed: int) -> Finding | None:
        if not 0 < index < len(view.blocks) or not view.standing[index]:
            return None
        if index in view.features.untouched or not in_place(view, index, self.where):
            return None
        line = view.features.line(index)
        match = self.lines.match(line)
        if match is None:
            return None
        return Finding(
            self.rule,
            view.blocks.span(index),
            evidence=f"beside {view.features.texts[claimed][:60]!r}",
            captures=captures_of(match, line.text),
        )
