"""Analysis of a text as if it were spun: what could have stood where, and in which paragraphs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice
from math import exp, log
from typing import NamedTuple

from cleaner.spun.decode import best_path
from cleaner.spun.engine import Engine
from cleaner.spun.gate import ParagraphSigns, Signs
from cleaner.spun.lattice import Arc, Lattice, build
from cleaner.spun.ngrams import ContextModel
from cleaner.spun.places import Place
from cleaner.spun.screen import Stretch
from cleaner.spun.siblings import Siblings
from cleaner.spun.tables import TORTURED
from cleaner.spun.trees import Trees
from cleaner.spun.weigh import FEATURES, Weighed, weigh
from cleaner.spun.words import Word, words_of

ODDS = {"marker": 2.0, "strong": 0.0, "weak": -2.5}
"""The decoder's log odds of a pair, before anything is known about the text."""
_TORTURED = 2.5
"""Log odds of a phrase of the tortured ones ("bolster vector machine"), more than the weigher gives
it, which learned from news, where there are no such terms."""
_CONFIDENT = 0.7
_CLOZE = FEATURES.index("cloze")
_KINDS = 7.5
"""So many different pairs must the decoder undo in 100 words, for more to be asked of them: in
spun texts it undid 12 and more, in half of the clean ones that pass the screen fewer."""
_FEW = 3
"""Swaps that gain nothing, added to the confident ones, so that few prove little."""
_LITTLE = 10
"""Words that are added to the length of a text, so that few prove little."""
_STRANGE = 0.2
"""The share of words in small letters that the context model may not know: in English pages it
knows all but 11 % nearly always, in German, French, Spanish or Dutch ones not the half."""


class Choice(NamedTuple):
    """A place with the probability of each of its candidates."""

    place: Place
    confidences: tuple[float, ...]

    @property
    def best(self) -> int:
        """Which candidate is the likeliest."""
        return max(range(len(self.confidences)), key=self.confidences.__getitem__)

    @property
    def confidence(self) -> float:
        """The probability of the likeliest candidate."""
        return self.confidences[self.best]


class Paragraph(NamedTuple):
    """A line of the text: code points, and the numbers of its tokens; ends are exclusive."""

    start: int
    end: int
    first: int
    last: int
    probability: float
    """How likely it is spun, given that some paragraph is."""
    signs: ParagraphSigns | None = None
    """What was found in it, when that was asked."""


class Analysis(NamedTuple):
    """A text decoded as if its spun paragraphs, or all, were spun."""

    lattice: Lattice
    choices: list[Choice]
    signs: Signs
    dialects: dict[str, float]
    paragraphs: list[Paragraph]
    gain: float
    """What the confident swaps gain by the cloze model: nearly the mean, as a log probability."""


def analyse(
    text: str,
    trace: float,
    known: Engine,
    siblings: Siblings | None = None,
    stretch: Stretch | None = None,
) -> Analysis:
    """Decode and weigh a text.

    With a stretch, what the whole text tells about its spinner is first read off that, then off
    the paragraphs that look spun; without one, every paragraph is taken for spun.
    """
    lattice = build(text, words_of(text), known.lexicon, known.model, firm=known.firm)
    path = best_path(lattice, known.model, lambda arc: ODDS[arc.candidate.strength])
    paragraphs = _paragraphs(text, lattice)
    if stretch:
        paragraphs = [
            p._replace(probability=float(p.start < stretch.end and stretch.start < p.end))
            for p in paragraphs
        ]
    # A place can only be judged when its neighbours are undone, so it is judged again and again.
    for trees in known.looks:
        weighed = weigh(
            lattice, path, known.lexicon, known.model, known.cloze, inside=_inside(paragraphs)
        )
        choices = _chances(weighed, trees, known, siblings)
        path = likely(choices)
        if stretch:
            paragraphs = _judged(
                paragraphs, choices, weighed, lattice, known=known, stretch=stretch
            )
    inside = _inside(paragraphs)
    document = weighed.document
    sure = [c for c in choices if c.confidence >= _CONFIDENT and c.place.end - 1 in inside]
    kinds = {c.place.arcs[c.best].candidate.pair for c in sure}
    signs = Signs(
        trace,
        100 * len(kinds) / (document.size + 50),
        log(1 + len(kinds)),
        max(document.dose.values(), default=0.0),
        document.undone,
    )
    return Analysis(lattice, choices, signs, document.dialects, paragraphs, _gain(weighed, sure))


def _gain(weighed: Weighed, sure: Sequence[Choice]) -> float:
    """How much better the best candidates of some choices fill their places than the text does."""
    best = {choice.place: choice.best for choice in sure}
    gains = [vectors[best[place]][_CLOZE] for place, vectors in weighed.places if place in best]
    return sum(gains) / (len(gains) + _FEW)


def is_english(words: Sequence[Word], model: ContextModel) -> bool:
    """Whether the context model knows most of the words that do not begin with a capital."""
    small = [word.form for word in words if word.is_word and not word.capital]
    return sum(not model.knows(form) for form in small) <= _STRANGE * len(small)


