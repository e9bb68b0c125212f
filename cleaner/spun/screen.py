"""The screen: what every text pays, spun or not.

One Aho-Corasick pass over wordings that spinners leave and writers hardly use ("traces"),
weighed by how much rarer each is in clean text than the word it replaces. A text is worth
decoding when it has enough of them for its length, or when a stretch of its lines has.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.errors import InputError
from cleaner.folding import folded
from cleaner.spun.tables import TRACES

_LETTERS = frozenset(range(ord("a"), ord("z") + 1)) | frozenset(range(0xC3, 0xD0))
_PER = 5000
"""Bytes of text to which a score is related."""
_WHOLE, _PART = 0.2, 0.3
"""What is added to the length of a text and of a stretch, so that few bytes prove little."""
_RATE = 20.0
"""The score from which a line belongs to a stretch rather than parting it."""


class _Words(NamedTuple):
    """Wordings with their weights, and the automaton that finds them."""

    automaton: Any
    weights: tuple[float, ...]
    wordings: tuple[str, ...]

    def hits(self, data: bytes) -> list[tuple[int, int]]:
        """Place and number of every wording in folded text, in order."""
        size = len(data)
        return [
            (start, number)
            for number, start, end in self.automaton.find_matches_as_indexes(data)
            if end == size or data[end] not in _LETTERS
        ]

    def sum(self, hits: Iterable[tuple[int, int]]) -> float:
        """The weight of the wordings hit, each counted once."""
        return sum(self.weights[number] for number in {number for _, number in hits})


@cache
def _words(folder: Path, *, traces: bool) -> _Words:
    """The traces of `traces.tsv`, or the words spinners would not have left (weight 0)."""
    from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind  # noqa: PLC0415

    path = folder / TRACES
    rows = []
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                wording, weight = line.split("\t")
                if (float(weight) > 0) == traces:
                    rows.append((wording, float(weight)))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: expected a wording and a weight a line: {error}") from None
    automaton = BytesAhoCorasick(
        [b" " + wording.encode() for wording, _ in rows],
        matchkind=MatchKind.LeftmostLongest,
        # The other kinds are faster only as long as nothing else is in the processor's cache.
        implementation=Implementation.ContiguousNFA,
    )
    return _Words(automaton, tuple(weight for _, weight in rows), tuple(row[0] for row in rows))


class Stretch(NamedTuple):
    """Lines in which traces stand close together; offsets are code points, end exclusive."""

    start: int
    end: int
    trace: float
    """Their score: the weight of the traces, each counted once, for 5,000 bytes."""


class Traces(NamedTuple):
    """What a text shows of a spinner's wordings, as far as it is remembered of a text at rest."""

    weight: float
    """The weight of all of them, each counted once."""
    size: int
    """The length of the text, in bytes."""
    crowd: float
    """How much weight stands close together: at most, over all runs of traces, that of the run
    less what a stretch as long needs more than one without length."""


NO_TRACES = Traces(0.0, 0, 0.0)


class Floor(NamedTuple):
    """What a text must show to be decoded."""

    whole: float
    """The score of a whole text below which it is not looked at."""
    part: float
    """The score of a stretch, for a text that is below as a whole."""
    share: float
    """The share of traces, among traces and words a spinner replaces, below which neither."""

    def in_reach(self, weight: float, size: int) -> bool:
        """Whether traces of this weight could do, wherever they stand in so many bytes."""
        return weight >= self.part * _PART or weight >= self.whole * (size / _PER + _WHOLE)

    def still_in_reach(self, traces: Traces, size: int) -> bool:
        """Whether a text that was found clean may not be, after a part of it went; `size` are the
        bytes that are left.

        What went may have parted traces: so stretches grow denser, but not by more than that.
        """
        if not self.in_reach(traces.weight, size):
            return False
        gone = traces.size - size
        return traces.weight >= self.whole * (size / _PER + _WHOLE) or (
            traces.crowd >= self.part * (_PART - gone / _PER)
        )

    def crowd(self, hits: Iterable[tuple[int, float]]) -> float:
        """See `Traces`; hits are places and weights of traces, in order."""
        best = most = 0.0
        last = 0
        for place, weight in hits:
            best = max(best - self.part * (place - last) / _PER, 0.0) + weight
            most, last = max(most, best), place
        return most


