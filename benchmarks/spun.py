"""Ablation of restoration: what each part gives, and what an unknown dialect costs.

    python benchmarks/spun.py --scorer score_spun.py SPUN.jsonl UNSPUN.jsonl [--clean NEWS.jsonl.gz]

SPUN and UNSPUN are records in the scorer's format; `--clean` texts must come out as they are.
`--model` takes a context model that has not counted the clean texts.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import click

from cleaner.spun import apply, read_spun, restore
from cleaner.spun.decode import best_path
from cleaner.spun.lattice import Arc, build
from cleaner.spun.lexicon import table_files, tables_folder, write_compiled
from cleaner.spun.words import Word, words_of

Restorer = Callable[[str], str]


def load_scorer(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None:
        raise click.UsageError(f"{path}: expected the scorer's Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules["scorer"] = module
    spec.loader.exec_module(module)
    return module


def records(path: Path) -> Iterator[dict[str, Any]]:
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def written(text: str, words: list[Word], arcs: list[Arc]) -> str:
    out, place = [], 0
    for arc in arcs:
        out += [text[place : words[arc.begin].start], arc.instead]
        place = words[arc.end - 1].end
    return "".join(out) + text[place:]


def lexicon_only(known: restore.Engine, text: str) -> str:
    """The first original of every spun form, the longest first, whatever stands around it."""
    lattice = build(text, words_of(text), known.lexicon, known.model)
    chosen, free = [], 0
    for place in sorted(lattice.arcs):
        arcs = [arc for arc in lattice.arcs[place] if place >= free]
        if arcs:
            arc = min(arcs, key=lambda a: (a.begin - a.end, a.candidate.rank))
            chosen.append(arc)
            free = arc.end
    return written(text, lattice.words, chosen)


def decoded(known: restore.Engine, text: str) -> str:
    """The decoder's reading with the context model, without weighing."""
    lattice = build(text, words_of(text), known.lexicon, known.model)
    path = best_path(lattice, known.model, lambda arc: restore.ODDS[arc.candidate.strength])
    return written(text, lattice.words, path)


def engine(mode: restore.Mode, folder: Path | None = None, **more: Any) -> Restorer:
    def work(text: str) -> str:
        return apply(text, read_spun(text, mode=mode, folder=folder, **more).swaps)

    return work


def measure(scorer: Any, spun: list[Any], unspun: list[Any], work: Restorer) -> dict[str, Any]:
    groups = {name: scorer.Tally() for name in ("A", "B-D", "light", "all")}
    log: list[Any] = []
    for record in spun:
        tally = scorer.score_spun(record, work(record["spun"]), log)
        if record["dose"] == "light":
            names = ["light"]
        else:
            names = ["A" if record["family"] == "A" else "B-D"]
        for name in [*names, "all"]:
            groups[name].add(tally)
    false = sum(scorer.score_unspun(record, work(record["text"]), log)[0] for record in unspun)
    return {**groups, "unspun": false}


def row(name: str, found: dict[str, Any]) -> str:
    cells = [f"{name:28s}"]
    for group in ("A", "B-D", "light", "all"):
        figures = found[group].figures()
        shown = [figures["P"], figures["R"]]
        cells.append(" ".join("    -" if v is None else f"{v:5.3f}" for v in shown))
    cells.append(f"{found['all'].worse:5d} {found['unspun']:6d}")
    return "  ".join(cells)


def without(letter: str, folder: Path) -> Path:
    """A copy of the tables in which one dialect is missing."""
    for path in [*table_files(tables_folder()), *tables_folder().glob("*.tsv")]:
        if path.name not in {f"pairs-{letter}.tsv", "forms.tsv"}:
            shutil.copy(path, folder / path.name)
    write_compiled(folder)
    return folder


@click.command(help=__doc__)
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--scorer", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--siblings", multiple=True, type=click.Path(exists=True, path_type=Path),
              help="Plain texts of the same stories.")  # fmt: skip
@click.option("--clean", multiple=True, type=click.Path(exists=True, path_type=Path))
@click.option("--model", type=click.Path(exists=True, path_type=Path))
@click.option("--ranker-model", type=click.Path(exists=True, path_type=Path))
def main(files, scorer, siblings, clean, model, ranker_model) -> None:  # type: ignore[no-untyped-def] # noqa: PLR0917
    judge = load_scorer(scorer)
    known = restore.engine(tables_folder(), model or restore.MODEL)
    everything = [record for path in files for record in records(path)]
    spun = [record for record in everything if "spun" in record]
    unspun = [record for record in everything if "text" in record]
    rows: list[tuple[str, Restorer]] = [
        ("lexicon only", partial(lexicon_only, known)),
        ("+ bigrams and trigrams", partial(decoded, known)),
        ("+ weighing", engine("always", model=model)),
        ("+ gate (the default)", engine("auto", model=model)),
    ]
    if siblings:
        texts = [path.read_text(encoding="utf-8") for path in siblings]
        rows.append(("+ siblings", engine("auto", siblings=texts, model=model)))
    if ranker_model:
        from cleaner.spun.llm import open_ranker

        rows.append(("+ ranker", engine("auto", ranker=open_ranker(ranker_model), model=model)))
    click.echo(f"{'':28s}  {'A: P':>5s}     R  {'B-D P':>5s}     R  {'light':>5s}     R"
               f"  {'all P':>5s}     R  worse unspun")  # fmt: skip
    for name, work in rows:
        click.echo(row(name, measure(judge, spun, unspun, work)))
    for letter in sorted({record["family"].lower() for record in spun}):
        own = [record for record in spun if record["family"].lower() == letter]
        with tempfile.TemporaryDirectory() as folder:
            work = engine("auto", without(letter, Path(folder)), model=model)
            click.echo(row(f"{letter} without its table", measure(judge, own, [], work)))
    started = time.perf_counter()
    sizes = [len(record["spun"].split()) for record in spun]
    for record in spun:
        read_spun(record["spun"], model=model)
    took = time.perf_counter() - started
    click.echo(f"speed: {1000 * took * 600 / sum(sizes):.0f} ms for 600 spun words")
    for path in clean:
        texts = [record["text"] for record in records(path)]
        started = time.perf_counter()
        opened = [(number, reading) for number, text in enumerate(texts)
                  if (reading := read_spun(text, model=model)).edits]  # fmt: skip
        took = time.perf_counter() - started
        edits = sum(len(reading.edits) for _, reading in opened)
        words = sum(len(text.split()) for text in texts)
        click.echo(
            f"{path.name}: {len(texts)} texts, {len(opened)} edited, "
            f"{1000 * edits / words:.4f} edits per 1,000 words, "
            f"{1e6 * took / len(texts):.0f} microseconds a text"
        )


if __name__ == "__main__":
    main()
