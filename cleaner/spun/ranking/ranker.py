"""The optional ranker: a language model is heard where the counts are unsure.

Places whose best candidate is neither sure nor hopeless are put to it, all at once, in the
text as restored so far; its preference is added to the log odds.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log
from typing import NamedTuple, Protocol

from cleaner.spun.analysis import Analysis, Choice, disjoint
from cleaner.spun.reading import Swap, apply

_ASK = (0.1, 0.97)
_WEIGHT = 0.6
_MOST = 5.0
"""Log odds that the ranker gives or takes at most."""
_PLACES = 90
"""The most places of a text that are asked, the least sure first, so that time is bounded."""
_OPTIONS = 2
"""The likeliest candidates of a place, which alone are put to the ranker."""


class Question(NamedTuple):
    """Which wording reads best from `start` to `end` of a text (code points, end exclusive)?"""

    start: int
    end: int
    options: tuple[str, ...]


class Ranker(Protocol):
    """Something that knows which of several wordings reads best."""

    def scores(self, text: str, questions: Sequence[Question]) -> Sequence[Sequence[float]]:
        """For each question the log likelihoods of its options and of what follows them."""


class _Asked(NamedTuple):
    """A place that is put to the ranker."""

    number: int
    """Of the choice."""
    candidates: tuple[int, ...]
    """Of the choice's candidates, those that are options, after the text's own words."""


def rerank(text: str, analysis: Analysis, ranker: Ranker) -> list[Choice]:
    """The choices of an analysis, with the ranker heard where they are unsure."""
    choices = list(analysis.choices)
    unsure = [n for n, c in enumerate(choices) if _ASK[0] <= c.confidence <= _ASK[1]]
    unsure.sort(key=lambda n: abs(choices[n].confidence - 0.5))
    asked = [
        _Asked(n, tuple(sorted(range(len(choices[n].confidences)),
                               key=lambda i: -choices[n].confidences[i])[:_OPTIONS]))
        for n in sorted(unsure[:_PLACES])
    ]  # fmt: skip
    read, questions = _questions(text, analysis, asked)
    for (number, candidates), scores in zip(asked, ranker.scores(read, questions), strict=True):
        choices[number] = _heard(choices[number], candidates, scores)
    return choices


def _questions(
    text: str, analysis: Analysis, asked: Sequence[_Asked]
) -> tuple[str, list[Question]]:
    """The text as restored so far, and the questions at their places in it."""
    words = analysis.lattice.words
    settled = []
    for choice in disjoint([c for c in analysis.choices if c.confidence >= 0.5]):
        place = choice.place
        start, end = words[place.begin].start, words[place.end - 1].end
        settled.append(Swap(start, end, text[start:end], place.arcs[choice.best].instead,
                            choice.confidence, (), (), False))  # fmt: skip
    questions = []
    for number, candidates in asked:
        place = analysis.choices[number].place
        start, end = words[place.begin].start, words[place.end - 1].end
        options = (text[start:end], *(place.arcs[i].instead for i in candidates))
        questions.append(Question(*_moved(start, end, settled), options))
    return apply(text, settled), questions


def _moved(start: int, end: int, settled: Sequence[Swap]) -> tuple[int, int]:
    """A span of the text in the text as restored; one that overlaps a swap takes it in whole."""
    shift = grown = 0
    for swap in settled:
        change = len(swap.instead) - (swap.end - swap.start)
        if swap.end <= start:
            shift += change
        elif swap.start < end:
            start, end = min(start, swap.start), max(end, swap.end)
            grown += change
    return start + shift, end + shift + grown


def _heard(choice: Choice, candidates: Sequence[int], scores: Sequence[float]) -> Choice:
    """A choice among the text's own words and the candidates, after the ranker."""
    own = max(1 - sum(choice.confidences), 1e-4)
    chances = [own, *(max(choice.confidences[i], 1e-4) for i in candidates)]
    odds = [
        log(chance) + max(-_MOST, min(_MOST, _WEIGHT * (score - scores[0])))
        for chance, score in zip(chances, scores, strict=True)
    ]
    parts = [exp(value - max(odds)) for value in odds]
    confidences = [0.0] * len(choice.confidences)
    for i, part in zip(candidates, parts[1:], strict=True):
        confidences[i] = part / sum(parts)
    return choice._replace(confidences=tuple(confidences))
