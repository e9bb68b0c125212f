"""What the rules leave of labelled documents: the material of the line model."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from cleaner.cleaning import Cleaner
from cleaner.delta import to_old
from cleaner.draft import cuts_before
from cleaner.evaluation.labelled import LABELS, Labelled
from cleaner.mark.model.gaps import Gaps
from cleaner.page import Span, locate_source
from cleaner.read.plain import blocks_of

_TOKEN = re.compile(r"\w+")


class Leftover(NamedTuple):
    """What the rules leave of a document.

    `drop` and `keep` are the words of each line that were labelled so; `gaps` is what is gone
    from between the lines.
    """

    texts: tuple[str, ...]
    keep: tuple[int, ...]
    drop: tuple[int, ...]
    gaps: Gaps


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
    by = [(edit.rule, edit.span.start) for edit in report.edits]
    gaps = Gaps.of(cuts_before(before, after), after, by)
    return Leftover(tuple(cleaned.blocks.texts), tuple(keep), tuple(drop), gaps)
