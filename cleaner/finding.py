"""What the marking wing says, what the judge makes of it, and what the user is told.

A `Finding` says and never does. The judge puts every finding into exactly one half of a
`Verdict`: among the edits, or among the withheld with the reason. `Report` and `Cleaned`
are what a caller gets. None of these types knows a rule file, a path or a screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from cleaner.delta import Delta, Replacement
from cleaner.page import Repair, Span

SCHEMA = "urn:article-cleaner:report:1"
"""Name of the JSON report's schema; the file stands in `docs/report.schema.json`."""

Captures = tuple[tuple[str, str], ...]
"""What a rule moves into the metadata: (field, value) pairs such as ("byline", "Ann Lee")."""


class Finding(NamedTuple):
    """A rule's claim about one stretch of text.

    `span` is in code points of the text the rule was shown; the judge translates it to
    `Page.text`. `instead` is None where the stretch should go, otherwise the words to
    put in its place. `confidence` lies in 0..1; `evidence` says in words what spoke.
    """

    rule: str
    span: Span
    instead: str | None = None
    confidence: float = 1.0
    evidence: str = ""
    captures: Captures = ()


class Edit(NamedTuple):
    """A finding that was carried out.

    `span` is the place in `Page.text`, `source` the place in the decoded input (line
    ends read as LF); `exact` is false where a repair blurs it. Law: `before` is the
    page's text at `span`. `instead` is None where the stretch went.
    """

    rule: str
    span: Span
    source: Span
    exact: bool
    before: str
    instead: str | None
    confidence: float = 1.0
    evidence: str = ""


class Withheld(NamedTuple):
    """A finding that was not carried out, and the reason."""

    rule: str
    span: Span
    source: Span
    exact: bool
    before: str
    instead: str | None
    reason: str
    confidence: float = 1.0
    evidence: str = ""


class Verdict(NamedTuple):
    """The judge's word on one page: sorted, disjoint edits, and everything withheld."""

    edits: tuple[Edit, ...]
    withheld: tuple[Withheld, ...]


@dataclass(frozen=True)
class Report:
    """Everything that was done to one document, and everything that was left undone.

    `repairs` lead from the decoded input to `Page.text`; `delta` from there to the
    output; both replay in either direction (`replay`, `reverse`). `layout` lists the
    places where only white space changed. `notes` name what a reader should know of
    the run itself, such as a rule that was switched off for running too long.
    """

    name: str
    repairs: tuple[Repair, ...]
    edits: tuple[Edit, ...]
    withheld: tuple[Withheld, ...]
    metadata: Mapping[str, tuple[str, ...]]
    delta: Delta
    encoding: str
    newline: str
    bom: bool
    options: Mapping[str, Any]
    rulebook: str
    version: str
    notes: tuple[str, ...] = ()
    changed: bool = False
    _places: tuple[int, ...] = field(default=(), repr=False, compare=False)

    @cached_property
    def layout(self) -> Delta:
        """The steps of the delta that belong to no edit: white space only."""
        spans = [edit.span for edit in self.edits]
        steps: list[Replacement] = []
        at = 0
        for step in self.delta:
            while at < len(spans) and spans[at].end < step.span.start:
                at += 1
            beside = at < len(spans) and spans[at].start <= step.span.end
            if not beside:
                steps.append(step)
        return tuple(steps)

    def line_of(self, offset: int) -> int:
        """The line, from 1, of an offset into the decoded input."""
        from bisect import bisect_right

        return bisect_right(self._places, offset) or 1


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean text and the report that explains it. Law: cleaning `text` changes nothing."""

    text: str
    report: Report
