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
from cleaner.spun.lattice import build
from cleaner.spun.lexicon import TRACES, Lexicon, assemble, compile_forms, load, read_pairs, table_files
from cleaner.spun.lexicon import write_compiled as compile_lexicon
from cleaner.spun.ngrams import open_model
from cleaner.spun.restore import DATA, ODDS, Engine, analyse
from cleaner.spun.simulate import Spinner, Spun
from cleaner.spun.trees import open_trees, write_trees
from cleaner.spun.weigh import FEATURES, weigh
from cleaner.spun.words import fold, words_of

LONGEST = 5000
"""Code points of an article that are used."""
SPINNERS = ("a", "a", "b", "c", "d")
"""Dialects as often as they are simulated, as far as their tables exist."""
_DOSES = (0.15, 0.5, 0.7, 0.85, 0.95, 1.0, 1.0)
_SHARES = (0.3, 0.5, 0.7, 0.9)
_HIDDEN = (0.0, 0.1, 0.25)
_BATCH = 25
_TRACE_WEIGHT = 2.5
_FLOOR_SHARE = 0.985
_OPEN = 0.9


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
    rows = compile_forms(pair for path in table_files(folder) for pair in read_pairs(path))
    spinner = Spinner(rows)
    names = sorted({candidate.pair for _, candidate in rows})
    letters = [x for x in SPINNERS if any(x in candidate.dialects for _, candidate in rows)]
    whole = load(folder)
    lexicon = whole
    for number, article in enumerate(articles):
        if number % _BATCH == 0:
            hidden = set(random.sample(names, int(len(names) * random.choice(_HIDDEN))))
            lexicon = assemble((row for row in rows if row[1].pair not in hidden), [])
            lexicon = lexicon._replace(protected=whole.protected)
        dose = random.choice(_DOSES)
        spun = spinner.spin(article, random, dialect=random.choice(letters), dose=dose,
                            share=random.choice(_SHARES))  # fmt: skip
        yield Sample(lexicon, spun, dose)


def examples(sample: Sample, model: Any) -> tuple[list[tuple[float, ...]], list[bool]]:
    """The vectors of every candidate in a simulated text, and whether it is the original."""
    text = sample.spun.text
    truth = {(r.start, r.end): r.original.lower() for r in sample.spun.replacements}
    lattice = build(text, words_of(text), sample.lexicon, model)
    path = best_path(lattice, model, lambda arc: ODDS[arc.candidate.strength])
    vectors, labels = [], []
    for place, found in weigh(lattice, path, sample.lexicon, model).places:
        span = lattice.words[place.begin].start, lattice.words[place.end - 1].end
        for arc, vector in zip(place.arcs, found, strict=True):
            vectors.append(vector)
            labels.append(truth.get(span) == arc.instead.lower())
    return vectors, labels


def write_traces(articles: Sequence[str], folder: Path) -> int:
    """Weigh the lexicon's spun forms by how much rarer than their originals they are."""
    rows = compile_forms(pair for path in table_files(folder) for pair in read_pairs(path))
    originals: dict[str, set[str]] = {}
    for spun, candidate in rows:
        if regex.fullmatch(r"[a-z][a-z \-]+", spun):
            originals.setdefault(spun, set()).add(fold(candidate.original))
    wanted = {*originals, *(form for forms in originals.values() for form in forms)}
    longest = max(len(form.split()) for form in wanted)
    documents: dict[str, int] = {}
    for article in articles:
        words = [word.strip(".,;:!?\"“”()'‘’") for word in fold(article).split()]
        seen = set()
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
    lines = ["# Wordings that spinners leave, with log odds against clean text; see train.py."]
    lines += [f"{spun}\t{weight:.1f}" for spun, weight in sorted(traces)]
    (folder / TRACES).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(traces)


def grow(vectors: Any, labels: Any) -> Any:
    """Boosted trees over the candidates' features."""
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415

    return HistGradientBoostingClassifier(
        max_iter=250, max_leaf_nodes=15, learning_rate=0.08, min_samples_leaf=100, random_state=0
    ).fit(vectors, labels)


