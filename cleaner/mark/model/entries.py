"""Lists that an article makes itself: rankings, and lines that all have one form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

_LEAST = 3
"""So many lines in a row make a list."""
_WORDS = 4
"""Lines of a ranking have so many words; headlines that a site numbers ("most read") have more."""
_NUMBER = re.compile(r"(?:- |#|No\.? ?)?(\d{1,3})(?:[.):] ?| [-–—] | )(?=\S)")
_FORMS = (
    re.compile(r"(?=.{3,120}$)[A-Z“\"][^:.!?]{0,40}: \S"),
    re.compile(r"(?=.{3,120}$)\d{1,2}[.:]\d\d\b"),
    re.compile(r"(?=.{3,120}$).+? vs?\.? "),
    re.compile(r"[A-Z“][^,:.!?]{1,40}(?:, [^,:!?]{1,60}){1,2}$"),
)
"""A name and what is told of it ("Built: 1931"), what comes at an hour, two opponents, and
somebody with a place, an age or an office ("Lena Ros, 34")."""


def entries(texts: Sequence[str]) -> set[int]:
    """The lines of such lists."""
    lines: set[int] = set()
    for first, last in _counting(texts):
        sizes = [len(text.split()) - 1 for text in texts[first:last]]
        if len(sizes) >= _LEAST and median(sizes) <= _WORDS:
            lines.update(range(first, last))
    for form in _FORMS:
        fits = [form.match(text) is not None for text in texts]
        for first, last in _together(fits):
            if last - first >= _LEAST:
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


def _together(fits: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where lines side by side fit."""
    first = None
    for i, fit in enumerate((*fits, False)):
        if fit and first is None:
            first = i
        elif not fit and first is not None:
            yield first, i
            first = None
