"""Rankings: lines of an article that count up or down, a few words each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

_LEAST = 3
"""So many lines in a row make a ranking."""
_WORDS = 4
"""Its lines have so many words; headlines that a site numbers ("most read") have more."""
_NUMBER = re.compile(r"(?:- |#|No\.? ?)?(\d{1,3})(?:[.):] ?| [-–—] | )(?=\S)")


def ranked(texts: Sequence[str]) -> set[int]:
    """The lines of rankings: "1. Finland", "2. Norway", "3. Iceland"; also from ten to one."""
    lines: set[int] = set()
    for first, last in _counting(texts):
        sizes = [len(text.split()) - 1 for text in texts[first:last]]
        if len(sizes) >= _LEAST and median(sizes) <= _WORDS:
            lines.update(range(first, last))
    return lines


def _counting(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where lines side by side begin with numbers that rise, or fall, by one."""
    first = step = before = 0
    for i, text in enumerate((*texts, "")):
        found = _NUMBER.match(text)
        number = int(found[1]) if found else 0
        if number and before and number - before in ((step,) if step else (1, -1)):
            step = number - before
        else:
            yield first, i
            first, step = i, 0
        before = number
