"""Fit the trees that judge which blocks of a web page are its article.

    python benchmarks/fit_article.py PAGES.jsonl[.gz]... --out cleaner/mark/content/weights.json

PAGES as for `extraction.py`, where it is said what public data they are made from. A block
is wanted where at least half of its 4-token shingles stand in the gold text; it weighs as
much as it has of the page's words, up to a bound, as the metric has it. Gradient-boosted
trees (LightGBM; Ke et al. 2017) are fitted to all pages; folds by site give the figures
that are printed, and the margins from which a sum is as good as final. Only counts and
thresholds go into the file.

    pip install 'article-cleaner[fast]' lightgbm scikit-learn
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from extraction import _TOKEN, TITLED, count, documents, score, shingles, without_title
from sklearn.model_selection import GroupKFold

from cleaner.mark.content import cues, names, outline
from cleaner.mark.content.measure import BLOCK, BRANCH, HOLDER, Measured, measure
from cleaner.mark.content.trees import NOBODY
from cleaner.read.html import read_html

BITS = {
    **dict.fromkeys(("inner", "topics", "outer", "around"), len(names.TOPICS)),
    **dict.fromkeys(("cues", "heading_cues"), len(cues.CUES)),
    "sections": len(outline.SECTIONS),
    "marks": 3,
}
NEIGHBOURS = ("chars", "linked", "ends", "tag", "level", "down", "role", "titled", "prose")
SETTINGS = {
    "n_estimators": 300, "learning_rate": 0.05, "num_leaves": 15, "min_child_samples": 80,
    "subsample": 0.8, "subsample_freq": 1, "colsample_bytree": 0.3, "reg_lambda": 5,
    "random_state": 0, "n_jobs": 1, "verbose": -1,
}  # fmt: skip
STAGES = (15, 40, 90, 180, 300)
MOST, LEAST = 0.3, 0.01
"""Bounds of a block's weight: shares of the page's wanted words."""
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
    tokens = _TOKEN.findall(gold)
    known, flat = shingles(tokens), f" {' '.join(tokens)} "
    shares: list[float] = []
    for text in texts:
        words = _TOKEN.findall(text)
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=4)
    arguments = parser.parse_args()
    pages, tables, shares, weights = [], [], [], []
    labels: list[str] = []
    for document in documents(arguments.pages, None):
        page = read_html(document["html"], url=document["url"], parser="fast")
        if page.markup is None or not len(page.blocks):
            continue
        measured = measure(
            page.blocks.texts, page.blocks.roles, page.markup, page.title, page.markup.described
        )
        labels, table = columns(measured)
        texts = [page.blocks.texts[i] for i in measured.numbers]
        words = max(50, len(_TOKEN.findall(document["gold"])))
        pages.append((document, page.title, texts))
        tables.append(table)
        shares.append(np.array(wanted(texts, document["gold"])))
        sizes = np.array([len(_TOKEN.findall(text)) for text in texts]) / words
        weights.append(np.minimum(sizes, MOST) + LEAST)
    number = np.repeat(np.arange(len(pages)), [len(table) for table in tables])
    x, share, weight = np.vstack(tables), np.concatenate(shares), np.concatenate(weights) * 100
    y, known = share > 0.5, ~np.isnan(share)
    sites = [document["domain"] for document, _, _ in pages]
    sums = {stage: np.zeros(len(y)) for stage in STAGES}
    for others, here in GroupKFold(arguments.folds).split(pages, groups=sites):
        fit = np.isin(number, others) & known
        model = lightgbm.LGBMClassifier(**SETTINGS).fit(x[fit], y[fit], sample_weight=weight[fit])
        held = np.isin(number, here)
        for stage in STAGES:
            sums[stage][held] = model.predict(x[held], raw_score=True, num_iteration=stage)
    final = sums[STAGES[-1]]
    margins: list[float] = []
    for stage in STAGES[:-1]:
        flipped = np.sign(sums[stage]) != np.sign(final)
        far = np.argsort(-np.abs(sums[stage][flipped]))
        allowed = np.searchsorted(np.cumsum(weight[flipped][far]), FLIPS * weight.sum())
        margins.append(round(float(np.abs(sums[stage][flipped])[far][allowed]), 3))
    counts: dict[str, list[tuple[int, int, int]]] = {}
    for n, (document, title, texts) in enumerate(pages):
        kept = [text for text, total in zip(texts, final[number == n], strict=True) if total > 0]
        text = "\n".join(kept)
        if document["bench"] not in TITLED:
            text = without_title(without_title(text, title), document["title"] or "")
        for group in (document["bench"], "all"):
            counts.setdefault(group, []).append(count(document["gold"], text))
    for group, found in counts.items():
        print(group, len(found), *(f"{value:.4f}" for value in score(found)))
    model = lightgbm.LGBMClassifier(**SETTINGS).fit(x[known], y[known], sample_weight=weight[known])
    used: dict[str, int] = {}
    trees = [
        plain(tree["tree_structure"], labels, used)
        for tree in model.booster_.dump_model()["tree_info"]
    ]
    groups = [trees[a:b] for a, b in zip((0, *STAGES), STAGES, strict=False)]
    data = {
        "columns": list(used), "threshold": 0.5, "margins": [*margins, 99.0], "groups": groups,
    }  # fmt: skip
    arguments.out.write_text(json.dumps(data, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
