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
MEANING = ("related", "names related", "new words", "in first", "like before", "like after",
           "twin", "prose")  # fmt: skip
WORDS = ("lexicon", "lexicon mean", "positive", "strongest")
CUTS = ("cut before", "cut after", "cut near", "cut in all", "since cut", "until cut",
        "cut earlier")  # fmt: skip
NEIGHBOURS = ("lexicon", "positive", "logwords", "ends", "capitals", "functions", "related")
STEPS = (1, 2, 3)
NAMES: tuple[str, ...] = (
    *SHAPE, *WORDS, *MEANING, *PLACE, *PAGE, *CUTS,
    *(f"{name} {step:+d}" for name in NEIGHBOURS for n in STEPS for step in (-n, n)),
    *(f"{name} within {n}" for name in NEIGHBOURS for n in (2, 5)),
    *(f"strongest {side} {n}" for n in (3, 8) for side in ("before", "after")),
)  # fmt: skip


def table(texts: Sequence[str], cuts: Sequence[int], lexicon: Lexicon) -> Floats:
    """Measure the lines of a page.

    `cuts` says how many lines rules cut before each line and after the last.
    """
    signs = Signs.of(texts)
    shape, functions, words, ends = _shape(signs)
    total, positive, strongest = lexicon.lines(signs)
    count = np.maximum(words, 1)
    lex = np.stack([total, total / np.sqrt(count), positive, strongest], 1)
    prose = (words >= 15) & (functions >= 0.3) & (ends > 0)
    place, page = _place(words, prose, functions, ends)
    meaning = _meaning(signs, words, prose)
    related = meaning[:, 0]
    page = np.concatenate([page, [total.mean(), positive.sum() / max(float(words.sum()), 1.0)]])
    base = np.stack([total, positive, shape[:, 2], shape[:, 3], shape[:, 14], functions, related])
    return np.concatenate(
        [
            shape, lex, meaning, prose[:, None], place,
            np.broadcast_to(page, (len(texts), len(page))), _cuts(cuts), _near(base),
            _strongest(strongest),
        ],
        1,
        dtype=np.float32,
    )  # fmt: skip


def _shape(signs: Signs) -> tuple[Floats, Floats, Floats, Floats]:
    pairs = signs.pairs
    into = pairs.sum(1)
    first, last = pairs[:, s.END], pairs[:, :, s.END]
    lines = len(signs.length)
    chars = np.maximum(signs.length, 1)
    word = signs.kind <= s.DIGIT
    owner = signs.line[word]
    kinds = np.bincount(owner * 4 + signs.kind[word], minlength=lines * 4).reshape(-1, 4)
    words = kinds.sum(1)
    alpha = np.maximum(kinds[:, s.LOWER] + kinds[:, s.UPPER], 1)
    count = np.maximum(words, 1)
    group = _GROUP[_INDEX.places(signs.word)]
    function = np.bincount(signs.line[group < 0], minlength=lines)
    group = np.abs(group)
    member = np.bincount(signs.line * 8 + group, minlength=lines * 8).reshape(-1, 8)
    before = signs.before_last
    wraps = last[:, s.QUOTE] + last[:, s.BRACKET] + last[:, s.APOSTROPHE]
    full = (last[:, s.STOP] + last[:, s.ASK] > 0) | (
        (wraps > 0) & ((before == s.STOP) | (before == s.ASK))
    )
    final = np.full(lines, s.LOWER)
    final[signs.line[word]] = signs.kind[word]
    repeated = words - _distinct(signs)
    sentences = (
        pairs[:, s.STOP, s.SPACE] + pairs[:, s.ASK, s.SPACE] + pairs[:, s.QUOTE, s.SPACE] / 4
    )
    start = pairs[:, s.SPACE, s.BULLET] + first[:, s.BULLET] + first[:, s.DASH]
    letters = into[:, s.LOWER] + into[:, s.UPPER] + into[:, s.DIGIT]
    functions = function / count
    columns = (
        signs.length, words, np.log1p(words), full, last[:, s.ASK], pairs[:, s.ASK, s.SPACE],
        last[:, s.COLON], last[:, s.COMMA] + last[:, s.DASH], wraps, first[:, s.LOWER],
        first[:, s.BULLET] + first[:, s.DASH] + first[:, s.SYMBOL],
        first[:, s.QUOTE] + first[:, s.APOSTROPHE], first[:, s.DIGIT], first[:, s.BRACKET],
        kinds[:, s.UPPER] / alpha, pairs[:, s.UPPER, s.UPPER] / np.maximum(letters, 1),
        into[:, s.DIGIT] / chars, into[:, s.TECHNICAL], pairs[:, s.STOP, s.LOWER], start,
        into[:, s.COPYRIGHT], into[:, s.COMMA], into[:, s.QUOTE],
        letters / count, sentences, into[:, s.BRACKET], pairs[:, s.SPACE, s.DASH],
        into[:, s.COLON], into[:, s.SYMBOL], final == s.UPPER, functions,
        member[:, 1] / count, member[:, 2] / count, member[:, 3] / count, member[:, 4] / count,
        repeated / count, into[:, s.STOP] / count,
    )  # fmt: skip
    shape = np.stack([column.astype(np.float32) for column in columns], 1)
    return shape, functions.astype(np.float32), words.astype(np.float32), full.astype(np.float32)


def _distinct(signs: Signs) -> Ints:
    """How many different words each line has, roughly: by hash, within a window of slots."""
    slots = (signs.word >> np.uint64(64 - 7)).astype(np.int64)
    seen = np.zeros((len(signs.length), 128), bool)
    seen[signs.line, slots] = True
    distinct: Ints = seen.sum(1)
    return distinct


