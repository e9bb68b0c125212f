"""How each line stands to the article's opening, by which a whole page shows where it ends.

The first paragraphs of the main stretch say what the article is about, and so does its
headline above them. What follows the article, and what stands before it, speaks of other things.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cleaner.mark.model.around import sums, within
from cleaner.mark.model.lexicon import Floats
from cleaner.mark.model.place import main_stretch
from cleaner.mark.model.stems import Stems

RELATIONS = ("told so far", "told in opening", "in headline")
COUNTED = ("paragraphs", "short")
REACHES = {
    "here": (0, 1),
    "with 4 before": (-4, 1),
    "with 4 after": (0, 5),
    "11 after": (1, 12),
    "12 before": (-12, 0),
    "39 after": (1, 40),
}
"""From which line to before which, as seen from a line."""
OPENING = (
    *(f"{relation} {reach}" for relation in RELATIONS for reach in REACHES),
    "to headline", "to opening", "in opening",
    "paragraphs 12 before", "paragraphs 11 after", "paragraphs 39 after",
    "short 12 before", "short 11 after",
)  # fmt: skip

PARAGRAPHS = 6
"""So many paragraphs are the opening."""
_ABOVE = 25
"""So many lines above the opening may be the headline."""
_HEADLINE_WORDS = 4, 25
_NONE = -99
"""The distance of a headline where there is none."""
_NEAR, _FAR = 60, 200
_SAID = 8
"""Fewest words of a line that counts among others."""
_SHORT = 5
_WINDOWS = np.array([*REACHES.values()]).T[..., None]
_Lines = npt.NDArray[np.bool_]
_Counts = npt.NDArray[np.int64]


def measure_opening(stems: Stems, prose: _Lines, words: Floats, ends: Floats, rows: Floats) -> None:
    """Fill in the columns of `OPENING`."""
    lines = len(words)
    index = np.arange(lines)
    main = _main(prose, words, ends)
    told = np.flatnonzero(main)
    opening = np.zeros(lines, bool)
    opening[told[:PARAGRAPHS]] = True
    many = _shared(stems, np.ones(len(stems.line), bool), lines)
    before, _ = stems.nearest(main.take(stems.line))
    in_opening = _shared(stems, stems.often(opening.take(stems.line)) > 0, lines)
    headline = _headline(in_opening, many, words, int(told[0]))
    spoken = np.zeros(lines, bool)
    spoken[headline : headline + (headline >= 0)] = True
    shared = np.stack([
        _shared(stems, before >= 0, lines), in_opening,
        _shared(stems, stems.often(spoken.take(stems.line)) > 0, lines),
    ], 1)  # fmt: skip
    low, high = within(index + _WINDOWS, lines)
    counted = np.where((words >= _SAID)[:, None], np.column_stack([shared, many]), 0)
    near = sums(counted.astype(np.float32), low, high)
    # A line by itself counts, however short it is.
    near[0] = np.column_stack([shared, many])
    share = np.where(near[..., 3:] > 0, near[..., :3] / np.maximum(near[..., 3:], 1), -0.1)
    relations = len(RELATIONS) * len(REACHES)
    rows[:, :relations] = share.transpose(1, 2, 0).reshape(lines, relations)
    counts = sums(np.column_stack([prose, words < _SHORT]).astype(np.float32), low, high)
    names = list(REACHES)
    back, on, far = (names.index(name) for name in ("12 before", "11 after", "39 after"))
    for place, column in enumerate((
        np.clip(index - headline, -_NEAR, -_NONE) if headline >= 0 else np.full(lines, _NONE),
        np.clip(index - told[:PARAGRAPHS][-1], -_NEAR, _FAR), opening,
        counts[back, :, 0], counts[on, :, 0], counts[far, :, 0],
        counts[back, :, 1], counts[on, :, 1],
    )):  # fmt: skip
        rows[:, relations + place] = column


def _main(prose: _Lines, words: Floats, ends: Floats) -> _Lines:
    """The paragraphs of the main stretch; where it has none, the longest line."""
    start, end = main_stretch(words, prose, ends)
    main = np.zeros(len(words), bool)
    main[start:end] = prose[start:end]
    if not main.any():
        main[int(words.argmax())] = True
    return main


def _shared(stems: Stems, where: _Lines, lines: int) -> _Counts:
    """How many words of each line have a stem `where` it is shared."""
    counts: _Counts = np.bincount(stems.line, stems.times * where, lines).astype(np.int64)
    return counts


def _headline(shared: _Counts, many: _Counts, words: Floats, first: int) -> int:
    """The line above the opening that shares most with it; the lowest of equals; or -1."""
    least, most = _HEADLINE_WORDS
    above = np.arange(max(first - _ABOVE, 0), first)
    above = above[(words[above] >= least) & (words[above] <= most) & (many[above] > 1)]
    if not len(above):
        return -1
    score = shared[above] / many[above] * np.minimum(many[above], 6)
    return int(above[::-1][score[::-1].argmax()])
