"""`cards`: headlines of other stories, each with a mark of its own, after the end of the article.

A headline alone may be a subhead or an item of a list. Where one after the other comes with
the day it appeared, the name of a section or a count of comments, the lines are links to
other stories, even short ones without a name in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.finding import Finding
from cleaner.mark.kinds.likeness import STEM
from cleaner.mark.kinds.spec import Spec
from cleaner.mark.lowered import Lowered
from cleaner.mark.rule import Rule
from cleaner.mark.shapes import ENGLISH
from cleaner.mark.view import View
from cleaner.mark.vocabulary import WORD

_DATES = "byline"
"""A day alone marks nothing, whoever claimed it: programmes have days, too."""


class Cards:
    """Runs of headlines below the last prose of which most have a mark.

    A mark is a line between headlines that matches `mark` or that a rule has claimed (one about
    bylines and dates aside), or a stretch within the headline that `count` finds. Lines that
    match `beside` are taken along, and count for nothing. Keys besides: `min` (headlines,
    default 3), `min-marked` (of them, in per cent, 70), `min-words` (mean words of a headline,
    4), `max-related` (of their words, in per cent, those that the prose uses too, 25), `min-prose`
    (paragraphs above, 2). English only, since it must know which words mean something.
    """

    def __init__(self, rule: Rule) -> None:
        spec = Spec(rule)
        self.rule = rule.id
        self.gate = None
        self.mark = spec.patterns("mark", needed=True)
        self.count = spec.patterns("count")
        self.beside = spec.patterns("beside")
        self.min = spec.number("min", 3)
        self.min_marked = spec.number("min-marked", 70)
        self.min_words = spec.number("min-words", 4)
        self.max_related = spec.number("max-related", 25)
        self.min_prose = spec.number("min-prose", 2)
        self.lang = rule.lang or ("en",)
        spec.done()

    def find(self, view: View, _lines: Sequence[int]) -> Iterator[Finding]:
        """Walk down from the last prose and judge each stretch of headlines and marks."""
        start = view.features.last_prose + 1
        if start == 0 or len(view.blocks) - start < self.min:
            return
        for run in self._runs(view, start):
            if self._are_cards(view, run) and view.is_in(self.lang):
                for i in sorted(run):
                    if view.standing[i]:
                        yield Finding(
                            self.rule, view.blocks.span(i), evidence=f"one of {len(run)} lines"
                        )

    def _runs(self, view: View, start: int) -> Iterator[dict[int, str]]:
        """What each line of a stretch is: a headline, a mark, or what stands beside them."""
        run: dict[int, str] = {}
        for i in range(start, len(view.blocks)):
            kind = self._kind(view, i)
            if kind:
                run[i] = kind
            elif run:
                yield run
                run = {}
        if run:
            yield run

    def _kind(self, view: View, i: int) -> str:
        line = view.features.line(i)
        if not view.standing[i]:
            family = view.claims[i].partition("/")[0]
            return "mark" if family != _DATES or self.mark.full(line) else "beside"
        if i in view.features.untouched:
            return ""
        if self.mark.full(line):
            return "mark"
        if self.beside.full(line):
            return "beside"
        return "headline" if view.features.is_headline(i) else ""

    def _are_cards(self, view: View, run: dict[int, str]) -> bool:
        headlines = [i for i, kind in run.items() if kind == "headline"]
        if len(headlines) < self.min:
            return False
        marked = self._marked(view, run)
        prose = view.features.prose
        if marked * 100 < self.min_marked * len(headlines) or len(prose) < self.min_prose:
            return False
        texts = [self._bare(view.features.texts[i]) for i in headlines]
        words = [WORD.findall(text.lower()) for text in texts]
        content = [word[:STEM] for line in words for word in line if word not in ENGLISH]
        if sum(map(len, words)) < self.min_words * len(words) or not content:
            return False
        known = view.features.vocabulary(prose, STEM)
        return sum(word in known for word in content) * 100 <= self.max_related * len(content)

    def _marked(self, view: View, run: dict[int, str]) -> int:
        """How many headlines have a mark, in the line or on one side of it, the same for all."""
        order = sorted(run)
        sides = [0, 0]
        for n, i in enumerate(order):
            if run[i] != "headline":
                continue
            inside = bool(self.count.find(Lowered(view.features.texts[i])))
            for side, step in enumerate((-1, 1)):
                j = n + step
                while 0 <= j < len(order) and run[order[j]] == "beside":
                    j += step
                sides[side] += inside or (0 <= j < len(order) and run[order[j]] == "mark")
        return max(sides)

    def _bare(self, text: str) -> str:
        found = self.count.find(Lowered(text))
        return text[: found.start()] if found else text
