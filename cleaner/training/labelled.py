"""Labelled documents, and what the rules leave of them: the material of the line model."""

from __future__ import annotations

import gzip
import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.cleaning import Cleaner
from cleaner.delta import to_old
from cleaner.draft import cuts_before
from cleaner.errors import InputError
from cleaner.page import Span, locate_source
from cleaner.read.plain import blocks_of

LABELS = ("keep", "drop", "ignore")
_TOKEN = re.compile(r"\w+")


class Labelled(NamedTuple):
    """One document: its text, the label of every line that is not blank, and its fields."""

    name: str
    text: str
    labels: tuple[str, ...]
    fields: dict[str, Any]


class Leftover(NamedTuple):
    """What the rules leave of a document.

    `drop` and `keep` are the words of each line that were labelled so; `cuts` says how many
    lines were cut before each line, and after the last.
    """

    texts: tuple[str, ...]
    keep: tuple[int, ...]
    drop: tuple[int, ...]
    cuts: tuple[int, ...]


def read_labelled(path: Path) -> Iterator[Labelled]:
    """Documents of a JSON Lines file, gzip-compressed or not.

    Each has `lines` with `text` and `label` (keep, drop, ignore), one for every line of
    `text` that is not blank. Raises `InputError` with file and line.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _labelled(json.loads(line), f"{path}:{number}")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise InputError(f"{path}: expected labelled documents, one a line: {error}") from None


def _labelled(data: Any, place: str) -> Labelled:
    lines = data.get("lines") if isinstance(data, dict) else None
    if not isinstance(lines, list) or not all(
        isinstance(line, dict) and line.get("label") in LABELS and isinstance(line.get("text"), str)
        for line in lines
    ):
        raise InputError(f"{place}: expected `lines` with text and label ({', '.join(LABELS)})")
    lines = [line for line in lines if line["text"].strip()]
    text = data.get("text")
    if not isinstance(text, str):
        text = "\n".join(line["text"] for line in lines)
    found = sum(1 for line in text.split("\n") if line.strip())
    if found != len(lines):
        raise InputError(f"{place}: {len(lines)} labels for {found} lines that are not blank")
    return Labelled(
        str(data.get("id", place)),
        text,
        tuple(line["label"] for line in lines),
        {key: value for key, value in data.items() if key not in ("text", "lines")},
    )


def leftover(document: Labelled, cleaner: Cleaner) -> Leftover:
    """Clean a document by rules alone and carry the labels over to what is left."""
    cleaned = cleaner.clean(document.text)
    report = cleaned.report
    decoded = report.decoded
    starts: list[int] = []
    at = 0
    for line in decoded.split("\n"):
        if line.strip():
            starts.append(at)
        at += len(line) + 1
    starts.append(at)
    keep: list[int] = []
    drop: list[int] = []
    for block in cleaned.blocks:
        span = to_old(report.copies, block.span, len(report.page_text))
        source, _ = locate_source(report.repairs, span)
        words = dict.fromkeys(LABELS, 0)
        first = max(bisect_right(starts, source.start) - 1, 0)
        while first < len(document.labels) and starts[first] < max(source.end, source.start + 1):
            part = decoded[max(starts[first], source.start) : min(starts[first + 1], source.end)]
            words[document.labels[first]] += len(_TOKEN.findall(part))
            first += 1
        keep.append(words["keep"])
        drop.append(words["drop"])
    before = [block.span.start for block in blocks_of(report.page_text)]
    after = [to_old(report.copies, Span(at, at + 1), len(report.page_text)).start
             for at in cleaned.blocks.starts]  # fmt: skip
    return Leftover(
        tuple(cleaned.blocks.texts), tuple(keep), tuple(drop), cuts_before(before, after)
    )
