"""Learn the weigher and the gate from simulated spinning: `python -m cleaner.spun.train`.

Clean articles that the context model has not counted are spun by the lexicon, each by a
spinner of its own; in every batch a part of the pairs is hidden from the restorer, which so
meets words it cannot know. The clean articles themselves teach the gate.

Needs scikit-learn and numpy, which the models themselves do not.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from math import log
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import click
import regex

from cleaner.spun import gate as gates
from cleaner.spun.decode import best_path
from cleaner.spun.gate import Signs
from cleaner.spun.lattice import Lattice, build
from cleaner.spun.lexicon import TRACES, Lexicon, assemble, compile_folder, load
from cleaner.spun.lexicon import write_compiled as compile_lexicon
from cleaner.spun.ngrams import ContextModel, open_model
from cleaner.spun.restore import DATA, ODDS, Choice, Engine, analyse, likely
from cleaner.spun.simulate import Spinner, Spun
from cleaner.spun.trees import open_trees, write_trees
from cleaner.spun.weigh import FEATURES, Weighed, weigh
from cleaner.spun.words import fold, words_of

LONGEST = 5000
"""Code points of an article that are used."""
SPINNERS = ("a", "a", "b", "c", "d")
"""Dialects as often as they are simulated, as far as their tables exist."""
_DOSES = (0.15, 0.5, 0.7, 0.85, 0.95, 1.0, 1.0)
_SHARES = (0.3, 0.5, 0.7, 0.9)
_HIDDEN = (0.0, 0.1, 0.25)
_BATCH = 25
_SEED = 7
_GATE_TEXTS = 400
"""Articles for the gate, beside those for the weigher; and texts of each other kind."""
_GATE_SPUN = 200
_HARDEST = 200
_COUNTED = 6000
_SCIENCE = 0.3
"""How often a spinner also has the table of tortured phrases; all have that of names."""
_TRACE_WEIGHT = 2.5
_COMMON = 0.02
"""The share of clean articles that has a word, for its absence to count."""
_FLOOR = 0.9995
"""The share of clean articles that the screen alone turns away."""
_TRACE_SHARE = 0.31
_OPEN = 0.93


class Sample(NamedTuple):
    """One simulated text, and the lexicon that may be used on it."""

    lexicon: Lexicon
    spun: Spun
    dose: float


def read_articles(path: Path, most: int, random: Random) -> list[str]:
    """The texts of JSON Lines, shuffled, at most `most`."""
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"][:LONGEST] for line in lines if line.strip()]
    random.shuffle(texts)
    return texts[:most]


def samples(articles: Sequence[str], folder: Path, random: Random) -> Iterator[Sample]:
    """Every article, spun by a spinner of its own."""
    rows, idioms = compile_folder(folder)
    spinner = Spinner(rows)
    names = sorted({candidate.pair for _, candidate in rows})
    letters = [x for x in SPINNERS if any(x in candidate.dialects for _, candidate in rows)]
    lexicon = load(folder)
    for number, article in enumerate(articles):
        if number % _BATCH == 0:
            hidden = set(random.sample(names, int(len(names) * random.choice(_HIDDEN))))
            lexicon = assemble((row for row in rows if row[1].pair not in hidden), idioms)
        dose = random.choice(_DOSES)
        dialects = {random.choice(letters), "n"}
        if random.random() < _SCIENCE:
            dialects.add("t")
        spun = spinner.spin(article, random, dialects=frozenset(dialects), dose=dose,
                            share=random.choice(_SHARES))  # fmt: skip
        yield Sample(lexicon, spun, dose)


class Example(NamedTuple):
    """A simulated text, decoded and weighed once, with the labels of its candidates."""

    sample: Sample
    lattice: Lattice
    weighed: Weighed
    labels: list[bool]


def _labels(sample: Sample, lattice: Lattice, weighed: Weighed) -> list[bool]:
    truth = {(r.start, r.end): r.original.lower() for r in sample.spun.replacements}
    words = lattice.words
    return [
        truth.get((words[place.begin].start, words[place.end - 1].end)) == arc.instead.lower()
        for place, _ in weighed.places
        for arc in place.arcs
    ]


def first_look(sample: Sample, model: ContextModel) -> Example:
    """Decode a simulated text and weigh it in the decoder's reading."""
    text = sample.spun.text
    lattice = build(text, words_of(text), sample.lexicon, model)
    path = best_path(lattice, model, lambda arc: ODDS[arc.candidate.strength])
    weighed = weigh(lattice, path, sample.lexicon, model)
    return Example(sample, lattice, weighed, _labels(sample, lattice, weighed))


