"""`cleaner corpus siblings`: documents that tell the same story."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cleaner.cli.corpus.settings import field_options, fields_of
from cleaner.cli.outputs import show, tell, write_file
from cleaner.corpus.documents import documents
from cleaner.corpus.record import json_line
from cleaner.corpus.siblings import THRESHOLD, find_families


@click.command("siblings")
@click.argument("inputs", nargs=-1, required=True, metavar="IN...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.jsonl",
    help="Write the families to FILE; without it they go to standard output.",
)
@click.option(
    "--threshold",
    type=click.FloatRange(0.05, 1),
    default=THRESHOLD,
    show_default=True,
    metavar="SHARE",
    help="How much two documents must have in common: 0.3 finds spun texts, 0.7 only copies.",
)
@field_options("text", "id", "url")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    inputs: tuple[str, ...],
    output: Path | None,
    threshold: float,
    **_: Any,
) -> None:
    """Find families of documents that tell the same story, and the original of each.

    One JSON object a family: `canonical` is the document least likely to be machine-spun,
    the longest of several; `members` are all, with how likely each is spun and how like it
    is to another one. The texts of a family help to restore a spun member (`siblings=` of
    `Cleaner.clean`).

    \b
    Example:
      cleaner corpus siblings clean/ --url-field url -o families.jsonl

    Exit status: 0; 2 for trouble.
    """
    fields = fields_of(ctx)
    found = find_families(lambda: documents(inputs, fields), threshold=threshold)
    data = b"".join(
        json_line(
            {
                "canonical": family.members[0].name,
                "members": [
                    {
                        "id": one.name,
                        "site": one.site,
                        "words": one.words,
                        "spun": one.spun,
                        "alike": one.alike,
                    }
                    for one in family.members
                ],
            }
        )
        for family in found
    )
    if output is None:
        show(data)
    else:
        write_file(output, data)
    tell(f"{len(found):,} families")
