"""What would stay of a page far from its article: other stories below it, notices, comments."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cleaner.mark.model.lexicon import Floats

_SAID = 8
"""Fewest words of a line by which a stretch is judged."""
_MOST = 80
"""So many words of a line count at most: one long paragraph is no article."""
_SURE = -4.0
"""Log odds under this say no more; there are lines that the trees rule out at once."""
_Lines = npt.NDArray[np.bool_]


def strays(
    goes: _Lines, odds: Floats, words: Floats, apart: int, bar: float, *, above: bool
) -> _Lines:
    """The lines of stretches that stand apart and are not sure enough to be article.

    Lines that stay are one stretch while fewer than `apart` lines between them go. The stretch
    with the most words is the article; another goes if the mean of its log odds of residue,
    weighed by words, is over `bar`. Those `above` the article stay unless that is true.
    """
    stray = np.zeros(len(goes), bool)
    stay = np.flatnonzero(~goes & (words >= _SAID))
    if not len(stay):
        return stray
    gone = goes.cumsum()
    borders = np.flatnonzero(np.diff(gone.take(stay)) >= apart) + 1
    starts = np.concatenate([[0], borders])
    if len(starts) == 1:
        return stray
    weight = np.minimum(words.take(stay), _MOST)
    size = np.add.reduceat(weight, starts)
    mean = np.add.reduceat(weight * np.maximum(odds.take(stay), _SURE), starts) / size
    last = np.append(borders, len(stay)) - 1
    article = size.argmax()
    for number in np.flatnonzero(mean > bar):
        if number > article or (above and number < article):
            stray[stay[starts[number]] : stay[last[number]] + 1] = True
    return stray
