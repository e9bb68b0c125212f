"""Restoration of a page: what the spun-text engine reads, as findings.

The engine (`cleaner.spun`) knows strings alone; the judge and the report know findings.
Restored wording is a reconstruction, and is marked as one: by its rule, by its confidence,
and by a note that the report carries.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from cleaner.finding import Finding
from cleaner.page import Span
from cleaner.spun import Mode, may_be_spun, read_spun
from cleaner.spun.engine import DATA, MODEL, open_engine
from cleaner.spun.tables import tables_folder

if TYPE_CHECKING:
    from cleaner.spun import Ranker, Reading, Swap, Traces

LONGEST = 2_000_000
"""Characters beyond which a document is no article any more, and is not searched."""

RULE = "restoration"
"""The family of restoration's findings; what follows it is the dialect."""


class Restoration(NamedTuple):
    """What to put back, what is only listed and why, and how likely the text is spun."""

    findings: tuple[Finding, ...]
    withheld: tuple[tuple[Finding, str], ...]
    probability: float
    spun: int = 0
    """How many paragraphs look spun."""
    paragraphs: int = 0
    """How many paragraphs there are, when the text is spun."""
    traces: Traces | None = None
    """What looks like a spinner's words, spun or not; None of a text that was not read."""

    def holds_for(self, text: str) -> bool:
        """Whether a part of the text that was read and not found spun cannot be, either."""
        if self.paragraphs or self.traces is None:
            return False
        return not may_be_spun(self.traces, text)


NOTHING = Restoration((), (), 0.0)
"""What is said of a text that was not read."""


def restoration(
    text: str, mode: str, *, siblings: Sequence[str] = (), ranker_model: str | None = None
) -> Restoration:
    """Read a text for the words that a machine replaced.

    `mode` is one of `cleaner.config.RESTORE` but "never". Spans are code points of `text`,
    which is not searched if it is longer than `LONGEST`.
    Raises what `cleaner.spun.read_spun` raises.
    """
    if len(text) > LONGEST:
        return NOTHING
    ranker = _ranker(ranker_model) if ranker_model else None
    reading = read_spun(text, mode=cast("Mode", mode), siblings=siblings, ranker=ranker)
    if not reading.parts:
        return Restoration((), (), reading.probability, traces=reading.traces)
    findings: list[Finding] = []
    withheld: list[tuple[Finding, str]] = []
    for swap in reading.swaps:
        finding = Finding(
            f"{RULE}/{reading.dialect.lower() or 'spun'}",
            Span(swap.start, swap.end),
            swap.instead,
            swap.confidence,
            _story(swap, reading),
        )
        if swap.withheld:
            withheld.append((finding, swap.withheld))
        else:
            findings.append(finding)
    return Restoration(
        tuple(findings),
        tuple(withheld),
        reading.probability,
        sum(part.spun for part in reading.parts),
        len(reading.parts),
        reading.traces,
    )


def open_tables() -> None:
    """Load the tables, which else are loaded when a page first looks spun."""
    open_engine(tables_folder(), MODEL)


def fingerprint(ranker_model: str | None = None) -> str:
    """A hash over all that restoration goes by: tables, what was learned, and the ranker."""
    digest = hashlib.sha256()
    shipped = sorted(path for folder in (tables_folder(), DATA) for path in folder.iterdir())
    for path in (*shipped, *([Path(ranker_model)] if ranker_model else [])):
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]


def _story(swap: Swap, reading: Reading) -> str:
    """What spoke for a wording, what else was weighed, and what its paragraph shows."""
    told = [*swap.evidence]
    if len(swap.candidates) > 1:
        weighed = (f"{wording} {chance:.2f}" for wording, chance in swap.candidates)
        told.append(f"candidates {', '.join(weighed)}")
    if swap.quoted:
        told.append("inside a quotation")
    own = next((part for part in reading.parts if part.start <= swap.start < part.end), None)
    if own is not None:
        traces = f" (traces: {', '.join(own.traces)})" if own.traces else ""
        told.append(f"paragraph spun with probability {own.probability:.2f}{traces}")
    return "; ".join(told)


def note(restored: Restoration, dialects: Sequence[str], count: int) -> str:
    """What a reader of a restored text must know."""
    where = ""
    if restored.spun < restored.paragraphs:
        where = f" in {restored.spun} of {restored.paragraphs} paragraphs"
    return (
        f"the text reads as machine-spun (probability {restored.probability:.2f}, dialect "
        f"{', '.join(dialects)}): {count} wordings{where} are a reconstruction"
    )


@lru_cache(maxsize=1)
def _ranker(path: str) -> Ranker:
    from cleaner.spun.ranking.llm import open_ranker  # noqa: PLC0415 (an extra)

    watched = sys.stderr is not None and sys.stderr.isatty()
    return open_ranker(Path(path), _progress if watched else None)


def _progress(done: int, whole: int) -> None:
    """Tell a person at a terminal how far the ranker is; it takes seconds a document."""
    end = "\r\033[K" if done == whole else ""
    sys.stderr.write(f"\rranker: layer {done} of {whole}{end}")
    sys.stderr.flush()
