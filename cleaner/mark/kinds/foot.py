"""`foot`: everything below the line that ends the article, teasers with their summaries too.

Below an article a page goes on with cards of other stories: a label, a headline, a date, a
sentence or two. The sentences look like the article's own, line by line; their order does
not. An article goes on in paragraphs that follow one another and take up its words. A foot
has single sentences between short lines, and tells of something else each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.finding import Finding
from cleaner.mark.kinds.likeness import STEM
from cleaner.mark.kinds.spec import Spec
from cleaner.mark.rule import Rule
from cleaner.mark.shapes import ENGLISH, ends_sentence, words_of
from cleaner.mark.view import View

_SHORTEST = 3
_ROW = 3
_CHARS_PER_CENT = 400
_MOST_GROWN = 25


class Foot:
    """The lines below a line that ends the article, to the end of the page.

    That line is one that a rule of `after` (ids or families) has claimed, or that is claimed
    and matches `header`. Below it no three lines of prose follow one another, and these bounds
    hold: `min-prose` (paragraphs above, default 2), `min-lines` (lines from the next standing
    one on, 3), `lines-per-prose` (other lines for each line of prose, 2), `max-related` (words,
    in per cent, that the lines of prose below share with those above, 22), and
    `max-related-of-one` (that any of them shares, 45). A long article has used more words: with
    every 400 characters the last two grow by one. Nor is there more prose below than above.
    """

    def __init__(self, rule: Rule) -> None:
        spec = Spec(rule)
        self.rule = rule.id
        self.gate = None
        self.after = spec.rules("after")
        self.header = spec.patterns("header")
        self.min_prose = spec.number("min-prose", 2)
        self.min_lines = spec.number("min-lines", 3)
        self.lines_per_prose = spec.number("lines-per-prose", 2)
        self.max_related = spec.number("max-related", 22)
        self.max_related_of_one = spec.number("max-related-of-one", 45)
        spec.done()

    def find(self, view: View, _lines: Sequence[int]) -> Iterator[Finding]:
        """Look for the first line that may end the article, and take what is below."""
        if not view.claims:
            return
        prose = [i for i in view.features.prose if view.standing[i]]
        if len(prose) < self.min_prose:
            return
        start = max([prose[self.min_prose - 1], *_rows(prose, _ROW)[-1:]])
        for i in sorted(i for i in view.claims if i > start):
            if self._ends(view, i) and self._is_foot(view, prose, i):
                text = view.features.texts[i]
                for j in range(i + 1, len(view.blocks)):
                    if view.standing[j] and j not in view.features.untouched:
                        yield Finding(
                            self.rule, view.blocks.span(j), evidence=f"below {text[:60]!r}"
                        )
                return

    def _ends(self, view: View, index: int) -> bool:
        if self.after[view.claims[index]]:
            return True
        return bool(self.header.full(view.features.line(index))) and not self._goes_on(view, index)

    @staticmethod
    def _goes_on(view: View, index: int) -> bool:
        """Whether paragraphs follow a header, which then stands over an insert in mid-article."""
        texts = view.features.texts
        told = [
            i
            for i in range(index + 1, len(texts))
            if view.standing[i] and ends_sentence(texts[i]) and not texts[i].endswith("?")
        ]
        short = not any(view.features.is_prose(i) for i in told)
        return bool(_rows(told, _ROW - 1 if short else _ROW))

    def _is_foot(self, view: View, prose: list[int], index: int) -> bool:
        begin = next((j for j in range(index, len(view.blocks)) if view.standing[j]), index)
        below = len(view.blocks) - begin
        cards = [i for i in prose if i > index]
        if below < self.min_lines or below - len(cards) < self.lines_per_prose * len(cards):
            return False
        if not cards:
            return True
        texts = view.features.texts
        size = sum(len(texts[i]) for i in prose if i < index)
        if sum(len(texts[i]) for i in cards) > size:
            return False
        words = set().union(*(_stems(texts[i]) for i in prose if i < index))
        shares = [_share(_stems(texts[i]), words) for i in cards]
        grown = min(size // _CHARS_PER_CENT, _MOST_GROWN)
        return (
            sum(shares) <= (self.max_related + grown) * len(shares)
            and max(shares) <= self.max_related_of_one + grown
        )


def _rows(lines: Sequence[int], length: int) -> list[int]:
    """The last of each `length` lines that follow one another."""
    return [
        last
        for first, last in zip(lines, lines[length - 1 :], strict=False)
        if last - first == length - 1
    ]


def _stems(text: str) -> set[str]:
    """The beginnings of the words that mean something."""
    return {
        word[:STEM] for word in words_of(text) if len(word) >= _SHORTEST and word not in ENGLISH
    }


def _share(words: set[str], known: set[str]) -> float:
    return 100.0 * len(words & known) / len(words) if words else 0.0
