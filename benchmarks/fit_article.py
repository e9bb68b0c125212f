"""Fit the trees that judge which blocks of a web page are its article.

    python benchmarks/fit_article.py PAGES.jsonl[.gz]... --out cleaner/mark/content/weights.json

PAGES as for `extraction.py`, which says what public data they are made from. A block
is wanted where at least half of its 4-token shingles stand in the gold text; it weighs as
much as it has of the page's words, up to a bound, as the metric has it. Gradient-boosted
trees (LightGBM; Ke et al. 2017) are fitted to all pages; folds by site give the margins from
which a sum is as good as final. Only counts and thresholds go into the file. How well such
trees do on sites they have not seen, `extraction.py --folds` tells.

    pip install 'article-cleaner[fast]' lightgbm scikit-learn
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import lightgbm
import numpy as np
from pages import TOKEN, documents, shingles
from sklearn.model_selection import GroupKFold

from cleaner.mark import content
from cleaner.mark.content import cues, names, outline
from cleaner.mark.content.measure import BLOCK, Measured, measure
from cleaner.mark.content.surroundings import BRANCH, HOLDER
from cleaner.mark.content.trees import NOBODY, forest_of
from cleaner.read.html import read_html

BITS = {
    **dict.fromkeys(("inner", "topics", "outer", "around", "within"), len(names.TOPICS)),
    **dict.fromkeys(("cues", "heading_cues"), len(cues.CUES)),
    "sections": len(outline.SECTIONS),
}
NEIGHBOURS = ("chars", "linked", "ends", "tag", "level", "down", "role", "titled", "prose")
SETTINGS = {
    "n_estimators": 300, "learning_rate": 0.05, "num_leaves": 15, "min_child_samples": 80,
    "subsample": 0.8, "subsample_freq": 1, "colsample_bytree": 0.3, "reg_lambda": 5,
    "random_state": 0, "n_jobs": 1, "verbose": -1,
}  # fmt: skip
STAGES = (15, 40, 90, 180, 300)
NO_MARGINS = (99.0,) * (len(STAGES) - 1)
"""All trees are asked."""
MOST, LEAST = 0.3, 0.01
"""Bounds of a block's weight: shares of the page's wanted words."""
THRESHOLD = 0.58
"""The probability from which a block is kept."""
FLIPS = 0.0003
"""Share of all weight that may be judged otherwise because not all trees were asked."""


def columns(measured: Measured) -> tuple[list[str], np.ndarray]:
    """All rows as one table; columns of bits are taken apart."""
    labels: list[str] = []
    table: list[np.ndarray] = []

    def add(row: str, label: str, values: np.ndarray) -> None:
        if label not in BITS:
            labels.append(f"{row}.{label}")
            table.append(values)
            return
        for bit in range(BITS[label]):
            labels.append(f"{row}.{label}&{1 << bit}")
            table.append((values.astype(np.int64) >> bit) & 1)

    blocks = np.array(measured.blocks, dtype=float)
    for row, rows, known in (
        ("b", blocks, BLOCK),
        ("h", np.array(measured.holders, dtype=float), HOLDER),
        ("r", np.array(measured.branches, dtype=float), BRANCH),
    ):
        for place, label in enumerate(known):
            add(row, label, rows[:, place])
    around = np.vstack([[NOBODY] * 2, blocks, [NOBODY] * 2])
    for row, shift in (("u2", 0), ("u1", 1), ("d1", 3), ("d2", 4)):
        for label in (*NEIGHBOURS, *(("cues",) if row in ("u1", "d1") else ())):
            add(row, label, around[shift : shift + len(blocks), BLOCK.index(label)])
    return labels, np.stack(table, axis=1).astype(np.float32)


def wanted(texts: list[str], gold: str) -> list[float]:
    """The share of each text that stands in the gold text; NaN for one without words."""
    tokens = TOKEN.findall(gold)
    known, flat = shingles(tokens), f" {' '.join(tokens)} "
    shares: list[float] = []
    for text in texts:
        words = TOKEN.findall(text)
        if len(words) < 4:
            shares.append(float(f" {' '.join(words)} " in flat) if words else float("nan"))
        else:
            own: Counter[tuple[str, ...]] = shingles(words)
            shares.append(sum((own & known).values()) / sum(own.values()))
    return shares


def plain(node: dict[str, Any], labels: list[str], used: dict[str, int]) -> Any:
    """A tree as nested lists: column, threshold, what if not above it, what if above."""
    if "leaf_value" in node:
        return round(node["leaf_value"], 4)
    column = used.setdefault(labels[node["split_feature"]], len(used))
    below, above = (plain(node[f"{side}_child"], labels, used) for side in ("left", "right"))
    return [column, round(node["threshold"], 4), below, above]


class Lessons:
    """All pages' blocks as one table: rows, what is wanted of them, and how much they weigh."""

    def __init__(self, pages: Sequence[dict[str, Any]]) -> None:
        tables, shares, weights, numbers = [], [], [], []
        for n, document in enumerate(pages):
            page = read_html(document["html"], url=document["url"], parser="fast")
            if page.markup is None or not len(page.blocks):
                continue
            measured = measure(
                page.blocks.texts,
                page.blocks.roles or (),
                page.markup,
                page.title,
                page.markup.described,
            )
            self.labels, table = columns(measured)
            texts = [page.blocks.texts[i] for i in measured.numbers]
            words = max(50, len(TOKEN.findall(document["gold"])))
            sizes = np.array([len(TOKEN.findall(text)) for text in texts]) / words
            tables.append(table)
            shares.append(np.array(wanted(texts, document["gold"])))
            weights.append(np.minimum(sizes, MOST) + LEAST)
            numbers += [n] * len(table)
        share = np.concatenate(shares)
        self.rows = np.vstack(tables)
        self.wanted = share > 0.5
        self.known = ~np.isnan(share)
        self.weight = np.concatenate(weights) * 100
        self.page = np.array(numbers)
        self.sites = [document["domain"] for document in pages]

    def model(self, pages: Sequence[int]) -> lightgbm.LGBMClassifier:
        """Trees fitted to some of the pages."""
        fit = np.isin(self.page, pages) & self.known
        return lightgbm.LGBMClassifier(**SETTINGS).fit(
            self.rows[fit], self.wanted[fit], sample_weight=self.weight[fit]
        )

    def folds(self, pages: Sequence[int], count: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """The pages of all other sites, and those held back, by turns."""
        chosen = np.array(pages)
        sites = [self.sites[n] for n in pages]
        for others, here in GroupKFold(count).split(chosen, groups=sites):
            yield chosen[others], chosen[here]

    def margins(self, pages: Sequence[int], count: int) -> list[float]:
        """For each stage but the last: the sum from which more trees hardly ever say otherwise."""
        sums = {stage: np.zeros(len(self.rows)) for stage in STAGES}
        for others, here in self.folds(pages, count):
            model, held = self.model(others), np.isin(self.page, here)
            for stage in STAGES:
                sums[stage][held] = model.predict(
                    self.rows[held], raw_score=True, num_iteration=stage
                )
        bias = np.log(THRESHOLD / (1 - THRESHOLD))
        final = sums[STAGES[-1]] > bias
        margins: list[float] = []
        for stage in STAGES[:-1]:
            flipped = (sums[stage] > bias) != final
            sizes = np.abs(sums[stage][flipped] - bias)
            far = np.argsort(-sizes)
            total = np.cumsum(self.weight[flipped][far])
            allowed = int(np.searchsorted(total, FLIPS * self.weight.sum()))
            margins.append(round(float(sizes[far][allowed]), 3) if allowed < len(far) else 0.0)
        return margins

    def weights(self, pages: Sequence[int], margins: Sequence[float]) -> dict[str, Any]:
        """What goes into the file of weights."""
        used: dict[str, int] = {}
        trees = [
            plain(tree["tree_structure"], self.labels, used)
            for tree in self.model(pages).booster_.dump_model()["tree_info"]
        ]
        groups = [trees[a:b] for a, b in zip((0, *STAGES), STAGES, strict=False)]
        return {
            "columns": list(used), "threshold": THRESHOLD, "margins": [*margins, 99.0],
            "groups": groups,
        }  # fmt: skip


def by_folds(pages: Sequence[dict[str, Any]], count: int) -> Iterator[list[int]]:
    """Numbers of pages, by folds; meanwhile trees judge that saw other sites alone."""
    lessons = Lessons(pages)
    for others, here in lessons.folds(range(len(pages)), count):
        forest = forest_of(lessons.weights(others, NO_MARGINS))
        with patch.object(content, "forest", lambda forest=forest: forest):
            yield [int(n) for n in here]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=4)
    arguments = parser.parse_args()
    pages = list(documents(arguments.pages))
    lessons = Lessons(pages)
    everything = range(len(pages))
    data = lessons.weights(everything, lessons.margins(everything, arguments.folds))
    arguments.out.write_text(json.dumps(data, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
