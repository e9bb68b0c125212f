"""Ablation of restoration: what each part gives, and what an unknown dialect costs.

    python benchmarks/spun.py --scorer score_spun.py SPUN.jsonl UNSPUN.jsonl \\
        --pairs PAIRS.jsonl --siblings OTHER.txt [--before OLD_TABLES] [--clean NEWS.jsonl.gz]

SPUN and UNSPUN are records in the scorer's format. Every spun record is restored by a lexicon
that does not know which pairs were seen in that record; what was seen in the others, and in
PAIRS, it knows. `--before` is a folder of tables as they were before anybody looked at such
pairs, and knows none as seen. `--clean` texts must come out as they are. `--model` takes a
context model that has not counted the clean texts.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from cleaner.spun import apply, read_spun
from cleaner.spun.analysis import ODDS
from cleaner.spun.compiled import read_compiled, write_compiled
from cleaner.spun.decode import best_path
from cleaner.spun.engine import MODEL, Engine, open_engine
from cleaner.spun.lattice import Arc, build
from cleaner.spun.making.attested import seen_in, write_attested
from cleaner.spun.tables import ATTESTED, COMPILED, TRACES, tables_folder
from cleaner.spun.words import Word, words_of

Restorer = Callable[[str, Path], str]
"""Text and a folder of tables in, restored text out."""
GROUPS = ("seed", "A", "B-D", "light", "all")
SIBLINGS = ("default + siblings", "default + both")
"""Rows for the seed alone, of whose story the siblings tell."""


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
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield json.loads(line)
                except ValueError as error:
                    raise click.UsageError(
                        f"{path}:{number}: expected a record as JSON: {error}"
                    ) from None


def written(text: str, words: list[Word], arcs: list[Arc]) -> str:
    out, place = [], 0
    for arc in arcs:
        out += [text[place : words[arc.begin].start], arc.instead]
        place = words[arc.end - 1].end
    return "".join(out) + text[place:]


def lexicon_only(known: Engine, text: str) -> str:
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


def decoded(known: Engine, text: str) -> str:
    """The decoder's reading with the context model, without weighing."""
    lattice = build(text, words_of(text), known.lexicon, known.model)
    path = best_path(lattice, known.model, lambda arc: ODDS[arc.candidate.strength])
    return written(text, lattice.words, path)


def whole(**options: Any) -> Restorer:
    """Restoration as it ships, or with other options."""

    def work(text: str, folder: Path) -> str:
        return apply(text, read_spun(text, folder=folder, **options).swaps)

    return work


def tables(
    folder: Path, source: Path, seen: Iterable[tuple[str, str, str]], drop: str = ""
) -> Path:
    """A copy of tables that knows these edits as seen; without the table of dialect `drop`."""
    folder.mkdir(parents=True)
    for path in source.glob("*.tsv"):
        if path.name not in {f"pairs-{drop}.tsv", COMPILED}:
            shutil.copy(path, folder / path.name)
    if not (folder / TRACES).exists():
        shutil.copy(tables_folder() / TRACES, folder / TRACES)
    write_attested(seen, folder / ATTESTED)
    write_compiled(folder)
    if drop:  # what only the missing table has is no trace either
        compiled = read_compiled(folder)
        forms = {spun for spun, _ in compiled[0]} if compiled else set()
        lines = (folder / TRACES).read_text(encoding="utf-8").splitlines(keepends=True)
        known = [line for line in lines if line.endswith("\t0\n") or line.split("\t")[0] in forms]
        (folder / TRACES).write_text("".join(known), encoding="utf-8")
    return folder


def group(record: dict[str, Any]) -> str:
    if record["id"].startswith("seed"):
        return "seed"
    if record["dose"] == "light":
        return "light"
    return "A" if record["family"] == "A" else "B-D"


def measure(
    scorer: Any, spun: list[Any], unspun: list[Any], work: Restorer, own: dict[str, Path]
) -> dict[str, Any]:
    groups = {name: scorer.Tally() for name in GROUPS}
    log: list[Any] = []
    for record in spun:
        tally = scorer.score_spun(record, work(record["spun"], own[record["id"]]), log)
        for name in (group(record), "all"):
            groups[name].add(tally)
    shipped = tables_folder()
    false = sum(
        scorer.score_unspun(record, work(record["text"], shipped), log)[0] for record in unspun
    )
    return {**groups, "unspun": false}


def row(name: str, found: dict[str, Any]) -> str:
    cells = [f"{name:28s}"]
    for label in GROUPS:
        figures = found[label].figures()
        shown = [figures["P"], figures["R"]]
        cells.append(" ".join("    -" if v is None else f"{v:5.3f}" for v in shown))
    cells.append(f"{found['all'].worse:5d} {found['unspun']:6d}")
    return "  ".join(cells)


