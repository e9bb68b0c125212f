"""Reports as plain data: the JSON report, and the record of what was removed.

The JSON report's schema is `docs/report.schema.json`. Offsets are code points, spans are
[start, end] with the end exclusive, lines and columns count from 1.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from cleaner.finding import SCHEMA, Cleaned, Edit, Report, Withheld
from cleaner.write.show.remark import Places


def as_json(cleaned: Cleaned) -> str:
    """One indented JSON document."""
    return json.dumps(record_of(cleaned), ensure_ascii=False, indent=2) + "\n"


def as_jsonl(cleaned: Cleaned) -> str:
    """The same on one line."""
    return json_line(record_of(cleaned))


def json_line(record: dict[str, Any]) -> str:
    """A record as one line of JSON Lines."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def record_of(cleaned: Cleaned) -> dict[str, Any]:
    """The text and its whole report. Law: repairs and delta replay, input to `text`."""
    report = cleaned.report
    places = Places(report.decoded, of_page=report.html)
    return {
        "schema": SCHEMA,
        "version": report.version,
        "rulebook": report.rulebook,
        "options": dict(report.options),
        "name": report.name,
        "changed": report.changed,
        "input": {"encoding": report.encoding, "newline": report.newline, "bom": report.bom},
        "text": cleaned.text,
        "metadata": {key: list(values) for key, values in report.metadata.items()},
        "edits": [_finding(edit, places) for edit in report.edits],
        "withheld": [{**_finding(item, places), "reason": item.reason} for item in report.withheld],
        "repairs": list(_repairs(report, places)),
        "delta": [
            {"span": list(step.span), "before": step.before, "instead": step.after}
            for step in report.delta
        ],
        "notes": list(report.notes),
    }


def _finding(found: Edit | Withheld, places: Places) -> dict[str, Any]:
    return {
        "rule": found.rule,
        **_place(found, places),
        "span": list(found.span),
        "exact": found.exact,
        "before": found.before,
        "instead": found.instead,
        "confidence": found.confidence,
        "evidence": found.evidence,
    }


def _place(found: Edit | Withheld, places: Places) -> dict[str, Any]:
    """Where a finding stands in its source; of a web page only the tag path is known."""
    if places.of_page:
        return {"line": None, "column": None, "source": None, "path": found.path}
    line, column = places.of(found.source.start)
    return {"line": line, "column": column, "source": list(found.source)}


def _repairs(report: Report, places: Places) -> Iterator[dict[str, Any]]:
    for repair in report.repairs:
        line, column = places.of(repair.source.start)
        yield {
            "rule": f"repair/{repair.kind}",
            "line": line,
            "column": column,
            "span": list(repair.span),
            "source": list(repair.source),
            "before": repair.before,
            "instead": repair.after,
        }


def removed(report: Report) -> Iterator[dict[str, Any]]:
    """What rules took out of a document, one record a piece."""
    for edit in report.edits:
        yield {
            "file": report.name,
            "rule": edit.rule,
            "line": None if report.html else edit.line,
            "span": list(edit.span),
            "source": None if report.html else list(edit.source),
            "text": edit.before,
            "instead": edit.instead,
            **({"path": edit.path} if report.html else {}),
        }
