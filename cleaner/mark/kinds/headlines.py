"""`headlines`: lists of headlines that do not belong to the article.

No phrase gives these away, so a run of lines is judged as a whole, by three things:
shape (every line reads like a headline, none like the end of a sentence), place (after
the last prose, or between two paragraphs of prose), and how little it shares with the
article: its own lists, subheads and programmes repeat the article's words, the headlines
of other stories do not. A header such as "Read also" speaks for itself and lowers the bar.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from cleaner.finding import Finding
from cleaner.mark.features import Features
from cleaner.mark.kinds.headline_runs import in_place, runs
from cleaner.mark.kinds.likeness import (
    STEM,
    Line,
    alike,
    are_entries,
    are_fields,
    like_a_sentence,
    several_sentences,
)
from cleaner.mark.kinds.lines import Lines
from cleaner.mark.kinds.spec import Spec
from cleaner.mark.lowered import Lowered
from cleaner.mark.rule import Rule
from cleaner.mark.shapes import BRIDGE_CHARS, BULLET
from cleaner.mark.view import View
from cleaner.mark.vocabulary import Vocabulary

HEADER_CHARS = 200
"""Longest line, in characters, that may announce a list."""
_FEWEST = 2
"""Lines that the shortest run has, unless it stands under a header."""

_MANY = 4
"""Lines of a run that may use more of the article's words if it parts two of its paragraphs."""
_CHARS_PER_CENT = 500
"""Characters of an article for each point that `growth` allows."""
_TITLES = 10
"""Lines beyond which headlines that use the article's words are rather what it recommends."""


