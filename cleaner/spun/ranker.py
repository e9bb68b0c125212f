"""The optional ranker: a language model has the last word where the counts are unsure.

Only places whose best candidate is neither sure nor hopeless are asked, with the text
around them as restored so far; the model's preference is added to the log odds.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from cleaner.spun.restore import Analysis, Choice

_ASK = (0.3, 0.85)
_WEIGHT = 0.45
_MOST = 6.0
_PLACES = 50
"""The most places of a text that are asked, the least sure first, so that time is bounded."""
_WINDOW = 160
_OPTIONS = 2
"""The likeliest candidates of a place, which alone are put to the ranker."""


class Ranker(Protocol):
    """Something that knows which of several wordings reads best."""

    def score(self, before: str, options: Sequence[str], after: str) -> Sequence[float]:
        """Log likelihoods of `before + option + after`, one an option; higher reads better."""


def rerank(text: str, analysis: Analysis, ranker: Ranker) -> list[Choice]:
    """The choices of an analysis, with the ranker asked where they are unsure."""
    words = analysis.lattice.words
    settled: list[tuple[int, int, str]] = []
    for choice in analysis.choices:
        if choice.confidences[choice.best] >= 0.5:
            place = choice.place
            settled.append((words[place.begin].start, words[place.end - 1].end,
                            place.arcs[choice.best].instead))  # fmt: skip
    unsure = [
        number
        for number, choice in enumerate(analysis.choices)
        if _ASK[0] <= choice.confidences[choice.best] <= _ASK[1]
    ]
    unsure.sort(key=lambda n: abs(analysis.choices[n].confidences[analysis.choices[n].best] - 0.5))
    asking = set(unsure[:_PLACES])
    result = []
    for number, choice in enumerate(analysis.choices):
        if number not in asking:
            result.append(choice)
            continue
        place = choice.place
        start, end = words[place.begin].start, words[place.end - 1].end
        before = _restored(text, settled, max(0, start - _WINDOW), start)
        after = _restored(text, settled, end, min(len(text), end + _WINDOW // 2))
        asked = sorted(range(len(place.arcs)), key=lambda i: -choice.confidences[i])[:_OPTIONS]
        options = [text[start:end], *(place.arcs[i].instead for i in asked)]
        scores = ranker.score(before, options, after)
        chances = [1 - sum(choice.confidences), *(choice.confidences[i] for i in asked)]
        odds = [
            log(max(chance, 1e-4)) + max(-_MOST, min(_MOST, _WEIGHT * (score - scores[0])))
            for chance, score in zip(chances, scores, strict=True)
        ]
        parts = [exp(value - max(odds)) for value in odds]
        confidences = [0.0] * len(place.arcs)
        for i, part in zip(asked, parts[1:], strict=True):
            confidences[i] = part / sum(parts)
        result.append(choice._replace(confidences=tuple(confidences)))
    return result


def _restored(text: str, settled: Sequence[tuple[int, int, str]], low: int, high: int) -> str:
    out, place = [], low
    for start, end, instead in settled:
        if start >= place and end <= high:
            out += [text[place:start], instead]
            place = end
    out.append(text[place:high])
    return "".join(out)
