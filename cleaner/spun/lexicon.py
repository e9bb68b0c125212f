"""The lexicon: which words spinners put in the place of which, indexed for matching."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cleaner.spun.compiled import Candidate, compile_folder, read_compiled
from cleaner.spun.tables import tables_folder
from cleaner.spun.words import fold, words_of


class Lexicon(NamedTuple):
    """Every inflected spun form with its candidates, by how it begins.

    `forms` maps a word to the forms of this word alone, and two words to the longer forms
    (tuples of folded words) that begin with them, longest first; `idioms` maps the first word
    of idioms and allowed words to the whole.
    """

    forms: dict[str, tuple[tuple[tuple[str, ...], tuple[Candidate, ...]], ...]]
    idioms: dict[str, tuple[tuple[str, ...], ...]]
    originals: dict[str, str]
    """Single words that a spinner would hardly leave: originals of rank 1 of pairs that are
    not weak, with the letters of their tables."""
    attested: frozenset[str]
    """Single words that real spinners were seen, or are expected, to replace."""
    bases: dict[str, tuple[str, ...]]
    """Single words that are a form of an original, with the base forms it may belong to."""


def assemble(rows: Iterable[tuple[str, Candidate]], idioms: Iterable[str]) -> Lexicon:
    """Index compiled rows and idioms by their first word."""
    by_form: dict[str, list[Candidate]] = {}
    letters: dict[str, set[str]] = {}
    attested: set[str] = set()
    bases: dict[str, set[str]] = {}
    for spun, candidate in rows:
        by_form.setdefault(spun, []).append(candidate)
        if candidate.original.isalpha():
            word = candidate.original.lower()
            bases.setdefault(word, set()).add(candidate.base)
            if candidate.seen:
                attested.add(word)
            if candidate.rank == 1 and candidate.strength != "weak":
                letters.setdefault(word, set()).update(candidate.dialects)
    forms: dict[str, list[tuple[tuple[str, ...], tuple[Candidate, ...]]]] = {}
    for spun, candidates in by_form.items():
        key = split(spun)
        forms.setdefault(" ".join(key[:2]), []).append((key, tuple(candidates)))
    kept: dict[str, list[tuple[str, ...]]] = {}
    for phrase in idioms:
        key = split(phrase)
        kept.setdefault(key[0], []).append(key)
    return Lexicon(
        {
            begin: tuple(sorted(entries, key=lambda e: -len(e[0])))
            for begin, entries in forms.items()
        },
        {first: tuple(sorted(keys, key=len, reverse=True)) for first, keys in kept.items()},
        {word: "".join(sorted(found)) for word, found in letters.items()},
        frozenset(attested),
        {form: tuple(sorted(found)) for form, found in bases.items()},
    )


def split(phrase: str) -> tuple[str, ...]:
    """A phrase as folded words, divided as a text is; numbers keep their digits."""
    if phrase.replace(" ", "").isalpha():  # as most are, and so there is nothing to look for
        return tuple(phrase.lower().split())
    return tuple(fold(phrase[word.start : word.end]) for word in words_of(phrase))


@cache
def load(folder: Path | None = None) -> Lexicon:
    """The lexicon of a folder of tables (default: the shipped one), read once a process.

    Raises RuleError for a bad row; ConfigError when the tables are newer than their
    compiled list and LemmInflect is not installed.
    """
    folder = folder or tables_folder()
    with _no_collection():
        rows, idioms = read_compiled(folder) or compile_folder(folder)
        return assemble(rows, idioms)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Make a hundred thousand objects that all stay without the collector looking through them."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
