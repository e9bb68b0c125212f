"""One document after the other, for every verb that works on documents."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import click

from cleaner.cli.inputs import Input
from cleaner.cli.outputs import tell
from cleaner.cli.selection import Outcome, Selection
from cleaner.errors import ConfigError

MANY = 20
"""From so many documents on, a progress bar is worth its line."""


def words_of(ctx: click.Context, paths: Sequence[str]) -> Sequence[str]:
    """What was asked for: the paths, or standard input; a person gets help instead."""
    if paths:
        return paths
    if sys.stdin is None or sys.stdin.isatty():
        click.echo(ctx.get_help(), err=True)
        ctx.exit(2)
    return ("-",)


class Said(NamedTuple):
    """What the command line says of the documents, or, but for the encoding, of the only one."""

    encoding: str | None
    title: str
    url: str | None


def outcome_of(one: Input, selection: Selection, said: Said) -> Outcome:
    """Read and clean one document; raises `InputError`."""
    chosen = selection.of(one.name)
    outcome = chosen.clean(
        one.read(), one.name, said.encoding, html=one.html, title=said.title, url=said.url
    )
    for note in outcome.cleaned.report.notes:
        tell(f"{one.name}: note: {note}")
    return outcome


def said_of(ctx: click.Context, inputs: Sequence[Input]) -> Said:
    """What was said; raises `ConfigError` if several documents are to share title or address."""
    said = Said(ctx.params["encoding"], ctx.params["title"], ctx.params["url"] or None)
    for option, value in (("--title", said.title), ("--url", said.url)):
        if value and len(inputs) > 1:
            raise ConfigError(
                f"{option} is that of one article, and there are {len(inputs)} documents"
            )
    return said


def about(one: Input, error: Exception) -> str:
    """A message that names the document once."""
    words = str(error) or "there is not enough memory"
    return words if words.startswith(f"{one.name}: ") else f"{one.name}: {words}"


@contextmanager
def progress(inputs: Sequence[Input], *, silent: bool) -> Iterator[Iterator[Input]]:
    """The inputs one by one, with a bar on stderr if a person waits for many.

    `silent` tells that nothing goes to standard output, where a bar would be in the way.
    """
    alone = silent or (sys.stdout is not None and not sys.stdout.isatty())
    watched = sys.stderr is not None and sys.stderr.isatty()
    if len(inputs) < MANY or not watched or not alone:
        yield iter(inputs)
        return
    with click.progressbar(inputs, label="cleaning", file=sys.stderr) as bar:
        yield iter(bar)
