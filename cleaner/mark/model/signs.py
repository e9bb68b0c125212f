"""The characters of a page as numbers: classes, words, and what stands next to what.

Everything is measured in one pass over the whole page, without a loop over its lines.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

CLASSES = (
    "space", "lower", "upper", "digit", "stop", "ask", "colon", "copyright", "comma", "quote",
    "apostrophe", "bracket", "dash", "bullet", "technical", "symbol", "end",
)  # fmt: skip
"""What a character may be; `end` is the border of a line.

Letters and figures stand together, and so do the marks that are words of their own.
"""

SPACE, LOWER, UPPER, DIGIT, STOP, ASK, COLON, COPYRIGHT, COMMA, QUOTE = range(10)
APOSTROPHE, BRACKET, DASH, BULLET, TECHNICAL, SYMBOL, END = range(10, 17)
KINDS = len(CLASSES)

_TABLE = 0x3100
_UNSPACED = 0x3040, 0xA000
_LITERAL = (
    (STOP, ".。"), (ASK, "!?…"), (COMMA, ",;、"), (COLON, ":"), (QUOTE, "\"“”„«»‹›"),
    (APOSTROPHE, "'’‘"), (BRACKET, "()[]{}"), (DASH, "-–—"), (BULLET, "|•·*▪●■◦‣→▶►#"),
    (TECHNICAL, "/\\_=@"), (COPYRIGHT, "©®™"), (END, "\n"),
)  # fmt: skip
_BASE = 0x9E3779B97F4A7C15
_FIGURE = 0xD6E8FEB86659FD93
_FIRST = 0xA0761D6478BD642F
_LAST = 0xE7037ED1A0B428DB
_SECOND = 0x8EBC6AF09C88C6E3
_THIRD = 0x589965CC75374CC3
_STEM = 6


def _classes() -> npt.NDArray[np.uint8]:
    table = np.full(_TABLE + 1, LOWER, np.uint8)
    for code in range(_TABLE):
        char = chr(code)
        if char.isspace() or not char.isprintable():
            table[code] = SPACE
        elif char.isalpha():
            table[code] = UPPER if char.isupper() else LOWER
        elif char.isnumeric():
            table[code] = DIGIT
        elif not unicodedata.category(char).startswith("M"):
            table[code] = SYMBOL
    for kind, chars in _LITERAL:
        for char in chars:
            table[ord(char)] = kind
    return table


def _lowered() -> npt.NDArray[np.uint64]:
    table = np.arange(_TABLE + 1, dtype=np.uint64)
    for code in range(_TABLE):
        low = chr(code).lower()
        if len(low) == 1 and ord(low) < _TABLE:
            table[code] = ord(low)
    table[ord("’")] = table[ord("‘")] = ord("'")
    return table


_CLASS = _classes()
_LOWERED = _lowered()


class _Powers:
    """Powers of the hash base and of its inverse, as many as the longest page so far needed."""

    def __init__(self) -> None:
        self.up = self.down = np.ones(1, np.uint64)

    def grown(self, length: int) -> tuple[Hashes, Hashes]:
        if len(self.up) < length:
            size = 1 << (length - 1).bit_length()
            inverse = pow(_BASE, -1, 1 << 64)
            up, down = np.full(size, _BASE, np.uint64), np.full(size, inverse, np.uint64)
            up[0] = down[0] = 1
            # Written whole before it is shared: threads may ask at the same time.
            up, down = np.multiply.accumulate(up), np.multiply.accumulate(down)
            self.up, self.down = up, down
            return up, down
        return self.up, self.down


_POWERS = _Powers()


class Signs(NamedTuple):
    """A page's lines in numbers.

    Pairs of characters that stand side by side, the borders of lines taken in: `pair` is
    `KINDS` times the class of the first and the class of the second, `pair_line` the line.
    Words: `line` they stand in, `start` (offset in the joined lines), `kind` (class of
    the first character), `word` and `stem` (hashes of the lower-case word and of its first
    letters). `length` counts each line's characters, `unspaced` those of scripts that write
    words without spaces (Chinese, Japanese); `before_last` is the class of its last but one.
    """

    length: Ints
    pair: npt.NDArray[np.uint16]
    pair_line: Ints
    before_last: npt.NDArray[np.uint8]
    unspaced: Ints
    line: Ints
    start: Ints
    kind: npt.NDArray[np.uint8]
    word: Hashes
    stem: Hashes

    @classmethod
    def of(cls, texts: Sequence[str]) -> Signs:
        """Measure lines; none may be empty."""
        joined = "\n".join(("", *texts, ""))
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        clipped = np.minimum(codes, _TABLE)
        # (`take` is a good deal faster than an index in brackets.)
        classes = _CLASS.take(clipped)
        length = np.fromiter(map(len, texts), np.int64, len(texts))
        ends = np.cumsum(length + 1)
        line_of = np.repeat(np.arange(len(texts)), length + 1)
        start, end = _bounds(classes)

        up, down = _POWERS.grown(len(codes) + 1)
        low = _LOWERED.take(clipped)
        unspaced = np.zeros(len(texts), np.int64)
        if int(codes.max()) >= _UNSPACED[0]:
            low = np.where(clipped < _TABLE, low, codes)
            some = (codes[1:] >= _UNSPACED[0]) & (codes[1:] < _UNSPACED[1])
            unspaced = np.bincount(line_of[some], minlength=len(texts))
        sums = np.zeros(len(codes) + 1, np.uint64)
        low *= up[: len(codes)]
        np.cumsum(low, out=sums[1:])
        at_start, back = sums.take(start), down.take(start)
        word = (sums.take(end) - at_start) * back
        stem = (sums.take(np.minimum(end, start + _STEM)) - at_start) * back
        kind = classes.take(start)
        word[kind == DIGIT] = _FIGURE
        return cls(
            length, classes[:-1] * np.uint16(KINDS) + classes[1:], line_of,
            classes.take(ends - 1 - (length > 1)), unspaced,
            line_of.take(start - 1), start, kind, word, stem,
        )  # fmt: skip

    def grams(self) -> tuple[Hashes, Ints]:
        """Hashes of all sequences of one to three words, borders as words, and their lines."""
        lines = len(self.length)
        count = np.bincount(self.line, minlength=lines)
        last = np.cumsum(count + 2) - 1
        first = last - count - 1
        tokens = np.empty(len(self.word) + 2 * lines, np.uint64)
        tokens[np.arange(len(self.word)) + 2 * self.line + 1] = self.word
        tokens[first] = _FIRST
        tokens[last] = _LAST
        owner = np.repeat(np.arange(lines), count + 2)
        two = tokens[:-1] * np.uint64(_SECOND) + tokens[1:]
        three = two[:-1] * np.uint64(_THIRD) + tokens[2:]
        return np.concatenate([tokens, two, three]), np.concatenate([owner, owner[:-1], owner[:-2]])


def _bounds(classes: npt.NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """Where words start and end: letters, figures and apostrophes inside, or some marks alone."""
    # (A class below the first of a group wraps around, and is above its last, too.)
    inside = classes - np.uint8(LOWER) <= DIGIT - LOWER
    alone = classes - np.uint8(ASK) <= COPYRIGHT - ASK
    joint = classes == APOSTROPHE
    joint[1:-1] &= inside[:-2] & inside[2:]
    inside |= joint
    opens, closes = inside[1:] > inside[:-1], inside[1:] < inside[:-1]
    opens |= alone[1:]
    closes |= alone[:-1]
    return np.flatnonzero(opens) + 1, np.flatnonzero(closes) + 1


def gram_hash(gram: str) -> int:
    """The hash that `Signs.grams` gives a sequence of words written with spaces.

    `^` and `$` are the borders of a line, `0` any figure.
    """
    hashes: list[int] = []
    for word in gram.split(" "):
        special = {"^": _FIRST, "$": _LAST, "0": _FIGURE}.get(word)
        if special is None:
            special = sum(ord(char) * pow(_BASE, n, 1 << 64) for n, char in enumerate(word))
        hashes.append(special % (1 << 64))
    value = hashes[0]
    for factor, more in zip((_SECOND, _THIRD), hashes[1:], strict=False):
        value = (value * factor + more) % (1 << 64)
    return value


def words(texts: Sequence[str]) -> list[list[str]]:
    """The words behind the hashes, line by line, as `gram_hash` wants them."""
    signs: Any = Signs.of(texts)
    joined = "\n".join(("", *texts, ""))
    found: list[list[str]] = [[] for _ in texts]
    for line, start, kind in zip(signs.line, signs.start, signs.kind, strict=True):
        end = start + 1
        if LOWER <= kind <= DIGIT:
            while _inside(joined, end):
                end += 1
        word = joined[start:end]
        low = "".join(chr(int(_LOWERED[ord(c)])) if ord(c) < _TABLE else c for c in word)
        found[line].append("0" if kind == DIGIT else low)
    return found


def _inside(text: str, at: int) -> bool:
    kind = _CLASS[min(ord(text[at]), _TABLE)]
    if kind == APOSTROPHE:
        near = (_CLASS[min(ord(text[n]), _TABLE)] for n in (at - 1, at + 1))
        return all(LOWER <= k <= DIGIT for k in near)
    return bool(LOWER <= kind <= DIGIT)
