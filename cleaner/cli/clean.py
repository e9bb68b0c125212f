"""`cleaner clean`: documents in, clean documents out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from cleaner.cli.documents import about, outcome_of, progress, said_of, words_of
from cleaner.cli.inputs import Input, gather
from cleaner.cli.options import (
    cleaning_options,
    color_option,
    config_options,
    input_options,
    reading_options,
    settings_of,
    wants_color,
)
from cleaner.cli.outputs import OutputError, mirrored, show, tell, write_file
from cleaner.cli.selection import Outcome, Selection
from cleaner.errors import ConfigError, InputError
from cleaner.write.show import FORMS, MARKED, diff, json_line, removed, utf8


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH|-]...")
@click.option("--write", is_flag=True, help="Put each clean text in the place of its file.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write below DIR; folders are mirrored.",
)
@click.option("--diff", "as_diff", is_flag=True, help="Show what would change, as a patch.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMS)),
    default="text",
    show_default=True,
    help="json and jsonl hold the text and the report.",
)
@click.option(
    "--removed",
    "removed_to",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.jsonl",
    help="Write what rules took out to FILE, one JSON object a piece.",
)
@input_options
@cleaning_options
@reading_options
@config_options
@color_option
@click.pass_context
def clean(
    ctx: click.Context,
    /,
    *,
    paths: tuple[str, ...],
    write: bool,
    output: Path | None,
    as_diff: bool,
    form: str,
    removed_to: Path | None,
    color: str,
    **_: Any,
) -> None:
    """Write the clean text of documents.

    A PATH is a file, a folder (searched for text files) or - for standard input, which is
    also read when no PATH is given. Several documents need -o, --write or --format jsonl.

    \b
    Examples:
      cleaner clean article.txt > clean.txt
      cleaner clean articles/ -o clean/ --removed removed.jsonl
      cleaner clean --write articles/*.txt
      cleaner clean --diff article.txt
      cleaner clean --format jsonl articles/ > articles.jsonl
      cleaner clean --ignore promo,comments/disqus article.txt

    Exit status: 0, or 2 if a document could not be cleaned; the others are.
    """
    words = words_of(ctx, paths)
    settings = settings_of(ctx, words)
    if form in MARKED:
        settings = settings.with_words({"inline": True}, (), ())
    selection = Selection(settings)
    inputs, errors = gather(
        words,
        globs=ctx.params["globs"],
        stdin_name=ctx.params["stdin_filename"],
        leave_out=output,
        html=ctx.params["html"] or None,
    )
    said = said_of(ctx, inputs)
    _refuse_combinations(inputs, write, output, as_diff, form)
    places = mirrored(inputs, output, form) if output else {}
    pieces: list[str] = []
    for error in errors:
        tell(str(error))
    failed = bool(errors)
    painted = as_diff and wants_color(color)
    with progress(inputs, silent=write or output is not None) as rising:
        for one in rising:
            try:
                outcome = outcome_of(one, selection, said)
                if as_diff:
                    show(diff(outcome.cleaned.report, color=painted))
                else:
                    _put(one, outcome, form, write, places.get(one.name))
            except (InputError, OutputError, MemoryError) as error:
                tell(about(one, error))
                failed = True
                continue
            if removed_to:
                pieces += map(json_line, removed(outcome.cleaned.report))
    if removed_to:
        write_file(removed_to, utf8("".join(pieces)))
    if failed:
        ctx.exit(2)


def _refuse_combinations(
    inputs: Sequence[Input], write: bool, output: Path | None, as_diff: bool, form: str
) -> None:
    chosen = [
        name
        for name, given in (("--write", write), ("-o", output is not None), ("--diff", as_diff))
        if given
    ]
    if len(chosen) > 1:
        raise ConfigError(f"{chosen[0]} and {chosen[1]} exclude each other")
    if form != "text" and (write or as_diff):
        raise ConfigError(f"--format {form} and {chosen[0]} exclude each other")
    if write and any(one.path is None for one in inputs):
        raise ConfigError("--write needs files; standard input goes to standard output")
    if len(inputs) > 1 and not chosen and form != "jsonl":
        raise ConfigError(
            f"{len(inputs)} documents on standard output would run together; "
            "use -o DIR, --write or --format jsonl"
        )


def _put(one: Input, outcome: Outcome, form: str, write: bool, place: Path | None) -> None:
    if write and outcome.cleaned.report.html:
        raise InputError(f"{one.name}: is a web page; --write would put its text in its place")
    if write:
        assert one.path is not None
        if outcome.written != outcome.data:
            write_file(one.path, outcome.written)
        return
    data = outcome.written if form == "text" else utf8(FORMS[form](outcome.cleaned))
    if place is None:
        show(data)
        return
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"{place.parent}: cannot be made: {(error.strerror or str(error)).lower()}"
        ) from None
    write_file(place, data)
