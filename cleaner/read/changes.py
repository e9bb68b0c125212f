"""What one step of reading did to a text, as spans, and how steps add up.

A step takes a text and gives another one; a `Change` names a stretch of the first and the
stretch of the second that took its place. Lists of changes are sorted and disjoint, and
outside of them both texts are the same. Only spans are kept, so two steps add up without
looking at the text between them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from cleaner.page import Repair, Span

# How far a stretch of changed words may reach before the two texts must agree again, and
# over how many pieces they must. Beyond that the rest of the text counts as one stretch.
_REACH = 48
_AGREE = 3
_WORD = re.compile(r"\s+|\S+")
_RUN = re.compile("[\x00-\x7f]+|[^\x00-\x7f]+")


class Change(NamedTuple):
    """`before[start:end]` became `after[new_start:new_end]`."""

    kind: str
    start: int
    end: int
    new_start: int
    new_end: int

    def moved(self, by: int, new_by: int) -> Change:
        """The same change in texts that begin that much earlier."""
        return Change(
            self.kind,
            self.start + by,
            self.end + by,
            self.new_start + new_by,
            self.new_end + new_by,
        )


def substitute(
    pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], text: str, kind: str = ""
) -> tuple[str, list[Change]]:
    """Like `pattern.sub(replace, text)`, with the changes.

    The name of the group that matched, if one did, is the kind.
    """
    parts: list[str] = []
    changes: list[Change] = []
    done = shift = 0
    for match in pattern.finditer(text):
        new = replace(match)
        start, end = match.span()
        if new == match.group():
            continue
        parts += (text[done:start], new)
        done = end
        name = match.lastgroup or kind
        changes.append(Change(name, start, end, start + shift, start + shift + len(new)))
        shift += len(new) - (end - start)
    if not changes:
        return text, changes
    parts.append(text[done:])
    return "".join(parts), changes


def compare(kind: str, before: str, after: str) -> list[Change]:
    """The stretches in which two versions of one line differ; linear in its length.

    Most steps keep either the ASCII characters or the white space; then what lies between
    is compared piece by piece. Otherwise the words are, with a small window.
    """
    for pieces, is_kept in ((_RUN, str.isascii), (_WORD, str.isspace)):
        old, new = pieces.findall(before), pieces.findall(after)
        if len(old) == len(new) and all(
            a == b or not (is_kept(a) or is_kept(b)) for a, b in zip(old, new, strict=True)
        ):
            steps = [(1, 1)] * len(old)
            break
    else:
        steps = list(_alignment(old, new))
    changes: list[Change] = []
    i = j = start = new_start = 0
    for di, dj in steps:
        end = start + sum(map(len, old[i : i + di]))
        new_end = new_start + sum(map(len, new[j : j + dj]))
        if old[i : i + di] != new[j : j + dj]:
            changes.append(_trimmed(Change(kind, start, end, new_start, new_end), before, after))
        start, new_start, i, j = end, new_end, i + di, j + dj
    return changes


def _alignment(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """How many pieces of each to take next: one of both where they agree."""
    i = j = 0
    while i < len(old) or j < len(new):
        equal = i < len(old) and j < len(new) and old[i] == new[j]
        di, dj = (1, 1) if equal else _agreement(old, new, i, j)
        yield di, dj
        i, j = i + di, j + dj


def _agreement(old: Sequence[str], new: Sequence[str], i: int, j: int) -> tuple[int, int]:
    for distance in range(1, _REACH):
        for dj in range(distance // 2 + 1):
            for a, b in ((distance - dj, dj), (dj, distance - dj)):
                if (
                    i + a <= len(old)
                    and j + b <= len(new)
                    and old[i + a : i + a + _AGREE] == new[j + b : j + b + _AGREE]
                ):
                    return a, b
    return len(old) - i, len(new) - j


def _trimmed(change: Change, before: str, after: str) -> Change:
    kind, start, end, new_start, new_end = change
    while start < end and new_start < new_end and before[start] == after[new_start]:
        start, new_start = start + 1, new_start + 1
    while start < end and new_start < new_end and before[end - 1] == after[new_end - 1]:
        end, new_end = end - 1, new_end - 1
    return Change(kind, start, end, new_start, new_end)


def compose(first: list[Change], second: list[Change]) -> list[Change]:
    """The changes of two steps, one after the other, as those of a single step.

    Changes that overlap become one; it bears the kind of the earlier step, which is the
    cause. (`&nbsp;` → no-break space → space is one change of kind "entity".)
    """
    if not first or not second:
        return first or second
    result: list[Change] = []
    # How far the middle text is ahead of the first, and the last text of the middle.
    ahead = behind = 0
    for group in _overlapping(first, second):
        middle = min(place for place, _, _, _ in group)
        middle_end = max(end for _, end, _, _ in group)
        start, new_start = middle - ahead, middle + behind
        for _, _, step, change in group:
            growth = (change.new_end - change.new_start) - (change.end - change.start)
            if step == 0:
                ahead += growth
            else:
                behind += growth
        kind = min(group, key=lambda item: item[2])[3].kind
        result.append(Change(kind, start, middle_end - ahead, new_start, middle_end + behind))
    return result


# A change with its place in the middle text: start, end, 0 for the first step or 1, change.
_Placed = tuple[int, int, int, Change]


def _overlapping(first: list[Change], second: list[Change]) -> Iterator[list[_Placed]]:
    """Both steps' changes in the order of the middle text, those that overlap together."""
    placed = sorted(
        chain(
            ((c.new_start, c.new_end, 0, c) for c in first),
            ((c.start, c.end, 1, c) for c in second),
        )
    )
    group: list[_Placed] = []
    reach = -1
    for item in placed:
        start, end = item[:2]
        both_empty = bool(group) and start == end == reach == group[-1][0] == group[-1][1]
        if group and not (start < reach or both_empty):
            yield group
            group = []
            reach = -1
        group.append(item)
        reach = max(reach, end)
    if group:
        yield group


def changes_of(repairs: Sequence[Repair]) -> list[Change]:
    """The changes that a report tells of as repairs."""
    return [Change(r.kind, *r.source, *r.span) for r in repairs]


def as_repairs(before: str, after: str, changes: list[Change]) -> tuple[Repair, ...]:
    """The changes from `before` to `after` as the report tells them.

    Neighbours of one kind become one repair; what ended where it began is none.
    """
    repairs: list[Repair] = []
    words: dict[str, str] = {}  # most repairs are alike: keep each wording once
    for kind, start, end, new_start, new_end in _joined(changes):
        old, new = before[start:end], after[new_start:new_end]
        if old != new:
            source, span = Span(start, end), Span(new_start, new_end)
            old, new = words.setdefault(old, old), words.setdefault(new, new)
            repairs.append(Repair(kind, source, span, old, new))
    return tuple(repairs)


def _joined(changes: list[Change]) -> Iterator[Change]:
    last: Change | None = None
    for change in changes:
        if last and last.end == change.start and last.new_end == change.new_start:
            inserted = last.start == last.end or change.start == change.end
            if last.kind == change.kind or inserted:
                last = last._replace(end=change.end, new_end=change.new_end)
                continue
        if last:
            yield last
        last = change
    if last:
        yield last
