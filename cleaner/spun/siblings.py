"""Siblings: other texts of the same story, whose wording the spinner did not touch.

Where a sibling has a candidate's words among the same neighbours, and does not have the
words that stand in the text, that speaks for the candidate.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from cleaner.spun.ngrams import ContextModel
from cleaner.spun.weigh import Place
from cleaner.spun.words import words_of

_CLOSE, _NEAR = 3.0, 1.5


class Siblings:
    """The runs of two to six words in other texts, as the context model numbers them."""

    __slots__ = ("_common", "_runs")

    def __init__(self, texts: Sequence[str], model: ContextModel) -> None:
        self._runs: set[tuple[int, ...]] = set()
        self._common = model.total / 500
        for text in texts:
            numbers = [model.number(word.form, word.capital) for word in words_of(text)]
            self._runs.update(pairwise(numbers))
            for size in (3, 4, 5, 6):
                self._runs.update(zip(*(numbers[i:] for i in range(size)), strict=False))

    def __bool__(self) -> bool:
        return bool(self._runs)

    def support(self, place: Place, words: tuple[int, ...], model: ContextModel) -> float:
        """Log odds for the words in this place: 0 when no sibling has them there."""
        best = max(self._fit(place, words, model), 0.0)
        if best and self._fit(place, place.text, model):
            return 0.0
        return best

    def _fit(self, place: Place, words: tuple[int, ...], model: ContextModel) -> float:
        (before2, before), (after, after2) = place.left, place.right
        runs = (
            ((place.far[0], before2, before, *words), _CLOSE),
            ((*words, after, after2, place.far[1]), _CLOSE),
            ((before, *words, after), _CLOSE),
            ((before2, before, *words), _CLOSE),
            ((*words, after, after2), _CLOSE),
            ((before, *words), _NEAR),
            ((*words, after), _NEAR),
        )
        for run, worth in runs:
            if run in self._runs and self._telling(run, words, model):
                return worth
        return 0.0

    def _telling(self, run: tuple[int, ...], words: tuple[int, ...], model: ContextModel) -> bool:
        """Whether the run says more than grammar: a neighbour is a word of content."""
        spare = list(run)
        for word in words:
            spare.remove(word)
        return any(model.count(word) < self._common for word in spare)
