"""Weigh the traces: by how much rarer in clean text a spun form is than what it replaces."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from pathlib import Path

import regex

from cleaner.spun.compiled import compile_folder
from cleaner.spun.lexicon import load
from cleaner.spun.tables import TRACES
from cleaner.spun.words import fold

_TRACE_WEIGHT = 2.5
_COMMON = 0.02
"""The share of clean articles that has a word, for its absence to count."""


def write_traces(articles: Sequence[str], folder: Path) -> int:
    """Weigh the lexicon's spun forms by how much rarer than their originals they are."""
    rows, _ = compile_folder(folder)
    originals: dict[str, set[str]] = {}
    for spun, candidate in rows:
        if regex.fullmatch(r"[a-z][a-z \-]+", spun):
            originals.setdefault(spun, set()).add(fold(candidate.original))
    wanted = {*originals, *(form for forms in originals.values() for form in forms)}
    wanted.update(load(folder).originals)
    longest = max(len(form.split()) for form in wanted)
    documents: dict[str, int] = {}
    for article in articles:
        words = [word.strip(".,;:!?\"“”()'‘’") for word in fold(article).split()]
        seen: set[str] = set()
        for size in range(1, longest + 1):
            grams = zip(*(words[i:] for i in range(size)), strict=False)
            seen.update(form for form in map(" ".join, grams) if form in wanted)
        for form in seen:
            documents[form] = documents.get(form, 0) + 1
    traces = []
    for spun, forms in originals.items():
        usual = max(documents.get(form, 0) for form in forms)
        weight = log((0.5 * usual + 1) / (documents.get(spun, 0) + 1))
        if weight >= _TRACE_WEIGHT:
            traces.append((spun, weight))
    left = [
        word for word in load(folder).originals if documents.get(word, 0) >= _COMMON * len(articles)
    ]
    lines = [
        "# Wordings that spinners leave, with their log odds against clean text, and with",
        "# weight 0 common words that spinners do not leave. Written by `cleaner lexicon train`.",
    ]
    lines += [f"{spun}\t{weight:.1f}" for spun, weight in sorted(traces)]
    lines += [f"{word}\t0" for word in sorted(left)]
    (folder / TRACES).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(traces)
