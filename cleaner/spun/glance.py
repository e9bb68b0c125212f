"""A glance at a part of a text: enough to tell most clean texts that pass the screen."""

from __future__ import annotations

from cleaner.spun.analysis import analyse, is_promising
from cleaner.spun.engine import Engine
from cleaner.spun.gate import ENOUGH, Signs
from cleaner.spun.screen import Stretch, core

_SAMPLES = ((700, 0, 0.5), (3000, 1500, 0.75))
"""What is decoded before the text: code points of the stretch where the screen found traces (of
its core, at first, if it is long) and code points around it, and the probability below which no
more is decoded."""


def _sample(text: str, stretch: Stretch, size: int, around: int) -> tuple[int, int]:
    """The head of a stretch with what is around it, in whole lines if their ends are near."""
    low = 0
    if stretch.start > around:
        low = text.find("\n", stretch.start - around, stretch.start) + 1 or stretch.start
    high = stretch.end
    if high - stretch.start > 2 * size:
        high = stretch.start + 2 * size
        end = text.find("\n", stretch.start + size, high)
        return low, end if end >= 0 else high
    end = text.rfind("\n", high, high + around)
    return low, end if end >= 0 else high


def glance(text: str, stretch: Stretch, known: Engine) -> float | None:
    """The probability of a part of the text, if it is too low for the whole to be spun.

    Weak pairs are left out here: they take most of the time and tell little.
    """
    known = known._replace(firm=True)
    heads = [stretch, stretch]
    if stretch.end - stretch.start > 2 * _SAMPLES[0][0]:
        heads[0] = core(text, stretch, known.folder)
    if not is_promising(text[slice(*_sample(text, heads[0], *_SAMPLES[0][:2]))], known):
        return known.gate.probability(Signs(stretch.trace, 0.0, 0.0, 0.0, 0.0), gain=0.0)
    sample = -1, -1
    for number, (head, (size, around, least)) in enumerate(zip(heads, _SAMPLES, strict=True)):
        low, high = _sample(text, head, size, around)
        if (low, high) != sample:  # a short text is its own first sample
            sample = low, high
            inside = Stretch(head.start - low, min(head.end, high) - low, head.trace)
            analysis = analyse(text[low:high], stretch.trace, known, stretch=inside)
        # In the first look few swaps are confident yet, so their gain tells nothing.
        gain = analysis.gain if number else ENOUGH
        probability = known.gate.probability(analysis.signs, gain)
        if probability < least:
            return probability
    return None
