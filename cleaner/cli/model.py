"""`cleaner model`: train the line model on labelled documents, and judge it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from cleaner.cleaning import Cleaner
from cleaner.config import DEFAULT_MAX_CUT_SHARE as MAX_CUT_SHARE
from cleaner.config import LEVELS
from cleaner.errors import ConfigError
from cleaner.evaluation.labelled import Condition, Labelled, read_labelled
from cleaner.evaluation.score import Score
from cleaner.evaluation.totals import Totals


@click.group()
def model() -> None:
    """Train and judge the line model, which cuts what no phrase gives away."""


_FILES = click.argument("labelled", nargs=-1, required=True, metavar="FILE[=WEIGHT]...")
_WEIGH = click.option(
    "--weigh",
    multiple=True,
    metavar="FIELD=VALUE:WEIGHT",
    help="Weigh documents whose FIELD has this VALUE by WEIGHT. Repeatable.",
)
_WHOLE = click.option("--whole-page", is_flag=True, help="The texts are those of entire web pages.")
_SEED = click.option("--seed", default="", metavar="WORD", help="Divide the sites in another way.")


@model.command()
@_FILES
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="Where the weights go (.npz).",
)
@_WEIGH
@click.option(
    "--leave-out",
    metavar="K/N",
    help="Leave the K-th of N groups of sites out, to judge the weights by.",
)
@_WHOLE
@_SEED
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
    from cleaner.training.lessons import lessons, site_of  # noqa: PLC0415 (needs the extra)
    from cleaner.training.train import fold_of, train  # noqa: PLC0415

    group, groups = _group(leave_out) if leave_out else (0, 0)
    documents = (
        (document, weight)
        for _, document, weight in _documents(labelled, weigh)
        if not groups or fold_of(site_of(document), seed, groups) != group - 1
    )
    pages = lessons(documents, _rules_alone(whole_page), whole_pages=whole_page)
    train(pages, seed=seed, whole_pages=whole_page, tell=_tell).save(output)


@model.command()
@_FILES
@_WEIGH
@click.option(
    "--count",
    "counted",
    multiple=True,
    metavar="FIELD=VALUE",
    help="Of documents that have FIELD, count those with this VALUE. Repeatable.",
)
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Keep the weights that were judged (fold-1.npz to fold-5.npz) here.",
)
@_WHOLE
@_SEED
def evaluate(
    *,
    labelled: tuple[str, ...],
    weigh: tuple[str, ...],
    counted: tuple[str, ...],
    keep: Path | None,
    whole_page: bool,
    seed: str,
) -> None:
    """Judge what training on labelled documents gives, on sites that were not learned from.

    The sites are divided into five groups. Each document is cleaned by weights that were
    trained without its group, at every level, and compared with its labels. Documents that
    --count leaves out are learned from all the same. Restoration is off. Printed are, by file
    and level, the share of the article's words that is lost and of the residue's that is
    left, and how often lines of a probability are residue.

    \b
    Example:
      cleaner model evaluate news.jsonl.gz hard.jsonl.gz=2 --count lang=en
    """
    from cleaner.training.judged import calibration, judged  # noqa: PLC0415 (needs the extra)
    from cleaner.training.lessons import lessons  # noqa: PLC0415

    conditions = [Condition.of(word) for word in counted]
    every = list(_documents(labelled, weigh))
    pages = lessons(
        ((document, weight) for _, document, weight in every),
        _rules_alone(whole_page),
        whole_pages=whole_page,
    )
    count = [
        (name, document)
        for name, document, _ in every
        if all(c.field not in document.fields or c.holds(document.fields) for c in conditions)
    ]
    levels = ("whole page",) if whole_page else LEVELS

    def cleaners(path: Path) -> list[Cleaner]:
        return [
            Cleaner(level="balanced" if level == "whole page" else level, restore="never",
                    whole_page=level == "whole page", model=None if level == "careful" else path)
            for level in levels
        ]  # fmt: skip

    scores: dict[tuple[str, str], list[Score]] = {}
    with TemporaryDirectory() as temporary:
        folder = keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for number, which, result in judged(
            [document for _, document in count], pages, cleaners, folder,
            seed=seed, whole_pages=whole_page, tell=_tell,
        ):  # fmt: skip
            scores.setdefault((count[number][0], levels[which]), []).append(result)
        asked = [page for page in pages if whole_page or page.hinted]
        steps = calibration(asked, folder, seed)
    for name in dict.fromkeys(name for name, _ in count):
        for level in levels:
            totals = Totals.of(scores[name, level])
            click.echo(
                f"{name}  {level:<10}  {len(totals.scores):>5} documents  "
                f"lost {totals.keep.percent:.2f} %  left {totals.drop.percent:.1f} %"
            )
    click.echo("probability  lines  residue")
    for step in steps:
        share = f"{step.residue / step.lines:.2f}" if step.lines else "-"
        click.echo(f"{step.low:.2f}-{step.high:.2f}  {step.lines:>7}  {share:>7}")


def _documents(
    labelled: Sequence[str], weigh: Sequence[str]
) -> Iterator[tuple[str, Labelled, float]]:
    """The documents of FILE[=WEIGHT]..., each with its file and weight."""
    weighings = [_weighing(text) for text in weigh]
    for word in labelled:
        name, equals, number = word.rpartition("=")
        path, base = (Path(name), _number(number, word)) if equals else (Path(word), 1.0)
        for document in read_labelled(path):
            weight = base
            for field, value, factor in weighings:
                if str(document.fields.get(field)).lower() == value.lower():
                    weight *= factor
            yield path.name, document, weight


def _rules_alone(whole_page: bool) -> Cleaner:
    return Cleaner(
        level="careful", restore="never", max_cut_share=1.0 if whole_page else MAX_CUT_SHARE
    )


def _tell(words: str) -> None:
    click.echo(words, file=sys.stderr)


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
