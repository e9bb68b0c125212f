"""The gate: is this text spun at all? It must never open on clean text.

First a screen that every text pays for: one Aho-Corasick pass over wordings that spinners
leave and writers hardly use ("traces"), weighed by how much rarer each is in clean text than
the word it replaces. Only a text that collects enough of them is decoded, and what the decoder
could undo decides.
"""

from __future__ import annotations

import json
from functools import cache
from math import exp, log
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.errors import InputError
from cleaner.folding import folded
from cleaner.spun.lexicon import TRACES

_LETTERS = frozenset(range(ord("a"), ord("z") + 1)) | frozenset(range(0xC3, 0xD0))
_PER = 5000
"""Bytes of text to which a screen score is related."""


class _Words(NamedTuple):
    """Wordings with their weights, and the automaton that finds them."""

    automaton: Any
    weights: tuple[float, ...]
    wordings: tuple[str, ...]

    def found(self, data: bytes) -> set[int]:
        """The numbers of the wordings in folded text, each once."""
        size = len(data)
        return {
            number
            for number, _, end in self.automaton.find_matches_as_indexes(data)
            if end == size or data[end] not in _LETTERS
        }


class Signs(NamedTuple):
    """What the decoder found, as the gate sees it; all per text."""

    trace: float
    """The screen's score."""
    swaps: float
    """Confident swaps per 100 words."""
    kinds: float
    """Log of how many different pairs they are of."""
    dose: float
    """Of the words the likeliest table replaces, the share replaced."""
    undone: float
    """Share of the lexicon's hits that the decoder undid."""


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
        implementation=Implementation.DFA if traces else Implementation.ContiguousNFA,
    )
    return _Words(automaton, tuple(weight for _, weight in rows), tuple(row[0] for row in rows))


def screen(text: str, folder: Path) -> float:
    """The weight of the traces in `text`, each counted once, for 5,000 bytes of text."""
    words = _words(folder, traces=True)
    data = folded(text)
    return sum(words.weights[number] for number in words.found(data)) / (len(data) / _PER + 0.2)


def left(text: str, folder: Path) -> float:
    """How many different words stand that a spinner would have replaced, for 5,000 bytes."""
    data = folded(text)
    return len(_words(folder, traces=False).found(data)) / (len(data) / _PER + 0.5)


def traces_in(text: str, folder: Path, most: int = 8) -> tuple[str, ...]:
    """The weightiest traces in `text`, for a person to see."""
    words = _words(folder, traces=True)
    ranked = sorted(words.found(folded(text)), key=lambda n: (-words.weights[n], n))
    return tuple(words.wordings[number] for number in ranked[:most])


class Gate(NamedTuple):
    """The weights of the two decisions, from `gate.json`."""

    floor: float
    """The screen score below which a text is not looked at."""
    share: float
    """The share of traces, among traces and words left, below which neither."""
    screen: tuple[float, float]
    """Slope and offset of the probability given the screen alone."""
    weights: tuple[float, ...]
    """For each field of `Signs`."""
    offset: float
    open_at: float
    """The probability from which the gate is open."""

    def passes(self, trace: float, text: str, folder: Path) -> bool:
        """Whether a text with this screen score is worth decoding."""
        return trace >= self.floor and trace >= self.share * (trace + left(text, folder))

    def at_screen(self, trace: float) -> float:
        """The probability that a text is spun, by its screen score."""
        return _logistic(self.screen[0] * trace + self.screen[1])

    def probability(self, signs: Signs) -> float:
        """The probability that a text is spun, by all signs."""
        return _logistic(
            self.offset + sum(w * s for w, s in zip(self.weights, scaled(signs), strict=True))
        )


def scaled(signs: Signs) -> tuple[float, ...]:
    """Figures without a bound are taken as logarithms, so that none decides alone."""
    return (log(1 + signs.trace), log(1 + signs.swaps), signs.kinds, signs.dose, signs.undone)


def _logistic(odds: float) -> float:
    return 1 / (1 + exp(-max(-60.0, min(60.0, odds))))


@cache
def open_gate(path: Path) -> Gate:
    """The gate's weights at `path`."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        slope, offset = map(float, data["screen"])
        return Gate(
            float(data["floor"]), float(data["share"]), (slope, offset),
            tuple(float(data["weights"][name]) for name in Signs._fields),
            float(data["offset"]), float(data["open_at"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: expected the weights of the gate: {error}") from None