def _place(
    words: Floats, prose: npt.NDArray[np.bool_], functions: Floats, ends: Floats
) -> tuple[Floats, Floats]:
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
    place = np.stack(
        [
            np.minimum(index, 50), np.minimum(lines - 1 - index, 100), index / max(lines - 1, 1),
            np.log1p(running - words), np.log1p(total - running).clip(0),
            np.minimum(many - prose, FAR), np.minimum(many[-1] - many, FAR),
            np.minimum(index - last, FAR), np.minimum(following - index, FAR), inside,
            to_block.clip(-FAR, 2 * FAR), np.full(lines, share),
        ],
        1,
    )  # fmt: skip
    page = np.array(
        [
            lines, total, (words * prose).sum() / total, many[-1], (words < 5).mean(),
            (functions * words).sum() / total,
        ]
    )  # fmt: skip
    return place.astype(np.float32), page.astype(np.float32)


def _meaning(signs: Signs, words: Floats, prose: npt.NDArray[np.bool_]) -> Floats:
    """How much of each line's content other lines share: the article's, the neighbours'."""
    lines = len(words)
    places = _INDEX.places(signs.word)
    content = (signs.kind <= s.UPPER) & (places < 0)
    line = signs.line[content]
    stem = (signs.stem[content] >> np.uint64(64 - _SLOTS)).astype(np.int64)
    name = signs.kind[content] == s.UPPER
    of_prose = prose[line]
    here, there = stem[of_prose], line[of_prose]
    latest = np.full(1 << _SLOTS, -1, np.int32)
    latest[here] = there
    earliest = np.full(1 << _SLOTS, -1, np.int32)
    earliest[here[::-1]] = there[::-1]
    first, final = earliest[stem], latest[stem]
    known = (final >= 0) & ((first != line) | (final != line))
    many = np.bincount(line, minlength=lines)
    names = np.bincount(line[name], minlength=lines)
    related = np.bincount(line[known], minlength=lines)
    names_related = np.bincount(line[known & name], minlength=lines)
    # Words of one line only: shared with the first line, the line before, the line after.
    top = np.zeros(1 << _SLOTS, bool)
    top[stem[line == 0]] = True
    in_first = np.bincount(line[top[stem] & (line > 0)], minlength=lines)
    order = np.argsort(stem * lines + line, kind="stable")
    a, b = stem[order], line[order]
    follows = (a[1:] == a[:-1]) & (b[1:] == b[:-1] + 1)
    before = np.bincount(b[1:][follows], minlength=lines)
    after = np.bincount(b[:-1][follows], minlength=lines)
    base = np.maximum(many, 1)
    code = np.zeros(lines, np.uint64)
    np.add.at(code, signs.line, signs.word)
    _, inverse, twins = np.unique(code, return_inverse=True, return_counts=True)
    none = many == 0
    columns = (
        np.where(none, -0.1, related / base),
        np.where(names == 0, -0.1, names_related / np.maximum(names, 1)),
        many - related, in_first / base, before / base, after / base, twins[inverse] - 1,
    )  # fmt: skip
    return np.stack([column.astype(np.float32) for column in columns], 1)


def _cuts(cuts: Sequence[int]) -> Floats:
    lines = len(cuts) - 1
    if not any(cuts):
        blank = np.zeros((lines, 7), np.float32)
        blank[:, 4:6] = FAR
        return blank
    gaps = np.asarray(cuts, np.float32)
    index = np.arange(lines)
    running = np.concatenate([[0.0], np.cumsum(gaps)])
    near = running[np.minimum(index + 5, lines + 1)] - running[np.maximum(index - 3, 0)]
    cut = gaps > 0
    gap = np.arange(lines + 1)
    since = index - np.maximum.accumulate(np.where(cut, gap, -FAR))[:-1]
    until = np.minimum.accumulate(np.where(cut, gap, lines + FAR)[::-1])[::-1][1:] - index - 1
    return np.stack(
        [
            gaps[:-1], gaps[1:], near, np.full(lines, running[-1]), since.clip(0, FAR),
            until.clip(0, FAR), running[1:-1],
        ],
        1,
    )  # fmt: skip


def _near(base: Floats) -> Floats:
    """Each row of `base` one to three lines away, and its mean within two and five lines."""
    lines = base.shape[1]
    reach = max(STEPS)
    padded = np.full((len(base), lines + 2 * reach), -9, np.float32)
    padded[:, reach:-reach] = base
    columns = [
        padded[row, reach + step : reach + step + lines]
        for row in range(len(base))
        for n in STEPS
        for step in (-n, n)
    ]
    running = np.zeros((len(base), lines + 1))
    np.cumsum(base, 1, out=running[:, 1:])
    index = np.arange(lines)
    spans = []
    for n in (2, 5):
        high, low = np.minimum(index + n + 1, lines), np.maximum(index - n, 0)
        others = np.maximum(high - low - 1, 1)
        spans.append((running[:, high] - running[:, low] - base) / others)
    columns += [spans[n][row] for row in range(len(base)) for n in (0, 1)]
    return np.stack(columns, 1)


def _strongest(values: Floats) -> Floats:
    """The greatest value among the lines just before, and just after."""
    columns = []
    lines = len(values)
    for n in (3, 8):
        padded = np.full(lines + 2 * n, -1, np.float32)
        padded[n:-n] = values
        windows = np.lib.stride_tricks.sliding_window_view(padded, n)
        columns += [windows[:lines].max(1), windows[n + 1 : n + 1 + lines].max(1)]
    return np.stack(columns, 1)
