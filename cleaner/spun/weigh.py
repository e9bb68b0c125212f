"""Weigh the readings of one place: what speaks for each candidate, and how much.

The features of a candidate are differences between it and the words that stand there, in
the context the decoder settled on, and what the whole text says about its spinner. What
they are worth was learned from clean articles spun by the lexicon itself (see `making/train.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from math import exp, log
from typing import TYPE_CHECKING, NamedTuple

from cleaner.spun.lattice import Arc, Lattice
from cleaner.spun.lexicon import Lexicon
from cleaner.spun.ngrams import ContextModel
from cleaner.spun.places import Document, Gap, Place, as_read, describe, places
from cleaner.spun.tables import STRENGTHS
from cleaner.spun.words import STOP

if TYPE_CHECKING:
    from cleaner.spun.cloze import Cloze

FEATURES = (
    "fit left",          # context model: candidate against text, given the words before
    "fit right",         # ... and what it gives the words after
    "margin",            # its fit, less that of the best other reading of the place
    "text left",         # how well the text's own words fit, beyond their frequency
    "text right",
    "gap",               # pairs with a gap of one word, both sides
    "frequency",         # how much commoner the candidate is in general
    "strength",          # 0 marker, 1 strong, 2 weak
    "rank",              # its place among the originals of the spun form
    "rivals",            # how many candidates the place has
    "chosen",            # whether the decoder chose it
    "surplus",           # the spun form is commoner in this text than in general
    "missing",           # the original is commoner in this text than in general
    "present",           # whether the original stands in the text
    "repeats",           # other places where the same pair could be undone
    "repeated fit",      # its mean fit there
    "dose",              # of the words that the pair's table replaces, the share replaced
    "undone",            # readings that the decoder undid, per hit of the lexicon
    "density",           # ... of pairs that are not weak, per word of the text
    "markers",           # ... of marker pairs, per word of the text
    "dialect",           # share of those readings that the pair's table holds
    "article",           # the article in front changes
    "length",            # words of the candidate more than of the text
    "phrase",            # words of the text
    "name",              # the text has a capital inside a sentence
    "seen",              # the pair was seen in real spun texts (2), or is expected (1)
    "survivor",          # the dose at which the text's own word would have been replaced
    "survivor seen",     # whether real spinners replace it, seen or expected
    "idiom",             # the place is inside an idiom of the lexicon
    "tables",            # how many tables hold the pair
    "left",              # how often the original stands in the text in any form
    "same way",          # other places where the decoder undid the same pair
    "other way",         # ... where it came to the same original from another word
    "cloze",             # cloze model: candidate against text, given the words on both sides
    "cloze margin",      # its fit, less that of the best other reading of the place
    "cloze text",        # how well the text's own words fit, beyond their frequency
    "cloze fit",         # how well the candidate does
    "cloze share",       # its probability, were the text's words and the candidates all there is
    "repeated cloze",    # mean of "cloze" at other places where the same pair could be undone
)  # fmt: skip
"""The names of the features, in order; see the comments for what they measure."""


def _fit(words: tuple[int, ...], place: Place, model: ContextModel) -> tuple[float, float]:
    before2, before = place.left
    scores = []
    for run in (words, place.right):
        score = 0.0
        for word in run:
            score += model.log_probability(before2, before, word)
            before2, before = before, word
        scores.append(score)
    return scores[0], scores[1]


def _gap(words: tuple[int, ...], place: Place, model: ContextModel) -> float:
    score = model.gap(place.left[0], words[0]) + model.gap(words[-1], place.right[1])
    if len(words) > 1:
        return score + model.gap(place.left[1], words[1]) + model.gap(words[-2], place.right[0])
    return score + model.gap(place.left[1], place.right[0])


def _frequency(words: Iterable[int], model: ContextModel) -> float:
    return sum(map(model.log_share, words))


def _survives(
    place: Place, lattice: Lattice, document: Document, lexicon: Lexicon
) -> tuple[float, float]:
    """What speaks against the text's own word: a thorough spinner would have replaced it."""
    word = lattice.words[place.end - 1].form
    letters = lexicon.originals.get(word, "")
    dose = max((document.dose.get(letter, 0.0) for letter in letters), default=0.0)
    return dose, float(word in lexicon.attested)


def _surplus(words: tuple[int, ...], document: Document, model: ContextModel) -> float:
    """How much commoner the rarest of the words is here than in general, as a log ratio."""
    word = _rarest(words, model)
    expected = document.size * model.count(word) / model.total
    return log((document.forms[word] + 0.5) / (expected + 0.5))


def _rarest(words: tuple[int, ...], model: ContextModel) -> int:
    return words[0] if len(words) == 1 else min(words, key=model.count)


