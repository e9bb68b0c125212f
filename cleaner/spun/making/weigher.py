"""Learn the weigher: boosted trees over the features of every candidate of simulated texts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from cleaner.spun.analysis import ODDS, Choice, likely
from cleaner.spun.cloze import Cloze
from cleaner.spun.decode import best_path
from cleaner.spun.lattice import Lattice, build
from cleaner.spun.making.samples import Sample, samples
from cleaner.spun.ngrams import ContextModel
from cleaner.spun.trees import write_trees
from cleaner.spun.weigh import FEATURES, Weighed, weigh
from cleaner.spun.words import words_of

_SEED = 7
_FIRST = 0.64
"""The share of the articles that the first look learns from."""


class Example(NamedTuple):
    """A simulated text, decoded and weighed once, with the labels of its candidates."""

    sample: Sample
    lattice: Lattice
    weighed: Weighed
    labels: list[bool]


def _labels(sample: Sample, lattice: Lattice, weighed: Weighed) -> list[bool]:
    """Whether each candidate gives back what stood there, though the spinner may have taken fewer
    words at a time: "one of many first" is undone as a whole where only "many" was put in."""
    labels = []
    words = lattice.words
    for place, _ in weighed.places:
        true = sample.spun.undone(words[place.begin].start, words[place.end - 1].end)
        labels += [true is not None and arc.instead.lower() == true.lower() for arc in place.arcs]
    return labels


def first_look(sample: Sample, model: ContextModel, cloze: Cloze) -> Example:
    """Decode a simulated text and weigh it in the decoder's reading."""
    text = sample.spun.text
    lattice = build(text, words_of(text), sample.lexicon, model)
    path = best_path(lattice, model, lambda arc: ODDS[arc.candidate.strength])
    weighed = weigh(lattice, path, sample.lexicon, model, cloze)
    return Example(sample, lattice, weighed, _labels(sample, lattice, weighed))


def second_look(example: Example, model: ContextModel, cloze: Cloze, grown: Any) -> Example:
    """Weigh it again in the reading that `grown`, which has not seen the text, prefers."""
    chances = iter(grown.predict_proba(_matrix([example]))[:, 1])
    choices = []
    for place, _ in example.weighed.places:
        row = [float(next(chances)) for _ in place.arcs]
        whole = max(1.0, sum(row))
        choices.append(Choice(place, tuple(chance / whole for chance in row)))
    sample, lattice = example.sample, example.lattice
    weighed = weigh(lattice, likely(choices), sample.lexicon, model, cloze)
    return Example(sample, lattice, weighed, _labels(sample, lattice, weighed))


def _matrix(examples: Sequence[Example]) -> Any:
    import numpy as np  # noqa: PLC0415

    return np.array(
        [vector for e in examples for _, vectors in e.weighed.places for vector in vectors],
        dtype=np.float32,
    )


def grow(examples: Sequence[Example]) -> Any:
    """Boosted trees over the features of every candidate."""
    from sklearn.ensemble import (  # noqa: PLC0415
        HistGradientBoostingClassifier,
    )

    trees = HistGradientBoostingClassifier(
        max_iter=250, max_leaf_nodes=15, learning_rate=0.08, min_samples_leaf=100, random_state=0
    )
    return trees.fit(_matrix(examples), [label for e in examples for label in e.labels])


def train_weigher(
    articles: Sequence[str], folder: Path, context: ContextModel, cloze: Cloze, output: Path
) -> int:
    """Write both looks of the weigher, learned from `articles` spun; the number of candidates.

    The second look learns from texts that the first has not learned from, as it reads them.
    """
    random = Random(_SEED)
    some = int(_FIRST * len(articles))
    looks = [first_look(x, context, cloze) for x in samples(articles[:some], folder, random)]
    grown = grow(looks)
    write_trees(output / "first.json", grown, FEATURES)
    again = [
        second_look(first_look(x, context, cloze), context, cloze, grown)
        for x in samples(articles[some:], folder, random)
    ]
    write_trees(output / "second.json", grow(again), FEATURES)
    return sum(len(e.labels) for e in (*looks, *again))
