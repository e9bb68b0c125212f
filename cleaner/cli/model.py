"""`cleaner model`: train the line model on labelled documents."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from cleaner.cleaning import Cleaner
from cleaner.config import DEFAULT_MAX_CUT_SHARE as MAX_CUT_SHARE
from cleaner.errors import ConfigError
from cleaner.evaluation.labelled import Labelled, read_labelled


@click.group()
def model() -> None:
    """Train the line model, which cuts what no phrase gives away."""


@model.command()
@click.argument("labelled", nargs=-1, required=True, metavar="FILE[=WEIGHT]...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="Where the weights go (.npz).",
)
@click.option(
    "--weigh",
    multiple=True,
    metavar="FIELD=VALUE:WEIGHT",
    help="Weigh documents whose FIELD has this VALUE by WEIGHT. Repeatable.",
)
@click.option(
    "--leave-out",
    metavar="K/N",
    help="Leave the K-th of N groups of sites out, to judge the weights by.",
)
@click.option("--whole-page", is_flag=True, help="The texts are those of entire web pages.")
@click.option("--seed", default="", metavar="WORD", help="Divide the sites in another way.")
def train(
    *,
    labelled: tuple[str, ...],
    output: Path,
    weigh: tuple[str, ...],
    leave_out: str,
    whole_page: bool,
    seed: str,
) -> None:
    """Train on labelled documents and write the weights.

    Each FILE is JSON Lines, gzip-compressed or not: documents with `lines` of `text` and
    `label` (keep, drop, ignore), a `domain`, and perhaps `text`, `title` and `lang`. A
    WEIGHT counts the documents of a file more or less. The rules run first; the model
    learns from what they leave. Use the weights by `cleaner clean --model FILE`.

    \b
    Examples:
      cleaner model train mine.jsonl -o mine.npz
      cleaner model train news.jsonl.gz hard.jsonl.gz=2 --leave-out 1/5 -o judge.npz
    """
    from cleaner.training.lessons import lessons  # noqa: PLC0415 (needs the extra)
    from cleaner.training.train import fold_of, train  # noqa: PLC0415

    weighings = [_weighing(text) for text in weigh]
    group, groups = _group(leave_out) if leave_out else (0, 0)

    def documents() -> Iterator[tuple[Labelled, float]]:
        for word in labelled:
            name, equals, number = word.rpartition("=")
            path, base = (Path(name), _number(number, word)) if equals else (Path(word), 1.0)
            for document in read_labelled(path):
                site = str(document.fields.get("domain", document.name))
                if groups and fold_of(site, seed, groups) == group - 1:
                    continue
                weight = base
                for field, value, factor in weighings:
                    if str(document.fields.get(field)).lower() == value.lower():
                        weight *= factor
                yield document, weight

    rules_alone = Cleaner(level="careful", max_cut_share=1.0 if whole_page else MAX_CUT_SHARE)
    pages = lessons(documents(), rules_alone, whole_pages=whole_page)
    weights = train(
        pages, seed=seed, vary=not whole_page, tell=lambda words: click.echo(words, file=sys.stderr)
    )
    weights.save(output)


def _number(text: str, word: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if number < 0:
        raise ConfigError(f"{word!r}: expected a weight, such as 0.5, not {text!r}")
    return number


def _weighing(word: str) -> tuple[str, str, float]:
    field, equals, rest = word.partition("=")
    value, colon, number = rest.rpartition(":")
    if not (equals and colon):
        raise ConfigError(f"--weigh {word!r}: expected FIELD=VALUE:WEIGHT")
    return field, value, _number(number, word)


def _group(word: str) -> tuple[int, int]:
    number, slash, of = word.partition("/")
    if not slash or not number.isdigit() or not of.isdigit() or not 1 <= int(number) <= int(of):
        raise ConfigError(f"--leave-out {word!r}: expected K/N, such as 1/5")
    return int(number), int(of)
