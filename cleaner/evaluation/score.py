"""One labelled document cleaned: what became of each line, and which rule did it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

from cleaner.cleaning import Cleaner
from cleaner.errors import InputError
from cleaner.evaluation.alignment import is_exact, survival, words_of
from cleaner.evaluation.labelled import DROP, IGNORE, KEEP, Labelled
from cleaner.finding import Report
from cleaner.page import Span

READING = "(reading or layout)"
"""Stands where words are gone or changed that no edit names."""

_STAYS = {KEEP: True, DROP: False, IGNORE: None}


class Line(NamedTuple):
    """A labelled line after the cleaning.

    `number` counts all lines of the document's text from 1. `left` is the share of its words
    that still stands. `rules` are those whose edits touched it; `evidence` is what they said.
    """

    number: int
    text: str
    label: str
    category: str
    words: int
    left: float
    rules: tuple[str, ...] = ()
    evidence: str = ""

    @property
    def lost(self) -> float:
        """Words of the article that are gone."""
        return self.words * (1 - self.left) if self.label == KEEP else 0.0

    @property
    def residue(self) -> float:
        """Words of residue that are left."""
        return self.words * self.left if self.label == DROP else 0.0


class Score(NamedTuple):
    """What became of a document; `key` is a fingerprint of its text, `failure` why it was
    not cleaned (it then counts as wholly removed).
    """

    name: str
    key: str
    lines: tuple[Line, ...]
    exact: bool
    failure: str = ""

    @property
    def lost(self) -> float:
        """Words of the article that are gone."""
        return sum(line.lost for line in self.lines)

    @property
    def residue(self) -> float:
        """Words of residue that are left."""
        return sum(line.residue for line in self.lines)

    def words(self, label: str) -> int:
        """Words of the lines with a label."""
        return sum(line.words for line in self.lines if line.label == label)


def score(document: Labelled, cleaner: Cleaner) -> Score:
    """Clean a document and compare what came out with its labels.

    The title is given to the cleaner only where titles are to be dropped.
    """
    title = "" if cleaner.options.keep_title else document.title
    try:
        cleaned = cleaner.clean(document.text, name=document.name, title=title, html=False)
    except InputError as error:
        output, touched, failure = "", [], str(error)
    else:
        output, failure = cleaned.text, ""
        touched = list(_touched(cleaned.report))
    worded = [words_of(line) for line in document.lines]
    share = survival(worded, output)
    numbers = [n for n, line in enumerate(document.text.split("\n"), 1) if line.strip()]
    if len(touched) != len(document.lines):
        # Odd line ends make other lines of a text than its labels have: no rule is named.
        touched = [((), "")] * len(document.lines)
    lines = tuple(
        Line(number, text, label, category, len(words), left, rules, evidence)
        for number, text, label, category, words, left, (rules, evidence) in zip(
            numbers, document.lines, document.labels, document.categories, worded, share, touched,
            strict=True,
        )
    )  # fmt: skip
    wanted = [(line.text, _STAYS[line.label]) for line in lines]
    return Score(
        document.name, fingerprint(document.text), lines, is_exact(wanted, output), failure
    )


def fingerprint(text: str) -> str:
    """16 hex digits that stand for a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _touched(report: Report) -> Iterator[tuple[tuple[str, ...], str]]:
    """For each line of the input that is not blank: the rules of the edits in it, and why."""
    edits: Sequence[tuple[Span, str, str]] = [
        (edit.source, edit.rule, edit.evidence) for edit in report.edits
    ]
    start = at = 0
    for line in report.decoded.split("\n"):
        end = start + len(line)
        if line.strip():
            while at < len(edits) and edits[at][0].end <= start:
                at += 1
            here = list(takewhile(lambda edit: edit[0].start < end, islice(edits, at, None)))  # noqa: B023
            rules = tuple(dict.fromkeys(rule for _, rule, _ in here))
            yield rules, next((words for _, _, words in here if words), "")
        start = end + 1
