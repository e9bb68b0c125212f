"""`run`: neighbouring blocks from one vocabulary, such as the labels of a comment form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.finding import Finding
from cleaner.mark.kinds.glued import call_in
from cleaner.mark.kinds.lines import Lines
from cleaner.mark.kinds.patterns import Patterns
from cleaner.mark.kinds.spec import PLACES, Spec, in_place
from cleaner.mark.lowered import Lowered
from cleaner.mark.rule import Rule
from cleaner.mark.shapes import ends_sentence
from cleaner.mark.view import View
from cleaner.page import Role, Span

_FEWEST_SPACES = 5
"""Of a sentence; a label may end in a stop, too."""


class Run:
    """At least `min` neighbouring blocks (default 3) that each match one of `labels`.

    Among them stand at least `min-sure` different ones (default 1) that match `sure`:
    labels that nothing but this widget shows. Every `sure` label is a label. The run
    grows in both directions from a line that holds an anchor. A bar of labels parted by
    `|`, which looks like a row of a table, may be one. Keys besides: `gap` (lines in a row,
    prose and sentences excepted, that match nothing and are taken along between labels, default 0),
    `where` (of the first line), `max-chars` (of each, default 240), `unless`, `unless-named`
    (patterns with a group `name`: a run that holds a name of the article's own prose is about
    the article, and stays, as the account of a family does in the story of its loss), `glued` (of
    a paragraph with a call at its end or start only the call goes, see `call_in`).
    """

    def __init__(self, rule: Rule) -> None:
        spec = Spec(rule)
        self.rule = rule.id
        sure = spec.patterns("sure")
        labels = spec.patterns("labels", needed=True)
        every = Patterns(rule, "labels", labels.sources + sure.sources)
        self.sure = Lines(sure)
        self.max_chars = spec.max_chars()
        self.lines = Lines(every, spec.patterns("unless"), self.max_chars)
        self.gate = self.lines
        self.unless_named = spec.patterns("unless-named")
        self.where = spec.choice("where", PLACES)
        self.min = spec.number("min", 3)
        self.min_sure = spec.number("min-sure", 1)
        self.gap = spec.number("gap", 0)
        self.glued = spec.flag("glued")
        spec.done()

    def find(self, view: View, lines: Sequence[int]) -> Iterator[Finding]:
        """Grow a run around each line that holds an anchor."""
        taken = -1
        for i in self.lines.candidates(view.features, lines):
            # What is not in the tail begins no run there: the cheap question comes first.
            if i <= taken or (self.where == "tail" and not in_place(view, i, "tail")):
                continue
            if not self._is_label(view, i):
                continue
            run = [*reversed(self._grow(view, i, -1, taken)), i, *self._grow(view, i, 1, taken)]
            taken = max(taken, run[-1])
            if len(run) < self.min or not in_place(view, run[0], self.where):
                continue
            if not self._is_sure(view, run) or self._names_its_own(view, run):
                continue
            for n, j in enumerate(run, 1):
                yield Finding(
                    self.rule,
                    self._span(view, j),
                    evidence=f"line {n} of {len(run)} around {view.features.texts[i][:60]!r}",
                )

    def _is_label(self, view: View, i: int) -> bool:
        return bool(
            view.standing[i]
            and view.blocks.role(i) is not Role.CODE
            and self.lines.match(view.features.line(i))
            and self._call(view, i) is not None
        )

    def _call(self, view: View, i: int) -> tuple[int, int] | None:
        """Where the call stands in a line that matches."""
        line = view.features.line(i)
        return view.features.once(self._call_in)[line] if self.glued else (0, len(line.text))

    def _call_in(self, line: Lowered) -> tuple[int, int] | None:
        return call_in(self.sure, line.text) if self.sure.match(line) else (0, len(line.text))

    def _span(self, view: View, i: int) -> Span:
        start = view.blocks.span(i).start
        call = self._call(view, i)
        assert call is not None, "asked when the line was taken for a label"
        return Span(start + call[0], start + call[1])

    def _is_sure(self, view: View, run: list[int]) -> bool:
        if not self.sure:
            return True
        lines = map(view.features.line, run)
        return len({line.text for line in lines if self.sure.match(line)}) >= self.min_sure

    def _names_its_own(self, view: View, run: list[int]) -> bool:
        texts = view.features.texts
        matches = ((texts[j], self.unless_named.full(view.features.line(j))) for j in run)
        names = [text[slice(*match.span("name"))] for text, match in matches if match]
        return bool(names) and any(
            name in texts[j] for j in view.features.prose if j not in run for name in names
        )

    def _grow(self, view: View, start: int, step: int, taken: int) -> list[int]:
        run: list[int] = []
        waiting: list[int] = []
        j = start + step
        while taken < j < len(view.blocks):
            if view.standing[j]:
                if self._is_label(view, j):
                    run += [*waiting, j]
                    waiting = []
                elif len(waiting) < self.gap and not _is_told(view, j):
                    waiting.append(j)
                else:
                    break
            j += step
        return run


def _is_told(view: View, index: int) -> bool:
    """Whether a line is prose, or a sentence that is too short for it."""
    text = view.features.texts[index]
    return view.features.is_prose(index) or (
        ends_sentence(text) and text.count(" ") >= _FEWEST_SPACES
    )
