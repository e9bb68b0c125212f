"""Reports in words. A new form is a function, and a line in one of the two tables here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from cleaner.finding import Cleaned
from cleaner.write.show.diff import diff
from cleaner.write.show.findings import Checked, concise, full, jsonl
from cleaner.write.show.markdown import as_markdown
from cleaner.write.show.page import as_html
from cleaner.write.show.reasons import FAMILIES, FINDERS, REASONS, is_reason
from cleaner.write.show.record import as_json, as_jsonl, json_line, removed
from cleaner.write.show.remark import Remark, remarks, utf8
from cleaner.write.show.review import review
from cleaner.write.show.sarif import sarif

__all__ = [
    "FAMILIES",
    "FINDERS",
    "FINDINGS",
    "FORMS",
    "MARKED",
    "REASONS",
    "Checked",
    "Remark",
    "as_html",
    "as_markdown",
    "diff",
    "is_reason",
    "json_line",
    "remarks",
    "removed",
    "utf8",
]


class FindingsForm(Protocol):
    """Shows the remarks on many documents, piece by piece."""

    def __call__(self, documents: Iterable[Checked], *, color: bool = False) -> Iterator[str]: ...


def _text(cleaned: Cleaned) -> str:
    return cleaned.text


FORMS: Mapping[str, Callable[[Cleaned], str]] = {
    "text": _text,
    "markdown": as_markdown,
    "html": as_html,
    "json": as_json,
    "jsonl": as_jsonl,
}
"""A cleaned document, with or without its report."""

MARKED = ("markdown", "html")
"""Those that show emphasis, links and images (the option `inline`)."""

FINDINGS: Mapping[str, FindingsForm] = {
    "full": full,
    "concise": concise,
    "jsonl": jsonl,
    "sarif": sarif,
    "html": review,
}
"""What there is to say about documents."""