def fit_gate(
    spun: Sequence[Signs], clean: Sequence[Signs], screens: Sequence[float]
) -> dict[str, Any]:
    """Logistic regression of "spun" on the signs, and on the screen alone."""
    import numpy as np  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    rows = np.array([gates.scaled(signs) for signs in [*spun, *clean]])
    labels = np.array([1] * len(spun) + [0] * len(clean))
    full = LogisticRegression(C=3.0).fit(rows, labels)
    alone = LogisticRegression().fit(
        np.array([[s.trace] for s in spun] + [[x] for x in screens]),
        np.array([1] * len(spun) + [0] * len(screens)),
    )
    return {
        "floor": round(float(np.quantile(screens, _FLOOR_SHARE)), 2),
        "screen": [round(float(alone.coef_[0][0]), 4), round(float(alone.intercept_[0]), 4)],
        "weights": {
            name: round(float(value), 4)
            for name, value in zip(Signs._fields, full.coef_[0], strict=True)
        },
        "offset": round(float(full.intercept_[0]), 4),
        "open_at": _OPEN,
    }


@click.command()
@click.argument("articles", type=click.Path(exists=True, path_type=Path))
@click.option("--model", required=True, type=click.Path(exists=True, path_type=Path),
              help="A context model that has not counted ARTICLES.")  # fmt: skip
@click.option("--folder", required=True, type=click.Path(exists=True, path_type=Path),
              help="The tables; their compiled list and traces are written there.")  # fmt: skip
@click.option("--counts", type=click.Path(exists=True, path_type=Path),
              help="More clean articles, to weigh the traces by (default: ARTICLES).")  # fmt: skip
@click.option("--output", default=DATA, type=click.Path(path_type=Path))
@click.option("--texts", default=1500, show_default=True, help="Articles to spin.")
@click.option("--gate-texts", default=500, show_default=True, help="Articles to teach the gate.")
@click.option("--seed", default=7, show_default=True)
def main(
    articles: Path, model: Path, folder: Path, counts: Path | None, output: Path, texts: int, gate_texts: int, seed: int
) -> None:
    """Learn from ARTICLES (JSON Lines of clean text) what the features are worth."""
    import numpy as np  # noqa: PLC0415

    random = Random(seed)
    clean = read_articles(articles, texts + gate_texts, random)
    counted = read_articles(counts, 6000, random) if counts else clean
    click.echo(f"{compile_lexicon(folder):,} forms, {write_traces(counted, folder):,} traces")
    load.cache_clear()
    context = open_model(model)
    vectors: list[tuple[float, ...]] = []
    labels: list[bool] = []
    for sample in samples(clean[:texts], folder, random):
        found = examples(sample, context)
        vectors += found[0]
        labels += found[1]
    output.mkdir(exist_ok=True)
    write_trees(output / "weigher.json", grow(np.array(vectors), np.array(labels)), FEATURES)
    click.echo(f"weigher: {len(labels):,} candidates, {sum(labels):,} originals")

    trees = open_trees(output / "weigher.json", FEATURES)
    known = Engine(folder, load(folder), context, trees)
    rest = clean[texts:]
    screens = [gates.screen(text, folder) for text in rest]
    floor = float(np.quantile(screens, 0.8))
    calm = [
        analyse(text, trace, known).signs
        for text, trace in zip(rest, screens, strict=True)
        if trace >= floor
    ]
    spun = [
        analyse(sample.spun.text, gates.screen(sample.spun.text, folder),
                known._replace(lexicon=sample.lexicon)).signs
        for sample in samples(rest[: gate_texts // 2], folder, random)
        if sample.dose >= 0.5
    ]  # fmt: skip
    weights = fit_gate(spun, calm, screens)
    (output / "gate.json").write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    click.echo(json.dumps(weights))


if __name__ == "__main__":
    main()
