"""The lexicon: which words spinners put in the place of which, indexed for matching."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cleaner.spun.compiled import Candidate, compile_folder, read_compiled
from cleaner.spun.tables import tables_folder
from cleaner.spun.words import fold, words_of


class Lexicon(NamedTuple):
    """Every inflected spun form with its candidates, by first word.

    `forms` maps a first word to the whole folded forms (tuples of words) that begin with
    it, longest first; `protected` does the same for idioms and allowed words.
    """

    forms: dict[str, tuple[tuple[tuple[str, ...], tuple[Candidate, ...]], ...]]
    idioms: dict[str, tuple[tuple[str, ...], ...]]
    originals: dict[str, str]
    """Single words that a spinner would hardly leave: originals of rank 1 of pairs that are
    not weak, with the letters of their tables."""
    attested: frozenset[str]
    """Single words that real spinners were seen to replace."""
    bases: dict[str, tuple[str, ...]]
    """Single words that are a form of an original, with the base forms it may belong to."""


def assemble(rows: Iterable[tuple[str, Candidate]], idioms: Iterable[str]) -> Lexicon:
    """Index compiled rows and idioms by their first word."""
    by_form: dict[tuple[str, ...], list[Candidate]] = {}
    originals: dict[str, str] = {}
    attested: set[str] = set()
    bases: dict[str, set[str]] = {}
    for spun, candidate in rows:
        if candidate.original.isalpha():
            bases.setdefault(fold(candidate.original), set()).add(candidate.base)
        if candidate.seen and candidate.original.isalpha():
            attested.add(fold(candidate.original))
        if candidate.strength != "weak" and candidate.rank == 1 and candidate.original.isalpha():
            word = fold(candidate.original)
            originals[word] = "".join({*originals.get(word, ""), *candidate.dialects})
        key = (spun,) if spun.isalpha() else split(spun)
        by_form.setdefault(key, []).append(candidate)
    forms: dict[str, list[tuple[tuple[str, ...], tuple[Candidate, ...]]]] = {}
    for key, candidates in by_form.items():
        forms.setdefault(key[0], []).append((key, tuple(candidates)))
    kept: dict[str, list[tuple[str, ...]]] = {}
    for phrase in idioms:
        key = split(phrase)
        kept.setdefault(key[0], []).append(key)
    return Lexicon(
        {
            first: tuple(sorted(entries, key=lambda e: -len(e[0])))
            for first, entries in forms.items()
        },
        {first: tuple(sorted(keys, key=len, reverse=True)) for first, keys in kept.items()},
        originals,
        frozenset(attested),
        {form: tuple(sorted(found)) for form, found in bases.items()},
    )


def split(phrase: str) -> tuple[str, ...]:
    """A phrase as folded words, divided as a text is; numbers keep their digits."""
    return tuple(fold(phrase[word.start : word.end]) for word in words_of(phrase))


@cache
def load(folder: Path | None = None) -> Lexicon:
    """The lexicon of a folder of tables (default: the shipped one), read once a process.

    Raises RuleError for a bad row; ConfigError when the tables are newer than their
    compiled list and LemmInflect is not installed.
    """
    folder = folder or tables_folder()
    rows, idioms = read_compiled(folder) or compile_folder(folder)
    return assemble(rows, idioms)
