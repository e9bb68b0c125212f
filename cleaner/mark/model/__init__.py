"""The line model: what phrases cannot tell, told by shape, place, words and neighbours.

It is asked when the rules have nothing more to say, and shown what they left standing. Its
findings are those of the rule `model/line`; their confidence is a calibrated probability.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from math import exp, log
from pathlib import Path
from typing import NamedTuple

import numpy as np

from cleaner.config import MODEL
from cleaner.finding import Finding
from cleaner.mark.features import ENGLISH, words_of
from cleaner.mark.model.lexicon import Floats
from cleaner.mark.model.table import NAMES, table
from cleaner.mark.model.weights import Weights
from cleaner.mark.rulebook import shipped_rules
from cleaner.mark.title import find_title
from cleaner.mark.view import View

MAX_CHARS = 400_000
"""A longer page is a book, not an article, and left alone."""
MIN_LINES = 2
_ENGLISH = 0.2
_LONG = 80


WHOLE_PAGE = "whole page"


class Use(NamedTuple):
    """What a model is used for: the file of its weights, and how it decides.

    A line goes from the probability `bar` on. Where less would be left than the share
    `least_share` of what the rules leave, or fewer characters than `least_chars`, all stays;
    where it would cut in that many places between paragraphs that stay, what is there stays.
    Where it would cut more than `vouched` times the lines that rules cut, all stays: a page of
    so much residue would have shown the rules more of it.
    """

    weights: str
    bar: float
    least_share: float = 0.3
    least_chars: int = 0
    islands: int = 4
    vouched: float = 2.0


USES = {
    "balanced": Use("text.npz", 0.85),
    "thorough": Use("text.npz", 0.5, vouched=1000),
    WHOLE_PAGE: Use("page.npz", 0.5, least_share=0.0, least_chars=250, islands=1000, vouched=1000),
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

    def find(self, view: View, cuts: Sequence[int]) -> list[Finding]:
        """The lines that are residue, by the model; never the title.

        `cuts` says how many lines are gone from before each block, and after the last one.
        """
        blocks = view.blocks
        if not len(blocks) >= MIN_LINES or len(view.text) > MAX_CHARS or not _is_english(view):
            return []
        rows = table(blocks.texts, cuts, self.weights.lexicon)
        odds = self.weights.trees.odds(rows)
        bar = self.use.bar
        goes: list[int] = np.flatnonzero(odds >= log(bar / (1 - bar))).tolist()
        if not goes or len(goes) == len(blocks):
            return []
        goes = _spared(goes, view, self.use.islands)
        if not goes or len(goes) > max(2, self.use.vouched * sum(cuts)):
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

    def _evidence(self, row: Floats, said: list[str]) -> str:
        voices = self.weights.trees.voices(row)
        loudest = np.argsort(-voices)[:3]
        words = [f"{NAMES[f]} {row[f]:.3g}" for f in loudest if voices[f] > 0]
        if said:
            words.append("says " + ", ".join(map(repr, said)))
        return "; ".join(words)


def _spared(goes: list[int], view: View, islands: int) -> list[int]:
    """Without the lines between paragraphs that stay, where these are in many places.

    Letters with their writers' names, interviews, lists with a paragraph to each entry: a
    page that has the like again and again is made of it.
    """
    gone = frozenset(goes)
    stays = [i for i in view.features.prose if i not in gone]
    if not stays:
        return goes
    inside = [i for i in goes if stays[0] < i < stays[-1]]
    if len({bisect_left(stays, i) for i in inside}) < islands:
        return goes
    return [i for i in goes if not stays[0] < i < stays[-1]]


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
