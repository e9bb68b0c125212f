"""Pages with their gold texts, and the metric by which extractors are compared on them.

A line of a file of pages is {"id", "bench", "url", "domain", "title", "html", "gold"}, and
"lang" where it is known. The metric is that of scrapinghub's benchmark: multisets of
4-token shingles; precision and recall are averaged over pages, F1 is made of the averages.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

Count = tuple[int, int, int]
"""Shingles of a page: shared, ours alone, gold's alone."""
Ratios = tuple[float | None, float | None]
"""Precision and recall of a page; None where there is nothing to divide by."""

NEWS = ("scrapinghub-aeb", "fundus", "fundus-eval")
"""The benchmarks of news."""

TOKEN = re.compile(r"\w+")
_CALLED = re.compile(
    r"<title\b[^>]*>(.*?)</title>|<h1\b[^>]*>(.*?)</h1>"
    r"""|<meta\b[^>]*\bog:title[^>]*\bcontent=(?:"([^"]*)"|'([^']*)')""",
    re.DOTALL | re.IGNORECASE,
)
_MARKUP = re.compile("<[^>]*>")
_TAIL = re.compile(r"\s+(?:[-–—|·:»]|--)\s+")


class Score(NamedTuple):
    """Averages over pages."""

    f1: float
    precision: float
    recall: float


def documents(paths: Iterable[Path], limit: int | None = None) -> Iterator[dict[str, Any]]:
    """The pages of all files, at most `limit` of each."""
    for path in paths:
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                if limit is None or number < limit:
                    yield json.loads(line)


def titles_of(page: dict[str, Any]) -> set[str]:
    """What a page is called, as bare words: by its benchmark and by its own headings and tags."""
    told = [page.get("title") or ""]
    for found in _CALLED.finditer(page["html"]):
        told += [_MARKUP.sub(" ", name) for name in found.groups() if name]
    titles: set[str] = set()
    for title in map(unescape, told):
        # "Ferry is back - The Daily Example": the site's name is no part of the title.
        ends = [cut.start() for cut in _TAIL.finditer(title)]
        titles |= {_words(title[:end]) for end in [*ends, len(title)]}
    return titles - {""}


def without_title(text: str, titles: Container[str]) -> str:
    """The text without a first line that says a title."""
    first, _, rest = text.lstrip().partition("\n")
    return rest if _words(first) in titles else text


def _words(text: str) -> str:
    return " ".join(TOKEN.findall(text.lower()))


def shingles(tokens: list[str]) -> Counter[tuple[str, ...]]:
    if not tokens:
        return Counter()
    return Counter(tuple(tokens[i : i + 4]) for i in range(max(1, len(tokens) - 3)))


def count(gold: str, text: str) -> Count:
    a, b = (shingles(TOKEN.findall(one)) for one in (gold, text))
    shared = sum((a & b).values())
    return shared, sum(b.values()) - shared, sum(a.values()) - shared


def ratios(one: Count) -> Ratios:
    tp, fp, fn = one
    return (tp / (tp + fp) if tp + fp else None), (tp / (tp + fn) if tp + fn else None)


def score(pages: Iterable[Ratios]) -> Score:
    precisions, recalls = [], []
    for p, r in pages:
        if p is not None:
            precisions.append(p)
        if r is not None:
            recalls.append(r)
    p = sum(precisions) / len(precisions) if precisions else 0.0
    r = sum(recalls) / len(recalls) if recalls else 0.0
    return Score(2 * p * r / (p + r) if p + r else 0.0, p, r)


def mean_f1(sets: Sequence[Sequence[Ratios]]) -> float:
    """The average over benchmarks of their F1."""
    return sum(score(pages).f1 for pages in sets) / len(sets)


def interval(
    ours: Sequence[Sequence[Ratios]], theirs: Sequence[Sequence[Ratios]], samples: int = 2000
) -> tuple[float, float]:
    """A 95 % interval of how far ours is ahead in `mean_f1`; pages are drawn set by set."""
    dice = random.Random(20)
    gaps = []
    for _ in range(samples):
        drawn = [dice.choices(range(len(pages)), k=len(pages)) for pages in ours]
        mine, others = (
            mean_f1([[pages[i] for i in some] for pages, some in zip(sets, drawn, strict=True)])
            for sets in (ours, theirs)
        )
        gaps.append(mine - others)
    gaps.sort()
    return gaps[samples // 40], gaps[-samples // 40]
