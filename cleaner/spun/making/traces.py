"""Weigh the traces: by how much rarer in clean text a spun form is than what it replaces."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from math import log
from pathlib import Path

import regex

from cleaner.spun.compiled import compile_folder
from cleaner.spun.lexicon import load
from cleaner.spun.tables import TRACES
from cleaner.spun.words import fold

_TRACE_WEIGHT = 2.3
_KNOWN = 0.7
"""What is added to a trace of a pair expected of its dialect, and again of one seen in real texts;
such pairs may weigh less by as much."""
_COMMON = 0.02
"""The share of clean articles that has a word, for its absence to count."""
_PER = 1000
_FEW = 0.5
"""Rates are by so many texts, and this is added to them, so that one text proves little."""


def write_traces(articles: Sequence[str], others: Sequence[str], folder: Path) -> int:
    """Weigh the lexicon's spun forms by how much rarer than their originals they are.

    `articles` are news; `others` are clean texts of other kinds, such as pages with what stands
    around the article. Of both rates of a spun form the higher counts.
    """
    rows, _ = compile_folder(folder)
    originals: dict[str, set[str]] = {}
    known: dict[str, int] = {}
    for spun, candidate in rows:
        if regex.fullmatch(r"[a-z][a-z \-]+", spun):
            originals.setdefault(spun, set()).add(fold(candidate.original))
            known[spun] = max(known.get(spun, 0), candidate.seen)
    left = load(folder).originals
    wanted = {*originals, *(form for forms in originals.values() for form in forms), *left}
    news = _rates(articles, wanted)
    elsewhere = _rates(others, wanted) if others else news
    traces = []
    for spun, forms in originals.items():
        usual = max(news[form] for form in forms) / 2
        weight = log((usual + _FEW) / (max(news[spun], elsewhere[spun]) + _FEW))
        bonus = _KNOWN * known[spun]
        if weight >= _TRACE_WEIGHT - _KNOWN * (known[spun] > 0):
            traces.append((spun, weight + bonus))
    lines = [
        "# Wordings that spinners leave, with their log odds against clean text, and with",
        "# weight 0 common words that spinners do not leave. Written by `cleaner lexicon train`.",
    ]
    lines += [f"{spun}\t{weight:.1f}" for spun, weight in sorted(traces)]
    lines += [f"{word}\t0" for word in sorted(left) if news[word] >= _COMMON * _PER]
    (folder / TRACES).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(traces)


def _rates(texts: Sequence[str], wanted: Set[str]) -> dict[str, float]:
    """How many of a thousand texts have each of the wanted forms."""
    longest = max(len(form.split()) for form in wanted)
    found: Counter[str] = Counter()
    for text in texts:
        words = [word.strip(".,;:!?\"“”()'‘’") for word in fold(text).split()]
        seen: set[str] = set()
        for size in range(1, longest + 1):
            grams = zip(*(words[i:] for i in range(size)), strict=False)
            seen.update(form for form in map(" ".join, grams) if form in wanted)
        found.update(seen)
    return defaultdict(float, {form: _PER * count / len(texts) for form, count in found.items()})
