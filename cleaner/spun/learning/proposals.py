"""Proposals for the tables: how they are written for a person, and what that person accepted."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from cleaner.errors import InputError, RuleError
from cleaner.spun.learning.learn import Proposal
from cleaner.spun.tables import Pair, read_pairs

COLUMNS = ("accept", "spun", "original", "pos", "strength", "documents", "times", "known",
           "contexts")  # fmt: skip
_NEEDED = 5
_PARTS = " | "


def read_stories(path: Path, field: str = "text") -> Iterator[str]:
    """The documents of JSON Lines, of a text file, or of the text files of a folder.

    Raises InputError, with file and line, for what cannot be read.
    """
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_file() and file.suffix in {".txt", ".md", ""}:
                yield _text(file)
    elif path.suffixes[-1:] == [".gz"] or path.suffix in {".jsonl", ".ndjson"}:
        yield from _json_lines(path, field)
    else:
        yield _text(path)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from None


def _json_lines(path: Path, field: str) -> Iterator[str]:
    opener: Any = gzip.open if path.suffix == ".gz" else open
    number = 0
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):  # noqa: B007
                if not line.strip():
                    continue
                text = json.loads(line)[field]
                if not isinstance(text, str):
                    raise TypeError(f"{field} is no text")
                yield text
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path}:{number}: expected JSON with a field {field}: {error!r}"
        ) from None


def write_proposals(proposals: Sequence[Proposal], file: IO[str]) -> None:
    """Write proposals as a table; contexts are parted by bars."""
    file.write("\t".join(COLUMNS) + "\n")
    for p in proposals:
        file.write("\t".join((
            "", p.spun, p.original, p.pos, p.strength, str(p.documents), str(p.times), p.known,
            _PARTS.join(context.replace("\t", " ") for context in p.contexts),
        )) + "\n")  # fmt: skip


def accepted(path: Path) -> list[Pair]:
    """The proposals that a person marked with an x in the first column."""
    pairs = []
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or tuple(lines[0].split("\t")) != COLUMNS:
        raise InputError(f"{path}:1: expected the columns {', '.join(COLUMNS)}")
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if cells[0].strip().lower() != "x":
            continue
        if len(cells) < _NEEDED or not all(cells[1:_NEEDED]):
            raise InputError(f"{path}:{number}: expected {', '.join(COLUMNS[:_NEEDED])}")
        pairs.append(Pair(cells[1], cells[2], cells[3], cells[4], ""))
    return pairs


def accept(proposals: Path, table: Path) -> tuple[int, list[tuple[str, str]]]:
    """Add what was accepted to a table, sorted and ranked; the number, and what was left out.

    Raises InputError for bad proposals and RuleError for a bad table.
    """
    head, rows = [], []
    if table.is_file():
        read_pairs(table)
        for line in table.read_text(encoding="utf-8").splitlines():
            if line.startswith("#"):
                head.append(line)
            elif line.strip():
                rows.append(line.split("\t"))
    have = {(row[0], row[2]) for row in rows}
    refused, taken = [], 0
    for pair in accepted(proposals):
        shown = f"{pair.spun} < {pair.original}"
        if (pair.spun, pair.original) in have:
            refused.append((shown, "the table has it"))
        elif (pair.original, pair.spun) in have:
            refused.append((shown, "the table has it the other way round"))
        else:
            rank = 1 + max((int(row[1]) for row in rows if row[0] == pair.spun), default=0)
            spun, original = pair.spun, pair.original
            rows.append([spun, str(rank), original, pair.pos, pair.strength])
            have.add((spun, original))
            taken += 1
    rows.sort(key=lambda row: (row[0], int(row[1])))
    lines = [*head, *("\t".join(row) for row in rows)]
    try:
        table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as error:
        raise RuleError(f"cannot be written: {error.strerror}", path=table) from None
    return taken, refused
