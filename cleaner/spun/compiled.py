"""The tables bent into one sorted list of forms, which is shipped and read without the library.

Tables hold base forms; matching wants every inflected form. Which pairs were seen in real
spun texts is marked here, by hashes that tell nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from cleaner.spun.inflect import TAGS, inflect
from cleaner.spun.tables import (
    ATTESTED,
    COMMON_TABLES,
    COMPILED,
    DIALECTS,
    IDIOMS,
    STRENGTHS,
    USUAL,
    Pair,
    fingerprint,
    read_idioms,
    read_pairs,
    read_usual,
    table_files,
)
from cleaner.spun.words import fold

EXPECTED, SEEN = 1, 2
_IDIOM = "idiom"


class Candidate(NamedTuple):
    """What may have stood where a spun form stands, in the matching form."""

    original: str
    strength: str
    dialects: str
    """The letters of the tables that hold the pair, sorted."""
    pair: str
    """`spun<original` in base forms: the name of the pair in evidence."""
    tag: str
    rank: int
    """Its place among the originals of one spun form, from 1, the usual one first."""
    seen: int = 0
    """SEEN when the pair was seen in a real spun text of a dialect that has it, EXPECTED when
    it is usual in one."""

    @property
    def base(self) -> str:
        """The original in its base form."""
        return self.pair.partition("<")[2]


def compile_forms(pairs: Iterable[Pair]) -> list[tuple[str, Candidate]]:
    """Every inflected spun form with its candidate, sorted; pairs of several tables are one."""
    found: dict[tuple[str, str], Candidate] = {}
    for pair in pairs:
        letter = pair.dialect[0]
        base = f"{pair.spun}<{pair.original}".replace("~", "")
        for tag in TAGS[pair.pos]:
            for spun in inflect(pair.spun, tag):
                for original in inflect(pair.original, tag):
                    if fold(spun) == fold(original):
                        continue
                    key = (fold(spun), original)
                    old = found.get(key)
                    if old is None:
                        found[key] = Candidate(
                            original, pair.strength, letter, base, tag, pair.rank
                        )
                        continue
                    found[key] = old._replace(
                        strength=min(old.strength, pair.strength, key=STRENGTHS.index),
                        dialects="".join(sorted({*old.dialects, letter})),
                        rank=min(old.rank, pair.rank),
                    )
    return sorted((key[0], candidate) for key, candidate in found.items())


def attestation(spun: str, original: str, dialect: str) -> str:
    """A hash of one replacement, by which it is known as seen in a real spun text."""
    return hashlib.sha256(f"{spun}\t{original}\t{dialect}".encode()).hexdigest()[:12]


def read_attested(path: Path) -> frozenset[str]:
    """The hashes of the replacements seen in real spun texts."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def mark_seen(
    rows: Iterable[tuple[str, Candidate]], attested: frozenset[str]
) -> list[tuple[str, Candidate]]:
    """Mark every form of a pair of which one form was seen in a dialect that has the pair."""
    rows = list(rows)
    pairs = set()
    for spun, candidate in rows:
        own = DIALECTS if candidate.dialects in COMMON_TABLES else candidate.dialects
        if any(attestation(spun, fold(candidate.original), x) in attested for x in own):
            pairs.add(candidate.pair)
    return [(spun, c._replace(seen=SEEN) if c.pair in pairs else c) for spun, c in rows]


def mark_usual(
    rows: Iterable[tuple[str, Candidate]], usual: frozenset[tuple[str, str, str]]
) -> list[tuple[str, Candidate]]:
    """Mark every form of a pair that is expected of a dialect which has it."""
    letters: dict[str, set[str]] = {}
    for spun, original, letter in usual:
        letters.setdefault(f"{spun}<{original}", set()).add(letter)
    none: set[str] = set()
    return [
        (spun, c._replace(seen=EXPECTED) if letters.get(c.pair, none) & {*c.dialects} else c)
        for spun, c in rows
    ]


def compile_folder(folder: Path) -> tuple[list[tuple[str, Candidate]], list[str]]:
    """The compiled rows and idioms of the tables in a folder."""
    rows = compile_forms(pair for path in table_files(folder) for pair in read_pairs(path))
    idioms, attested, usual = folder / IDIOMS, folder / ATTESTED, folder / USUAL
    if usual.is_file():
        rows = mark_usual(rows, read_usual(usual))
    if attested.is_file():
        rows = mark_seen(rows, read_attested(attested))
    return rows, read_idioms(idioms) if idioms.is_file() else []


def write_compiled(folder: Path) -> int:
    """Bend the tables of `folder` into its compiled list; the number of its rows."""
    rows, idioms = compile_folder(folder)
    lines = [f"# compiled from {fingerprint(folder)}", "\t".join(("spun", *Candidate._fields))]
    lines += ["\t".join((spun, *map(str, candidate))) for spun, candidate in rows]
    lines += [f"{idiom}\t{_IDIOM}" for idiom in idioms]
    (folder / COMPILED).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(rows)


def read_compiled(folder: Path) -> tuple[list[tuple[str, Candidate]], list[str]] | None:
    """The compiled list, or None when it is missing or older than the tables."""
    try:
        head, _, rest = (folder / COMPILED).read_text(encoding="utf-8").partition("\n")
    except OSError:
        return None
    if head != f"# compiled from {fingerprint(folder)}":
        return None
    rows, idioms = [], []
    for line in rest.split("\n")[1:-1]:
        spun, original, *cells = line.split("\t")
        if cells:
            strength, dialects, pair, tag, rank, seen = cells
            candidate = Candidate(original, strength, dialects, pair, tag, int(rank), int(seen))
            rows.append((spun, candidate))
        else:
            idioms.append(spun)
    return rows, idioms
