"""Deltas: how one text became another, exactly, in both directions.

A delta lists what was replaced; everything between its steps is the same in both texts.
Deltas compose, so a text written in several rounds still has one that leads from the
first to the last.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from cleaner.lazy import Later
from cleaner.page import Span


class Replacement(NamedTuple):
    """One step: `before` stood at `span` (code points of the old text), `after` replaces it."""

    span: Span
    before: str
    after: str


Delta = tuple[Replacement, ...]
"""Sorted, disjoint replacements."""


def replay(text: str, delta: Delta) -> str:
    """Carry a delta out on the text it was made for.

    Raises ValueError when the text is another one.
    """
    parts: list[str] = []
    at = 0
    for step in delta:
        if text[step.span.start : step.span.end] != step.before:
            raise ValueError(f"the delta does not fit this text at offset {step.span.start}")
        parts += (text[at : step.span.start], step.after)
        at = step.span.end
    parts.append(text[at:])
    return "".join(parts)


def reverse(delta: Delta) -> Delta:
    """The delta that leads back."""
    steps: list[Replacement] = []
    shift = 0
    for step in delta:
        start = step.span.start + shift
        steps.append(Replacement(Span(start, start + len(step.after)), step.after, step.before))
        shift += len(step.after) - len(step.before)
    return tuple(steps)


class Copy(NamedTuple):
    """A stretch that both texts share: `length` code points, at `old` and at `new`."""

    old: int
    new: int
    length: int


Trace = Sequence[Copy]
"""What survived, in order; the complement of a delta."""


def trace(delta: Delta, length: int) -> Trace:
    """The stretches a delta leaves alone in a text of `length` code points."""
    copies: list[Copy] = []
    old = new = 0
    for step in delta:
        if step.span.start > old:
            copies.append(Copy(old, new, step.span.start - old))
        new += step.span.start - old + len(step.after)
        old = step.span.end
    if length > old:
        copies.append(Copy(old, new, length - old))
    return tuple(copies)


def chain(first: Trace, second: Trace) -> Trace:
    """The trace of doing one thing and then another."""
    return Later(lambda: _chained(tuple(first), tuple(second)))


def _chained(first: tuple[Copy, ...], second: tuple[Copy, ...]) -> Sequence[Copy]:
    if len(first) == 1 and first[0].old == first[0].new == 0 and second:
        # The first changed nothing, at least not up to where the second still looks.
        last = second[-1]
        if last.old + last.length <= first[0].length:
            return second
    copies: list[Copy] = []
    i = j = 0
    while i < len(first) and j < len(second):
        a, b = first[i], second[j]
        start = max(a.new, b.old)
        end = min(a.new + a.length, b.old + b.length)
        if start < end:
            copies.append(Copy(a.old + start - a.new, b.new + start - b.old, end - start))
        if a.new + a.length <= b.old + b.length:
            i += 1
        else:
            j += 1
    return copies


def _gaps(copies: Trace, old_length: int, new_length: int) -> Iterator[tuple[Span, Span]]:
    old = new = 0
    for copy in copies:
        if copy.old > old or copy.new > new:
            yield Span(old, copy.old), Span(new, copy.new)
        old, new = copy.old + copy.length, copy.new + copy.length
    if old_length > old or new_length > new:
        yield Span(old, old_length), Span(new, new_length)


def delta_between(old: str, new: str, copies: Trace) -> Delta:
    """The delta that belongs to a trace; gaps that hold the same on both sides are dropped."""
    return tuple(
        Replacement(a, old[a.start : a.end], new[b.start : b.end])
        for a, b in _gaps(copies, len(old), len(new))
        if old[a.start : a.end] != new[b.start : b.end]
    )


_new = attrgetter("new")


def to_old(copies: Trace, span: Span, old_length: int) -> Span:
    """Where a span of the new text came from: the least stretch of the old that holds it.

    Only the surviving part is placed; a span of wholly new text is placed at the end of
    what survived before it.
    """
    copies = copies.items if isinstance(copies, Later) else copies
    at = bisect_right(copies, span.start, key=_new) - 1
    if at >= 0 and copies[at].new + copies[at].length <= span.start:
        at += 1
    at = max(at, 0)
    first = last = None
    while at < len(copies) and copies[at].new < span.end:
        copy = copies[at]
        low = max(span.start, copy.new)
        high = min(span.end, copy.new + copy.length)
        if first is None:
            first = copy.old + low - copy.new
        last = copy.old + high - copy.new
        at += 1
    if first is None or last is None:
        before = copies[at - 1].old + copies[at - 1].length if at else 0
        return Span(min(before, old_length), min(before, old_length))
    return Span(first, last)
