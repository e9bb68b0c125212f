"""Asks the model about a page: which of its lines are residue, how surely, and by what signs.

It is asked when the rules have nothing more to say, and shown what they left standing. Its
findings are those of the rule `model/line`; their confidence is a calibrated probability.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import exp

import numpy as np

from cleaner.config import MODEL
from cleaner.finding import Finding
from cleaner.mark.model.entries import entries
from cleaner.mark.model.gaps import Gaps
from cleaner.mark.model.lexicon import Floats
from cleaner.mark.model.signature import signed
from cleaner.mark.model.table import COUNT, PROSE, sentences, table
from cleaner.mark.model.trees import Trees
from cleaner.mark.model.uses import Use
from cleaner.mark.model.weights import Weights
from cleaner.mark.model.wholes import Wholes
from cleaner.mark.shapes import ENGLISH, words_of
from cleaner.mark.title import find_title
from cleaner.mark.view import ENGLISH_SHARE, View

MAX_CHARS = 400_000
"""A longer page is a book, not an article, and left alone."""
MIN_LINES = 2
FEW = 1
"""A clean page may have so many lines that look like residue to a rule."""
_LONG = 80
_FIVE = 5
_NEVER = -50.0
"""Log odds of what is no residue; finite, since means are made of them."""
_ALONE = 2
"""The distance of two paragraphs with one line between them."""


class LineModel:
    """A model with its weights, and what it is used for."""

    def __init__(self, weights: Weights, use: Use) -> None:
        self.weights = weights
        self.use = use

    def leaves_enough(self, before: int, after: int) -> bool:
        """Whether a page of `before` characters may become one of `after`."""
        return after >= self.use.least_share * before and after >= self.use.least_chars

    def asks_again(self, view: View) -> bool:
        """Whether a page may hold more than an article although no rule cuts anything.

        Text of whole pages shows it by itself; of other texts the last lines are looked at.
        """
        texts, share = view.blocks.texts, self.use.scraps
        if share is None:
            return self.use.tail is not None and self.weights.tail is not None
        return sum(text.count(" ") < _FIVE - 1 for text in texts) >= share * len(texts)

    def looks_at(self, view: View) -> bool:
        """Whether there may be something to find on a page."""
        return (
            len(view.blocks) >= MIN_LINES
            and len(view.text) <= MAX_CHARS
            and (self.use.subheads or _has_more_than_subheads(view))
            and (not self.use.english or _is_english(view))
        )

    def find(
        self,
        view: View,
        gone: Sequence[int],
        starts: Sequence[int],
        cuts: Iterable[tuple[str, int]],
    ) -> list[Finding]:
        """The lines of a page it looks at that are residue, by the model.

        `gone` says how many lines are gone from before each block, and after the last one.
        `starts` are the blocks' places, `cuts` the rules that cut and the places where.
        """
        gaps, kept = Gaps.of(gone, starts, cuts), set[int]()
        wholes = Wholes.each(view.blocks.texts)
        if self.use.joins:  # so many lists of a whole page are the site's that none is spared
            kept = _of_article(view)
            wholes = Wholes.of(view.blocks.texts, kept)
            gaps = gaps.among(wholes.firsts)
        rows = self._table(wholes.texts, gaps)
        trees = self.weights.trees
        odds = trees.odds(rows)
        goes = self._chosen(odds, rows, few=sum(gone) <= FEW)
        if not goes or len(goes) == len(wholes.texts):
            return []
        if not self.use.joins:
            kept = _of_article(view) | entries(view.blocks.texts)
        never = [whole for whole in goes if wholes.firsts[whole] in kept]
        if never:  # what stands around them is judged by what stays
            odds[never] = _NEVER
            goes = self._chosen(odds, rows, few=sum(gone) <= FEW)
        return self._findings(view, wholes, rows, odds, trees=trees, goes=goes)

    def _chosen(self, odds: Floats, rows: Floats, *, few: bool) -> list[int]:
        return self.use.bars.choose(
            odds, rows[:, PROSE] > 0, sentences(rows), rows[:, COUNT], few=few
        )

    def find_again(self, view: View) -> list[Finding]:
        """The lines that are residue on a page of which no rule cut anything."""
        lines, tail = len(view.blocks), self.use.tail
        if tail is None or self.weights.tail is None:
            return self.find(view, (0,) * (lines + 1), view.blocks.starts, ())
        wholes = Wholes.each(view.blocks.texts)
        rows = self._table(wholes.texts, Gaps.none(lines))
        odds = self.weights.tail.odds(rows)
        odds[list(_of_article(view) | entries(view.blocks.texts))] = _NEVER
        goes = tail.choose(odds, rows[:, PROSE] > 0)
        return self._findings(view, wholes, rows, odds, trees=self.weights.tail, goes=goes)

    def _table(self, texts: Sequence[str], gaps: Gaps) -> Floats:
        return table(texts, gaps, self.weights.lexicon, self.weights.names)

    def _findings(
        self,
        view: View,
        wholes: Wholes,
        rows: Floats,
        odds: Floats,
        *,
        trees: Trees,
        goes: Sequence[int],
    ) -> list[Finding]:
        """Findings for the lines that go, with the odds that the trees gave them."""
        if not goes:
            return []
        said = self.weights.lexicon.spoken(wholes.texts, goes)
        found: list[Finding] = []
        for whole in goes:
            confidence = round(1 / (1 + exp(-float(odds[whole]))), 3)
            evidence = self._evidence(trees.voices(rows[whole]), rows[whole], said[whole])
            found.extend(
                Finding(MODEL, view.blocks[line].span, confidence=confidence, evidence=evidence)
                for line in wholes.parts(whole)
            )
        return found

    def _evidence(self, voices: Floats, row: Floats, said: list[str]) -> str:
        loudest = np.argsort(-voices)[:3]
        words = [f"{self.weights.names[f]} {row[f]:.3g}" for f in loudest if voices[f] > 0]
        if said:
            words.append("says " + ", ".join(map(repr, said)))
        return "; ".join(words)


def _of_article(view: View) -> set[int]:
    """The lines that never go wherever they stand: the title, and a signature."""
    kept = signed(view.blocks.texts) & set(range(len(view.blocks)))
    title = find_title(view)
    if title is not None:
        kept.add(list(view.blocks.starts).index(title.span.start))
    return kept


def _has_more_than_subheads(view: View) -> bool:
    """Whether lines that are no paragraphs stand side by side, or first or last.

    The title, which is never cut, may stand first.
    """
    prose = view.features.prose
    if not prose or prose[0] > 1 or prose[-1] < len(view.blocks) - 1:
        return True
    if prose[0] == 1:
        title = find_title(view)
        if title is None or title.span.start != view.blocks.starts[0]:
            return True
    return any(after - before > _ALONE for before, after in pairwise(prose))


def _is_english(view: View) -> bool:
    """Whether the page is in English, by its longer lines: menus have few function words."""
    if view.is_in(("en",)):
        return True
    if view.lang is not None:
        return False
    words = [word for text in view.blocks.texts if len(text) >= _LONG for word in words_of(text)]
    return sum(1 for word in words if word in ENGLISH) > ENGLISH_SHARE * len(words)