def screen(text: str, folder: Path) -> float:
    """The weight of the traces in `text`, each counted once, for 5,000 bytes of text."""
    words = _words(folder, traces=True)
    data = folded(text)
    return words.sum(words.hits(data)) / (len(data) / _PER + _WHOLE)


class Spot(NamedTuple):
    """What the screen says of a text: its traces, their score for 5,000 bytes, and where it
    looks spun, if anywhere."""

    traces: Traces
    score: float
    stretch: Stretch | None


def spot(text: str, folder: Path, floor: Floor) -> Spot:
    """Look for traces in `text`."""
    words = _words(folder, traces=True)
    data = folded(text)
    hits = words.hits(data)
    weight = words.sum(hits)
    score = weight / (len(data) / _PER + _WHOLE)
    if not floor.in_reach(weight, len(data)):
        return Spot(Traces(weight, len(data), weight), score, None)
    crowd = floor.crowd((place, words.weights[number]) for place, number in hits)
    traces = Traces(weight, len(data), crowd)
    if score < floor.whole and crowd < floor.part * _PART:
        return Spot(traces, score, None)
    low, high = _densest(data, hits, words.weights, _RATE)
    inside = words.sum(hit for hit in hits if low <= hit[0] < high)
    part = inside / ((high - low) / _PER + _PART)
    if score >= floor.whole and score >= floor.share * (score + _left(data, folder)):
        return Spot(traces, score, Stretch(*_points(text, data, low, high), score))
    if part >= floor.part and part >= floor.share * (part + _left(data[low:high], folder)):
        return Spot(traces, score, Stretch(*_points(text, data, low, high), part))
    return Spot(traces, score, None)


def core(text: str, stretch: Stretch, folder: Path) -> Stretch:
    """The lines of a stretch whose traces stand closest together."""
    words = _words(folder, traces=True)
    inside = text[stretch.start : stretch.end]
    data = folded(inside)
    low, high = _densest(data, words.hits(data), words.weights, stretch.trace)
    if low == high:
        return stretch
    start, end = _points(inside, data, low, high)
    return Stretch(stretch.start + start, stretch.start + end, stretch.trace)


def _densest(
    data: bytes, hits: list[tuple[int, int]], weights: tuple[float, ...], rate: float
) -> tuple[int, int]:
    """The bytes of the run of lines with the most weight above the rate.

    The maximal sum over runs, by Kadane's method; only lines with traces are visited.
    """
    best, result = 0.0, (0, 0)
    score, low, end = 0.0, 0, 0
    seen: set[int] = set()
    for place, number in hits:
        if number in seen:
            continue
        seen.add(number)
        if place >= end:  # on a line further on, after others without a trace
            start = data.rfind(b"\n", 0, place) + 1
            score -= rate * (start - end) / _PER
            if score <= 0:
                score, low = 0.0, start
            end = data.find(b"\n", place) + 1 or len(data)
            score -= rate * (end - start) / _PER
        score += weights[number]
        if score > best:
            best, result = score, (low, end)
    return result


def _points(text: str, data: bytes, low: int, high: int) -> tuple[int, int]:
    """Whole lines of folded bytes as code points of the text."""
    lines = text.split("\n")
    first, last = data.count(b"\n", 0, low), data.count(b"\n", 0, max(high - 1, 0))
    start = sum(len(line) + 1 for line in lines[:first])
    return start, start + sum(len(line) + 1 for line in lines[first : last + 1]) - 1


def _left(data: bytes, folder: Path) -> float:
    """How many different words stand that a spinner would have replaced, for 5,000 bytes."""
    hits = _words(folder, traces=False).hits(data)
    return len({number for _, number in hits}) / (len(data) / _PER + 0.5)


def traces_in(text: str, folder: Path, most: int = 8) -> tuple[str, ...]:
    """The weightiest traces in `text`, for a person to see."""
    words = _words(folder, traces=True)
    found = {number for _, number in words.hits(folded(text))}
    ranked = sorted(found, key=lambda n: (-words.weights[n], n))
    return tuple(words.wordings[number] for number in ranked[:most])
