"""The lexicon: which words spinners put in the place of which.

Tables of pairs are written by people (`pairs-*.tsv` and the like, base forms); matching wants every
inflected form. `compile_forms` bends the tables into one sorted list, which is shipped
and read back by `load` without the library that made it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import RuleError
from cleaner.spun.inflect import TAGS, inflect
from cleaner.spun.words import fold, words_of

STRENGTHS = ("marker", "strong", "weak")
COMPILED = "forms.tsv"
COLUMNS = ("spun", "rank", "original", "pos", "strength", "note")
"""The columns of a table without a heading of its own."""
ATTESTED = "attested.txt"
TRACES = "traces.tsv"
IDIOMS = "idioms.tsv"
_NOT_PAIRS = frozenset((IDIOMS, "allowed.tsv", ATTESTED, COMPILED, TRACES))
_IDIOM = "idiom"
DIALECTS = "abcd"
COMMON_TABLES = ("n", "t")
"""Names and tortured phrases: tables that belong to no dialect."""
_POS = {
    "n": "noun", "noun": "noun", "v": "verb", "verb": "verb", "a": "adj", "adj": "adj",
    "j": "adj", "adjective": "adj", "r": "adv", "adv": "adv", "adverb": "adv",
    "name": "name", "propn": "name",
}  # fmt: skip


class Pair(NamedTuple):
    """One row of a table: `spun` was put in the place of `original`."""

    spun: str
    original: str
    pos: str
    strength: str
    dialect: str
    rank: int = 1
    note: str = ""


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
    """1 when the pair was seen in a real spun text of a dialect that has it."""

    @property
    def base(self) -> str:
        """The original in its base form."""
        return self.pair.partition("<")[2]


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


@cache
def tables_folder() -> Path:
    """Where the shipped tables lie: in the wheel beside the rules, in a checkout under rules/."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "_rules" / "restoration"
    return shipped if shipped.is_dir() else package.parent / "rules" / "restoration"


def _rows(path: Path) -> Iterable[tuple[int, dict[str, str]]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"cannot be read: {error}", path=path) from None
    header = list(COLUMNS)
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if cells[0] == COLUMNS[0]:
            header = cells
            continue
        if len(cells) > len(header):
            raise RuleError(
                f"expected at most {len(header)} cells, found {len(cells)}",
                path=path, line=number, source=line,
            )  # fmt: skip
        yield number, dict(zip(header, cells, strict=False))


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of one table; its dialect is the part of the file name after `pairs-`."""
    dialect = path.stem.removeprefix("pairs-")
    pairs = []
    for number, row in _rows(path):
        spun, original = row.get("spun", ""), row.get("original", "")
        strength = row.get("strength") or "weak"
        if not spun or not original:
            raise RuleError("expected columns spun and original, both filled", path=path,
                            line=number)  # fmt: skip
        if strength not in STRENGTHS:
            raise RuleError(f"unknown strength {strength!r}, expected one of "
                            f"{', '.join(STRENGTHS)}", path=path, line=number)  # fmt: skip
        pos = _POS.get(row.get("pos", "").lower(), "other")
        rank = row.get("rank") or "1"
        if not rank.isdigit():
            raise RuleError(f"expected a whole number as rank, found {rank!r}", path=path,
                            line=number)  # fmt: skip
        pairs.append(Pair(spun, original, pos, strength, dialect, int(rank), row.get("note", "")))
    return pairs


def read_idioms(path: Path) -> list[str]:
    """Every form of the idioms in the first column, in which a spun form may be natural."""
    found: set[str] = set()
    for _, row in _rows(path):
        phrase = next(iter(row.values()))
        found.add(phrase.replace("~", ""))
        if "~" in phrase:
            for tag in (*TAGS["noun"], *TAGS["verb"]):
                found.update(inflect(phrase, tag))
    return sorted(found)


def table_files(folder: Path) -> list[Path]:
    """The tables of pairs in a folder, in order of name."""
    return sorted(path for path in folder.glob("*.tsv") if path.name not in _NOT_PAIRS)


def fingerprint(folder: Path) -> str:
    """A hash over the tables, by which a compiled list knows what it was made from."""
    digest = hashlib.sha256()
    for path in [*table_files(folder), folder / IDIOMS, folder / ATTESTED]:
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


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
    return [(spun, c._replace(seen=1) if c.pair in pairs else c) for spun, c in rows]


def compile_folder(folder: Path) -> tuple[list[tuple[str, Candidate]], list[str]]:
    """The compiled rows and idioms of the tables in a folder."""
    rows = compile_forms(pair for path in table_files(folder) for pair in read_pairs(path))
    idioms, attested = folder / IDIOMS, folder / ATTESTED
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


def _read_compiled(folder: Path) -> tuple[list[tuple[str, Candidate]], list[str]] | None:
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
    rows, idioms = _read_compiled(folder) or compile_folder(folder)
    return assemble(rows, idioms)
