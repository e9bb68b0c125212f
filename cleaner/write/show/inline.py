"""What stands inside a line of the cleaned text: restored words, emphasis, links, images.

A line is cut into runs at every place where something begins or ends. HTML and Markdown write
runs one after the other, and open and close what is around them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.finding import Cleaned
from cleaner.markup import Mark
from cleaner.page import Span
from cleaner.write.show.shape import restored


class Run(NamedTuple):
    """Text that has the same marks throughout, outermost first.

    `before` are the words that stood there where restoration put others, otherwise None. An
    `image` has no text. One that the line begins with mostly stood above it, so a space belongs
    between it and the first words (`first_after_image`).
    """

    span: Span
    marks: tuple[Mark, ...]
    before: str | None = None
    image: Mark | None = None
    first_after_image: bool = False


class Runs:
    """The runs of any line of one document."""

    def __init__(self, cleaned: Cleaned) -> None:
        self._restored = restored(cleaned)
        self._marks = sorted(cleaned.marks, key=lambda mark: (mark.start, -mark.end))
        self._starts = [mark.start for mark in self._marks]
        self._longest = max((m.end - m.start for m in self._marks), default=0)

    @property
    def images(self) -> bool:
        """Whether there are any images."""
        return any(mark.tag == "img" for mark in self._marks)

    def of(self, span: Span) -> Iterator[Run]:
        """The runs of a line, in order; together they are all of its text."""
        start, end = span
        marks = self._inside(start, end)
        swaps = [(s, b) for s, b in self._restored if s.end > start and s.start < end]
        cuts = {start, end}
        for mark in marks:
            cuts |= {max(mark.start, start), min(mark.end, end)}
        for swap, _ in swaps:
            cuts |= {max(swap.start, start), min(swap.end, end)}
        places = sorted(cuts)
        leading = any(mark.tag == "img" and mark.start == start for mark in marks)
        for at, after in zip(places, [*places[1:], end], strict=True):
            around = tuple(m for m in marks if m.start <= at < m.end)
            for mark in marks:
                if mark.tag == "img" and mark.start == at:
                    yield Run(Span(at, at), tuple(m for m in around if m.tag == "a"), image=mark)
            if at < after:
                before = next((b for s, b in swaps if s.start <= at < s.end), None)
                yield Run(Span(at, after), around, before, None, leading and at == start)

    def _inside(self, start: int, end: int) -> Sequence[Mark]:
        if not self._marks:
            return ()
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_left(self._starts, end + 1)
        return [
            mark
            for mark in self._marks[first:last]
            if (mark.start < end and mark.end > start)
            or (mark.tag == "img" and start <= mark.start <= end)
        ]
