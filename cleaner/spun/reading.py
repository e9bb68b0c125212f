"""What restoration has to say about a text: is it spun, and which words stood there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cleaner.spun.screen import NO_TRACES, Traces

REPORT_ONLY = "report only"
ELSEWHERE = "its paragraph is not spun"
UNSURE = "confidence below the threshold"
NARROW = "two candidates are too close"
UNSTABLE = "a second run would change it again"


class Swap(NamedTuple):
    """One place and the wording that probably stood there.

    `start` and `end` are code points of the text, end exclusive, and
    `text[start:end] == before`. `confidence` is the probability that `instead` is the
    original wording, given that the text is spun.
    """

    start: int
    end: int
    before: str
    instead: str
    confidence: float
    candidates: tuple[tuple[str, float], ...]
    """Every wording weighed, with its probability, the best first."""
    evidence: tuple[str, ...]
    """What spoke for it, in words."""
    quoted: bool
    """Whether it stands inside quotation marks."""
    withheld: str = ""
    """Why it is not applied; empty when it is."""

    @property
    def applied(self) -> bool:
        """Whether `apply` makes this edit."""
        return not self.withheld


class Part(NamedTuple):
    """A paragraph (a line with words), and whether it is spun; offsets are code points."""

    start: int
    end: int
    probability: float
    """How likely it is spun, given that some of the text is."""
    edits: int
    """How many swaps are made in it."""
    traces: tuple[str, ...]
    """The weightiest wordings of a spinner in it."""

    @property
    def spun(self) -> bool:
        """Whether swaps are made in it."""
        return self.probability >= 0.5


class Reading(NamedTuple):
    """Is the text spun, where, by which dialect, and what is undone.

    `probability` is calibrated on simulated and clean texts; `dialect` is the letter of the
    table that explains most, empty when the text is not spun. `swaps` are sorted and
    disjoint; those with a reason in `withheld` are listed, not made.
    """

    probability: float
    dialect: str = ""
    evidence: tuple[str, ...] = ()
    swaps: tuple[Swap, ...] = ()
    parts: tuple[Part, ...] = ()
    """The paragraphs, when the text is spun."""
    traces: Traces = NO_TRACES
    """What the text shows of a spinner's wordings."""

    @property
    def edits(self) -> tuple[Swap, ...]:
        """The swaps that are made."""
        return tuple(swap for swap in self.swaps if swap.applied)


def apply(text: str, swaps: Iterable[Swap]) -> str:
    """The text with every applied swap made; `swaps` are sorted and disjoint."""
    out, place = [], 0
    for swap in swaps:
        if swap.applied:
            out += [text[place : swap.start], swap.instead]
            place = swap.end
    out.append(text[place:])
    return "".join(out)
