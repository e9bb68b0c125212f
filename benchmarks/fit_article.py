"""Fit the trees that judge which blocks of a web page are its article.

    python benchmarks/fit_article.py PAGES.jsonl[.gz]... --out cleaner/mark/content/weights.json

PAGES as for `extraction.py`, which says what public data they are made from. A block
is wanted where at least half of its 4-token shingles stand in the gold text; it weighs as
much as it has of the page's words, up to a bound, as the metric has it; the pages of a site of
n weigh as much as the root of n. Pages with a second article grafted in (`grafts.py`) weigh a
twentieth. Gradient-boosted trees (LightGBM; Ke et al. 2017) are fitted to all pages; folds by
site give the bounds beyond which a sum is as good as final. Only counts and thresholds go into
the file. How well such trees do on sites they have not seen, `extraction.py --folds` tells.

    pip install 'article-cleaner[fast]' lightgbm scikit-learn
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import lightgbm
import numpy as np
from grafts import Sample, grafted
from pages import TOKEN, documents, shingles
from sklearn.model_selection import GroupKFold

from cleaner import Rulebook
from cleaner.mark import Boxes, content
from cleaner.mark.content import cues, names, outline
from cleaner.mark.content.brothers import BAR, DOUBTFUL
from cleaner.mark.content.columns import NOBODY
from cleaner.mark.content.measure import Measured, measure
from cleaner.mark.content.own import BLOCK
from cleaner.mark.content.surroundings import BRANCH, HOLDER
from cleaner.mark.content.trees import Judge
from cleaner.mark.judge import held_back
from cleaner.read.html import read_html

BITS = {
    **dict.fromkeys(("inner", "topics", "outer", "around", "within"), len(names.TOPICS)),
    **dict.fromkeys(("cues", "heading_cues"), len(cues.CUES)),
    "sections": len(outline.SECTIONS),
}
NEIGHBOURS = ("chars", "linked", "ends", "tag", "level", "down", "role", "titled", "prose")
SETTINGS = {
    "n_estimators": 250, "learning_rate": 0.06, "num_leaves": 15, "min_child_samples": 80,
    "subsample": 0.8, "subsample_freq": 1, "colsample_bytree": 0.2, "reg_lambda": 5, "max_bin": 63,
    "random_state": 0, "n_jobs": 1, "verbose": -1,
}  # fmt: skip
STAGES = (75, 250)
NO_BOUNDS = ((-99.0, 99.0),) * len(STAGES)
"""All trees are asked."""
MOST, LEAST = 0.3, 0.01
"""Bounds of a block's weight: shares of the page's wanted words."""
GRAFTED = 0.05
"""What a block of a grafted page weighs, next to one of a real page."""


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

    holders, branches = measured.holders, measured.branches
    blocks = np.array(measured.blocks, dtype=float).T
    for row, rows, known in (
        ("b", blocks, BLOCK),
        ("h", np.array(holders.columns, dtype=float).T[holders.of], HOLDER),
        ("r", np.array(branches.columns, dtype=float).T[branches.of], BRANCH),
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


class Table(NamedTuple):
    """The blocks of a page, or of many: rows, what is wanted of them, and how much they weigh."""

    rows: np.ndarray
    shares: np.ndarray
    weights: np.ndarray

    def joined(self, others: Sequence[Table]) -> Table:
        """All tables as one."""
        return Table(*map(np.concatenate, zip(self, *others, strict=True)))


class Lessons:
    """All pages' blocks as one table, and the pages of which others can be made by grafting."""

    def __init__(self, pages: Sequence[dict[str, Any]]) -> None:
        book = Rulebook.load()
        held = {rule.id: held_back(rule, unsafe=False, preview=False) for rule in book.rules}
        reasons = {name: reason for name, reason in held.items() if reason is not None}
        self.samples: dict[int, Sample] = {}
        self.sites = [document["domain"] for document in pages]
        pages_of = Counter(self.sites)
        tables, numbers = [], []
        for n, document in enumerate(pages):
            page = read_html(document["html"], url=document["url"], parser="fast")
            if page.markup is None or not len(page.blocks):
                continue
            apart = Boxes(page, book.elements, reasons=reasons, off=set()).apart()
            shares = wanted(page.blocks.texts, document["gold"])
            whole = Sample(
                page.blocks.texts, page.blocks.roles or (), page.markup, shares, page.title
            )
            self.samples[n] = whole.without(apart)
            table = self.table(whole, len(TOKEN.findall(document["gold"])), apart)
            weights = table.weights / np.sqrt(pages_of[document["domain"]])
            tables.append(table._replace(weights=weights))
            numbers += [n] * len(table.shares)
        self.all = tables[0].joined(tables[1:])
        self.wanted = self.all.shares > 0.5
        self.page = np.array(numbers)

    def table(self, sample: Sample, words: int, apart: Set[int] = frozenset()) -> Table:
        """The blocks of a page with so many wanted words."""
        measured = measure(sample.blocks, sample.markup, sample.title, apart)
        self.labels, rows = columns(measured)
        sizes = np.array([len(TOKEN.findall(sample.texts[i])) for i in measured.numbers])
        weights = (np.minimum(sizes / max(50, words), MOST) + LEAST) * 100
        return Table(rows, np.array([sample.wanted[i] for i in measured.numbers]), weights)

    def grafts(self, pages: Sequence[int]) -> list[Table]:
        """Pages with a second article, made of some of the pages; each is asked for one."""
        known = [int(n) for n in pages if n in self.samples]
        tables = []
        for n in known:
            dice = random.Random(n)
            page = grafted(self.samples[n], self.samples[dice.choice(known)], dice)
            if page is not None:
                texts = zip(page.texts, page.wanted, strict=True)
                words = sum(len(TOKEN.findall(text)) for text, share in texts if share > 0.5)
                table = self.table(page, words)
                tables.append(table._replace(weights=table.weights * GRAFTED))
        return tables

    def model(self, pages: Sequence[int]) -> lightgbm.LGBMClassifier:
        """Trees fitted to some of the pages, and to grafts of them."""
        here = np.isin(self.page, pages)
        rows, shares, weights = Table(*(part[here] for part in self.all)).joined(self.grafts(pages))
        fit = ~np.isnan(shares)
        return lightgbm.LGBMClassifier(**SETTINGS).fit(
            rows[fit], shares[fit] > 0.5, sample_weight=weights[fit]
        )

    def folds(
        self, pages: Sequence[int], count: int, division: int = 0
    ) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """The pages of all other sites, and those held back, by turns.

        Each `division` but the first divides the sites by lot.
        """
        chosen = np.array(pages)
        sites = [self.sites[n] for n in pages]
        lot = {"shuffle": True, "random_state": division} if division else {}
        for others, here in GroupKFold(count, **lot).split(chosen, groups=sites):
            yield chosen[others], chosen[here]

    def bounds(self, pages: Sequence[int], count: int) -> list[tuple[float, float]]:
        """For each stage the sums under which no block is doubtful, and over which each stays.

        So it is with all blocks of pages held back.
        """
        sums = {stage: np.zeros(len(self.page)) for stage in STAGES}
        for others, here in self.folds(pages, count):
            model, held = self.model(others), np.isin(self.page, here)
            for stage in STAGES:
                sums[stage][held] = model.predict(
                    self.all.rows[held], raw_score=True, num_iteration=stage
                )
        final = sums[STAGES[-1]]
        return [
            (
                round(sums[stage][final > DOUBTFUL].min(), 3),
                round(sums[stage][final <= BAR].max(), 3),
            )
            for stage in STAGES[:-1]
        ] + [NO_BOUNDS[-1]]

    def weights(
        self, pages: Sequence[int], bounds: Sequence[tuple[float, float]]
    ) -> dict[str, Any]:
        """What goes into the file of weights."""
        used: dict[str, int] = {}
        trees = [
            plain(tree["tree_structure"], self.labels, used)
            for tree in self.model(pages).booster_.dump_model()["tree_info"]
        ]
        groups = [trees[a:b] for a, b in zip((0, *STAGES), STAGES, strict=False)]
        return {"columns": list(used), "bounds": bounds, "groups": groups}


def by_folds(pages: Sequence[dict[str, Any]], count: int, division: int = 0) -> Iterator[list[int]]:
    """Numbers of pages, by folds; meanwhile trees judge that saw other sites alone."""
    lessons = Lessons(pages)
    for others, here in lessons.folds(range(len(pages)), count, division):
        judge = Judge(lessons.weights(others, NO_BOUNDS))
        with patch.object(content, "judge", lambda judge=judge: judge):
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
    data = lessons.weights(everything, lessons.bounds(everything, arguments.folds))
    arguments.out.write_text(json.dumps(data, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
