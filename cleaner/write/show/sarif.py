"""SARIF 2.1.0 (OASIS), the form in which code hosts take the findings of checkers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from cleaner.version import __version__
from cleaner.write.show.findings import Checked, reason
from cleaner.write.show.remark import Remark


def sarif(documents: Iterable[Checked], *, color: bool = False) -> Iterator[str]:  # noqa: ARG001
    """One log with one run."""
    results: list[dict[str, Any]] = []
    rules: dict[str, str] = {}
    for document in documents:
        for remark in document.remarks:
            message = reason(remark, document.summaries)
            rules.setdefault(remark.rule, document.summaries.get(remark.rule, message))
            results.append(_result(document.name, remark, message))
    driver = {
        "name": "cleaner",
        "version": __version__,
        "rules": [
            {"id": name, "shortDescription": {"text": words}} for name, words in rules.items()
        ],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }
    yield json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _result(name: str, remark: Remark, message: str) -> dict[str, Any]:
    return {
        "ruleId": remark.rule,
        "level": "note" if remark.withheld else "warning",
        "message": {"text": message},
        "locations": [_location(name, remark)],
    }


def _location(name: str, remark: Remark) -> dict[str, Any]:
    file = {"artifactLocation": {"uri": name.replace("\\", "/")}}
    if remark.path is not None:
        element = {"fullyQualifiedName": remark.path or "/", "kind": "element"}
        return {"physicalLocation": file, "logicalLocations": [element]}
    region = {
        "startLine": remark.line,
        "startColumn": remark.column,
        "endLine": remark.end_line,
        "endColumn": remark.end_column,
    }
    return {"physicalLocation": {**file, "region": region}}
