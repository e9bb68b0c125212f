"""Judging a line model by weights that never saw the site of the page they judge."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from cleaner.cleaning import Cleaner
from cleaner.evaluation.labelled import Labelled
from cleaner.evaluation.score import Score, score
from cleaner.mark.model.table import table
from cleaner.mark.model.weights import Weights
from cleaner.training.lessons import DROP, UNSURE, Lesson, site_of
from cleaner.training.train import FOLDS, Tell, cross_fit, fold_of

STEPS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
"""Ends of the ranges of probability in a calibration."""


class Calibration(NamedTuple):
    """Of the lines with a probability from `low` up to `high`: how many, and the residue."""

    low: float
    high: float
    lines: int
    residue: int


def judged(
    documents: Sequence[Labelled],
    lessons: Sequence[Lesson],
    cleaner_of: Callable[[Path], Sequence[Cleaner]],
    folder: Path,
    *,
    seed: str = "",
    whole_pages: bool = False,
    tell: Tell = lambda _: None,
) -> Iterator[tuple[int, int, Score]]:
    """Train fold by fold, and score each document by the weights without its site.

    The weights of fold K are written to `folder` as `fold-K.npz`; `cleaner_of` makes cleaners
    with them. Yields the document's number, the cleaner's number, and the score.
    """
    for fold, weights in enumerate(
        cross_fit(lessons, seed=seed, whole_pages=whole_pages, tell=tell)
    ):
        path = folder / f"fold-{fold + 1}.npz"
        weights.save(path)
        cleaners = cleaner_of(path)
        for number, document in enumerate(documents):
            if fold_of(site_of(document), seed) == fold:
                for which, cleaner in enumerate(cleaners):
                    yield number, which, score(document, cleaner)


def calibration(lessons: Sequence[Lesson], folder: Path, seed: str = "") -> list[Calibration]:
    """How often lines of a probability are residue, by the weights that `judged` wrote."""
    every = [Weights.load(folder / f"fold-{fold + 1}.npz") for fold in range(FOLDS)]
    chance: list[float] = []
    label: list[int] = []
    for page in lessons:
        weights = every[fold_of(page.site, seed)]
        odds = weights.trees.odds(table(page.texts, page.gaps, weights.lexicon, weights.names))
        known = [n for n, (y, w) in enumerate(zip(page.label, page.weight, strict=True))
                 if y != UNSURE and w > 0]  # fmt: skip
        chance += (1 / (1 + np.exp(-odds[known].astype(np.float64)))).tolist()
        label += [int(page.label[n] == DROP) for n in known]
    place = np.searchsorted(STEPS[:-1], chance, side="right")
    lines = np.bincount(place, minlength=len(STEPS))
    residue = np.bincount(place, label, len(STEPS))
    return [
        Calibration(low, high, int(lines[n]), int(residue[n]))
        for n, (low, high) in enumerate(zip((0.0, *STEPS), STEPS, strict=False))
    ]