def second_look(example: Example, model: ContextModel, grown: Any) -> Example:
    """Weigh it again in the reading that `grown`, which has not seen the text, prefers."""
    chances = iter(grown.predict_proba(_matrix([example]))[:, 1])
    choices = []
    for place, _ in example.weighed.places:
        row = [float(next(chances)) for _ in place.arcs]
        whole = max(1.0, sum(row))
        choices.append(Choice(place, tuple(chance / whole for chance in row)))
    sample, lattice = example.sample, example.lattice
    weighed = weigh(lattice, likely(choices), sample.lexicon, model)
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


def write_traces(articles: Sequence[str], folder: Path) -> int:
    """Weigh the lexicon's spun forms by how much rarer than their originals they are."""
    rows, _ = compile_folder(folder)
    originals: dict[str, set[str]] = {}
    for spun, candidate in rows:
        if regex.fullmatch(r"[a-z][a-z \-]+", spun):
            originals.setdefault(spun, set()).add(fold(candidate.original))
    wanted = {*originals, *(form for forms in originals.values() for form in forms)}
    wanted.update(load(folder).originals)
    longest = max(len(form.split()) for form in wanted)
    documents: dict[str, int] = {}
    for article in articles:
        words = [word.strip(".,;:!?\"“”()'‘’") for word in fold(article).split()]
        seen: set[str] = set()
        for size in range(1, longest + 1):
            grams = zip(*(words[i:] for i in range(size)), strict=False)
            seen.update(form for form in map(" ".join, grams) if form in wanted)
        for form in seen:
            documents[form] = documents.get(form, 0) + 1
    traces = []
    for spun, forms in originals.items():
        usual = max(documents.get(form, 0) for form in forms)
        weight = log((0.5 * usual + 1) / (documents.get(spun, 0) + 1))
        if weight >= _TRACE_WEIGHT:
            traces.append((spun, weight))
    left = [
        word for word in load(folder).originals if documents.get(word, 0) >= _COMMON * len(articles)
    ]
    lines = [
        "# Wordings that spinners leave, with their log odds against clean text, and with",
        "# weight 0 common words that spinners do not leave. Written by train.py.",
    ]
    lines += [f"{spun}\t{weight:.1f}" for spun, weight in sorted(traces)]
    lines += [f"{word}\t0" for word in sorted(left)]
    (folder / TRACES).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(traces)


def fit_gate(
    spun: Sequence[Signs], clean: Sequence[Signs], screens: Sequence[float]
) -> dict[str, Any]:
    """Logistic regression of "spun" on the signs, and on the screen alone."""
    import numpy as np  # noqa: PLC0415
    from sklearn.linear_model import (  # noqa: PLC0415
        LogisticRegression,
    )

    rows = np.array([gates.scaled(signs) for signs in [*spun, *clean]])
    labels = np.array([1] * len(spun) + [0] * len(clean))
    full = LogisticRegression(C=1.0).fit(rows, labels)
    alone = LogisticRegression().fit(
        np.array([[s.trace] for s in spun] + [[x] for x in screens]),
        np.array([1] * len(spun) + [0] * len(screens)),
    )
    return {
        "floor": round(float(np.quantile(screens, _FLOOR)), 2),
        "share": _TRACE_SHARE,
        "screen": [round(float(alone.coef_[0][0]), 4), round(float(alone.intercept_[0]), 4)],
        "weights": {
            name: round(float(value), 4)
            for name, value in zip(Signs._fields, full.coef_[0], strict=True)
        },
        "offset": round(float(full.intercept_[0]), 4),
        "open_at": _OPEN,
    }


