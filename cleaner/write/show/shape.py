"""The shape of a cleaned text: its blocks with the lists, quotes and tables they stand in.

Of a web page the elements tell it, of plain text the roles that lines have by their form.
HTML and Markdown are both written from here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cleaner.finding import Cleaned
from cleaner.markup import Nest
from cleaner.page import Block, Role, Span

_BULLET = re.compile(r"[-*+•‣◦▪●■»›·]\s+")
_NUMBER = re.compile(r"\(?(\d{1,3})[.)]\s+")
_LETTER = re.compile(r"\(?[a-z][.)]\s+")
_HEADING = re.compile(r"(#{1,6}) +")
_QUOTED = re.compile(r"(?:> ?)+")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")
_KINDS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "dt"))

Step = tuple[int, str]
"""An element around blocks: a number that tells it from others, and its tag."""


class Shaped(NamedTuple):
    """A piece of text, what it is, and the elements around it, outermost first.

    `kind` is `p`, a heading (`h1`, …), `figcaption`, `dt`, `row`, `verse` or `code`; the last
    two have a span for each line, the others one. Spans are those of the cleaned text, without the
    bullet or sign that showed the form there. `cells` are the tags of a row's cells, if known,
    `empty` is how many of them come before the first that the text has; `number` is that of a
    list's item, where the text gives one.
    """

    kind: str
    around: tuple[Step, ...]
    spans: tuple[Span, ...]
    cells: tuple[str, ...] = ()
    empty: int = 0
    number: int | None = None


def shaped(cleaned: Cleaned) -> list[Shaped]:
    """The pieces of a cleaned text, in order."""
    known = cleaned.nests or (None,) * len(cleaned.blocks)
    namer = _Namer(len(cleaned.blocks))
    pieces: list[Shaped] = []
    end = 0
    for block, nest in zip(cleaned.blocks, known, strict=True):
        gap, end = cleaned.text[end : block.span.start], block.span.end
        told = nest is not None and (nest.steps or block.role is Role.TEXT)
        piece = _by_markup(block, nest) if told and nest else _by_form(block, namer)
        if piece is None or told:
            namer.end()
        if piece is None:
            continue  # a fence
        if pieces and _goes_on(pieces[-1], piece, gap):
            pieces[-1] = pieces[-1]._replace(spans=pieces[-1].spans + piece.spans)
        else:
            pieces.append(piece)
    return pieces


def _goes_on(last: Shaped, piece: Shaped, gap: str) -> bool:
    if last.kind != piece.kind or last.around != piece.around:
        return False
    return piece.kind == "code" or (piece.kind == "verse" and gap.count("\n") == 1)


def _by_markup(block: Block, nest: Nest) -> Shaped | None:
    around = nest.steps
    span = block.span
    if nest.cells:
        return Shaped("row", around[:-1], (span,), nest.cells, nest.empty)
    tags = [tag for _, tag in around]
    if "pre" in tags:
        if block.role is not Role.CODE:
            around = tuple(step for step in around if step[1] != "pre")
            return Shaped("p", around, (span,))
        return None if _FENCE.match(block.text) else Shaped("code", around, (span,))
    if "li" in tags and (found := _BULLET.match(block.text)):
        span = Span(span.start + found.end(), span.end)
    if around and tags[-1] in _KINDS:
        return Shaped(tags[-1], around[:-1], (span,))
    return Shaped("p", around, (span,))


class _Namer:
    """Hands out numbers for the elements that lines of plain text make."""

    def __init__(self, first: int) -> None:
        self._next = -first - 1
        self._open: tuple[str, int] | None = None

    def end(self) -> None:
        """What comes next is in no list, quote or table that has begun."""
        self._open = None

    def element(self, tag: str) -> int:
        """The number of the element that goes on, if it is of this tag, or of a new one."""
        self._next -= 1
        if self._open is None or self._open[0] != tag:
            self._open = (tag, self._next)
        return self._open[1]

    def item(self) -> int:
        """A number that was not used before."""
        self._next -= 1
        return self._next


def _by_form(block: Block, namer: _Namer) -> Shaped | None:
    (start, end), text, role = block
    if role is Role.CODE:
        if _FENCE.match(text):
            return None
        return Shaped("code", ((namer.element("pre"), "pre"),), (block.span,))
    if role is Role.ITEM:
        number = _NUMBER.match(text)
        marker = number or _BULLET.match(text) or _LETTER.match(text)
        tag = "ol" if number else "ul"
        step = (namer.element(tag), tag)
        keeps = marker is None or (not number and _LETTER.match(text) is not None)
        span = block.span if keeps or marker is None else Span(start + marker.end(), end)
        value = int(number[1]) if number else None
        return Shaped("p", (step, (namer.item(), "li")), (span,), number=value)
    if role is Role.TABLE:
        step = (namer.element("table"), "table")
        return Shaped(
            "row", (step,), (block.span,), ("td",) * len(cells_of(text, Span(0, len(text))))
        )
    if role is Role.QUOTE and (found := _QUOTED.match(text)):
        step = (namer.element("blockquote"), "blockquote")
        return Shaped("p", (step,), (Span(start + found.end(), end),))
    namer.end()
    if role is Role.VERSE:
        return Shaped("verse", (), (block.span,))
    if role is Role.HEADING and (found := _HEADING.match(text)):
        return Shaped(f"h{len(found[1])}", (), (Span(start + found.end(), end),))
    return Shaped("p", (), (block.span,))


def cells_of(text: str, row: Span) -> list[Span]:
    """The cells of a row that stands in a text, parted there by tabs, or by bars."""
    sign = "\t" if "\t" in text[row.start : row.end] else "|"
    cells: list[Span] = []
    at = row.start
    for part in text[row.start : row.end].split(sign):
        start = at + len(part) - len(part.lstrip())
        cells.append(Span(start, start + len(part.strip())))
        at += len(part) + 1
    if sign == "|":  # `| a | b |` has bars at its ends
        first, last = cells[0], cells[-1]
        cells = cells[first.start == first.end : len(cells) - (last.start == last.end)]
    return cells


def restored(cleaned: Cleaned) -> list[tuple[Span, str]]:
    """Where the text was put back by restoration, and what stood there, in order."""
    edits = [
        edit
        for edit in cleaned.report.edits
        if edit.instead is not None and edit.rule.startswith("restoration/")
    ]
    found: list[tuple[Span, str]] = []
    at = shift = 0
    for step in cleaned.report.delta if edits else ():
        start = step.span.start + shift
        shift += len(step.after) - len(step.before)
        while at < len(edits) and edits[at].span.end <= step.span.start:
            at += 1
        after = 0
        while at < len(edits) and edits[at].span.start < step.span.end:
            words = edits[at].instead or ""
            place = step.after.find(words, after)
            if words and place >= 0:
                after = place + len(words)
                found.append((Span(start + place, start + after), edits[at].before))
            at += 1
    return found


def note_on(cleaned: Cleaned) -> str:
    """What a reader must be told of a text with restored words, or nothing."""
    count = len(restored(cleaned))
    return next((note for note in cleaned.report.notes if count and "reconstruct" in note), "")
