"""Lessons: lines that the rules left, with a label and a weight each, page by page.

A lesson is a page. From each page more are made: the article alone, which teaches what to
leave; the article with a part of its residue, as stronger rules would leave it; and, of
pages that are mostly residue, the article with only the beginning of what follows. The tail
has lessons of its own: pages and articles in which the rules find nothing.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np

from cleaner.cleaning import Cleaner
from cleaner.evaluation.labelled import Labelled
from cleaner.mark import View, find_title
from cleaner.mark.model.gaps import Gaps
from cleaner.mark.model.wholes import Wholes
from cleaner.mark.title import agrees
from cleaner.page import Blocks
from cleaner.training.leftover import Leftover, leftover

KEEP, DROP, UNSURE = 0, 1, -1
_LONG = 80
_COPIES = 2.5


class Lesson(NamedTuple):
    """A page of lines: `label` KEEP, DROP or UNSURE, `weight` 0 where nothing is to learn."""

    site: str
    texts: tuple[str, ...]
    gaps: Gaps
    label: tuple[int, ...]
    weight: tuple[float, ...]

    @property
    def hinted(self) -> bool:
        """Whether rules cut something."""
        return any(self.gaps.lines)


def lessons(
    documents: Iterable[tuple[Labelled, float]], cleaner: Cleaner, *, whole_pages: bool = False
) -> list[Lesson]:
    """What the rules leave of documents, each with a weight.

    Left out is where the model is not asked: documents in other languages than English, if
    they are not the texts of `whole_pages`.
    """
    found: list[Lesson] = []
    for document, weight in documents:
        if not whole_pages and document.fields.get("lang", "en") != "en":
            continue
        left = leftover(document, cleaner)
        if len(left.texts) < 2:
            continue
        titles = _titles(left.texts, str(document.fields.get("title") or ""))
        if whole_pages:
            left, titles = _whole(left, titles)
        label = [
            DROP if drop > keep else KEEP if keep else UNSURE
            for keep, drop in zip(left.keep, left.drop, strict=True)
        ]
        for line in titles:
            label[line] = UNSURE
        words = [max(pair) for pair in zip(left.keep, left.drop, strict=True)]
        weights = [weight * sqrt(min(n, _LONG)) * (y != UNSURE)
                   for n, y in zip(words, label, strict=True)]  # fmt: skip
        found.append(Lesson(site_of(document), left.texts, left.gaps, tuple(label), tuple(weights)))
    if whole_pages:
        return _shared(found)
    return [*_shared([page for page in found if page.hinted]),
            *_shared([page for page in found if not page.hinted])]  # fmt: skip


def site_of(document: Labelled) -> str:
    """The site of a document: its `domain`, or else it is one by itself."""
    return str(document.fields.get("domain", document.name))


def _titles(texts: Sequence[str], title: str) -> list[int]:
    """The lines that are the title, which is another option's business."""
    starts = [0]
    for text in texts[:-1]:
        starts.append(starts[-1] + len(text) + 1)
    found = find_title(View.of("\n".join(texts), Blocks(starts, texts)))
    lines = [line for line, text in enumerate(texts[:6]) if title and agrees(text, title)]
    return lines if found is None else [*lines, starts.index(found.span.start)]


def _whole(left: Leftover, titles: Sequence[int]) -> tuple[Leftover, list[int]]:
    """The lines with those that are one joined, and which of them are titles."""
    wholes = Wholes.of(left.texts, titles)
    keep, drop = (
        tuple(map(int, np.add.reduceat(words, wholes.firsts))) for words in (left.keep, left.drop)
    )
    joined = Leftover(tuple(wholes.texts), keep, drop, left.gaps.among(wholes.firsts))
    return joined, [wholes.firsts.index(line) for line in titles]


def _shared(pages: Sequence[Lesson]) -> list[Lesson]:
    """With the weight of a line that a site has often shared among its copies."""
    copies = Counter((page.site, text) for page in pages for text in page.texts)
    return [
        page._replace(
            weight=tuple(
                weight / copies[page.site, text]
                for weight, text in zip(page.weight, page.texts, strict=True)
            )
        )
        for page in pages
    ]


def varied(pages: Sequence[Lesson], seed: int = 7) -> list[Lesson]:
    """Further lessons made of pages that hold residue.

    The article alone counts in full, since to take a line of it is the worst mistake.
    """
    dice = random.Random(seed)
    made: list[Lesson] = []
    for page in pages:
        kept = [line for line, label in enumerate(page.label) if label == KEEP]
        dropped = page.label.count(DROP)
        if not dropped or len(kept) < 2:
            continue
        made.append(_part(page, kept, 1.0))
        share = dice.choice((0.3, 0.6, 0.9))
        made.append(
            _part(page, [n for n, y in enumerate(page.label) if y != DROP or dice.random() > share])
        )
        if dropped > 0.4 * len(page.label):
            first = max(0, kept[0] - dice.choice((0, 0, 1, 2)))
            last = kept[-1] + 1 + dice.choice((0, 1, 2, 3, 5, 8, 13))
            made.append(_part(page, range(first, min(last, len(page.label)))))
    return [page for page in made if len(page.texts) >= 2]


def bare(pages: Iterable[Lesson]) -> list[Lesson]:
    """Pages in which rules find nothing: as they came, and the articles of pages with residue."""
    made: list[Lesson] = []
    for page in pages:
        kept = [line for line, label in enumerate(page.label) if label == KEEP]
        if not page.hinted:
            made.append(page)
        if DROP in page.label and len(kept) >= 2:
            made.append(_part(page, kept, 1.0))
    return [page._replace(gaps=Gaps.none(len(page.texts))) for page in made]


def _part(page: Lesson, lines: Sequence[int], weight: float = 0.5) -> Lesson:
    """Some lines of a page, at a share of their weight; what rules cut stays cut there."""
    return Lesson(
        page.site,
        tuple(page.texts[line] for line in lines),
        page.gaps.among(lines),
        tuple(page.label[line] for line in lines),
        tuple(page.weight[line] * weight for line in lines),
    )
