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
from typing import NamedTuple

from cleaner.errors import InputError
from cleaner.spun.lexicon import TRACES

_LETTERS = frozenset(range(ord("a"), ord("z") + 1)) | frozenset(range(0xC3, 0xD0))
_PER = 5000
"""Bytes of text to which a screen score is related."""


class _Screen(NamedTuple):
    automaton: object
    weights: tuple[float, ...]
    traces: tuple[str, ...]


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
def _screen(folder: Path) -> _Screen:
    from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind  # noqa: PLC0415

    path = folder / TRACES
    traces, weights = [], []
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                trace, weight = line.split("\t")
                traces.append(trace)
                weights.append(float(weight))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: expected a wording and a weight a line: {error}") from None
    automaton = BytesAhoCorasick(
        [b" " + trace.encode() for trace in traces],
        matchkind=MatchKind.LeftmostLongest,
        implementation=Implementation.DFA,
    )
    return _Screen(automaton, tuple(weights), tuple(traces))


def screen(text: str, folder: Path) -> float:
    """The weight of the traces in `text`, each counted once, for 5,000 bytes of text."""
    found = _screen(folder)
    data = text.lower().encode("utf-8", "surrogatepass")
    size = len(data)
    seen = {
        number
        for number, _, end in found.automaton.find_matches_as_indexes(data)  # type: ignore[attr-defined]
        if end == size or data[end] not in _LETTERS
    }
    weights = found.weights
    return sum(weights[number] for number in seen) / (size / _PER + 0.2)


def traces_in(text: str, folder: Path, most: int = 8) -> tuple[str, ...]:
    """The weightiest traces in `text`, for a person to see."""
    found = _screen(folder)
    data = text.lower().encode("utf-8", "surrogatepass")
    seen = {
        number
        for number, _, end in found.automaton.find_matches_as_indexes(data)  # type: ignore[attr-defined]
        if end == len(data) or data[end] not in _LETTERS
    }
    ranked = sorted(seen, key=lambda number: (-found.weights[number], number))
    return tuple(found.traces[number] for number in ranked[:most])


class Gate(NamedTuple):
    """The weights of the two decisions, from `gate.json`."""

    floor: float
    """The screen score below which a text is not looked at."""
    screen: tuple[float, float]
    """Slope and offset of the probability given the screen alone."""
    weights: tuple[float, ...]
    """For each field of `Signs`."""
    offset: float
    open_at: float
    """The probability from which the gate is open."""

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
            float(data["floor"]), (slope, offset),
            tuple(float(data["weights"][name]) for name in Signs._fields),
            float(data["offset"]), float(data["open_at"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: expected the weights of the gate: {error}") from None
