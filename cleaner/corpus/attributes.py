"""Findings as Dolma attributes: spans of the document as it is, in place of a changed text.

A line of an attribute file belongs to the line of the documents' file in the same place.
`cleaner__cut__promo__newsletter` holds what the rule `promo/newsletter` would cut,
`cleaner__cut__all` what all rules would: [start, end, confidence], in code points, as `dolma mix`
wants them in `span_replacement`. Repairs, layout and restored words change text and are not told.
The names are those that `dolma tag` gives to what the tagger in `cleaner.corpus.engines` says.
"""

from __future__ import annotations

import re
from typing import Any

from cleaner.finding import Cleaned

EXPERIMENT, TAGGER = "cleaner", "cut"
ALL = "all"

_NO_NAME = re.compile(r"\W", re.ASCII)


def attributes_of(cleaned: Cleaned | None) -> dict[str, list[list[Any]]]:
    """The attributes of a document; of one that could not be cleaned there are none."""
    return {f"{EXPERIMENT}__{TAGGER}__{kind}": spans for kind, spans in spans_of(cleaned).items()}


def spans_of(cleaned: Cleaned | None) -> dict[str, list[list[Any]]]:
    """What would be cut, in all and by each rule."""
    spans: dict[str, list[list[Any]]] = {}
    if cleaned is None or cleaned.report.html:
        return spans
    for edit in cleaned.report.edits:
        if edit.instead is None:
            span = [*edit.source, round(edit.confidence, 4)]
            for name in (ALL, name_of(edit.rule)):
                spans.setdefault(name, []).append(span)
    return spans


def name_of(rule: str) -> str:
    """A rule as a part of an attribute's name."""
    family, _, rest = rule.partition("/")
    return "__".join(_NO_NAME.sub("_", part) for part in (family, rest) if part)
