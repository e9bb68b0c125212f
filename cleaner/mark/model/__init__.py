"""The line model: what phrases cannot tell, told by shape, place, words and neighbours.

It is asked when the rules have nothing more to say, and shown what they left standing. Its
findings are those of the rule `model/line`; their confidence is a calibrated probability.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from math import exp, log
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner.config import MODEL
from cleaner.finding import Finding
from cleaner.mark.features import ENGLISH, words_of
from cleaner.mark.model.gaps import Gaps
from cleaner.mark.model.lexicon import Floats
from cleaner.mark.model.table import NAMES, PROSE, table
from cleaner.mark.model.weights import Weights
from cleaner.mark.rulebook import shipped_rules
from cleaner.mark.title import find_title
from cleaner.mark.view import View

MAX_CHARS = 400_000
"""A longer page is a book, not an article, and left alone."""
MIN_LINES = 2
FEW = 1
"""A clean page may have so many lines that look like residue to a rule."""
_ENGLISH = 0.2
_LONG = 80
_FIVE = 5
_ALONE = 2
"""The distance of two paragraphs with one line between them."""

WHOLE_PAGE = "whole page"


class Use(NamedTuple):
    """What a model is used for: the file of its weights, and how it decides.

    A line goes from the probability `bar` on. It takes more, `doubt`, for a paragraph of prose
    and for a line between two that stay, and still more, `sure`, where rules cut no more than
    one line, which may happen to a clean page; the first line goes from `first` on. Of a run
    of lines between paragraphs that stay, most go or none. Where it would cut in `islands`
    such places, what is there stays, and what comes after goes from `sure` on. Where less
    would be left than the share `least_share` of what the rules leave, or fewer characters
    than `least_chars`, all stays. `english` means: only pages in English. The model is asked
    where rules cut, and where the share `scraps` of the lines or more has under five words;
    `subheads` means: even where each line but the paragraphs stands alone between two.
    """

    weights: str
    bar: float
    doubt: float = 0.5
    sure: float = 0.75
    first: float = 0.95
    islands: int = 5
    least_share: float = 0.3
    least_chars: int = 0
    english: bool = True
    scraps: float | None = None
    subheads: bool = True


USES = {
    "balanced": Use("text.npz", 0.7, doubt=0.8, subheads=False),
    "thorough": Use("text.npz", 0.4, sure=0.7, first=0.7),
    WHOLE_PAGE: Use(
        "page.npz",
        bar=0.45,
        sure=0.5,
        first=0.5,
        islands=1000,
        least_share=0.0,
        least_chars=250,
        english=False,
        scraps=0.5,
    ),
}
"""How the model is used at each level, and on whole pages (docs/model.md has the reasons)."""


class LineModel:
    """A model with its weights, and what it is used for."""

    def __init__(self, weights: Weights, use: Use) -> None:
        self.weights = weights
        self.use = use

    def leaves_enough(self, before: int, after: int) -> bool:
        """Whether a page of `before` characters may become one of `after`."""
        return after >= self.use.least_share * before and after >= self.use.least_chars

    def suspects(self, view: View) -> bool:
        """Whether a page shows by itself that it is more than an article."""
        texts, share = view.blocks.texts, self.use.scraps
        if share is None:
            return False
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
        """The lines of a page it looks at that are residue, by the model; never the title.

        `gone` says how many lines are gone from before each block, and after the last one.
        `starts` are the blocks' places, `cuts` the rules that cut and the places where.
        """
        blocks = view.blocks
        rows = table(blocks.texts, Gaps.of(gone, starts, cuts), self.weights.lexicon)
        odds = self.weights.trees.odds(rows)
        goes = self._goes(odds, rows[:, PROSE] > 0, sum(gone) <= FEW)
        if not goes or len(goes) == len(blocks):
            return []
        title = find_title(view)
        said = self.weights.lexicon.spoken(blocks.texts, goes)
        return [
            Finding(
                MODEL,
                blocks[i].span,
                confidence=round(1 / (1 + exp(-float(odds[i]))), 3),
                evidence=self._evidence(rows[i], said[i]),
            )
            for i in goes
            if title is None or blocks.starts[i] != title.span.start
        ]

    def _goes(self, odds: Floats, prose: npt.NDArray[np.bool_], few: bool) -> list[int]:
        """The lines that go, by their odds; `few` if rules cut next to nothing."""
        use = self.use
        probabilities = (use.bar, use.doubt, use.sure, use.first)
        bar, doubt, sure, first = (log(p / (1 - p)) for p in probabilities)
        if odds.max() < bar:
            return []
        bars = np.where(prose, max(bar, doubt), bar)
        bars[0] = max(bar, first)
        if few:
            bars = np.maximum(bars, sure)
        goes = odds >= bars
        stays = np.flatnonzero(prose & ~goes)
        if not len(stays):
            return list(map(int, np.flatnonzero(goes)))
        # The lines between two paragraphs that stay are one run.
        run = np.searchsorted(stays, np.arange(len(odds)))
        inside = (run > 0) & (run < len(stays))
        goes &= ~inside | (odds >= doubt)
        goes &= ~_parts_of_lists(goes, prose, run)[run]
        # Letters with their writers' names, interviews, lists with a paragraph to each entry:
        # a page where lines would go in many places is made of them.
        if len(np.unique(run[goes & inside])) >= use.islands:
            goes &= (run == 0) | ((run == len(stays)) & (odds >= sure))
        return list(map(int, np.flatnonzero(goes)))

    def _evidence(self, row: Floats, said: list[str]) -> str:
        voices = self.weights.trees.voices(row)
        loudest = np.argsort(-voices)[:3]
        words = [f"{NAMES[f]} {row[f]:.3g}" for f in loudest if voices[f] > 0]
        if said:
            words.append("says " + ", ".join(map(repr, said)))
        return "; ".join(words)


def _parts_of_lists(
    goes: npt.NDArray[np.bool_], prose: npt.NDArray[np.bool_], run: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """For each run of lines whether only a minority would go: lists go as a whole or not."""
    going = np.bincount(run[goes], minlength=run[-1] + 2)
    lines = np.bincount(run[goes | ~prose], minlength=run[-1] + 2)
    few: npt.NDArray[np.bool_] = 2 * going < lines
    return few


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
    if view.lang is not None:
        return view.lang.split("-")[0].lower() == "en"
    if view.features.english_share >= _ENGLISH:
        return True
    words = [word for text in view.blocks.texts if len(text) >= _LONG for word in words_of(text)]
    return sum(1 for word in words if word in ENGLISH) > _ENGLISH * len(words)


def open_model(use: str, path: Path | None = None) -> LineModel:
    """The model for a use (a level, or `WHOLE_PAGE`), with the shipped weights or those at `path`.

    Raises `ConfigError` where the weights are missing or do not fit.
    """
    chosen = USES[use]
    return LineModel(_weights(path or shipped_rules() / "model" / chosen.weights), chosen)


@lru_cache(maxsize=8)
def _weights(path: Path) -> Weights:
    return Weights.load(path)
