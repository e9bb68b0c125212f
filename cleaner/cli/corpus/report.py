"""`cleaner corpus report`: what was cut, where, and how much."""

from __future__ import annotations

import json
from pathlib import Path

import click

from cleaner.cli.outputs import show, write_file
from cleaner.corpus.report import page_of, records_in, report_of
from cleaner.errors import ConfigError


@click.command("report")
@click.argument("removed", nargs=-1, required=True, metavar="REMOVED...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a web page (.html) or data (.json) to FILE.",
)
@click.option("--title", default="What was cleaned", metavar="TEXT", help="The page's title.")
def command(*, removed: tuple[str, ...], output: Path | None, title: str) -> None:
    """Show what runs of `cleaner corpus clean` cut: by rule, family, site and month.

    REMOVED are files or folders of records, as --removed writes them. The web page needs no
    other file and no network; without -o the data go to standard output. Sites and months
    are known where records have a url and a date (--url-field, --date-field).

    \b
    Examples:
      cleaner corpus report removed/ -o report.html
      cleaner corpus report removed/ > report.json

    Exit status: 0; 2 if records cannot be read.
    """
    if output is not None and output.suffix.lower() not in (".html", ".htm", ".json"):
        raise ConfigError(f"-o {output}: expected a name that ends in .html or .json")
    found = report_of(records_in(map(Path, removed)))
    data = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    if output is None:
        show(data)
    elif output.suffix.lower() == ".json":
        write_file(output, data.encode("utf-8", "replace"))
    else:
        write_file(output, page_of(found, title).encode("utf-8", "replace"))
