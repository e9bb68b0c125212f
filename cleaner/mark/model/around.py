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
NEAR = 10

AROUND = (
    *(f"{name} {step:+d}" for name in NEIGHBOURS for step in STEPS),
    *(f"{name} within {reach}" for name in MEANS for reach in REACHES),
    *(f"{name} {side}" for name in STRETCHES for side in SIDES),
)
"""Lexicon and positive count a word in the stretches; all means of these go by words."""


def measure_around(
    neighbours: Floats, means: Floats, stretches: Floats, words: Floats, rows: Floats
) -> None:
    """Fill in the columns of `AROUND`; the first three have a row for each feature."""
    lines = len(words)
    reach = max(STEPS)
    padded = np.full((len(neighbours), lines + 2 * reach), -9, np.float32)
    padded[:, reach:-reach] = neighbours
    windows = np.lib.stride_tricks.sliding_window_view(padded, lines, 1)
    moved = windows[:, [reach + step for step in STEPS]].reshape(-1, lines)
    rows[:, : len(moved)] = moved.T
    at = len(moved)
    index = np.arange(lines)
    running = _running(means)
    for place, n in enumerate(REACHES):
        high, low = np.minimum(index + n + 1, lines), np.maximum(index - n, 0)
        mean = (running[:, high] - running[:, low] - means) / np.maximum(high - low - 1, 1)
        rows[:, at + place : at + len(REACHES) * len(means) : len(REACHES)] = mean.T
    at += len(REACHES) * len(means)
    weight = np.maximum(words, 1)
    running, total = _running(stretches * weight), _running(weight[None])
    ends = np.full(lines, lines)
    for place, (low, high) in enumerate((
        (np.zeros_like(index), index), (index + 1, ends),
        (np.maximum(index - NEAR, 0), index), (index + 1, np.minimum(index + NEAR + 1, lines)),
    )):  # fmt: skip
        mean = (running[:, high] - running[:, low]) / np.maximum(total[:, high] - total[:, low], 1)
        rows[:, at + place :: len(SIDES)] = mean.T


def _running(values: Floats) -> npt.NDArray[np.float64]:
    sums = np.zeros((len(values), values.shape[1] + 1))
    np.cumsum(values, 1, out=sums[:, 1:])
    return sums
