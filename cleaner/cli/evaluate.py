"""`cleaner eval`: what is lost and left on labelled documents; the gate of good articles."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from cleaner.cleaning import Cleaner
from cleaner.cli.documents import MANY
from cleaner.cli.frozen import pass_gate
from cleaner.cli.options import cleaning_options, config_options, settings_of
from cleaner.cli.outputs import show, tell, write_file
from cleaner.cli.selection import Selection
from cleaner.errors import ConfigError
from cleaner.evaluation.labelled import Condition, chosen, read_labelled
from cleaner.evaluation.saved import as_saved, compare, read_saved
from cleaner.evaluation.score import score
from cleaner.evaluation.totals import Totals
from cleaner.evaluation.words import as_data, as_text, comparison_as_data, comparison_as_text
from cleaner.version import __version__
from cleaner.write.show import json_line, utf8

_FILE = click.Path(path_type=Path, dir_okay=False)
_One = TypeVar("_One")
_Result = TypeVar("_Result")


@click.command("eval")
@click.argument("labelled", nargs=-1, type=_FILE, metavar="[LABELLED.jsonl[.gz]]...")
@click.option(
    "--where",
    "conditions",
    multiple=True,
    metavar="FIELD=VALUE",
    help="Only documents with this value; of a list, that hold it. Repeatable: all must hold.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json holds every line that is lost or left.",
)
@click.option(
    "--worst",
    type=click.IntRange(0),
    default=5,
    show_default=True,
    metavar="N",
    help="Show so many of the worst documents.",
)
@click.option(
    "--lines",
    type=click.IntRange(0),
    default=8,
    show_default=True,
    metavar="N",
    help="Show so many lines of each document, and of each kind of change.",
)
@click.option("--save", type=_FILE, metavar="REV.json", help="Keep what became of each line.")
@click.option(
    "--compare",
    "compare_to",
    type=_FILE,
    metavar="REV.json",
    help="Show what changed since a run that was saved, line by line.",
)
@click.option(
    "--frozen",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Good articles, a folder of texts or JSON Lines: fail where more of them is cut "
    "than was accepted.",
)
@click.option(
    "--against",
    type=_FILE,
    metavar="FILE.toml",
    help="The ledger of accepted cuts; otherwise accepted.toml in PATH.",
)
@click.option(
    "--accept",
    metavar="REASON",
    help="Enter the articles and every new cut into the ledger, with this reason.",
)
@cleaning_options
@config_options
@click.pass_context
def evaluate(
    ctx: click.Context,
    /,
    *,
    labelled: tuple[Path, ...],
    conditions: tuple[str, ...],
    form: str,
    worst: int,
    lines: int,
    save: Path | None,
    compare_to: Path | None,
    frozen: Path | None,
    against: Path | None,
    accept: str | None,
    **_: Any,
) -> None:
    """Measure what cleaning loses of articles and leaves of residue.

    LABELLED is JSON Lines, gzip-compressed or not: documents with `lines` of `text` and
    `label` (keep, drop, ignore) and perhaps `cat`; docs/evaluation.md has the format and
    what is counted. Restoration is off unless --restore is given.

    \b
    Examples:
      cleaner eval mine.jsonl.gz
      cleaner eval mine.jsonl --level thorough --where lang=en --save before.json
      cleaner eval mine.jsonl --level thorough --where lang=en --compare before.json
      cleaner eval --frozen articles/ --against articles.toml
      cleaner eval --frozen articles/ --against articles.toml --accept "bylines are metadata"

    Exit status: 0; 1 if the gate of --frozen is shut; 2 for trouble.
    """
    selection = Selection(settings_of(ctx, [str(path) for path in labelled or (frozen,) if path]))
    if frozen is not None:
        if labelled or conditions or save or compare_to:
            raise ConfigError("--frozen judges good articles, without labels; leave the rest out")
        is_open = pass_gate(
            frozen,
            selection.of("").cleaner,
            against=against,
            reason=accept,
            form=form,
            lines=lines,
            over=_watched,
        )
        ctx.exit(0 if is_open else 1)
    if against is not None or accept is not None:
        raise ConfigError("--against and --accept belong to --frozen")
    if not labelled:
        raise ConfigError("expected labelled documents, or --frozen PATH")
    cleaner = _quiet(selection.of("").cleaner, ctx)
    saved = read_saved(compare_to) if compare_to else None
    tests = [Condition.of(word) for word in conditions]
    documents = list(chosen(chain.from_iterable(map(read_labelled, labelled)), tests))
    if not documents:
        raise ConfigError("no document is left to judge; see --where")
    scores = _watched(documents, lambda document: score(document, cleaner))
    totals = Totals.of(scores)
    for failure in totals.failures:
        tell(f"{failure.name}: could not be cleaned: {failure.failure}")
    comparison = compare(scores, saved) if saved is not None else None
    if save is not None:
        facts = {"version": __version__, "rulebook": cleaner.rulebook.hash}
        write_file(save, utf8(as_saved(scores, {**facts, "options": cleaner.options.as_dict()})))
    if form == "json":
        data = as_data(totals)
        if comparison is not None:
            data["comparison"] = comparison_as_data(comparison)
        show(json_line(data))
        return
    said = [*as_text(totals, worst=worst, lines=lines)]
    if comparison is not None:
        said += ["", *comparison_as_text(comparison, lines=lines)]
    show("".join(f"{line}\n" for line in said))


eval = evaluate  # the verb's name


def _quiet(cleaner: Cleaner, ctx: click.Context) -> Cleaner:
    """The cleaner without restoration, whose words would count as lost, unless it is asked for."""
    if ctx.get_parameter_source("restore") is ParameterSource.COMMANDLINE:
        return cleaner
    values = {name: getattr(cleaner.options, name) for name in cleaner.options.names()}
    values.update(select=(), ignore=(), restore="never")
    if not cleaner.options.asks_model:
        values["ignore"] = ("model",)
    return Cleaner(rules=cleaner.rulebook, **values)


def _watched(things: Sequence[_One], work: Callable[[_One], _Result]) -> list[_Result]:
    """Do a piece of work for each thing; a person at a terminal sees how far it is."""
    watched = sys.stderr is not None and sys.stderr.isatty()
    if len(things) < MANY or not watched:
        return [work(one) for one in things]
    with click.progressbar(things, label="judging", file=sys.stderr) as bar:
        rising: Iterator[_One] = iter(bar)
        return [work(one) for one in rising]
