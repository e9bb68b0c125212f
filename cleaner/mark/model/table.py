"""The table: one row a line, one column a feature, for all lines of a page at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cleaner.mark.features import ENGLISH
from cleaner.mark.model import signs as s
from cleaner.mark.model.lexicon import Floats, Index, Lexicon
from cleaner.mark.model.signs import Ints, Signs, gram_hash

FAR = 30
_SLOTS = 14

_GROUPS: tuple[tuple[str, str], ...] = (
    ("said", "said says told tells adds added asked wrote explained noted according"),
    ("reader", "you your yours our us we you're you'll we're"),
    ("person", "he she they his her him their i my me it its them i'm"),
    (
        "time",
        "january february march april may june july august september october november december "
        "jan feb mar apr jun jul aug sept sep oct nov dec monday tuesday wednesday thursday "
        "friday saturday sunday ago am pm hours hour minutes mins min today",
    ),
)
_JOINTS = ENGLISH | frozenset(
    "any before between both did do does during even may most much off only other over own "
    "should such these those though through until very was well were while within".split()
)


def _groups() -> tuple[Index, npt.NDArray[np.int8]]:
    words: list[str] = []
    group: list[int] = []
    taken: set[str] = set()
    for number, (_, members) in enumerate(_GROUPS, 1):
        words += members.split()
        group += [number] * len(members.split())
    taken.update(words)
    # A word may be of a group and a function word: the groups count as function words
    # where they are, by the sign of the number.
    group = [-g if word in _JOINTS else g for word, g in zip(words, group, strict=True)]
    rest = sorted(_JOINTS - taken)
    words += rest
    group += [-len(_GROUPS) - 1] * len(rest)
    return Index([gram_hash(word) for word in words]), np.array([*group, 0], np.int8)


_INDEX, _GROUP = _groups()

SHAPE = (
    "chars", "words", "logwords", "ends", "asks", "calls", "announces", "trails", "closes",
    "lower start", "bullet start", "quote start", "digit start", "bracket start", "capitals",
    "all caps", "figures", "technical", "domain", "bullets", "copyright", "commas", "quotes",
    "word length", "sentences", "brackets", "dashes", "colons", "symbols", "last capital",
    "functions", "said", "reader", "person", "time", "repeated words", "inner stops",
)  # fmt: skip
PLACE = (
    "place", "place from end", "relative", "words before", "words after", "prose before",
    "prose after", "since prose", "until prose", "in block", "to block", "block share",
)  # fmt: skip
PAGE = ("lines", "page words", "prose share", "prose lines", "short lines", "page functions",
        "page lexicon", "page positive")  # fmt: skip
MEANING = ("related", "new words", "in first", "prose")
WORDS = ("lexicon", "lexicon mean", "positive", "strongest")
CUTS = ("cut before", "cut after", "cut near", "cut in all", "since cut", "until cut",
        "cut earlier")  # fmt: skip
NEIGHBOURS = ("lexicon", "positive", "logwords", "ends", "capitals", "functions", "related")
STEPS = (1, 2, 3)
NAMES: tuple[str, ...] = (
    *SHAPE, *WORDS, *MEANING, *PLACE, *PAGE, *CUTS,
    *(f"{name} {step:+d}" for name in NEIGHBOURS for n in STEPS for step in (-n, n)),
    *(f"{name} within {n}" for name in NEIGHBOURS for n in (2, 5)),
)  # fmt: skip


_PLACE = len(SHAPE) + len(WORDS) + len(MEANING)
_PAGE = _PLACE + len(PLACE)
_CUTS = _PAGE + len(PAGE)
_NEAR = _CUTS + len(CUTS)
_AT = {name: place for place, name in enumerate(NAMES)}
_BASE = [_AT[name] for name in NEIGHBOURS]


def table(texts: Sequence[str], cuts: Sequence[int], lexicon: Lexicon) -> Floats:
    """Measure the lines of a page.

    `cuts` says how many lines rules cut before each line and after the last.
    """
    signs = Signs.of(texts)
    rows = np.empty((len(texts), len(NAMES)), np.float32)
    _shape(signs, rows)
    words, ends, functions = rows[:, 1], rows[:, 3], rows[:, _AT["functions"]]
    total, positive, strongest = lexicon.lines(signs)
    at = len(SHAPE)
    rows[:, at] = total
    rows[:, at + 1] = total / np.sqrt(np.maximum(words, 1))
    rows[:, at + 2] = positive
    rows[:, at + 3] = strongest
    prose = (words >= 15) & (functions >= 0.3) & (ends > 0)
    _meaning(signs, prose, rows[:, at + len(WORDS) : _PLACE])
    rows[:, _PLACE - 1] = prose
    _place(words, prose, functions, ends, rows[:, _PLACE:_CUTS])
    rows[:, _CUTS - 2] = total.mean()
    rows[:, _CUTS - 1] = positive.sum() / max(float(words.sum()), 1.0)
    _cuts(cuts, rows[:, _CUTS:_NEAR])
    _near(rows[:, _BASE].T, rows[:, _NEAR:])
    return rows


def _linear() -> Floats:
    """Which pairs of classes each feature of the shape counts, for those that count pairs."""
    weights = np.zeros((s.KINDS, s.KINDS, len(SHAPE)), np.float32)
    for name, places in (
        ("asks", [(s.ASK, s.END)]), ("calls", [(s.ASK, s.SPACE)]),
        ("announces", [(s.COLON, s.END)]), ("trails", [(s.COMMA, s.END), (s.DASH, s.END)]),
        ("closes", [(s.QUOTE, s.END), (s.BRACKET, s.END), (s.APOSTROPHE, s.END)]),
        ("lower start", [(s.END, s.LOWER)]),
        ("bullet start", [(s.END, s.BULLET), (s.END, s.DASH), (s.END, s.SYMBOL)]),
        ("quote start", [(s.END, s.QUOTE), (s.END, s.APOSTROPHE)]),
        ("digit start", [(s.END, s.DIGIT)]), ("bracket start", [(s.END, s.BRACKET)]),
        ("all caps", [(s.UPPER, s.UPPER)]), ("domain", [(s.STOP, s.LOWER)]),
        ("bullets", [(s.SPACE, s.BULLET), (s.END, s.BULLET), (s.END, s.DASH)]),
        ("dashes", [(s.SPACE, s.DASH)]), ("sentences", [(s.STOP, s.SPACE), (s.ASK, s.SPACE)]),
    ):  # fmt: skip
        for a, b in places:
            weights[a, b, _AT[name]] = 1
    weights[s.QUOTE, s.SPACE, _AT["sentences"]] = 0.25
    for name, kinds in (
        ("figures", [s.DIGIT]), ("technical", [s.TECHNICAL]), ("copyright", [s.COPYRIGHT]),
        ("commas", [s.COMMA]), ("quotes", [s.QUOTE]), ("brackets", [s.BRACKET]),
        ("colons", [s.COLON]), ("symbols", [s.SYMBOL]), ("inner stops", [s.STOP]),
        ("word length", [s.LOWER, s.UPPER, s.DIGIT]),
    ):  # fmt: skip
        weights[:, kinds, _AT[name]] = 1
    return weights.reshape(-1, len(SHAPE))


_LINEAR = _linear()


def _shape(signs: Signs, rows: Floats) -> None:
    pairs = signs.pairs
    lines = len(signs.length)
    counted = pairs.reshape(lines, -1).astype(np.float32) @ _LINEAR
    chars = np.maximum(signs.length, 1)
    kinds = np.bincount(signs.line * s.KINDS + signs.kind, minlength=lines * s.KINDS)
    kinds = kinds.reshape(-1, s.KINDS)
    words = kinds[:, s.LOWER] + kinds[:, s.UPPER] + kinds[:, s.DIGIT]
    alpha = np.maximum(kinds[:, s.LOWER] + kinds[:, s.UPPER], 1)
    count = np.maximum(words, 1)
    group = _GROUP.take(_INDEX.places(signs.word))
    # The sign of a group's number says whether its word is a function word, too.
    member = np.bincount(signs.line * 16 + group + 8, minlength=lines * 16).reshape(-1, 16)
    functions = member[:, :8].sum(1) / count
    member = member[:, 8:] + member[:, 8:0:-1]
    before = signs.before_last
    stops = pairs[:, s.STOP, s.END] + pairs[:, s.ASK, s.END] > 0
    wrapped = (counted[:, _AT["closes"]] > 0) & ((before == s.STOP) | (before == s.ASK))
    word = signs.kind <= s.DIGIT
    final = np.full(lines, s.LOWER)
    final[signs.line[word]] = signs.kind[word]
    letters = counted[:, _AT["word length"]]
    rows[:, : len(SHAPE)] = counted
    for name, column in (
        ("chars", signs.length), ("words", words), ("logwords", np.log1p(words)),
        ("ends", stops | wrapped), ("capitals", kinds[:, s.UPPER] / alpha),
        ("all caps", counted[:, _AT["all caps"]] / np.maximum(letters, 1)),
        ("figures", counted[:, _AT["figures"]] / chars), ("word length", letters / count),
        ("last capital", final == s.UPPER), ("functions", functions),
        ("said", member[:, 1] / count), ("reader", member[:, 2] / count),
        ("person", member[:, 3] / count), ("time", member[:, 4] / count),
        ("repeated words", (words - _distinct(signs)) / count),
        ("inner stops", counted[:, _AT["inner stops"]] / count),
    ):  # fmt: skip
        rows[:, _AT[name]] = column


def _distinct(signs: Signs) -> Ints:
    """How many different words each line has, roughly: by hash, within a window of slots."""
    slots = (signs.word >> np.uint64(64 - 7)).astype(np.int64)
    seen = np.zeros((len(signs.length), 128), bool)
    seen[signs.line, slots] = True
    distinct: Ints = seen.sum(1)
    return distinct


def _place(
    words: Floats, prose: npt.NDArray[np.bool_], functions: Floats, ends: Floats, rows: Floats
) -> None:
    lines = len(words)
    index = np.arange(lines)
    running = np.cumsum(words)
    total = max(float(running[-1]), 1.0)
    many = np.cumsum(prose)
    last = np.maximum.accumulate(np.where(prose, index, -FAR - 1))
    last = np.concatenate([[-FAR - 1], last[:-1]])
    following = np.minimum.accumulate(np.where(prose, index, lines + FAR)[::-1])[::-1]
    following = np.concatenate([following[1:], [lines + FAR]])
    # The stretch of lines that gains most: prose counts for it, short lines against.
    score = np.where(
        prose, words, np.where((words >= 8) & (ends > 0), 0.3 * words - 3, -6 - 0.3 * words)
    )
    climb = np.concatenate([[0.0], np.cumsum(score)])
    low = np.minimum.accumulate(climb)
    end = int(np.argmax(climb - low))
    start = int(np.argmin(climb[: end + 1]))
    inside = (index >= start) & (index < end)
    to_block = np.where(inside, 0, np.where(index < start, index - start, index - end + 1))
    share = words[start:end].sum() / total
    columns = (
        np.minimum(index, 50), np.minimum(lines - 1 - index, 100), index / max(lines - 1, 1),
        np.log1p(running - words), np.log1p(np.maximum(total - running, 0)),
        np.minimum(many - prose, FAR), np.minimum(many[-1] - many, FAR),
        np.minimum(index - last, FAR), np.minimum(following - index, FAR), inside,
        np.minimum(np.maximum(to_block, -FAR), 2 * FAR), share,
        lines, total, (words * prose).sum() / total, many[-1], (words < 5).mean(),
        (functions * words).sum() / total,
    )  # fmt: skip
    for place, column in enumerate(columns):
        rows[:, place] = column


def _meaning(signs: Signs, prose: npt.NDArray[np.bool_], rows: Floats) -> None:
    """How much of each line's content the article's paragraphs share, and the first line."""
    lines = len(prose)
    places = _INDEX.places(signs.word)
    content = (signs.kind <= s.UPPER) & (places < 0)
    line = signs.line[content]
    stem = (signs.stem[content] >> np.uint64(64 - _SLOTS)).astype(np.int64)
    of_prose = prose[line]
    here, there = stem[of_prose], line[of_prose]
    latest = np.full(1 << _SLOTS, -1, np.int32)
    latest[here] = there
    earliest = np.full(1 << _SLOTS, -1, np.int32)
    earliest[here[::-1]] = there[::-1]
    first, final = earliest.take(stem), latest.take(stem)
    known = (final >= 0) & ((first != line) | (final != line))
    many = np.bincount(line, minlength=lines)
    related = np.bincount(line[known], minlength=lines)
    top = np.zeros(1 << _SLOTS, bool)
    top[stem[line == 0]] = True
    in_first = np.bincount(line[top.take(stem) & (line > 0)], minlength=lines)
    base = np.maximum(many, 1)
    rows[:, 0] = np.where(many == 0, -0.1, related / base)
    rows[:, 1] = many - related
    rows[:, 2] = in_first / base


def _cuts(cuts: Sequence[int], rows: Floats) -> None:
    lines = len(rows)
    if not any(cuts):
        rows[:] = 0
        rows[:, 4:6] = FAR
        return
    gaps = np.asarray(cuts, np.float32)
    index = np.arange(lines)
    running = np.concatenate([[0.0], np.cumsum(gaps)])
    near = running[np.minimum(index + 5, lines + 1)] - running[np.maximum(index - 3, 0)]
    cut = gaps > 0
    gap = np.arange(lines + 1)
    since = index - np.maximum.accumulate(np.where(cut, gap, -FAR))[:-1]
    until = np.minimum.accumulate(np.where(cut, gap, lines + FAR)[::-1])[::-1][1:] - index - 1
    columns = (
        gaps[:-1], gaps[1:], near, running[-1], np.minimum(since, FAR), np.minimum(until, FAR),
        running[1:-1],
    )  # fmt: skip
    for place, column in enumerate(columns):
        rows[:, place] = column


def _near(base: Floats, rows: Floats) -> None:
    """Each row of `base` one to three lines away, and its mean within two and five lines."""
    many, lines = base.shape
    reach = max(STEPS)
    padded = np.full((many, lines + 2 * reach), -9, np.float32)
    padded[:, reach:-reach] = base
    shifts = [reach + step for n in STEPS for step in (-n, n)]
    windows = np.lib.stride_tricks.sliding_window_view(padded, lines, 1)
    moved = windows[:, shifts].reshape(-1, lines)
    rows[:, : len(moved)] = moved.T
    running = np.zeros((many, lines + 1))
    np.cumsum(base, 1, out=running[:, 1:])
    index = np.arange(lines)
    for place, n in enumerate((2, 5)):
        high, low = np.minimum(index + n + 1, lines), np.maximum(index - n, 0)
        others = np.maximum(high - low - 1, 1)
        mean = (running[:, high] - running[:, low] - base) / others
        rows[:, len(moved) + place :: 2] = mean.T
