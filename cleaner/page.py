"""The page: a document as it was read, once; nothing after reading changes it.

Offsets are code points. A `Span` without another word is one of `Page.text`;
`Page.source` leads back to the decoded input.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from enum import StrEnum
from itertools import accumulate, count
from operator import add
from typing import NamedTuple, overload

from cleaner.markup import Markup


class Span(NamedTuple):
    """A stretch of text: code points from `start` up to, not including, `end`."""

    start: int
    end: int

    def holds(self, other: Span) -> bool:
        """Whether another span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


class Claims:
    """Disjoint spans, each with its owner, first come first served."""

    _STRETCH = 512
    """The text is looked at in stretches of so many code points, so that no list gets long."""

    def __init__(self) -> None:
        self._owned: dict[int, list[tuple[Span, str]]] = {}

    def claim(self, span: Span, owner: str) -> str | None:
        """Take a span: None if it was free, otherwise the owner of the first that it touches."""
        last = max(span.end - 1, span.start)
        stretches = range(span.start // self._STRETCH, last // self._STRETCH + 1)
        for number in stretches:
            touched = [taken for taken in self._owned.get(number, ()) if taken[0].touches(span)]
            if touched:
                return min(touched)[1]
        for number in stretches:
            self._owned.setdefault(number, []).append((span, owner))
        return None


class Role(StrEnum):
    """What a block is, as far as its form alone can tell."""

    TEXT = "text"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    VERSE = "verse"
    TABLE = "table"
    CODE = "code"
    CAPTION = "caption"


class Block(NamedTuple):
    """A paragraph, heading, list item, line of verse, …: the smallest thing that is judged.

    Its text has no line break inside, except in a table or code block, and no space at
    either end. Law: `page.text[block.span.start:block.span.end] == block.text`.
    """

    span: Span
    text: str
    role: Role = Role.TEXT


class Blocks(Sequence[Block]):
    """The blocks of one text, in order; kept as columns, since few are ever looked at singly.

    `starts` are offsets into the text, `texts` what stands there; `roles` is None where
    every block is text, as on most pages.
    """

    __slots__ = ("_apart", "_starts", "roles", "texts")

    def __init__(
        self,
        starts: Sequence[int] | None,
        texts: Sequence[str],
        roles: Sequence[Role] | None = None,
        *,
        apart: int = 1,
    ) -> None:
        """Without `starts` the texts stand in a row, so many signs `apart`."""
        self._starts = starts
        self._apart = apart
        self.texts = texts
        self.roles = roles

    @property
    def starts(self) -> Sequence[int]:
        """Where each block starts, in code points."""
        if self._starts is None:  # on a page of which nothing goes nobody asks
            lengths = accumulate(map(len, self.texts[:-1]), initial=0)
            self._starts = list(map(add, lengths, count(0, self._apart)))
        return self._starts

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, index: int) -> Block: ...
    @overload
    def __getitem__(self, index: slice) -> Blocks: ...
    def __getitem__(self, index: int | slice) -> Block | Blocks:
        if isinstance(index, slice):
            roles = self.roles[index] if self.roles is not None else None
            return Blocks(self.starts[index], self.texts[index], roles)
        start, text = self.starts[index], self.texts[index]
        return Block(Span(start, start + len(text)), text, self.role(index))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Blocks) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash((tuple(self.starts), tuple(self.texts)))

    def only(self, indexes: Sequence[int]) -> Blocks:
        """Some of the blocks, in the same places."""
        starts = self.starts
        return Blocks(
            [starts[i] for i in indexes],
            [self.texts[i] for i in indexes],
            None if self.roles is None else [self.roles[i] for i in indexes],
        )

    def span(self, index: int) -> Span:
        """The span of one block."""
        start = self.starts[index]
        return Span(start, start + len(self.texts[index]))

    def role(self, index: int) -> Role:
        """The role of one block."""
        return self.roles[index] if self.roles is not None else Role.TEXT

    def at(self, offset: int) -> int:
        """The number of the block that starts at `offset`, or of the first after it."""
        return bisect_left(self.starts, offset)


class Repair(NamedTuple):
    """One change made while reading, before any rule looked.

    `source` is the place in the decoded input, `span` the place in `Page.text`;
    `before` and `after` are the words that stood and stand there.
    """

    kind: str
    source: Span
    span: Span
    before: str
    after: str


class Page(NamedTuple):
    """A document, read: decoded, repaired and divided into blocks.

    Laws: blocks are in order and disjoint, each is the text of its span, and every
    character between blocks is white space. `repairs` are sorted and disjoint; outside
    of them `text` and `decoded` are the same, code point for code point. `metadata` are
    (field, value) pairs that the page tells of itself; `markup` is what HTML knew of the
    blocks, None for plain text; `notes` say what was left unread.
    """

    name: str
    text: str
    blocks: Blocks
    decoded: str
    repairs: tuple[Repair, ...] = ()
    encoding: str = "utf-8"
    newline: str = "\n"
    bom: bool = False
    metadata: tuple[tuple[str, str], ...] = ()
    markup: Markup | None = None
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The title that the page gives itself, or the empty text."""
        return next((value for field, value in self.metadata if field == "title"), "")

    def path(self, span: Span) -> str:
        """The tag path of the first block that a span touches; empty for plain text."""
        if self.markup is None or not len(self.blocks):
            return ""
        return self.markup.path(max(bisect_right(self.blocks.starts, span.start) - 1, 0))

    def source(self, span: Span) -> tuple[Span, bool]:
        """The place in `decoded` that `span` came from, and whether it is exact.

        It is not exact when an end of the span falls inside a repair: the answer then
        takes the whole repair in.
        """
        return locate_source(self.repairs, span)


def locate_source(repairs: tuple[Repair, ...], span: Span) -> tuple[Span, bool]:
    """Map a span of repaired text to the text before `repairs`; see `Page.source`."""
    if not repairs:
        return span, True
    start, start_exact = _locate(repairs, span.start, at_end=False)
    end, end_exact = _locate(repairs, span.end, at_end=True)
    return Span(start, max(start, end)), start_exact and end_exact


def _locate(repairs: tuple[Repair, ...], offset: int, *, at_end: bool) -> tuple[int, bool]:
    index = bisect_right(repairs, offset, key=lambda repair: repair.span.start) - 1
    # An end of a span that only touches the start of a repair does not take it in.
    if at_end and index >= 0 and repairs[index].span.start == offset:
        index -= 1
    if index < 0:
        return offset, True
    repair = repairs[index]
    if offset >= repair.span.end and not (at_end and offset == repair.span.start):
        return repair.source.end + offset - repair.span.end, True
    if offset == repair.span.start:
        return repair.source.start, True
    return (repair.source.end if at_end else repair.source.start), False
