"""The context model: how well a word fits between its neighbours.

A file of pruned counts (see `making/context.py`) is mapped into memory and searched in place:
a trie of words, pairs and triples with back-off, as in KenLM (Heafield 2011), and pairs
with a gap of one word. All scores are natural logarithms.
"""

from __future__ import annotations

import mmap
import struct
from bisect import bisect_left
from functools import cache
from math import log
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import InputError
from cleaner.spun.words import NAME, RARE

MAGIC = b"cleaner ngrams 1\n\0\0\0\0\0\0\0"
SECTIONS = ("words", "p1", "b1", "seen", "start2", "word2", "p2", "b2", "start3", "word3", "p3",
            "start_gap", "word_gap", "gap")  # fmt: skip
LOG_STEP = 0.08
GAP_STEP = 0.06
CLASS_SHARE = 8.0
"""What one word takes of its class of unknown words: one in three thousand, as a logarithm."""
_WIDE = {"start2", "start3", "start_gap", "seen"}
_HALF = {"word2", "word3", "word_gap"}
_GAP_SMOOTHING = 4.0
_REMEMBERED = 1_000_000


class _Tables(NamedTuple):
    p1: memoryview
    b1: memoryview
    seen: memoryview
    start2: memoryview
    word2: memoryview
    p2: memoryview
    b2: memoryview
    start3: memoryview
    word3: memoryview
    p3: memoryview
    start_gap: memoryview
    word_gap: memoryview
    gap: memoryview


class ContextModel:
    """Probabilities of words in context, from a file written by `cleaner lexicon context`.

    Not changed after it is opened. Words are passed as numbers from `number`.
    """

    __slots__ = (
        "_classes", "_gaps", "_known", "_pairs", "_shares", "_tables", "_triples", "total"
    )  # fmt: skip

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except (OSError, ValueError) as error:
            raise InputError(f"{path}: the context model cannot be read: {error}") from None
        head = len(MAGIC) + 8 * len(SECTIONS)
        if len(data) < head or bytes(data[: len(MAGIC)]) != MAGIC:
            raise InputError(f"{path}: expected a file that `cleaner lexicon context` wrote")
        place, views = head, {}
        for name, size in zip(
            SECTIONS, struct.unpack(f"<{len(SECTIONS)}Q", data[len(MAGIC) : head]), strict=True
        ):
            part = data[place : place + size]
            views[name] = (
                part.cast("I") if name in _WIDE else part.cast("H") if name in _HALF else part
            )
            place += size + -size % 8
        words = bytes(views.pop("words")).decode().split("\n")
        self._known = {word: number for number, word in enumerate(words)}
        self._classes = {self._known[NAME], self._known[RARE]}
        self._tables = _Tables(**views)
        self.total = float(sum(self._tables.seen))
        # What was asked is remembered, since a text asks for much of it again and again.
        self._shares: dict[int, float] = {}
        self._gaps: dict[int, float] = {}
        self._pairs: dict[int, int] = {}
        self._triples: dict[tuple[int, int, int], float] = {}

    def number(self, form: str, capital: bool = False) -> int:
        """The number of a folded word, or of its class when the model does not know it."""
        known = self._known.get(form)
        if known is not None:
            return known
        if "-" in form:  # a compound is its last part: "city-wide" behaves as "wide"
            known = self._known.get(form.rpartition("-")[2])
            if known is not None:
                return known
        return self._known[NAME if capital else RARE]

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are counted, in the order of their numbers."""
        return tuple(self._known)

    def knows(self, form: str) -> bool:
        """Whether the folded word was seen often enough to be counted."""
        return form in self._known

    def count(self, word: int) -> int:
        """How often the word was seen; for a class, how often one of its words was."""
        if word in self._classes:
            return int(self._tables.seen[word] / 3000)
        return int(self._tables.seen[word])

    def log_share(self, word: int) -> float:
        """The logarithm of the word's share of all words."""
        found = self._shares.get(word)
        if found is None:
            found = self._shares[word] = log((self.count(word) + 1.0) / self.total)
        return found

    def has_pair(self, first: int, second: int) -> bool:
        """Whether the second word was seen after the first on enough sites."""
        return self._pair(first, second) >= 0

    def _pair(self, first: int, second: int) -> int:
        """Where the pair stands in the tables, or -1."""
        key = first << 16 | second
        found = self._pairs.get(key)
        if found is None:
            tables = self._tables
            low, high = tables.start2[first], tables.start2[first + 1]
            place = bisect_left(tables.word2, second, low, high)
            found = place if place < high and tables.word2[place] == second else -1
            if len(self._pairs) > _REMEMBERED:
                self._pairs.clear()
            self._pairs[key] = found
        return found

    def log_probability(self, before2: int, before: int, word: int) -> float:
        """Log P(word | before2 before), Kneser-Ney with back-off; a class gives one its share."""
        key = (before2, before, word)
        found = self._triples.get(key)
        if found is None:
            if len(self._triples) > _REMEMBERED:
                self._triples.clear()
            found = self._look_up(before2, before, word)
            if word in self._classes:
                found -= CLASS_SHARE
            self._triples[key] = found
        return found

    def _look_up(self, before2: int, before: int, word: int) -> float:
        tables = self._tables
        head = self._pair(before2, before)
        weight = 0.0
        if head >= 0:
            low, high = tables.start3[head], tables.start3[head + 1]
            place = bisect_left(tables.word3, word, low, high)
            if place < high and tables.word3[place] == word:
                return -LOG_STEP * float(tables.p3[place])
            weight = GAP_STEP * float(tables.b2[head] - 128)
        place = self._pair(before, word)
        if place >= 0:
            return weight - LOG_STEP * float(tables.p2[place])
        weight += GAP_STEP * float(tables.b1[before] - 128)
        return weight - LOG_STEP * float(tables.p1[word])

    def gap(self, first: int, second: int) -> float:
        """How much more often `second` follows `first` at a gap of one word than by chance."""
        key = first << 16 | second
        found = self._gaps.get(key)
        if found is None:
            if len(self._gaps) > _REMEMBERED:
                self._gaps.clear()
            found = self._gaps[key] = self._look_up_gap(first, second)
        return found

    def _look_up_gap(self, first: int, second: int) -> float:
        tables = self._tables
        low, high = tables.start_gap[first], tables.start_gap[first + 1]
        place = bisect_left(tables.word_gap, second, low, high)
        if place < high and tables.word_gap[place] == second:
            return GAP_STEP * float(tables.gap[place] - 128)
        expected = tables.seen[first] * tables.seen[second] / self.total
        # Unseen on enough sites: taken as half the smallest count that is kept.
        return log((3.0 + _GAP_SMOOTHING) / (max(expected, 3.0) + _GAP_SMOOTHING))


@cache
def open_model(path: Path) -> ContextModel:
    """The model at `path`, opened once a process."""
    return ContextModel(path)
