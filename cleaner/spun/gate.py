"""The gate: is this text spun at all, and where? It must never open on clean text.

What the decoder could undo decides; only a text that passes the screen is decoded. The
weights were fitted on simulated spinning and on the clean texts that look most like it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from math import exp, log
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import InputError
from cleaner.spun.screen import Floor

STAY = 0.9
"""How likely a paragraph is spun, or not, as the one before it is."""
TRACES = 1.5
"""Log odds of a paragraph in the stretch where the screen found traces."""
ENOUGH = 3.6
"""How much better, in log probability, the cloze model finds what is put in the place of a spun
word, in the mean of a text: 3.4 to 6.3 in texts spun by hand, 2 to 3.4 in most licences and manuals
whose own formal words the tables take for a spinner's."""
CREDIT = 0.7
"""Log odds that more than enough is worth at most."""
LACK = 2.0
"""Log odds that each unit counts against a text which it lacks."""


class Signs(NamedTuple):
    """What the decoder found, as the gate sees it; all per text."""

    trace: float
    """The screen's score."""
    swaps: float
    """Different pairs of which confident swaps are, per 100 words: a writer's own formal word
    stands in a text again and again, where a spinner's are many."""
    kinds: float
    """Log of how many different pairs they are of."""
    dose: float
    """Of the words the likeliest table replaces, the share replaced."""
    undone: float
    """Share of the lexicon's hits that the decoder undid."""


class ParagraphSigns(NamedTuple):
    """What the decoder found in one paragraph."""

    swaps: float
    """The sum of the confidences of what is likelier undone than not."""
    markers: float
    """How many of these are no weak pairs."""
    left: float
    """Words that a spinner of the text's dialect would have replaced, by its dose."""
    words: float
    """Its length in words."""


class Gate(NamedTuple):
    """The weights of the decisions, from `gate.json`."""

    floor: Floor
    """What the screen asks."""
    screen: tuple[float, float]
    """Slope and offset of the probability given the screen alone."""
    weights: tuple[float, ...]
    """For each field of `Signs`."""
    offset: float
    paragraph: tuple[float, ...]
    """For each field of `ParagraphSigns`; evidence adds up, so there is no offset."""
    open_at: float
    """The probability from which the gate is open."""

    def at_screen(self, trace: float) -> float:
        """The probability that a text is spun, by its screen score."""
        return _logistic(self.screen[0] * trace + self.screen[1])

    def probability(self, signs: Signs, gain: float = ENOUGH) -> float:
        """The probability that a text is spun, by all signs.

        `gain` is the mean log probability that its confident swaps gain; what it lacks counts
        against the text, and what it has beyond what is enough a little for it.
        """
        odds = sum(w * s for w, s in zip(self.weights, scaled(signs), strict=True))
        more = gain - ENOUGH
        return _logistic(self.offset + odds + (min(CREDIT, more) if more > 0 else LACK * more))

    def paragraphs(self, signs: Sequence[ParagraphSigns], traced: Sequence[bool]) -> list[float]:
        """The probability of each paragraph to be spun, given that some are.

        `traced` says which of them stand in the stretch that the screen found.

        Forward-backward over a chain of two states, since spun paragraphs stand together:
        a heading without evidence goes with its neighbours.
        """
        odds = []
        for sign, inside in zip(signs, traced, strict=True):
            own = sum(w * s for w, s in zip(self.paragraph, sign, strict=True))
            odds.append(max(-20.0, min(20.0, own + TRACES * inside)))
        forward = _chain(odds)
        backward = _chain(odds[::-1])[::-1]
        return [_logistic(f + b - o) for f, b, o in zip(forward, backward, odds, strict=True)]


def _chain(odds: Sequence[float]) -> list[float]:
    """Log odds of each state given it and all before it."""
    found: list[float] = []
    state = 0.0
    for own in odds:
        chance = _logistic(state)
        chance = STAY * chance + (1 - STAY) * (1 - chance) if found else chance
        state = log(chance / (1 - chance)) + own
        found.append(state)
    return found


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
            Floor(float(data["floor"]), float(data["part"]), float(data["share"])),
            (slope, offset),
            tuple(float(data["weights"][name]) for name in Signs._fields),
            float(data["offset"]),
            tuple(float(data["paragraph"][name]) for name in ParagraphSigns._fields),
            float(data["open_at"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: expected the weights of the gate: {error}") from None
