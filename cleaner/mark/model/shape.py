"""The shape of each line: length, capitals, how it starts and ends, figures, function words."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cleaner.mark.model import signs as s
from cleaner.mark.model.common import SAYING, TIMING
from cleaner.mark.model.lexicon import Floats
from cleaner.mark.model.signs import Ints, Signs

SHAPE = (
    "chars", "words", "logwords", "ends", "closes", "lower start", "bullet start",
    "quote start", "capitals", "all caps", "figures", "technical", "domain", "bullets",
    "commas", "quotes", "word length", "sentences", "brackets", "last capital", "functions",
    "said", "time", "repeated words", "inner stops",
)  # fmt: skip
_AT = {name: place for place, name in enumerate(SHAPE)}

_ENGLISH = 0.12
"""Pages with a smaller share of English function words are in another language."""


def _linear() -> tuple[npt.NDArray[np.uint8], Floats]:
    """What pairs of classes add to the features that count them: a group for each, and its row."""
    weights = np.zeros((s.KINDS, s.KINDS, len(SHAPE)), np.float32)
    for name, places in (
        ("closes", [(s.QUOTE, s.END), (s.BRACKET, s.END), (s.APOSTROPHE, s.END)]),
        ("lower start", [(s.END, s.LOWER)]),
        ("bullet start", [(s.END, s.BULLET), (s.END, s.DASH), (s.END, s.SYMBOL)]),
        ("quote start", [(s.END, s.QUOTE), (s.END, s.APOSTROPHE)]),
        ("all caps", [(s.UPPER, s.UPPER)]), ("domain", [(s.STOP, s.LOWER)]),
        ("bullets", [(s.SPACE, s.BULLET), (s.END, s.BULLET), (s.END, s.DASH)]),
        ("sentences", [(s.STOP, s.SPACE), (s.ASK, s.SPACE)]),
        ("ends", [(s.STOP, s.END), (s.ASK, s.END)]),
    ):  # fmt: skip
        for a, b in places:
            weights[a, b, _AT[name]] = 1
    weights[s.QUOTE, s.SPACE, _AT["sentences"]] = 0.25
    for name, kinds in (
        ("figures", [s.DIGIT]), ("technical", [s.TECHNICAL]), ("commas", [s.COMMA]),
        ("quotes", [s.QUOTE]), ("brackets", [s.BRACKET]), ("inner stops", [s.STOP]),
        ("word length", [s.LOWER, s.UPPER, s.DIGIT]),
    ):  # fmt: skip
        weights[:, kinds, _AT[name]] = 1
    rows, group = np.unique(weights.reshape(-1, len(SHAPE)), axis=0, return_inverse=True)
    return group.ravel().astype(np.uint8), rows


_GROUP, _ROWS = _linear()


def measure_shape(
    signs: Signs, groups: npt.NDArray[np.int8], rows: Floats
) -> npt.NDArray[np.bool_]:
    """Fill in the columns of `SHAPE`; returns which lines are paragraphs of prose.

    `groups` are those of the words, as `common.groups_of` tells them.
    """
    lines = len(signs.length)
    pairs = signs.pair_line * len(_ROWS) + _GROUP.take(signs.pair)
    pairs = np.bincount(pairs, minlength=lines * len(_ROWS)).reshape(lines, -1)
    counted = pairs.astype(np.float32) @ _ROWS
    kinds = np.bincount(signs.line * s.KINDS + signs.kind, minlength=lines * s.KINDS)
    kinds = kinds.reshape(-1, s.KINDS)
    words = kinds[:, s.LOWER] + kinds[:, s.UPPER] + kinds[:, s.DIGIT] + signs.unspaced // 2
    count = np.maximum(words, 1)
    member = np.bincount(signs.line * 8 + (groups + 4), minlength=lines * 8).reshape(-1, 8)
    functions = member[:, :4].sum(1) / count
    before = signs.before_last
    wrapped = (counted[:, _AT["closes"]] > 0) & ((before == s.STOP) | (before == s.ASK))
    ends = (counted[:, _AT["ends"]] > 0) | wrapped
    word = np.flatnonzero(signs.kind <= s.DIGIT)
    final = np.full(lines, s.LOWER, np.uint8)
    final[signs.line.take(word)] = signs.kind.take(word)
    letters = counted[:, _AT["word length"]]
    rows[:] = counted
    for name, column in (
        ("chars", signs.length), ("words", words), ("logwords", np.log1p(words)),
        ("ends", ends),
        ("capitals", kinds[:, s.UPPER] / np.maximum(words - kinds[:, s.DIGIT], 1)),
        ("all caps", counted[:, _AT["all caps"]] / np.maximum(letters, 1)),
        ("figures", counted[:, _AT["figures"]] / signs.length), ("word length", letters / count),
        ("last capital", final == s.UPPER), ("functions", functions),
        ("said", (member[:, 4 + SAYING] + member[:, 4 - SAYING]) / count),
        ("time", (member[:, 4 + TIMING] + member[:, 4 - TIMING]) / count),
        ("repeated words", (words - _distinct(signs)) / count),
        ("inner stops", counted[:, _AT["inner stops"]] / count),
    ):  # fmt: skip
        rows[:, _AT[name]] = column
    prose: npt.NDArray[np.bool_] = (words >= 15) & ends
    if (functions * words).sum() >= _ENGLISH * words.sum():
        prose &= functions >= 0.3
    return prose


def _distinct(signs: Signs) -> Ints:
    """How many different words each line has, roughly: by hash, within a window of slots."""
    slots = signs.line * 128 + (signs.word >> np.uint64(64 - 7)).astype(np.int64)
    seen = np.zeros((len(signs.length), 128), bool)
    seen.ravel()[slots] = True
    distinct: Ints = np.count_nonzero(seen, 1)
    return distinct
