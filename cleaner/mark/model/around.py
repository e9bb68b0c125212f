"""What stands around each line: its neighbours, and all that comes before and after."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cleaner.mark.model.lexicon import Floats

NEIGHBOURS = ("lexicon", "logwords", "capitals", "told after")
STEPS = (-2, -1, 1, 2)
MEANS = ("lexicon", "positive", "logwords", "ends", "capitals", "functions", "related")
REACHES = (2, 5)
STRETCHES = ("lexicon", "positive", "told before", "names before", "prose")
SIDES = ("all before", "all after", "10 before", "10 after")
_NEAR = 10
_ALL = 1 << 30
_OUTSIDE = -9
"""What a neighbour measures where there is none."""

AROUND = (
    *(f"{name} {step:+d}" for name in NEIGHBOURS for step in STEPS),
    *(f"{name} within {reach}" for name in MEANS for reach in REACHES),
    *(f"{name} {side}" for name in STRETCHES for side in SIDES),
)
"""Lexicon and positive count a word in the stretches; all means of these go by words."""


_ENDS = len(NEIGHBOURS) * len(STEPS), len(AROUND) - len(STRETCHES) * len(SIDES)
Places = npt.NDArray[np.int64]
# From which line to before which, as seen from a line: one for each of `REACHES`, `SIDES`.
_WINDOWS = np.array([[-reach, reach + 1] for reach in REACHES]).T[..., None]
_PARTS = np.array([[-_ALL, 0], [1, _ALL], [-_NEAR, 0], [1, 1 + _NEAR]]).T[..., None]


def measure_around(
    neighbours: Floats, means: Floats, stretches: Floats, words: Floats, rows: Floats
) -> None:
    """Fill in the columns of `AROUND`; the first three have a column for each feature."""
    lines = len(words)
    moved, near, far = np.split(rows, _ENDS, 1)
    moved[:] = _OUTSIDE
    for place, step in enumerate(STEPS):
        column = moved[:, place :: len(STEPS)]
        if step < 0:
            column[-step:] = neighbours[:step]
        else:
            column[:-step] = neighbours[step:]
    index = np.arange(lines)
    low, high = within(index + _WINDOWS, lines)
    mean = sums(means, low, high) - means
    mean /= np.maximum(high - low - 1, 1)[..., None]
    near.reshape(lines, len(MEANS), -1)[:] = mean.transpose(1, 2, 0)
    # A stretch is measured by its words, not by its lines.
    weight = np.maximum(words, 1)[:, None]
    low, high = within(index + _PARTS, lines)
    summed = sums(np.concatenate([stretches * weight, weight], 1), low, high)
    mean = summed[..., :-1] / np.maximum(summed[..., -1:], 1)
    far.reshape(lines, len(STRETCHES), -1)[:] = mean.transpose(1, 2, 0)


def within(places: Places, lines: int) -> Places:
    """Places that are on the page, or right behind it."""
    return np.minimum(np.maximum(places, 0), lines)


def sums(values: Floats, low: Places, high: Places) -> npt.NDArray[np.float64]:
    """The sums of columns over the lines from `low` to before `high`."""
    running = np.zeros((len(values) + 1, values.shape[1]))
    np.cumsum(values, 0, out=running[1:])
    summed: npt.NDArray[np.float64] = running.take(high, 0) - running.take(low, 0)
    return summed