def _ways(arc: Arc, chosen: set[tuple[int, int, str]], document: Document) -> tuple[float, float]:
    """How often the decoder came to the same original elsewhere: from this word, from others."""
    own = (arc.begin, arc.end, arc.instead) in chosen
    same = document.pairs[arc.candidate.pair]
    return float(same - own), float(document.bases[arc.candidate.base] - same)


def _mean_of_rest(values: Sequence[float], own: float) -> float:
    """The mean of the values without one; 0 if there are no others."""
    return (sum(values) - own) / (len(values) - 1) if len(values) > 1 else 0.0


class Weighed(NamedTuple):
    """The figures of a text, and every place with the features of its candidates."""

    document: Document
    places: list[tuple[Place, list[tuple[float, ...]]]]


def weigh(
    lattice: Lattice,
    path: Sequence[Arc],
    lexicon: Lexicon,
    model: ContextModel,
    cloze: Cloze,
    *,
    inside: Set[int] | None = None,
) -> Weighed:
    """Every place with the features of its candidates, in the order of FEATURES.

    What the whole text says about its spinner is read off the tokens `inside` (default: all).
    """
    read = as_read(lattice, path)
    found = places(lattice, path, read)
    filled = cloze.scores(
        read.numbers,
        [Gap(*p.read, (p.text, *(arc.numbers for arc in p.arcs))) for p in found],
    )
    everywhere = frozenset(range(len(lattice.words)))
    document = describe(lattice, path, lexicon, everywhere if inside is None else inside)
    chosen = {(arc.begin, arc.end, arc.instead) for arc in path}
    fits: list[list[tuple[float, float]]] = []
    elsewhere: dict[str, list[float]] = {}
    filled_elsewhere: dict[str, list[float]] = {}
    bases: list[tuple[float, float]] = []
    for place, fill in zip(found, filled, strict=True):
        base = _fit(place.text, place, model)
        bases.append(base)
        row = []
        for arc in place.arcs:
            left, right = _fit(arc.numbers, place, model)
            row.append((left - base[0], right - base[1]))
            elsewhere.setdefault(arc.candidate.pair, []).append(sum(row[-1]))
        for arc, filling in zip(place.arcs, fill[1:], strict=True):
            filled_elsewhere.setdefault(arc.candidate.pair, []).append(filling - fill[0])
        fits.append(row)
    result: list[tuple[Place, list[tuple[float, ...]]]] = []
    for place, row, base, fill in zip(found, fits, bases, filled, strict=True):
        common = _frequency(place.text, model)
        text_gap = _gap(place.text, place, model)
        text_fit = base[0] - common, base[1] - _frequency(place.right, model)
        sums = [left + right for left, right in row]
        whole = log(sum(map(exp, fill)))
        vectors: list[tuple[float, ...]] = []
        survives = _survives(place, lattice, document, lexicon)
        for number, (arc, (left, right)) in enumerate(zip(place.arcs, row, strict=True)):
            candidate = arc.candidate
            own = place.text[1:] if arc.takes_article else place.text
            new = arc.numbers[1:] if arc.takes_article else arc.numbers
            first = place.begin + arc.takes_article
            others = elsewhere[candidate.pair]
            refilled = filled_elsewhere[candidate.pair]
            rival = max([0.0, *(sums[i] for i in range(len(sums)) if i != number)])
            filling = fill[number + 1]
            vectors.append((
                left,
                right,
                left + right - rival,
                *text_fit,
                _gap(arc.numbers, place, model) - text_gap,
                _frequency(arc.numbers, model) - common,
                float(STRENGTHS.index(candidate.strength)),
                float(candidate.rank),
                float(len(place.arcs)),
                float((arc.begin, arc.end, arc.instead) in chosen),
                _surplus(own, document, model),
                _surplus(new, document, model),
                float(document.forms[_rarest(new, model)] > 0),
                float(len(others) - 1),
                _mean_of_rest(others, sums[number]),
                max((document.dose.get(x, 0.0) for x in candidate.dialects), default=0.0),
                document.undone,
                document.density,
                document.markers,
                max((document.dialects.get(x, 0.0) for x in candidate.dialects), default=0.0),
                float(place.changes_article(arc)),
                float(len(new) - len(own)),
                float(len(own)),
                float(lattice.words[first].capital and first > 0
                      and lattice.words[first - 1].form != STOP),
                float(candidate.seen),
                survives[0],
                survives[1],
                float(any(i in lattice.idioms for i in range(place.begin, place.end))),
                float(len(candidate.dialects)),
                float(document.left[candidate.base]),
                *_ways(arc, chosen, document),
                filling - fill[0],
                filling - max(fill[: number + 1] + fill[number + 2 :]),
                fill[0] - common / len(place.text),
                filling - _frequency(arc.numbers, model) / len(arc.numbers),
                exp(filling - whole),
                _mean_of_rest(refilled, filling - fill[0]),
            ))  # fmt: skip
        result.append((place, vectors))
    return Weighed(document, result)