def train_weigher(
    articles: Sequence[str], folder: Path, context: ContextModel, output: Path
) -> None:
    """Write both looks of the weigher, learned from `articles` spun."""
    looks = [first_look(sample, context) for sample in samples(articles, folder, Random(_SEED))]
    halves = looks[::2], looks[1::2]
    write_trees(output / "first.json", grow(looks), FEATURES)
    # The second look learns from readings by trees that have not seen the text.
    again = [
        second_look(example, context, grown)
        for half, grown in zip(halves, map(grow, reversed(halves)), strict=True)
        for example in half
    ]
    write_trees(output / "second.json", grow(again), FEATURES)
    click.echo(f"weigher: {sum(len(e.labels) for e in again):,} candidates")


def train_gate(
    articles: Sequence[str], counted: Sequence[str], known: Engine, output: Path
) -> None:
    """Write the gate, learned from the clean texts that look most like spun ones."""
    folder = known.folder
    hardest = sorted(articles, key=lambda text: -gates.screen(text, folder))[:_HARDEST]
    calm = [analyse(text, gates.screen(text, folder), known).signs for text in hardest]
    screens = [gates.screen(text, folder) for text in counted]
    spun = [
        analyse(sample.spun.text, gates.screen(sample.spun.text, folder),
                known._replace(lexicon=sample.lexicon)).signs
        for sample in samples(articles[:_GATE_SPUN], folder, Random(_SEED))
        if sample.dose >= 0.5
    ]  # fmt: skip
    weights = fit_gate(spun, calm, screens)
    (output / "gate.json").write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    click.echo(json.dumps(weights))


@click.command()
@click.argument("articles", type=click.Path(exists=True, path_type=Path))
@click.option("--model", required=True, type=click.Path(exists=True, path_type=Path),
              help="A context model that has not counted ARTICLES.")  # fmt: skip
@click.option("--folder", required=True, type=click.Path(exists=True, path_type=Path),
              help="The tables; their compiled list and traces are written there.")  # fmt: skip
@click.option("--counts", type=click.Path(exists=True, path_type=Path),
              help="More clean articles, to weigh the traces by (default: ARTICLES).")  # fmt: skip
@click.option("--other", multiple=True, type=click.Path(exists=True, path_type=Path),
              help="Clean texts of other kinds, for the gate.")  # fmt: skip
@click.option("--output", default=DATA, type=click.Path(path_type=Path))
@click.option("--texts", default=1500, show_default=True, help="Articles to spin.")
@click.option("--gate-only", is_flag=True, help="Keep the weigher and the traces.")
def main(  # noqa: PLR0917
    articles: Path,
    model: Path,
    folder: Path,
    counts: Path | None,
    other: tuple[Path, ...],
    output: Path,
    texts: int,
    gate_only: bool,
) -> None:
    """Learn from ARTICLES (JSON Lines of clean text) what the features are worth."""
    random = Random(_SEED)
    clean = read_articles(articles, texts + _GATE_TEXTS, random)
    counted = read_articles(counts, _COUNTED, random) if counts else clean
    context = open_model(model)
    output.mkdir(exist_ok=True)
    if not gate_only:
        forms = compile_lexicon(folder)
        load.cache_clear()
        click.echo(f"{forms:,} forms, {write_traces(counted, folder):,} traces")
        train_weigher(clean[:texts], folder, context, output)
    known = Engine(
        folder, load(folder), context,
        open_trees(output / "first.json", FEATURES), open_trees(output / "second.json", FEATURES),
    )  # fmt: skip
    rest = clean[texts:]
    for path in other:
        rest += read_articles(path, _GATE_TEXTS, random)
    train_gate(rest, counted, known, output)


if __name__ == "__main__":
    main()
