"""The account of one cleaning: what was done and left undone, in the words of a `Report`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from typing import Any, NamedTuple

from cleaner.delta import Trace
from cleaner.draft import Located
from cleaner.finding import Edit, Report, Withheld
from cleaner.mark.judge import COVERED
from cleaner.page import Blocks, Claims, Page
from cleaner.read.days import day_in
from cleaner.version import __version__

_WORDS = re.compile(r"\w+")
_AND = frozenset("and und et y e en og och by von par por".split())


class Settled(NamedTuple):
    """A page on which nothing more is to be said."""

    text: str
    blocks: Blocks
    copies: Trace
    done: Sequence[Located]
    withheld: Sequence[Located]
    notes: tuple[str, ...]


def account(
    page: Page,
    settled: Settled,
    *,
    options: Mapping[str, Any],
    rulebook: str,
    off: Set[str],
) -> Report:
    """The report; `rulebook` is a fingerprint, `off` the rules that ran out of time."""
    lines = Lines(page.decoded)
    edits: list[Edit] = []
    withheld: list[Withheld] = []
    undone = list(settled.withheld)
    captures: dict[str, list[str]] = {}
    for field, value in page.metadata:
        captures.setdefault(field, []).append(value)
    # What was done in a later round may hold what was done in an earlier one.
    outer: list[Located] = []
    claims = Claims()
    for item in sorted(settled.done, key=lambda i: i.span.start - i.span.end):
        for field, value in item.finding.captures:
            if not _says(captures.setdefault(field, []), value):
                captures[field].append(value)
        winner = claims.claim(item.span, item.finding.rule)
        if winner is None:
            outer.append(item)
        else:
            reason = COVERED.format(rule=winner)
            undone.append(Located(item.finding, item.span, reason))
    for item in sorted(outer, key=lambda i: i.span):
        f, (source, exact) = item.finding, page.source(item.span)
        before = page.text[item.span.start : item.span.end]
        edits.append(
            Edit(
                f.rule, item.span, source, exact, lines.of(source.start), before, f.instead,
                f.confidence, f.evidence, page.path(item.span),
            )
        )  # fmt: skip
    for item in sorted(undone, key=lambda i: (i.span, i.finding.rule)):
        f, (source, exact) = item.finding, page.source(item.span)
        before = page.text[item.span.start : item.span.end]
        withheld.append(
            Withheld(
                f.rule, item.span, source, exact, lines.of(source.start), before, f.instead,
                item.reason, f.confidence, f.evidence, page.path(item.span),
            )
        )  # fmt: skip
    return Report(
        name=page.name,
        repairs=page.repairs,
        edits=tuple(edits),
        withheld=tuple(withheld),
        metadata={field: tuple(values) for field, values in captures.items()},
        encoding=page.encoding,
        newline=page.newline,
        bom=page.bom,
        options=options,
        rulebook=rulebook,
        version=__version__,
        notes=(
            *page.notes,
            *settled.notes,
            *(f"{rule} ran out of time and was switched off" for rule in sorted(off)),
        ),
        page_text=page.text,
        output=settled.text,
        copies=settled.copies,
        html=page.markup is not None,
    )


def _says(known: Sequence[str], value: str) -> bool:
    """Whether what is known holds a value: all its words, or the day that it names."""
    said = {word for one in known for word in _WORDS.findall(one.casefold())}
    words = _WORDS.findall(value.casefold())
    if value in known or (words and all(word in said or word in _AND for word in words)):
        return True
    return bool(known) and bool(day := day_in(value)) and day in map(day_in, known)


class Lines:
    """Line numbers, from 1, of rising offsets."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1

    def of(self, offset: int) -> int:
        """The line that an offset stands in."""
        if offset < self.at:
            self.at, self.line = 0, 1
        self.line += self.text.count("\n", self.at, offset)
        self.at = offset
        return self.line
