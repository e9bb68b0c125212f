"""Weigh the readings of one place: what speaks for each candidate, and how much.

The features of a candidate are differences between it and the words that stand there, in
the context the decoder settled on. Their weights were learned from clean articles spun
by the lexicon itself (see `train`); the confidence is a conditional logit over all
candidates and "nothing was spun here".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import exp, log
from typing import NamedTuple

from cleaner.spun.lattice import Arc, Lattice
from cleaner.spun.ngrams import ContextModel

FEATURES = (
    "fit",            # context model, both sides, candidate against text
    "fit of text",    # how well the text's own words fit their context, beyond frequency
    "gap",            # pairs with a gap of one word, both sides
    "frequency",      # how much commoner the candidate is in general
    "marker", "strong", "weak",
    "rank",           # log of its place among the originals of the spun form
    "spun surplus",   # the spun form is commoner in this text than in general
    "original missing",  # the original is rarer in this text than in general
    "original present",  # ... and whether it stands in the text at all
    "density",        # readings that the decoder undid, per hit of the lexicon
    "dialect",        # share of those that belong to a table of this pair
    "article",        # the article in front changes
    "length",         # words of the candidate more than of the text
    "phrase",         # the spun form has more than one word
    "name",           # the text has a capital inside a sentence
    "numeral",
    "sibling",        # a sibling text has the candidate's words in this context
)  # fmt: skip


class Place(NamedTuple):
    """Arcs over the same words, with the words around them as the decoder reads them."""

    begin: int
    end: int
    arcs: tuple[Arc, ...]
    left: tuple[int, int]
    right: tuple[int, int]
    text: tuple[int, ...]


class Document(NamedTuple):
    """What the whole text says about its spinner."""

    size: int
    forms: Counter[int]
    density: float
    dialects: Counter[str]
    undone: int


def places(lattice: Lattice, path: Sequence[Arc]) -> list[Place]:
    """Every place that can be judged on its own: chosen ones, and others beside them."""
    size = len(lattice.words)
    owner: list[Arc | None] = [None] * size
    for arc in path:
        for i in range(arc.begin, arc.end):
            owner[i] = arc
    spans: dict[tuple[int, int], list[Arc]] = {}
    for arcs in lattice.arcs.values():
        for arc in arcs:
            inside = {owner[i] for i in range(arc.begin, arc.end)}
            chosen = next((held for held in inside if held is not None), None)
            if chosen is None or (chosen.begin, chosen.end) == (arc.begin, arc.end):
                spans.setdefault((arc.begin, arc.end), []).append(arc)
    read: list[tuple[int, ...]] = []
    for i in range(size):
        held = owner[i]
        if held is None:
            read.append((lattice.numbers[i],))
        else:
            read.append(held.numbers if held.begin == i else ())

    def around(i: int, step: int) -> tuple[int, int]:
        found: list[int] = []
        while 0 <= i < size and len(found) < 2:
            found.extend(read[i][::step])
            i += step
        found += [stop, stop]
        return found[0], found[1]

    stop = lattice.stop
    result = []
    for (begin, end), arcs in sorted(spans.items()):
        before, before2 = around(begin - 1, -1)
        result.append(
            Place(begin, end, tuple(arcs), (before2, before), around(end, 1),
                  tuple(lattice.numbers[begin:end]))  # fmt: skip
        )
    return result


def describe(lattice: Lattice, path: Sequence[Arc], model: ContextModel) -> Document:
    """The figures of the whole text."""
    hits = len({(arc.begin, arc.end) for arcs in lattice.arcs.values() for arc in arcs})
    dialects: Counter[str] = Counter()
    for arc in path:
        dialects.update(arc.candidate.dialects)
    return Document(
        len(lattice.words), Counter(lattice.numbers), len(path) / (hits + 5), dialects, len(path)
    )


def _fit(words: tuple[int, ...], place: Place, model: ContextModel) -> float:
    before2, before = place.left
    score = 0.0
    for word in (*words, *place.right):
        score += model.log_probability(before2, before, word)
        before2, before = before, word
    return score


def _gap(words: tuple[int, ...], place: Place, model: ContextModel) -> float:
    score = model.gap(place.left[0], words[0]) + model.gap(words[-1], place.right[1])
    if len(words) > 1:
        score += model.gap(place.left[1], words[1]) + model.gap(words[-2], place.right[0])
    else:
        score += model.gap(place.left[1], place.right[0])
    return score


def _frequency(words: Iterable[int], model: ContextModel) -> float:
    return sum(log((model.count(word) + 1.0) / model.total) for word in words)


def _surplus(words: tuple[int, ...], document: Document, model: ContextModel) -> float:
    """How much commoner the rarest of the words is here than in general, as a log ratio."""
    word = min(words, key=model.count)
    expected = document.size * model.count(word) / model.total
    return log((document.forms[word] + 0.5) / (expected + 0.5))


def features(
    place: Place, arc: Arc, lattice: Lattice, document: Document, model: ContextModel,
    sibling: float = 0.0,
) -> tuple[float, ...]:  # fmt: skip
    """The features of one candidate, in the order of FEATURES."""
    candidate = arc.candidate
    common_text = _frequency(place.text, model)
    fit_text = _fit(place.text, place, model)
    own = place.text[1:] if arc.fixes_article else place.text
    new = arc.numbers[1:] if arc.fixes_article else arc.numbers
    first = lattice.words[place.begin + arc.fixes_article]
    shared = sum(document.dialects[letter] for letter in set(candidate.dialects))
    numeral = candidate.tag == "CD"
    return (
        _clip(_fit(arc.numbers, place, model) - fit_text, 25),
        _clip(fit_text - common_text - _frequency(place.right, model), 25),
        _clip(_gap(arc.numbers, place, model) - _gap(place.text, place, model), 10),
        _clip(_frequency(arc.numbers, model) - common_text, 25),
        float(candidate.strength == "marker"),
        float(candidate.strength == "strong"),
        float(candidate.strength == "weak" and not numeral),
        log(candidate.rank),
        _surplus(own, document, model),
        _surplus(new, document, model),
        float(document.forms[min(new, key=model.count)] > 0),
        document.density,
        min(1.0, shared / (document.undone + 1)),
        float(arc.fixes_article),
        float(len(new) - len(own)),
        float(len(own) > 1),
        float(first.capital and place.begin > 0 and lattice.words[place.begin - 1].form != "."),
        float(numeral),
        sibling,
    )


def _clip(value: float, most: float) -> float:
    return max(-most, min(most, value))


def confidences(scores: Sequence[float]) -> list[float]:
    """The probability of each candidate, beside "nothing was spun here" with score 0."""
    top = max(0.0, *scores)
    parts = [exp(score - top) for score in scores]
    whole = sum(parts) + exp(-top)
    return [part / whole for part in parts]