def is_promising(text: str, known: Engine) -> bool:
    """Whether the decoder alone finds enough for a text to be spun: the cheapest look."""
    words = words_of(text)
    if not is_english(words, known.model):
        return False
    lattice = build(text, words, known.lexicon, known.model, firm=known.firm)
    path = best_path(lattice, known.model, lambda arc: ODDS[arc.candidate.strength])
    size = sum(word.is_word for word in words)
    return 100 * len({arc.candidate.pair for arc in path}) >= _KINDS * (size + _LITTLE)


def likely(choices: Sequence[Choice]) -> list[Arc]:
    """The arcs that are more likely than not, in order and disjoint."""
    return [
        choice.place.arcs[choice.best]
        for choice in disjoint([c for c in choices if c.confidence >= 0.5])
    ]


def disjoint(choices: list[Choice]) -> list[Choice]:
    """The likeliest choices that do not overlap, in order of place."""
    taken: set[int] = set()
    kept = []
    for choice in sorted(choices, key=lambda c: (-c.confidence, c.place.begin)):
        inside = range(choice.place.begin, choice.place.end)
        if taken.isdisjoint(inside):
            taken.update(inside)
            kept.append(choice)
    return sorted(kept, key=lambda c: c.place.begin)


def _chances(
    weighed: Weighed, trees: Trees, known: Engine, siblings: Siblings | None
) -> list[Choice]:
    choices = []
    told = iter(
        trees.probabilities([vector for _, vectors in weighed.places for vector in vectors])
    )
    for place, vectors in weighed.places:
        chances = [
            _shift(chance, _TORTURED if _is_tortured(arc) else 0.0)
            for chance, arc in zip(islice(told, len(vectors)), place.arcs, strict=True)
        ]
        if siblings:
            chances = [
                _shift(chance, siblings.support(place, arc.numbers, known.model))
                for chance, arc in zip(chances, place.arcs, strict=True)
            ]
        whole = max(1.0, sum(chances))
        choices.append(Choice(place, _alike(place, [chance / whole for chance in chances])))
    return choices


def _alike(place: Place, chances: list[float]) -> tuple[float, ...]:
    """The chances, where of candidates that write the same letters the likeliest has them all."""
    wordings: dict[str, list[int]] = {}
    for number, arc in enumerate(place.arcs):
        wordings.setdefault(arc.instead, []).append(number)
    for numbers in wordings.values():
        if len(numbers) > 1:
            whole = sum(chances[n] for n in numbers)
            best = max(numbers, key=chances.__getitem__)
            for n in numbers:
                chances[n] = whole if n == best else 0.0
    return tuple(chances)


def _is_tortured(arc: Arc) -> bool:
    """Whether a phrase of science stands there in words that nobody writes."""
    candidate = arc.candidate
    return (
        TORTURED in candidate.dialects
        and candidate.strength == "marker"
        and arc.end - arc.begin - arc.takes_article > 1
    )


def _shift(chance: float, odds: float) -> float:
    if not odds:
        return chance
    chance = min(max(chance, 1e-6), 1 - 1e-6)
    return 1 / (1 + (1 - chance) / chance * exp(-odds))


def _paragraphs(text: str, lattice: Lattice) -> list[Paragraph]:
    """The lines of a text that have words."""
    found = []
    starts = [word.start for word in lattice.words]
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        first, last = bisect_right(starts, start - 1), bisect_right(starts, end - 1)
        if first < last:
            found.append(Paragraph(start, end, first, last, 1.0))
        start = end + 1
    return found


def _inside(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """The tokens of the paragraphs that are more likely spun than not."""
    return frozenset(i for p in paragraphs if p.probability >= 0.5 for i in range(p.first, p.last))


def _judged(
    paragraphs: Sequence[Paragraph],
    choices: list[Choice],
    weighed: Weighed,
    lattice: Lattice,
    *,
    known: Engine,
    stretch: Stretch,
) -> list[Paragraph]:
    """The paragraphs, judged by what was found in each."""
    signs = _signs(paragraphs, choices, weighed, lattice, known)
    traced = [p.start < stretch.end and stretch.start < p.end for p in paragraphs]
    chances = known.gate.paragraphs(signs, traced)
    return [
        p._replace(probability=c, signs=s)
        for p, c, s in zip(paragraphs, chances, signs, strict=True)
    ]


def _signs(
    paragraphs: Sequence[Paragraph],
    choices: list[Choice],
    weighed: Weighed,
    lattice: Lattice,
    known: Engine,
) -> list[ParagraphSigns]:
    dose, originals = weighed.document.dose, known.lexicon.originals
    undone = disjoint([c for c in choices if c.confidence >= 0.5])
    covered = {i for c in undone for i in range(c.place.begin, c.place.end)}
    signs = []
    for p in paragraphs:
        own = [c for c in undone if p.first < c.place.end <= p.last]
        left = sum(
            max(dose.get(letter, 0.0) for letter in originals[word.form])
            for i, word in enumerate(lattice.words[p.first : p.last], p.first)
            if i not in covered and word.form in originals
        )
        signs.append(ParagraphSigns(
            sum(c.confidence for c in own),
            float(sum(c.place.arcs[c.best].candidate.strength != "weak" for c in own)),
            left,
            float(sum(word.is_word for word in lattice.words[p.first : p.last])),
        ))  # fmt: skip
    return signs
