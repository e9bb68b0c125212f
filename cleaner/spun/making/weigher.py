"""Learn the weigher: boosted trees over the features of every candidate of simulated texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.spun.analysis import ODDS, Choice, likely
from cleaner.spun.cloze import Cloze, open_cloze
from cleaner.spun.decode import best_path
from cleaner.spun.engine import CLOZE, DATA
from cleaner.spun.lattice import Lattice, build
from cleaner.spun.making.samples import Sample, samples
from cleaner.spun.ngrams import ContextModel, open_model
from cleaner.spun.trees import write_trees
from cleaner.spun.weigh import FEATURES, Weighed, weigh
from cleaner.spun.words import words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SEED = 7
_FIRST = 0.64
"""The share of the articles that the first look learns from."""
_AT_ONCE = 8
"""Texts that a process is given at a time."""
_HELD = 250
"""Texts that wait with their lexicons, which are large."""


class Lesson(NamedTuple):
    """The candidates of a simulated text: a row of features each, and which of them are right."""

    rows: NDArray[np.float32]
    labels: list[bool]


class _Reader(NamedTuple):
    """What it takes to look at a text; `grown`, if any, are the trees that look first."""

    context: ContextModel
    cloze: Cloze
    grown: Any


_READERS: list[_Reader] = []
"""The one reader of a process that looks at texts beside others."""


def _begin(context: Path, grown: Any) -> None:
    model = open_model(context)
    _READERS[:] = [_Reader(model, open_cloze(DATA / CLOZE, model), grown)]


def _look(sample: Sample) -> Lesson:
    """Weigh a simulated text in the decoder's reading, or in the one that `grown` prefers."""
    import numpy as np  # noqa: PLC0415

    context, cloze, grown = _READERS[0]
    lattice = build(sample.spun.text, words_of(sample.spun.text), sample.lexicon, context)
    path = best_path(lattice, context, lambda arc: ODDS[arc.candidate.strength])
    weighed = weigh(lattice, path, sample.lexicon, context, cloze)
    rows = _rows(weighed)
    if grown is not None:
        chances = grown.predict_proba(rows)[:, 1] if len(rows) else np.zeros(0)
        weighed = weigh(lattice, likely(_choices(weighed, chances)), sample.lexicon, context, cloze)
        rows = _rows(weighed)
    return Lesson(rows, _labels(sample, lattice, weighed))


def _rows(weighed: Weighed) -> NDArray[np.float32]:
    import numpy as np  # noqa: PLC0415

    vectors = [vector for _, vectors in weighed.places for vector in vectors]
    return np.array(vectors, np.float32).reshape(-1, len(FEATURES))


def _choices(weighed: Weighed, chances: NDArray[np.float64]) -> list[Choice]:
    choices, told = [], iter(chances.tolist())
    for place, vectors in weighed.places:
        row = list(islice(told, len(vectors)))
        whole = max(1.0, sum(row))
        choices.append(Choice(place, tuple(chance / whole for chance in row)))
    return choices


def _labels(sample: Sample, lattice: Lattice, weighed: Weighed) -> list[bool]:
    """Whether each candidate gives back what stood there, though the spinner may have taken fewer
    words at a time: "one of many first" is undone as a whole where only "many" was put in."""
    labels = []
    words = lattice.words
    for place, _ in weighed.places:
        true = sample.spun.undone(words[place.begin].start, words[place.end - 1].end)
        labels += [true is not None and arc.instead.lower() == true.lower() for arc in place.arcs]
    return labels


def _lessons(spun: Iterable[Sample], context: Path, grown: Any = None) -> Iterator[Lesson]:
    """What texts teach, in their order, looked at by as many processes as there are processors."""
    with ProcessPoolExecutor(initializer=_begin, initargs=(context, grown)) as pool:
        spun = iter(spun)
        while some := list(islice(spun, _HELD)):
            yield from pool.map(_look, some, chunksize=_AT_ONCE)


def grow(lessons: Sequence[Lesson]) -> Any:
    """Boosted trees over the features of every candidate."""
    import numpy as np  # noqa: PLC0415
    from sklearn.ensemble import (  # noqa: PLC0415
        HistGradientBoostingClassifier,
    )

    trees = HistGradientBoostingClassifier(
        max_iter=250, max_leaf_nodes=15, learning_rate=0.08, min_samples_leaf=100, random_state=0
    )
    rows = np.concatenate([lesson.rows for lesson in lessons])
    return trees.fit(rows, [label for lesson in lessons for label in lesson.labels])


def train_weigher(
    articles: Sequence[str], texts: int, folder: Path, context: Path, output: Path
) -> int:
    """Write both looks of the weigher, learned from `texts` spun; the number of candidates.

    Where there are fewer articles, they are spun again, by other spinners. The second look learns
    from articles that the first has not learned from, as it reads them.
    """
    random = Random(_SEED)
    parts = int(_FIRST * len(articles)), int(_FIRST * texts)
    first = samples(list(islice(cycle(articles[: parts[0]]), parts[1])), folder, random)
    looks = list(_lessons(first, context))
    grown = grow(looks)
    write_trees(output / "first.json", grown, FEATURES)
    second = samples(list(islice(cycle(articles[parts[0] :]), texts - parts[1])), folder, random)
    again = list(_lessons(second, context, grown))
    write_trees(output / "second.json", grow(again), FEATURES)
    return sum(len(lesson.labels) for lesson in (*looks, *again))