def clean_texts(path: Path, model: Path) -> None:
    """How many clean texts are edited, and what the gate costs."""
    texts = [record["text"] for record in records(path)]
    started = time.process_time()
    edited = [
        (number, reading)
        for number, text in enumerate(texts)
        if (reading := read_spun(text, model=model)).edits
    ]
    took = time.process_time() - started
    edits = sum(len(reading.edits) for _, reading in edited)
    words = sum(len(text.split()) for text in texts)
    click.echo(
        f"{path.name}: {len(texts)} texts, {len(edited)} edited, "
        f"{1000 * edits / words:.4f} edits per 1,000 words, "
        f"{1e6 * took / len(texts):.0f} microseconds of processor time a text"
    )
    for number, reading in edited:
        made = ", ".join(f"{swap.before} > {swap.instead}" for swap in reading.edits)
        click.echo(f"  text {number}: {made}")


def speed(spun: list[Any], name: str, **options: Any) -> None:
    """Seconds for 600 spun words, of processor and of clock."""
    heavy = [record["spun"] for record in spun if record["dose"] == "heavy"]
    size = sum(len(text.split()) for text in heavy)
    read_spun(heavy[0], **options)
    clock, processor = time.perf_counter(), time.process_time()
    for text in heavy:
        read_spun(text, **options)
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    click.echo(f"{name}: {600 * processor / size:.2f} s of processor time for 600 heavily spun "
               f"words, {600 * clock / size:.2f} s by the clock")  # fmt: skip


@click.command(help=__doc__)
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--scorer", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--pairs", multiple=True, type=click.Path(exists=True, path_type=Path),
              help="More edits seen in real texts.")  # fmt: skip
@click.option("--siblings", multiple=True, type=click.Path(exists=True, path_type=Path),
              help="Plain texts that tell the story of the seed.")  # fmt: skip
@click.option("--before", type=click.Path(exists=True, path_type=Path))
@click.option("--clean", multiple=True, type=click.Path(exists=True, path_type=Path))
@click.option("--model", default=MODEL, type=click.Path(exists=True, path_type=Path))
@click.option("--ranker-model", type=click.Path(exists=True, path_type=Path))
def main(files, scorer, pairs, siblings, before, clean, model, ranker_model) -> None:  # type: ignore[no-untyped-def] # noqa: PLR0917
    judge = load_scorer(scorer)
    everything = [record for path in files for record in records(path)]
    spun = [record for record in everything if "spun" in record]
    unspun = [record for record in everything if "text" in record]
    seen: list[tuple[str, tuple[str, str, str]]] = []
    for path in pairs:
        seen += [("", edit) for edit in seen_in(path)]
    for path in files:
        named = [record["id"] for record in records(path) if "spun" in record]
        seen += [(name, edit) for name in named for edit in seen_in(path, name)]
    others = [path.read_text(encoding="utf-8") for path in siblings]
    rows: list[tuple[str, Restorer]] = [
        ("lexicon only", lambda text, at: lexicon_only(open_engine(at, model), text)),
        ("+ bigrams and trigrams", lambda text, at: decoded(open_engine(at, model), text)),
        ("+ weighing", whole(mode="always", model=model)),
        ("+ gate (the default)", whole(model=model)),
    ]
    if others:
        rows.append((SIBLINGS[0], whole(siblings=others, model=model)))
    if ranker_model:
        from cleaner.spun.ranking.llm import open_ranker

        ranker = open_ranker(ranker_model)
        rows.append(("default + ranker", whole(ranker=ranker, model=model)))
        if others:
            rows.append((SIBLINGS[1], whole(ranker=ranker, siblings=others, model=model)))
    with tempfile.TemporaryDirectory() as scratch:
        at = Path(scratch)
        own = {}
        for record in spun:
            rest = [edit for name, edit in seen if name != record["id"]]
            own[record["id"]] = tables(at / record["id"], tables_folder(), rest)
        heads = "  ".join(f"{f'{label}: P':>7s}    R" for label in GROUPS)
        click.echo(f"{'':28s}  {heads}  worse unspun")
        told = [record for record in spun if group(record) == "seed"]
        for name, work in rows:
            some = told if name in SIBLINGS else spun
            click.echo(row(name, measure(judge, some, unspun, work, own)))
        default = whole(model=model)
        if before:
            old = dict.fromkeys(own, tables(at / "before", before, []))
            click.echo(row("tables before the pairs", measure(judge, spun, [], default, old)))
        for letter in sorted({record["family"].lower() for record in spun}):
            some = [record for record in spun if record["family"].lower() == letter]
            rest = [edit for _, edit in seen if edit[0] != letter]
            bare = tables(at / f"without-{letter}", tables_folder(), rest, letter)
            found = measure(judge, some, [], default, dict.fromkeys(own, bare))
            click.echo(row(f"{letter} without its table", found))
    speed(spun, "default", model=model)
    if ranker_model:
        speed(spun, "ranker", model=model, ranker=ranker)
    for path in clean:
        clean_texts(path, model)


if __name__ == "__main__":
    main()
