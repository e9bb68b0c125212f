"""`cleaner corpus learn`: rules for what a corpus repeats, for a person to accept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cleaner.cli.corpus.settings import field_options, fields_of
from cleaner.cli.options import cleaning_options, config_options, settings_of
from cleaner.cli.outputs import show, tell
from cleaner.cli.selection import Selection
from cleaner.corpus.learn import LEAST, learn, write_rules


@click.command("learn")
@click.argument("inputs", nargs=-1, required=True, metavar="IN...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="RULES",
    help="Write the rules below this folder; without it they go to standard output.",
)
@click.option(
    "--least",
    type=click.IntRange(2),
    default=LEAST,
    show_default=True,
    metavar="N",
    help="Documents of one site in which a line must stand.",
)
@click.option(
    "--sketch-bits",
    type=click.IntRange(10, 32),
    default=22,
    show_default=True,
    metavar="N",
    help="Size of the sketch in which lines are counted: 22 is 64 MB, 26 one GB.",
)
@field_options("text", "id", "url", "title")
@cleaning_options
@config_options
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    inputs: tuple[str, ...],
    output: Path | None,
    least: int,
    sketch_bits: int,
    **_: Any,
) -> None:
    """Propose rules for lines that the sites of a corpus repeat.

    IN is a corpus that was cleaned, in any container; what stands in it in many documents
    of one site, and speaks to the reader or of the page, is left-over boilerplate. Each
    site gets a rule file, in which every line has its counts, examples and signs. The
    rules only report until somebody has read them and taken the line `status` away.

    \b
    Examples:
      cleaner corpus learn clean/ --url-field url -o proposed/
      cleaner rules test proposed/
      cleaner clean --rules proposed/ --preview --diff article.txt

    Exit status: 0, whether or not there is anything to propose; 2 for trouble.
    """
    proposals = learn(
        inputs,
        Selection(settings_of(ctx, inputs)).of("").cleaner,
        fields=fields_of(ctx),
        least=least,
        sketch_bits=sketch_bits,
    )
    lines = sum(len(proposal.members) for proposal in proposals)
    if output is None:
        show("\n".join(f"# {one.id}.toml\n{one.text}" for one in proposals))
    else:
        write_rules(proposals, output)
    tell(f"{lines:,} lines of {len(proposals):,} sites proposed")
