"""The shape of each line: length, capitals, how it starts and ends, figures, function words."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cleaner.mark.features import ENGLISH
from cleaner.mark.model import signs as s
from cleaner.mark.model.lexicon import Floats, Index
from cleaner.mark.model.signs import Ints, Signs, gram_hash

SHAPE = (
    "chars", "words", "logwords", "ends", "closes", "lower start", "bullet start",
    "quote start", "capitals", "all caps", "figures", "technical", "domain", "bullets",
    "commas", "quotes", "word length", "sentences", "brackets", "last capital", "functions",
    "said", "time", "repeated words", "inner stops",
)  # fmt: skip
_AT = {name: place for place, name in enumerate(SHAPE)}

_SAID = "said says told tells adds added asked wrote explained noted according"
_TIME = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sept sep oct nov dec monday tuesday wednesday thursday "
    "friday saturday sunday ago am pm hours hour minutes mins min today"
)
_JOINTS = ENGLISH | frozenset(
    "any before between both did do does during even may most much off only other over own "
    "should such these those though through until very was well were while within "
    "you your yours our us we you're you'll we're he she they his him her their i my me it "
    "its them i'm".split()
)
_ENGLISH = 0.12
"""Pages with a smaller share of English function words are in another language."""
SAYING, TIMING, JOINING = 1, 2, 3


def _groups() -> tuple[Index, npt.NDArray[np.int8]]:
    # A word may be one of time and a function word, too: then its number is negative.
    group = dict.fromkeys(_SAID.split(), SAYING) | dict.fromkeys(_TIME.split(), TIMING)
    group = {word: -of if word in _JOINTS else of for word, of in group.items()}
    group |= dict.fromkeys(sorted(_JOINTS - group.keys()), -JOINING)
    return Index([gram_hash(word) for word in group]), np.array([*group.values(), 0], np.int8)


COMMON, _GROUP = _groups()
"""The words that say nothing of what a text is about."""


def _linear() -> Floats:
    """Which pairs of classes each feature of the shape counts, for those that count pairs."""
    weights = np.zeros((s.KINDS, s.KINDS, len(SHAPE)), np.float32)
    for name, places in (
        ("closes", [(s.QUOTE, s.END), (s.BRACKET, s.END), (s.APOSTROPHE, s.END)]),
        ("lower start", [(s.END, s.LOWER)]),
        ("bullet start", [(s.END, s.BULLET), (s.END, s.DASH), (s.END, s.SYMBOL)]),
        ("quote start", [(s.END, s.QUOTE), (s.END, s.APOSTROPHE)]),
        ("all caps", [(s.UPPER, s.UPPER)]), ("domain", [(s.STOP, s.LOWER)]),
        ("bullets", [(s.SPACE, s.BULLET), (s.END, s.BULLET), (s.END, s.DASH)]),
        ("sentences", [(s.STOP, s.SPACE), (s.ASK, s.SPACE)]),
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
    return weights.reshape(-1, len(SHAPE))


_LINEAR = _linear()


def measure_shape(signs: Signs, rows: Floats) -> npt.NDArray[np.bool_]:
    """Fill in the columns of `SHAPE`; returns which lines are paragraphs of prose."""
    pairs = signs.pairs
    lines = len(signs.length)
    counted = pairs.reshape(lines, -1).astype(np.float32) @ _LINEAR
    chars = np.maximum(signs.length, 1)
    kinds = np.bincount(signs.line * s.KINDS + signs.kind, minlength=lines * s.KINDS)
    kinds = kinds.reshape(-1, s.KINDS)
    words = kinds[:, s.LOWER] + kinds[:, s.UPPER] + kinds[:, s.DIGIT] + signs.unspaced // 2
    alpha = np.maximum(words - kinds[:, s.DIGIT], 1)
    count = np.maximum(words, 1)
    group = _GROUP.take(COMMON.places(signs.word))
    member = np.bincount(signs.line * 8 + group + 4, minlength=lines * 8).reshape(-1, 8)
    functions = member[:, :4].sum(1) / count
    before = signs.before_last
    stops = pairs[:, s.STOP, s.END] + pairs[:, s.ASK, s.END] > 0
    wrapped = (counted[:, _AT["closes"]] > 0) & ((before == s.STOP) | (before == s.ASK))
    ends = stops | wrapped
    word = signs.kind <= s.DIGIT
    final = np.full(lines, s.LOWER)
    final[signs.line[word]] = signs.kind[word]
    letters = counted[:, _AT["word length"]]
    rows[:] = counted
    for name, column in (
        ("chars", signs.length), ("words", words), ("logwords", np.log1p(words)),
        ("ends", ends), ("capitals", kinds[:, s.UPPER] / alpha),
        ("all caps", counted[:, _AT["all caps"]] / np.maximum(letters, 1)),
        ("figures", counted[:, _AT["figures"]] / chars), ("word length", letters / count),
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
    slots = (signs.word >> np.uint64(64 - 7)).astype(np.int64)
    seen = np.zeros((len(signs.length), 128), bool)
    seen[signs.line, slots] = True
    distinct: Ints = seen.sum(1)
    return distinct
