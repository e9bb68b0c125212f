"""What a corpus lost, and where: counted from records, shown as one page or as data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from cleaner.corpus.record import Record
from cleaner.corpus.report.tally import Tally
from cleaner.corpus.undo import read_records
from cleaner.errors import InputError
from cleaner.version import __version__

SCHEMA = "urn:article-cleaner:corpus-report:1"


def report_of(records: Iterable[Record]) -> dict[str, Any]:
    """The report on records, as plain values."""
    tally = Tally()
    for record in records:
        tally.add(record)
    return {"schema": SCHEMA, "version": __version__, **tally.as_dict()}


def records_in(paths: Iterable[Path]) -> Iterator[Record]:
    """The records of files, and of all files of records in folders; raises `InputError`."""
    for path in paths:
        found = sorted(path.rglob("*.removed.jsonl*")) if path.is_dir() else [path]
        found = [one for one in found if not one.name.startswith(".")]
        if not found:
            raise InputError(f"{path}: there are no records (*.removed.jsonl) in this folder")
        for one in found:
            yield from read_records(one)


def page_of(report: dict[str, Any], title: str = "What was cleaned") -> str:
    """The report as one web page, which needs nothing else and fetches nothing."""
    here = files("cleaner.corpus.report")
    data = json.dumps(report, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    page = here.joinpath("page.html").read_text("utf-8")
    parts = {
        "TITLE": title.replace("&", "&amp;").replace("<", "&lt;"),
        "STYLE": here.joinpath("page.css").read_text("utf-8"),
        "SCRIPT": here.joinpath("page.js").read_text("utf-8"),
        "DATA": data,
    }
    return re.sub(r"\[\[(\w+)\]\]", lambda match: parts[match[1]], page)
