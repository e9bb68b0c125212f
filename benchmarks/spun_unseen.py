"""How well texts are restored that nobody has looked at who wrote tables or rules.

    python benchmarks/spun_unseen.py [--ranker-model MODEL.gguf] [--errors] [-o CURVES.svg] [SPUN]

By default the texts beside this file: articles written first, then spun by tables of their own,
without a look at the lexicon. "read" are those whose errors were read since, when tables were
widened and thresholds chosen; of the others nobody has seen more than the figures. A swap is right
if it leaves the original (or an alternative that the record allows) where it stands; precision
counts swaps, recall edits.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import floor
from pathlib import Path
from typing import Any, NamedTuple

import click
from curves import Axis, Point, drawn
from spun import records

from cleaner.spun import Reading, Swap, read_spun

TEXTS = Path(__file__).with_name("spun-texts.jsonl.gz")
THRESHOLDS = (0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)
STEPS = [n / 50 for n in range(20, 48)]
"""Confidences at which the curves are drawn."""


class Judged(NamedTuple):
    """A swap that was proposed, and how many edits it undoes: 0 if it is wrong."""

    swap: Swap
    undone: int


class Result(NamedTuple):
    """A text, what was read in it, and how each swap was judged."""

    record: dict[str, Any]
    reading: Reading
    judged: list[Judged]


def undone(record: dict[str, Any], swap: Swap) -> int:
    """How many edits of a record the swap undoes, if it undoes what it touches."""
    text = record["spun"]
    touched = [e for e in record["edits"] if e["start"] < swap.end and swap.start < e["end"]]
    if not touched:
        return 0
    start = min(swap.start, touched[0]["start"])
    end = max(swap.end, touched[-1]["end"])
    made = text[start : swap.start] + swap.instead + text[swap.end : end]
    for wordings in product(*([e["restored"], *e["alternatives"]] for e in touched)):
        wanted, place = "", start
        for edit, wording in zip(touched, wordings, strict=True):
            wanted += text[place : edit["start"]] + wording
            place = edit["end"]
        if made.lower() == (wanted + text[place:end]).lower():
            return len(touched)
    return 0


def figures(results: Sequence[Result], least: float | None = None) -> tuple[float, float]:
    """Precision and recall of the swaps made, or of those from a confidence on."""
    chosen = [
        judged
        for result in results
        for judged in result.judged
        if (judged.swap.applied if least is None else judged.swap.confidence >= least)
    ]
    right = sum(judged.undone > 0 for judged in chosen)
    edits = sum(len(result.record["edits"]) for result in results)
    return right / max(1, len(chosen)), sum(judged.undone for judged in chosen) / edits


def grouped(results: Sequence[Result]) -> dict[str, list[Result]]:
    """By dialect, then by whether the texts were read."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(f"dialect {result.record['family']}", []).append(result)
    for result in results:
        groups.setdefault("read" if result.record.get("read") else "not read", []).append(result)
    return dict(sorted(groups.items())) | {"all": list(results)}


def picture(groups: dict[str, list[Result]]) -> str:
    """Precision against recall by dialect, with a dot for the swaps made."""
    curves = {}
    for name, some in groups.items():
        if name.startswith("dialect"):
            precision, recall = figures(some)
            told = f"as made: precision {precision:.3f}, recall {recall:.3f}"
            points = [Point(recall, precision, told)]
            for least in STEPS:
                precision, recall = figures(some, least)
                points.append(Point(recall, precision))
            curves[name] = points
    low = min(point.up for points in curves.values() for point in points)
    return drawn(
        curves,
        Axis(0.2, 0.8, 0.1, "recall: share of the spun words undone"),
        Axis(floor(10 * low) / 10, 1, 0.05, "precision: share of the swaps right"),
    )


@click.command(help=__doc__)
@click.argument("path", default=TEXTS, type=click.Path(exists=True, path_type=Path))
@click.option("--ranker-model", type=click.Path(exists=True, path_type=Path))
@click.option("--errors", is_flag=True, help="List the swaps that are wrong.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Draw the curves.")
def main(path: Path, ranker_model: Path | None, errors: bool, output: Path | None) -> None:
    ranker = None
    if ranker_model:
        from cleaner.spun.ranking.llm import open_ranker

        ranker = open_ranker(ranker_model)
    results = []
    for record in records(path):
        reading = read_spun(record["spun"], ranker=ranker)
        judged = [Judged(swap, undone(record, swap)) for swap in reading.swaps]
        results.append(Result(record, reading, judged))
    if not results:
        raise click.UsageError(f"{path}: expected records, found none")
    groups = grouped(results)
    heads = "".join(f"     from {least:4.2f}" for least in THRESHOLDS)
    click.echo(f"{'':12s} texts edits  P and R as made {heads}")
    for name, some in groups.items():
        edits = sum(len(result.record["edits"]) for result in some)
        cells = "  ".join("{:5.3f} {:5.3f}".format(*figures(some, x)) for x in (None, *THRESHOLDS))
        click.echo(f"{name:12s} {len(some):5d} {edits:5d}      {cells}")
    if output:
        output.write_text(picture(groups), encoding="utf-8")
    shut = [result.record["id"] for result in results if not result.reading.edits]
    click.echo(f"left alone: {', '.join(shut) or 'none'}")
    if errors:
        for result in results:
            text = result.record["spun"]
            for swap, right in result.judged:
                if swap.applied and not right:
                    around = text[max(0, swap.start - 40) : swap.end + 30].replace("\n", " ")
                    click.echo(f"{result.record['id']} {swap.confidence:.2f} "
                               f"{swap.before} > {swap.instead}: {around}")  # fmt: skip


if __name__ == "__main__":
    main()
