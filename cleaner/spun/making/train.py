"""Learn the weigher and the gate from simulated spinning: `cleaner lexicon train`.

Clean articles that the context model has not counted are spun by the lexicon; the clean
articles themselves teach the gate. Needs scikit-learn and numpy, which the models
themselves do not.
"""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import click

from cleaner.spun.cloze import open_cloze
from cleaner.spun.compiled import write_compiled
from cleaner.spun.engine import CLOZE, DATA, Engine, open_gate
from cleaner.spun.lexicon import load
from cleaner.spun.making.gate import train_gate
from cleaner.spun.making.samples import read_articles
from cleaner.spun.making.traces import write_traces
from cleaner.spun.making.weigher import train_weigher
from cleaner.spun.ngrams import open_model
from cleaner.spun.trees import open_trees
from cleaner.spun.weigh import FEATURES

_SEED = 7
_GATE_TEXTS = 400
"""Articles for the gate, beside those for the weigher."""
_COUNTED = 6000


@click.command()
@click.argument("articles", type=click.Path(exists=True, path_type=Path))
@click.option("--model", required=True, type=click.Path(exists=True, path_type=Path),
              help="A context model that has not counted ARTICLES.")  # fmt: skip
@click.option("--folder", required=True, type=click.Path(exists=True, path_type=Path),
              help="The tables; their compiled list and traces are written there.")  # fmt: skip
@click.option("--counts", type=click.Path(exists=True, path_type=Path),
              help="More clean articles, to weigh the traces by (default: ARTICLES).")  # fmt: skip
@click.option("--other", multiple=True, type=click.Path(exists=True, path_type=Path),
              help="Clean texts of other kinds, for the traces and the gate.")  # fmt: skip
@click.option("--output", default=DATA, type=click.Path(path_type=Path))
@click.option("--texts", default=3500, show_default=True,
              help="Texts to spin; each article in turn, until there are so many.")  # fmt: skip
@click.option("--keep-weigher", is_flag=True, help="Learn the traces and the gate alone.")
def main(  # noqa: PLR0917
    articles: Path,
    model: Path,
    folder: Path,
    counts: Path | None,
    other: tuple[Path, ...],
    output: Path,
    texts: int,
    keep_weigher: bool,
) -> None:
    """Learn from ARTICLES (JSON Lines of clean text) what the features are worth."""
    random = Random(_SEED)
    clean = read_articles(articles, texts + _GATE_TEXTS, random)
    gated, spun = clean[:_GATE_TEXTS], clean[_GATE_TEXTS:]
    counted = read_articles(counts, _COUNTED, random) if counts else clean
    context = open_model(model)
    cloze = open_cloze(DATA / CLOZE, context)
    output.mkdir(exist_ok=True)
    others = [text for path in other for text in read_articles(path, _COUNTED, random)]
    forms = write_compiled(folder)
    load.cache_clear()
    click.echo(f"{forms:,} forms, {write_traces(counted, others, folder):,} traces")
    if not keep_weigher:
        candidates = train_weigher(spun, texts, folder, model, output)
        click.echo(f"weigher: {candidates:,} candidates")
    known = Engine(
        folder, load(folder), context, cloze,
        open_trees(output / "first.json", FEATURES), open_trees(output / "second.json", FEATURES),
        open_gate(),
    )  # fmt: skip
    click.echo(json.dumps(train_gate(gated, others, counted, known, output)))


if __name__ == "__main__":
    main()
