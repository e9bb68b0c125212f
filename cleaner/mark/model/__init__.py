"""The line model: what phrases cannot tell, told by shape, place, words and neighbours.

It is asked when the rules have nothing more to say, and shown what they left standing. Its
findings are those of the rule `model/line`; their confidence is a calibrated probability.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import exp, log
from pathlib import Path

import numpy as np

from cleaner.config import MODEL
from cleaner.finding import Finding
from cleaner.mark.model.lexicon import Floats
from cleaner.mark.model.signs import Signs
from cleaner.mark.model.table import NAMES, table
from cleaner.mark.model.weights import Weights
from cleaner.mark.rulebook import shipped_rules
from cleaner.mark.title import find_title
from cleaner.mark.view import View

MAX_CHARS = 400_000
"""A longer page is a book, not an article, and left alone."""
MIN_LINES = 2
_ENGLISH = 0.2


BARS = {"balanced": 0.8, "thorough": 0.5}
"""How probable it must be that a line is residue, by level (see docs/model.md)."""


class LineModel:
    """A model with its weights and its bar."""

    least_share = 0.3
    """Share of the text that must stay; where the model would leave less it cuts nothing."""

    def __init__(self, weights: Weights, bar: float) -> None:
        self.weights = weights
        self.bar = bar

    def find(self, view: View, cuts: Sequence[int]) -> list[Finding]:
        """The lines that are residue, by the model; never the title.

        `cuts` says how many lines are gone from before each block, and after the last one.
        """
        blocks = view.blocks
        if not len(blocks) >= MIN_LINES or len(view.text) > MAX_CHARS or not _is_english(view):
            return []
        rows = table(blocks.texts, cuts, self.weights.lexicon)
        odds = self.weights.trees.odds(rows)
        goes = np.flatnonzero(odds >= log(self.bar / (1 - self.bar)))
        if not len(goes) or len(goes) == len(blocks):
            return []
        title = find_title(view)
        return [
            Finding(
                MODEL,
                blocks[i].span,
                confidence=round(1 / (1 + exp(-float(odds[i]))), 3),
                evidence=self._evidence(blocks.texts[i], rows[i]),
            )
            for i in goes.tolist()
            if title is None or blocks.starts[i] != title.span.start
        ]

    def _evidence(self, text: str, row: Floats) -> str:
        voices = self.weights.trees.voices(row)
        loudest = np.argsort(-voices)[:3]
        words = [f"{NAMES[f]} {row[f]:.3g}" for f in loudest if voices[f] > 0]
        said = self.weights.lexicon.spoken(Signs.of([text]), 0)
        if said:
            words.append("says " + ", ".join(repr(gram) for gram in said))
        return "; ".join(words)


def _is_english(view: View) -> bool:
    if view.lang is not None:
        return view.lang.split("-")[0].lower() == "en"
    return view.features.english_share >= _ENGLISH


def open_model(level: str, path: Path | None = None) -> LineModel:
    """The model for a level, with the shipped weights or those at `path`.

    Raises `ConfigError` where the weights are missing or do not fit.
    """
    return LineModel(_weights(path or shipped_rules() / "model" / "text.npz"), BARS[level])


@lru_cache(maxsize=8)
def _weights(path: Path) -> Weights:
    return Weights.load(path)
