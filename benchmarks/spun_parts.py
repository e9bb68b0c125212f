"""How well spun paragraphs are found among clean ones, and whether clean ones are left alone.

    python benchmarks/spun_parts.py SPUN.jsonl --clean NEWS.jsonl.gz

Runs of one, two and three paragraphs of each heavily spun text are put into clean articles.
SPUN is in the format of the scorer; the shipped lexicon is used, which may have seen its pairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import NamedTuple

import click
from spun import records

from cleaner.spun import read_spun
from cleaner.spun.engine import open_gate
from cleaner.spun.screen import spot
from cleaner.spun.tables import tables_folder

_SEED = 5
_ROUNDS = 2
"""Mixtures of each text and size."""
_CLEAN = 40
_FEW, _MANY = 6, 14
"""Paragraphs of a clean article that is used."""
_LEAST = 20
"""Words of a paragraph."""


class Mixture(NamedTuple):
    """A clean article with a spun run in it; offsets are code points."""

    family: str
    text: str
    start: int
    end: int


def paragraphs(text: str) -> list[str]:
    return [line for line in text.split("\n") if len(line.split()) >= _LEAST]


def mixtures(
    spun: Sequence[tuple[str, list[str]]], clean: Sequence[list[str]], size: int, random: Random
) -> Iterator[Mixture]:
    for number, (family, lines) in enumerate([*spun] * _ROUNDS):
        if len(lines) < size:
            continue
        first = random.randrange(len(lines) - size + 1)
        body = "\n".join(lines[first : first + size])
        around = clean[number % len(clean)]
        place = random.randrange(len(around) + 1)
        head = "".join(line + "\n" for line in around[:place])
        tail = "".join("\n" + line for line in around[place:])
        yield Mixture(family, head + body + tail, len(head), len(head) + len(body))


@click.command(help=__doc__)
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--clean", required=True, type=click.Path(exists=True, path_type=Path))
def main(files: tuple[Path, ...], clean: Path) -> None:
    random = Random(_SEED)
    spun = [
        (record["family"], paragraphs(record["spun"]))
        for path in files
        for record in records(path)
        if "spun" in record and record["dose"] == "heavy"
    ]
    articles = (paragraphs(record["text"]) for record in records(clean))
    usable = list(islice((lines for lines in articles if _FEW <= len(lines) <= _MANY), 400))
    around = random.sample(usable, min(_CLEAN, len(usable)))
    for size in (1, 2, 3):
        mixed = list(mixtures(spun, around, size, random))
        screened = opened = outside = 0
        for one in mixed:
            screened += spot(one.text, tables_folder(), open_gate().floor).stretch is not None
            edits = read_spun(one.text).edits
            opened += bool(edits)
            outside += sum(edit.end <= one.start or edit.start >= one.end for edit in edits)
        click.echo(
            f"{size} spun paragraphs: {len(mixed)} texts, {screened} pass the screen, "
            f"{opened} are restored, {outside} edits outside the spun part"
        )


if __name__ == "__main__":
    main()
