"""Siblings: other texts of the same story, whose wording the spinner did not touch.

Where a sibling has a candidate's words among the same neighbours, and does not have the
words that stand in the text, that speaks for the candidate; a little so even where the
neighbours are others, and against it where the siblings know the text's words alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from cleaner.spun.ngrams import ContextModel
from cleaner.spun.places import Place
from cleaner.spun.words import NAME, RARE, words_of

_CLOSE, _NEAR = 3.0, 1.5
_USED, _UNUSED = 0.7, -1.2
"""Log odds where siblings use the candidate's words somewhere, or only the text's."""


class Siblings:
    """The runs of two to six words in other texts, as the context model numbers them."""

    __slots__ = ("_common", "_runs", "_words")

    def __init__(self, texts: Sequence[str], model: ContextModel) -> None:
        self._runs: set[tuple[int, ...]] = set()
        self._words: set[int] = set()
        self._common = model.total / 500
        unknown = {model.number(RARE), model.number(NAME)}
        for text in texts:
            numbers = [model.number(word.form, word.capital) for word in words_of(text)]
            self._words.update(numbers)
            self._runs.update(pairwise(numbers))
            for size in (3, 4, 5, 6):
                self._runs.update(zip(*(numbers[i:] for i in range(size)), strict=False))
        self._words -= unknown

    def __bool__(self) -> bool:
        return bool(self._runs)

    def support(self, place: Place, words: tuple[int, ...], model: ContextModel) -> float:
        """Log odds for the words in this place; 0 when siblings say nothing."""
        new, old = self._fit(place, words, model), self._fit(place, place.text, model)
        if new or old:
            return new - old if new and old else new or -old
        used = self._uses(words, place.text, model), self._uses(place.text, words, model)
        return _USED if used == (True, False) else _UNUSED if used == (False, True) else 0.0

    def _uses(self, words: tuple[int, ...], others: tuple[int, ...], model: ContextModel) -> bool:
        """Whether siblings have the words of content that these have and the others do not."""
        own = [w for w in words if w not in others and model.count(w) < self._common]
        return bool(own) and all(word in self._words for word in own)

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
