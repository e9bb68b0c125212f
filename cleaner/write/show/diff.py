"""A unified diff from the input to the output, made from the report and not by comparing.

Its cost grows with the number of changes, whatever the length of the document.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.delta import Replacement, chain, delta_between, trace
from cleaner.finding import Report
from cleaner.write.show.paint import paint

CONTEXT = 3
"""Lines shown before and after a change, as `diff -u` does."""


class _Hunk(NamedTuple):
    """Lines of the old text and lines of the new, from 0, ends exclusive."""

    old: int
    old_end: int
    new: int
    new_end: int


def diff(report: Report, *, color: bool = False) -> str:
    """What cleaning changes, as a patch; empty where no line changes."""
    old, new = report.decoded, report.output
    steps = tuple(Replacement(r.source, r.before, r.after) for r in report.repairs)
    copies = chain(trace(steps, len(old)), report.copies)
    old_lines, new_lines = old.split("\n"), new.split("\n")
    hunks = list(_changed_lines(old_lines, new_lines, delta_between(old, new, copies)))
    name = report.name or "-"
    lines = [f"# {name}: {change}" for change in _changes_of_form(report)]
    if hunks:
        lines += [paint(f"--- {name}", "bold", color), paint(f"+++ {name}", "bold", color)]
    for group in _grouped(hunks, len(old_lines)):
        lines += _written(group, old_lines, new_lines, color)
    return "".join(f"{line}\n" for line in lines)


def _changes_of_form(report: Report) -> Iterator[str]:
    if report.encoding != "utf-8" or report.bom:
        mark = " with a byte order mark" if report.bom else ""
        yield f"{report.encoding}{mark} becomes utf-8"
    if report.newline != "\n" and report.newline not in report.decoded:
        yield "line ends become LF"


def _changed_lines(
    old_lines: list[str],
    new_lines: list[str],
    delta: tuple[Replacement, ...],
) -> Iterator[_Hunk]:
    """The least ranges of whole lines that hold the changes."""
    old_starts, new_starts = _starts(old_lines), _starts(new_lines)
    shift = 0
    open_: _Hunk | None = None
    for step in delta:
        start, end = step.span.start + shift, step.span.start + shift + len(step.after)
        shift += len(step.after) - len(step.before)
        hunk = _Hunk(
            bisect_right(old_starts, step.span.start) - 1,
            bisect_right(old_starts, step.span.end),
            bisect_right(new_starts, start) - 1,
            bisect_right(new_starts, end),
        )
        for trimmed in _trimmed(hunk, old_lines, new_lines):
            if open_ is None:
                open_ = trimmed
            elif trimmed.old < open_.old_end or trimmed.new < open_.new_end:
                open_ = _Hunk(open_.old, trimmed.old_end, open_.new, trimmed.new_end)
            else:
                yield open_
                open_ = trimmed
    if open_ is not None:
        yield open_


def _starts(lines: list[str]) -> list[int]:
    starts = [0]
    for line in lines[:-1]:
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _trimmed(hunk: _Hunk, old_lines: list[str], new_lines: list[str]) -> Iterator[_Hunk]:
    old, old_end, new, new_end = hunk
    while old < old_end and new < new_end and _same(old_lines, new_lines, old, new):
        old, new = old + 1, new + 1
    while old < old_end and new < new_end and _same(old_lines, new_lines, old_end - 1, new_end - 1):
        old_end, new_end = old_end - 1, new_end - 1
    if old < old_end or new < new_end:
        yield _Hunk(old, old_end, new, new_end)


def _same(old_lines: list[str], new_lines: list[str], old: int, new: int) -> bool:
    """Whether two lines are the same, line end included: only the last one has none."""
    return old_lines[old] == new_lines[new] and (
        (old == len(old_lines) - 1) == (new == len(new_lines) - 1)
    )


def _grouped(hunks: list[_Hunk], length: int) -> Iterator[list[_Hunk]]:
    """Hunks whose context would overlap belong to one group."""
    group: list[_Hunk] = []
    for hunk in hunks:
        if group and hunk.old - group[-1].old_end > 2 * CONTEXT:
            yield group
            group = []
        group.append(hunk)
    if group and length:
        yield group


def _written(group: list[_Hunk], old: list[str], new: list[str], color: bool) -> Iterator[str]:
    first, last = group[0], group[-1]
    lead = min(CONTEXT, first.old)
    # The text after the last line end is a line only where there is any.
    old_count, new_count = _count(old), _count(new)
    trail = max(0, min(CONTEXT, old_count - last.old_end))
    header = (
        f"@@ -{_range(first.old - lead, min(last.old_end, old_count) + trail)}"
        f" +{_range(first.new - lead, min(last.new_end, new_count) + trail)} @@"
    )
    yield paint(header, "cyan", color)
    at = first.old - lead
    for hunk in group:
        yield from _lines(" ", old, at, hunk.old, color)
        yield from _lines("-", old, hunk.old, hunk.old_end, color)
        yield from _lines("+", new, hunk.new, hunk.new_end, color)
        at = hunk.old_end
    yield from _lines(" ", old, at, at + trail, color)


_COLORS = {"-": "red", "+": "green", " ": ""}


def _lines(sign: str, lines: list[str], start: int, end: int, color: bool) -> Iterator[str]:
    for index in range(start, min(end, _count(lines))):
        yield paint(sign + lines[index], _COLORS[sign], color)
        if index == len(lines) - 1:
            yield "\\ No newline at end of file"


def _count(lines: list[str]) -> int:
    return len(lines) if lines[-1] else len(lines) - 1


def _range(start: int, end: int) -> str:
    """A range as `diff` writes it: an empty one is named by the line before it."""
    length = end - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"
