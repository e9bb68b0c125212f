"""Families of documents that tell the same story, and which one of each is the original.

Candidates are found by MinHash and locality-sensitive hashing (Broder 1997; Indyk & Motwani
1998, as in the library datasketch) over sequences of words. The texts of a spun story share
fewer words than copies do, so the threshold is lower than where only copies are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from cleaner.corpus.documents import Document
from cleaner.corpus.extras import need
from cleaner.restoring import restoration

PERMUTATIONS = 64
SHINGLE = 2
"""Words in a sequence: short, because a spun text keeps no longer ones."""
THRESHOLD = 0.3
"""Estimated share of common sequences from which on two documents are siblings."""
LEAST_WORDS = 40

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")


class Sibling(NamedTuple):
    """One document of a family; `spun` is how likely it is machine-spun, `alike` its greatest
    likeness to another one.
    """

    name: str
    site: str
    words: int
    spun: float
    alike: float


class Family(NamedTuple):
    """Documents of one story; the first is the canonical one, the others follow by rank."""

    members: tuple[Sibling, ...]


def find_families(
    documents: Callable[[], Iterable[Document]],
    *,
    threshold: float = THRESHOLD,
    spun: Callable[[str], float] | None = None,
) -> list[Family]:
    """The families of a corpus, each sorted with the canonical document first.

    That is the one least likely to be spun, then the longest, then the first by name.
    The corpus is read twice; memory is some kilobytes a document. `spun` says how likely a
    text is spun. Raises `ConfigError` where the library is missing.
    """
    parents, alike = _alike(documents(), threshold)
    spun = spun or _spun
    groups: dict[int, list[Sibling]] = {}
    for number, document in enumerate(documents()):
        if number in alike:
            sibling = Sibling(
                document.name,
                document.site,
                len(_WORD.findall(document.text)),
                round(spun(document.text), 4),
                round(alike[number], 3),
            )
            groups.setdefault(_root(parents, number), []).append(sibling)
    return [
        Family(tuple(sorted(group, key=lambda one: (one.spun, -one.words, one.name))))
        for _, group in sorted(groups.items())
    ]


def _alike(
    documents: Iterable[Document], threshold: float
) -> tuple[dict[int, int], dict[int, float]]:
    """Who belongs together, as a forest of numbers, and how like each is to another one."""
    sketches = need("datasketch")
    # Bands are few at a high threshold; what they let through is judged by its likeness.
    index = sketches.MinHashLSH(threshold=min(threshold, 0.8), num_perm=PERMUTATIONS)
    prints: dict[int, Any] = {}
    parents: dict[int, int] = {}
    alike: dict[int, float] = {}
    for number, document in enumerate(documents):
        words = _WORD.findall(document.text.lower())
        if len(words) < LEAST_WORDS:
            continue
        print_ = sketches.MinHash(num_perm=PERMUTATIONS)
        ends = range(SHINGLE, len(words) + 1)
        print_.update_batch([s.encode() for s in {" ".join(words[i - SHINGLE : i]) for i in ends}])
        for other in sorted(index.query(print_)):
            likeness = float(print_.jaccard(prints[other]))
            if likeness >= threshold:
                for one in (other, number):
                    alike[one] = max(alike.get(one, 0.0), likeness)
                    parents.setdefault(one, one)
                parents[_root(parents, number)] = _root(parents, other)
        index.insert(number, print_)
        prints[number] = print_
    return parents, alike


def _root(parents: dict[int, int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number


def _spun(text: str) -> float:
    return restoration(text, "report").probability
