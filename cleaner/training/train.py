"""Training: lessons in, weights out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import median
from typing import Any

import numpy as np
import numpy.typing as npt

from cleaner.errors import ConfigError
from cleaner.mark.model.lexicon import Floats, Lexicon
from cleaner.mark.model.table import NAMES, WHOLE_PAGE_NAMES, table
from cleaner.mark.model.weights import Weights
from cleaner.training.grow import to_arrays, to_weights
from cleaner.training.lessons import DROP, Lesson, bare, varied
from cleaner.training.lexical import Corpus

Tell = Callable[[str], None]

FOLDS = 5
TREES = 120
EARLY = 30
_FEW = 1000
_TAUGHT = 100
"""Fewer lines of residue teach nothing of tails."""
_MOST = 4.0
_SETTINGS = {
    "objective": "binary", "learning_rate": 0.08, "num_leaves": 15, "lambda_l2": 5,
    "min_data_in_leaf": 60, "feature_fraction": 0.3, "bagging_fraction": 0.5,
    "bagging_freq": 1, "max_bin": 63, "num_threads": 1, "seed": 1, "deterministic": True,
    "verbose": -1,
}  # fmt: skip
_PAGES = {"num_leaves": 7, "min_data_in_leaf": 150}
"""Of whole pages there are few lessons of many lines: smaller trees, and more of them."""
_PAGE_TREES = 200


def fold_of(site: str, seed: str = "", folds: int = FOLDS) -> int:
    """The fold of a site, the same on every machine."""
    return int(hashlib.md5(f"{seed}{site}".encode()).hexdigest(), 16) % folds


def train(
    pages: Sequence[Lesson],
    *,
    seed: str = "",
    whole_pages: bool = False,
    tell: Tell = lambda _: None,
) -> Weights:
    """Learn weights from lessons; the same lessons and seed give the same weights.

    Of `whole_pages` all lessons are alike, and more features are measured. Else trees are taught
    by those of which rules cut something and by what is made of them (see `lessons.varied`), the
    tail by `lessons.bare`.
    Raises `ConfigError` where there is too little to learn from, or the libraries of the
    `train` extra are missing.
    """
    corpus, endings = _corpus(pages, whole_pages, tell)
    return grow(
        corpus, range(len(corpus.pages)), endings, seed=seed, whole_pages=whole_pages, tell=tell
    )


def cross_fit(
    pages: Sequence[Lesson],
    *,
    seed: str = "",
    whole_pages: bool = False,
    tell: Tell = lambda _: None,
) -> Iterator[Weights]:
    """For each fold the weights that the pages of all other sites give (see `fold_of`)."""
    corpus, endings = _corpus(pages, whole_pages, tell)
    for fold in range(FOLDS):
        taken = [n for n, page in enumerate(corpus.pages) if fold_of(page.site, seed) != fold]
        others = [page for page in endings if fold_of(page.site, seed) != fold]
        yield grow(corpus, taken, others, seed=seed, whole_pages=whole_pages, tell=tell)
        tell(f"trained without fold {fold + 1} of {FOLDS}")


def _corpus(pages: Sequence[Lesson], whole_pages: bool, tell: Tell) -> tuple[Corpus, list[Lesson]]:
    """The pages that the trees and the lexicon learn from, and those for the tail."""
    taught = [page for page in pages if whole_pages or page.hinted]
    if sum(len(page.texts) for page in taught) < _FEW or len({p.site for p in taught}) < FOLDS:
        raise ConfigError(f"too few labelled lines: expected {_FEW} or more, of {FOLDS} sites")
    corpus = Corpus(taught)
    tell(f"{len(taught)} pages, {len(corpus.grams)} sequences of words on enough sites")
    return corpus, [] if whole_pages else bare(pages)


def grow(
    corpus: Corpus,
    taken: Sequence[int],
    others: Sequence[Lesson] = (),
    *,
    seed: str = "",
    whole_pages: bool = False,
    tell: Tell,
) -> Weights:
    """Learn from the pages of a corpus whose numbers are `taken`, and the tail from `others`.

    Trees must not trust a lexicon that has seen the line they look at. So each line is
    measured with a lexicon learned from the other folds of sites; the lexicon of the weights
    is the one learned from all that are taken.
    """
    pages = [corpus.pages[n] for n in taken]
    folds = {n: fold_of(corpus.pages[n].site, seed) for n in taken}
    every = [*pages, *(() if whole_pages else varied(pages))]
    lexicons = {
        fold: Lexicon(*corpus.lexicon([n for n in taken if folds[n] != fold]))
        for fold in sorted({fold_of(page.site, seed) for page in (*every, *others)})
    }
    names = WHOLE_PAGE_NAMES if whole_pages else NAMES
    trees = _grown(every, lexicons, names, seed, tell)
    residue = sum(page.label.count(DROP) for page in others)
    tail = _grown(others, lexicons, names, seed, tell) if residue >= _TAUGHT else {}
    return to_weights(*corpus.lexicon(taken), trees, tail, names=names)


def _grown(
    pages: Sequence[Lesson],
    lexicons: Mapping[int, Lexicon],
    names: tuple[str, ...],
    seed: str,
    tell: Tell,
) -> dict[str, npt.NDArray[Any]]:
    """Trees taught by pages, each measured with the lexicon of its fold."""
    try:
        import lightgbm  # noqa: PLC0415 (of the extra)
    except ImportError:
        raise ConfigError(
            "training needs the extra: pip install 'article-cleaner[train]'"
        ) from None
    typical = median(sum(page.weight) for page in pages)
    rows: list[Floats] = []
    label: list[int] = []
    weight: list[float] = []
    for fold, lexicon in lexicons.items():
        for page in pages:
            if fold_of(page.site, seed) == fold:
                rows.append(table(page.texts, page.gaps, lexicon, names))
                label += [int(y == DROP) for y in page.label]
                weight += _evened(page.weight, typical)
    measured = np.concatenate(rows)
    weights = np.array(weight)
    use = weights > 0
    tell(f"{int(use.sum())} lines measured")
    data = lightgbm.Dataset(
        measured[use], np.array(label)[use], weight=weights[use],
        params={"max_bin": 63, "verbose": -1},
    )  # fmt: skip
    whole_pages = names == WHOLE_PAGE_NAMES
    settings = _SETTINGS | (_PAGES if whole_pages else {})
    booster = lightgbm.train(settings, data, _PAGE_TREES if whole_pages else TREES)
    early = np.asarray(booster.predict(measured, num_iteration=EARLY, raw_score=True))
    final = np.asarray(booster.predict(measured, raw_score=True))
    # One in a thousand of the lines that are likely residue in the end may be missed early;
    # a line that the first trees find no more unlikely than 1 in 4 is always asked further.
    floor = min(float(np.quantile(early[final > 0], 0.001)), -1.0)
    return to_arrays(booster, EARLY, floor)


def _evened(weights: Sequence[float], typical: float) -> list[float]:
    """A page's weights, so that it counts as much as a typical one: one list of 700 lines
    is not as much evidence as 20 articles.
    """
    factor = min(typical / max(sum(weights), 1e-9), _MOST)
    return [weight * factor for weight in weights]
