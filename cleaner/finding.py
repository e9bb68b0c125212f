"""What the marking wing says, and what the user is told of what was made of it.

A `Finding` says and never does. The judge puts every finding into exactly one half of its
verdict: it becomes an `Edit`, or is `Withheld` with the reason. `Report` and `Cleaned`
are what a caller gets. None of these types knows a rule file, a path or a screen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from cleaner.delta import Delta, Replacement, Trace, delta_between, replay, reverse
from cleaner.lazy import Once
from cleaner.markup import Mark, Nest
from cleaner.page import Blocks, Repair, Span

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
    ends read as LF), `line` its line there, from 1; `exact` is false where a repair blurs
    the place. Law: `before` is the
    page's text at `span`. `instead` is None where the stretch went. In HTML `source` is
    the place in the page's text before repair, and `path` the tag path of the first block.
    """

    rule: str
    span: Span
    source: Span
    exact: bool
    line: int
    before: str
    instead: str | None
    confidence: float = 1.0
    evidence: str = ""
    path: str = ""


class Withheld(NamedTuple):
    """A finding that was not carried out, and the reason."""

    rule: str
    span: Span
    source: Span
    exact: bool
    line: int
    before: str
    instead: str | None
    reason: str
    confidence: float = 1.0
    evidence: str = ""
    path: str = ""


@dataclass(frozen=True)
class Report:
    """Everything that was done to one document, and everything that was left undone.

    `repairs` lead from the decoded input to the page's text; `delta` from there to the
    output; both replay in either direction. `layout` are the steps of the delta that
    touch white space only. `metadata` holds what rules moved out of the text, by field.
    `html` tells that the document was a web page: its decoded input is then the text of
    all its blocks. `notes` name what a reader should know of the run itself, such as a rule
    that was switched off for running too long.
    """

    name: str
    repairs: tuple[Repair, ...]
    edits: tuple[Edit, ...]
    withheld: tuple[Withheld, ...]
    metadata: Mapping[str, tuple[str, ...]]
    encoding: str
    newline: str
    bom: bool
    options: Mapping[str, Any]
    rulebook: str
    version: str
    notes: tuple[str, ...]
    page_text: str = field(repr=False)
    output: str = field(repr=False)
    copies: Trace = field(repr=False)
    html: bool = False

    @property
    def changed(self) -> bool:
        """Whether the output differs from the input, encoding, line ends and BOM included."""
        return bool(
            self.repairs
            or self.bom
            or self.newline != "\n"
            or self.encoding not in ("utf-8", "str")
            or self.output != self.page_text
        )

    @cached_property
    def decoded(self) -> str:
        """The decoded input (line ends as in `Page.decoded`): the page's text, repairs undone."""
        steps = tuple(Replacement(r.source, r.before, r.after) for r in self.repairs)
        return replay(self.page_text, reverse(steps))

    @cached_property
    def delta(self) -> Delta:
        """What leads from the page's text to the output."""
        return delta_between(self.page_text, self.output, self.copies)

    @cached_property
    def layout(self) -> Delta:
        """The steps of the delta that no edit is part of: white space only."""
        steps: list[Replacement] = []
        at = 0
        for step in self.delta:
            while at < len(self.edits) and self.edits[at].span.end < step.span.start:
                at += 1
            if at == len(self.edits) or self.edits[at].span.start > step.span.end:
                steps.append(step)
        return tuple(steps)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean text and the report that explains it. Law: cleaning `text` changes nothing.

    `account` is the report, written when it is first asked for. `blocks` are the paragraphs,
    headings, items, … of `text`, with their spans in it. For each of them `nests` has the
    elements of the web page that it stood in; it is empty where the document was plain text.
    `marks` are emphasis, links and images in `text`, where the option `inline` asked for them.
    `cleaner.to_html` and `cleaner.to_markdown` show them.
    """

    text: str
    account: Once[Report]
    blocks: Blocks = field(default_factory=lambda: Blocks((), ()), repr=False)
    nests: Sequence[Nest] = field(default=(), repr=False)
    marks: tuple[Mark, ...] = field(default=(), repr=False)

    @property
    def report(self) -> Report:
        """Everything that was done to the document, and everything that was left undone."""
        return self.account()
