"""A lexicon out of lessons: a sparse linear model over sequences of one to three words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from cleaner.errors import ConfigError
from cleaner.mark.model.signs import words
from cleaner.training.lessons import DROP, UNSURE, Lesson

MIN_SITES = 6
"""Fewest sites that must have a sequence before it may enter a lexicon, for two reasons: it
should say something of pages elsewhere, and nothing of any one text is to be shipped."""
SIZE = 3000
_STRENGTH = 0.005
_LEAST = 0.005
_LINE = 44


class Corpus:
    """Lessons, and their distinct lines as rows of counts of the sequences they hold."""

    def __init__(self, pages: Sequence[Lesson]) -> None:
        self.pages = pages
        rows: dict[tuple[str, ...], int] = {}
        sites: list[set[str]] = []
        self.rows: list[npt.NDArray[np.int64]] = []
        for page in pages:
            here: list[int] = []
            for line in words(page.texts):
                row = rows.setdefault(tuple(line), len(rows))
                if row == len(sites):
                    sites.append(set())
                sites[row].add(page.site)
                here.append(row)
            self.rows.append(np.array(here))
        seen: dict[str, set[str]] = defaultdict(set)
        grams = [_grams(line) for line in rows]
        for found, where in zip(grams, sites, strict=True):
            for gram in found:
                if len(seen[gram]) < MIN_SITES:
                    seen[gram] |= where
        self.grams = sorted(gram for gram, where in seen.items() if len(where) >= MIN_SITES)
        index = {gram: n for n, gram in enumerate(self.grams)}
        columns = [[index[gram] for gram in line if gram in index] for line in grams]
        ends = np.cumsum([0, *map(len, columns)])
        flat = np.array([column for line in columns for column in line], np.int32)
        self.counts = csr_matrix(
            (np.ones(len(flat), np.float32), flat, ends), shape=(len(rows), len(self.grams))
        )
        numbers = {site: n for n, site in enumerate(sorted({page.site for page in pages}))}
        pairs = [(numbers[site], row) for row, found in enumerate(sites) for site in found]
        places = tuple(np.array(pairs).T)
        on = csr_matrix((np.ones(len(pairs), np.float32), places), (len(numbers), len(rows)))
        self._on_site = (on @ self.counts).minimum(1)
        self._site = np.array([numbers[page.site] for page in pages])

    def lexicon(self, taken: Sequence[int]) -> tuple[list[str], list[float]]:
        """Sequences and weights learned from the pages with the numbers in `taken`."""
        key: list[npt.NDArray[np.int64]] = []
        weight: list[npt.NDArray[np.float64]] = []
        for number in taken:
            page = self.pages[number]
            label = np.array(page.label)
            use = (label != UNSURE) & (np.array(page.weight) > 0)
            key.append(self.rows[number][use] * 2 + (label[use] == DROP))
            weight.append(np.array(page.weight)[use])
        merged, where = np.unique(np.concatenate(key), return_inverse=True)
        weights = np.bincount(where, np.concatenate(weight))
        counts, label = self.counts[merged // 2], merged % 2
        sites = np.unique(self._site[taken])
        chosen = np.flatnonzero(np.asarray(self._on_site[sites].sum(0)).ravel() >= MIN_SITES)
        if not len(chosen):
            raise ConfigError(f"too few sites: no sequence of words is on {MIN_SITES} of them")
        strength = _STRENGTH
        if len(chosen) > SIZE:
            first = _fitted(counts[:, chosen], label, weights, strength)
            often = np.minimum(np.asarray(counts[:, chosen].sum(0)).ravel(), 200)
            best = np.argsort(-np.abs(first) * np.sqrt(often), kind="stable")[:SIZE]
            chosen = np.sort(chosen[best])
            strength = 2 * _STRENGTH
        final = _fitted(counts[:, chosen], label, weights, strength)
        strong = np.abs(final) > _LEAST
        return [self.grams[n] for n in chosen[strong]], final[strong].tolist()


def _fitted(
    counts: csr_matrix, label: npt.NDArray[np.int64], weight: npt.ArrayLike, c: float
) -> npt.NDArray[np.float64]:
    model = LogisticRegression(C=c, solver="liblinear", tol=1e-3, random_state=0)
    fitted: npt.NDArray[np.float64] = model.fit(counts, label, sample_weight=weight).coef_[0]
    return fitted


def _grams(line: Sequence[str]) -> set[str]:
    """The sequences of one line; of a very long one, of its beginning and its end."""
    parts = [list(line)] if len(line) <= _LINE else [list(line[:28]), list(line[-16:])]
    parts[0].insert(0, "^")
    parts[-1].append("$")
    return {
        " ".join(part[at : at + length])
        for part in parts
        for length in (1, 2, 3)
        for at in range(len(part) - length + 1)
    } - {"^", "$"}
