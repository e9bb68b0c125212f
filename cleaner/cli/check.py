"""`cleaner check`: what cleaning would change, each difference with place and reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import click

from cleaner.cli.amount import amount
from cleaner.cli.documents import Said, about, outcome_of, progress, said_of, words_of
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
from cleaner.cli.outputs import OutputError, show, tell, write_file
from cleaner.cli.selection import Selection
from cleaner.errors import ConfigError, InputError
from cleaner.write.show import FINDINGS, Checked, diff


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH|-]...")
@click.option("--fix", is_flag=True, help="Clean the files in which something is found.")
@click.option("--diff", "as_diff", is_flag=True, help="Show a patch, not findings.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FINDINGS)),
    default="full",
    show_default=True,
    help="How findings are shown; html: one page to look at, with the documents.",
)
@click.option("--strict", is_flag=True, help="Fail for notes, too: what a rule found and left.")
@input_options
@cleaning_options
@reading_options
@config_options
@color_option
@click.pass_context
def check(
    ctx: click.Context,
    /,
    *,
    paths: tuple[str, ...],
    fix: bool,
    as_diff: bool,
    form: str,
    strict: bool,
    color: str,
    **_: Any,
) -> None:
    """Say what cleaning would change, and why.

    Each difference has a place (file:line:column) and a reason: the id of a rule, layout,
    repair/KIND or encoding. With --ignore layout, documents that differ in layout alone
    are clean; --fix leaves those alone, and cleans the others altogether.

    \b
    Examples:
      cleaner check article.txt
      cleaner check --ignore layout --format concise articles/
      cleaner check --format html articles/ > review.html
      cleaner check --fix articles/
      cleaner check --diff - < article.txt

    Exit status: 0 if `cleaner clean` with the same options would change nothing (or --fix
    did), 1 if it would, 2 for trouble.
    """
    words = words_of(ctx, paths)
    selection = Selection(settings_of(ctx, words))
    inputs, errors = gather(
        words,
        globs=ctx.params["globs"],
        stdin_name=ctx.params["stdin_filename"],
        html=ctx.params["html"] or None,
    )
    if fix and as_diff:
        raise ConfigError("--fix and --diff exclude each other")
    if fix and any(one.path is None for one in inputs):
        raise ConfigError("--fix needs files; `cleaner clean` is the filter for standard input")
    said = said_of(ctx, inputs)
    for error in errors:
        tell(str(error))
    run = _Run(selection, said, fix, strict, failed=bool(errors))
    painted = wants_color(color)
    with progress(inputs, silent=False) as rising:
        documents = run.checked(rising)
        if as_diff:
            for document in documents:
                show(diff(document.report, color=painted))
        else:
            for piece in FINDINGS[form](documents, color=painted):
                show(piece)
    if form == "full" and not as_diff and run.differences:
        tell(run.summary(len(inputs)))
    if run.failed:
        ctx.exit(2)
    if run.unclean:
        ctx.exit(1)


@dataclass(slots=True)
class _Run:
    """One run: what is asked of each document, and what came of them all."""

    selection: Selection
    said: Said
    fix: bool
    strict: bool
    failed: bool = False
    unclean: bool = False
    differences: int = 0
    documents: int = 0
    pages: bool = False

    def checked(self, inputs: Iterator[Input]) -> Iterator[Checked]:
        """Each document that could be read, with what there is to say of it."""
        summaries = {rule.id: rule.summary for rule in self.selection.book}
        for one in inputs:
            try:
                outcome = outcome_of(one, self.selection, self.said)
                remarks = self.selection.of(one.name).sparing.remarks(outcome.cleaned, outcome.data)
                found = sum(1 for remark in remarks if not remark.withheld)
                self.pages |= outcome.cleaned.report.html
                if self.fix and outcome.cleaned.report.html:
                    raise InputError(f"{one.name}: is a web page; --fix would put its text there")
                if self.fix and found and one.path is not None:
                    write_file(one.path, outcome.written)
            except (InputError, OutputError, MemoryError) as error:
                tell(about(one, error))
                self.failed = True
                continue
            self.differences += found
            self.documents += bool(found)
            self.unclean |= bool((found and not self.fix) or (self.strict and len(remarks) > found))
            yield Checked(one.name, remarks, summaries, outcome.cleaned.report)

    def summary(self, total: int) -> str:
        """One line for a person."""
        differences, documents = amount(self.differences, "difference"), amount(total, "document")
        words = f"{differences} in {self.documents:,} of {documents}"
        if self.fix:
            return f"{words}, fixed"
        writer = "`cleaner clean`" if self.pages else "--fix"
        return f"{words}; {writer} writes the clean text"