class Headlines:
    """Runs of at least `min` headlines (default 3), after the prose or within it.

    Keys: `where` ("tail": no prose follows · "middle": prose before and after ·
    "anywhere": prose before), `header` (patterns of a line that announces such a list; if
    given, only runs under one count, and their bounds are `min` and `max-related` alone, or
    all of them if it is `strict`),
    `introduced` (patterns of a line before the run that claims it for the article, besides
    any that ends in a colon), `each` (patterns of which one is found in four lines of five),
    `unless` (found in a line, it keeps the whole run). A rule with headers has anchors for them.

    The bounds are percentages unless said otherwise: `max-related` (content words that the
    article's prose uses too, default 30), `max-related-of-two` (for a run of two lines),
    `max-related-titled` (for a run of ten lines at most, of which two in three are in title case)
    and `max-related-of-many` (for any other run of four lines or more that parts two paragraphs),
    `growth` (0: points by which these may grow with the article, one for every 500 characters, for
    ten lines at most),
    `min-words` and `max-words` (mean words a line, 6 and 15), `min-function-words` (10),
    `min-capitals` (lines with a capital inside, 25), `max-digits` (of the characters, 7),
    `min-prose` (paragraphs of prose before, 2), `max-alike` (lines that start, or end, with one
    word, from four lines on, 60), `max-lines` (60).
    """

    def __init__(self, rule: Rule) -> None:
        spec = Spec(rule)
        self.rule = rule.id
        self.where = spec.choice("where", ("tail", "middle", "anywhere"))
        self.header = Lines(spec.patterns("header"), longest=HEADER_CHARS)
        self.announced = bool(self.header)
        self.gate = self.header if self.announced else None
        self.strict = spec.flag("strict") or not self.announced
        self.introduced = spec.patterns("introduced")
        self.each = spec.patterns("each")
        self.unless = spec.patterns("unless")
        self.min = spec.number("min", 3)
        self.max_lines = spec.number("max-lines", 60)
        self.max_related = spec.number("max-related", 30)
        self.max_related_of_two = spec.number("max-related-of-two", self.max_related)
        self.max_related_titled = spec.number("max-related-titled", self.max_related)
        self.max_related_of_many = spec.number("max-related-of-many", self.max_related)
        self.growth = spec.number("growth", 0)
        self.min_words = spec.number("min-words", 6)
        self.max_words = spec.number("max-words", 15)
        self.min_function_words = spec.number("min-function-words", 10)
        self.min_capitals = spec.number("min-capitals", 25)
        self.max_digits = spec.number("max-digits", 7)
        self.min_prose = spec.number("min-prose", 2)
        self.max_alike = spec.number("max-alike", 60)
        self.lang = rule.lang
        spec.done()

    def find(self, view: View, lines: Sequence[int]) -> Iterator[Finding]:
        """Judge every run of headline-shaped lines; `lines` may hold headers."""
        features = view.features
        headers = self._headers(features, lines) if self.announced else frozenset()
        if self.announced and not headers:
            return
        alone = bool(headers) or self.min < _FEWEST
        shaped = features.standing_headlines(view.standing, alone=alone)
        if not shaped:
            return
        shaped = in_place(view, shaped, self.where)
        if len(shaped) < min(self.min, _FEWEST):
            return
        prose: list[int] | None = None
        for header, run in runs(view, shaped, headers, self.where):
            if len(run) < self.min or bool(header) != self.announced:
                continue
            prose = prose or [
                i for i in features.prose if view.standing[i] and not features.is_headline(i)
            ]
            taken = self._judge(view, prose, header, run)
            if not taken:
                continue
            for n, i in enumerate(taken[0], 1):
                yield Finding(
                    self.rule,
                    view.blocks.span(i),
                    evidence=f"line {n} of {len(taken[0])}; {taken[1]}",
                )

    def _headers(self, features: Features, lines: Sequence[int]) -> frozenset[int]:
        """Those of some lines that announce a list."""
        some = self.header.candidates(features, lines)
        return frozenset([i for i in some if self.header.match(features.line(i))])

    @classmethod
    def _parts_paragraphs(cls, view: View, run: list[int]) -> bool:
        """Whether a run stands right between two paragraphs, as rows of a table seldom do."""
        before = cls._standing_before(view, run[0])
        after = next((j for j in range(run[-1] + 1, len(view.blocks)) if view.standing[j]), None)
        return (
            before is not None
            and after is not None
            and view.features.is_paragraph(before)
            and view.features.is_paragraph(after)
        )

    @staticmethod
    def _standing_before(view: View, index: int) -> int | None:
        return next((j for j in range(index - 1, -1, -1) if view.standing[j]), None)

    def _judge(
        self, view: View, prose: list[int], header: list[int], run: list[int]
    ) -> tuple[list[int], str] | None:
        before = bisect_left(prose, run[0])
        if before < (1 if header else self.min_prose):
            return None
        # What is dear to know, or seldom keeps a run, is asked last.
        texts = [BULLET.sub("", view.features.texts[i]) for i in run]
        measured = [*map(view.features.once(Line.of).__getitem__, texts)]
        if self.strict and not self._reads_like_headlines(texts, measured):
            return None
        if are_fields(texts) or (not header and are_entries(texts)):
            return None
        if self.unless and any(self.unless.find(view.features.line(i)) for i in run):
            return None
        if not header and self._is_introduced(view, run[0]):
            return None
        # A long headline that ends like a sentence has the form of a paragraph, too.
        article = tuple([i for i in prose if i not in run or not view.features.is_title_case(i)])
        vocabulary = view.features.vocabulary(article, STEM)
        # A headline-shaped line of the article itself may stand beside the list.
        start, end = self._without_edges(view, run, measured, vocabulary, header)
        run, measured = run[start:end], measured[start:end]
        if len(run) < self.min:
            return None
        related = _percent(
            sum(line.shared_with(vocabulary) for line in measured),
            sum(len(line.content) for line in measured),
        )
        if related > self._most_related(view, run) + self._grown(view, article, len(run)):
            return None
        if self.lang and not view.is_in(self.lang):
            return None
        if header:
            evidence = f"under {view.features.texts[header[0]][:40]!r}"
            return [i for i in header if view.standing[i]] + run[: self.max_lines], evidence
        return run, f"{related:.0f} % of its words are the article's"

    def _most_related(self, view: View, run: list[int]) -> int:
        """How many of a run's words, in percent, the article may use as well."""
        titles = sum(map(view.features.is_title_case, run))
        if len(run) == _FEWEST and titles < len(run):
            return self.max_related_of_two
        if titles * 3 >= len(run) * 2 and len(run) <= _TITLES:
            return self.max_related_titled
        if len(run) >= _MANY and self._parts_paragraphs(view, run):
            return self.max_related_of_many
        return self.max_related

    def _grown(self, view: View, article: tuple[int, ...], lines: int) -> int:
        """What a long article adds to that bound: it has used more words."""
        if not self.growth or lines > _TITLES:
            return 0
        size = sum(len(view.features.texts[i]) for i in article)
        return min(size // _CHARS_PER_CENT, self.growth)

    def _without_edges(
        self,
        view: View,
        run: list[int],
        lines: list[Line],
        vocabulary: Vocabulary,
        header: list[int],
    ) -> tuple[int, int]:
        """Where the run begins and ends without first and last lines that may be the article's.

        Those are made of the article's words, or are a sentence where the list touches its text:
        above a list without a header, or below a header that names its one headline itself;
        below any other header if it is long, or several sentences. A line in capitals, beside one
        that is not, is a subhead.
        """

        def own(n: int) -> bool:
            return lines[n].shared_with(vocabulary) * 2 > len(lines[n].content)

        def said(n: int) -> bool:
            return like_a_sentence(view.features.texts[run[n]])

        def told(n: int) -> bool:
            text = view.features.texts[run[n]]
            return said(n) and (complete or len(text) > BRIDGE_CHARS or several_sentences(text))

        def shouted(n: int, neighbour: int) -> bool:
            text, other = (view.features.texts[run[m]] for m in (n, neighbour))
            return text.isupper() and not other.isupper()

        start, end = 0, len(run)
        complete = bool(header) and ": " in view.features.texts[header[0]]
        while self.where != "tail" and end > start:
            n = end - 1
            if not (header and told(n)) and not (n > start and (own(n) or shouted(n, n - 1))):
                break
            end -= 1
        touches = run[0] > 0 and view.standing[run[0] - 1]
        while not header and start < end:
            n = start
            several = end - start > 1
            if not (touches and said(n)) and not (several and (own(n) or shouted(n, n + 1))):
                break
            start += 1
        return start, end

    def _reads_like_headlines(self, texts: list[str], lines: list[Line]) -> bool:
        words = sum(line.words for line in lines)
        return (
            self.min_words * len(lines) <= words <= self.max_words * len(lines)
            and _percent(sum(line.functions for line in lines), words) >= self.min_function_words
            and _percent(sum(line.capitals > 0 for line in lines), len(lines)) >= self.min_capitals
            and _percent(sum(map(str.isdigit, "".join(texts))), sum(map(len, texts)))
            < self.max_digits
            and (
                not self.each
                or sum(1 for text in texts if self.each.find(Lowered(text))) >= 0.8 * len(texts)
            )
            and (len(texts) < 4 or _percent(alike(texts), len(texts)) <= self.max_alike)
        )

    def _is_introduced(self, view: View, first: int) -> bool:
        """Whether the article announces the list."""
        before = self._standing_before(view, first)
        if before is None:
            return False
        text = view.features.texts[before]
        colon = text.rstrip("\"'”’)*_ ").endswith(":")
        return colon or bool(self.introduced.full(view.features.line(before)))


def _percent(part: float, whole: float) -> float:
    return 100.0 * part / whole if whole else 0.0
