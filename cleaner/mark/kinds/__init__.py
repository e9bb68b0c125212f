"""The few ways to match. A rule names one; adding one is a file here and a name in `KINDS`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from cleaner.finding import Finding
from cleaner.mark.kinds.beside import Beside
from cleaner.mark.kinds.cards import Cards
from cleaner.mark.kinds.company import Company
from cleaner.mark.kinds.css import Css
from cleaner.mark.kinds.foot import Foot
from cleaner.mark.kinds.headlines import HEADER_CHARS, Headlines
from cleaner.mark.kinds.line import Line
from cleaner.mark.kinds.lines import Lines
from cleaner.mark.kinds.pieces import ENDLESS
from cleaner.mark.kinds.remainder import Remainder
from cleaner.mark.kinds.run import Run
from cleaner.mark.kinds.section import Section
from cleaner.mark.kinds.spec import ANYWHERE, EDGE, MAX_CHARS, PLACES, TAIL
from cleaner.mark.kinds.voice import Voice
from cleaner.mark.kinds.within import Within
from cleaner.mark.rule import Rule
from cleaner.mark.view import View


class Matcher(Protocol):
    """A compiled rule."""

    def __init__(self, rule: Rule) -> None: ...

    @property
    def gate(self) -> Lines | None:
        """What a line must match, wherever it stands, for the rule to say anything because of it.

        None where there is no such thing.
        """

    def find(self, view: View, lines: Sequence[int], /) -> Iterator[Finding]:
        """Findings in a view; `lines` are those that hold an anchor of the rule, in order."""


# What is surest goes first and clears the sight for the next: a section or a run of
# labels is recognised by several lines together, a line by itself, a stretch inside a
# line only where the line stays. Headline lists come last, because they are judged by
# shape and place alone, and only what nobody else explains may be judged so; and after
# them what is left between all that was claimed.
KINDS: tuple[tuple[str, type[Matcher]], ...] = (
    ("section", Section),
    ("run", Run),
    ("line", Line),
    ("voice", Voice),
    ("span", Within),
    ("beside", Beside),
    ("headlines", Headlines),
    ("cards", Cards),
    ("company", Company),
    ("remainder", Remainder),
    ("foot", Foot),
)

CSS = "css"
"""The kind that looks at elements of web pages and not at lines; see `mark.elements`."""

NAMES = (CSS, *(name for name, _ in KINDS))
"""All kinds, in the order in which they are asked."""

UNANCHORED = frozenset((CSS, "headlines", "cards", "company", "remainder", "foot", "beside"))
"""Kinds that match by names, shape or place, and so need no anchors."""

FOLLOWERS = frozenset(("beside", "company", "remainder", "foot"))
"""Kinds that say something only where a line of the page is claimed."""

_LONGEST = {
    "section": MAX_CHARS,
    "run": MAX_CHARS,
    "line": MAX_CHARS,
    "voice": MAX_CHARS,
    "headlines": HEADER_CHARS,
}


def longest_line(rule: Rule) -> int:
    """How long a line, in characters, a rule looks at because of an anchor.

    That is said here, too, since it must be known before the rule is compiled.
    """
    longest = rule.match.get("max-chars", _LONGEST.get(rule.kind, ENDLESS))
    return longest if isinstance(longest, int) else ENDLESS


def place_of(rule: Rule) -> str:
    """Where a line must stand (see `PLACES`) for a rule to look at it because of an anchor.

    A run may begin above the line that holds the anchor, unless it is one of the tail.
    """
    where = rule.match.get("where")
    if rule.kind not in ("section", "run", "line", "voice", "span") or where not in (None, *PLACES):
        return ANYWHERE
    if rule.kind == "run":
        return TAIL if where == TAIL else ANYWHERE
    if rule.match.get("alone") is True and where in (None, ANYWHERE):
        return EDGE
    return where or ANYWHERE


__all__ = [
    "CSS",
    "FOLLOWERS",
    "KINDS",
    "NAMES",
    "UNANCHORED",
    "Css",
    "Matcher",
    "longest_line",
    "place_of",
]
