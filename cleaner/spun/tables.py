"""The tables of restoration as people write them: pairs of base forms, and idioms."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import RuleError
from cleaner.spun.inflect import TAGS, inflect

STRENGTHS = ("marker", "strong", "weak")
COMPILED = "forms.tsv"
COLUMNS = ("spun", "rank", "original", "pos", "strength", "note")
"""The columns of a table without a heading of its own."""
ATTESTED = "attested.txt"
USUAL = "usual.tsv"
TRACES = "traces.tsv"
IDIOMS = "idioms.tsv"
_NOT_PAIRS = frozenset((IDIOMS, "allowed.tsv", ATTESTED, COMPILED, TRACES, USUAL))
DIALECTS = "abcd"
NAMES = "n"
"""The table of names, which stand with a capital letter alone."""
TORTURED = "t"
"""The table of phrases of science."""
COMMON_TABLES = (NAMES, TORTURED)
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


def read_usual(path: Path) -> frozenset[tuple[str, str, str]]:
    """The pairs expected of nearly every spinner of a dialect: spun, original, its letter."""
    found = set()
    for number, row in _rows(path):
        cells = tuple(row.values())
        if len(cells) != 3 or cells[2] not in DIALECTS:
            raise RuleError("expected a spun form, an original and the letter of a dialect",
                            path=path, line=number)  # fmt: skip
        found.add((cells[0], cells[1], cells[2]))
    return frozenset(found)


def table_files(folder: Path) -> list[Path]:
    """The tables of pairs in a folder, in order of name."""
    return sorted(path for path in folder.glob("*.tsv") if path.name not in _NOT_PAIRS)


def fingerprint(folder: Path) -> str:
    """A hash over the tables, by which a compiled list knows what it was made from."""
    digest = hashlib.sha256()
    for path in [*table_files(folder), folder / IDIOMS, folder / ATTESTED, folder / USUAL]:
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
