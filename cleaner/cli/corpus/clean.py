"""`cleaner corpus clean`: corpora in, clean corpora out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cleaner.cli.corpus.progress import Bar, summary
from cleaner.cli.corpus.settings import field_options, fields_of
from cleaner.cli.options import cleaning_options, config_options, settings_of
from cleaner.cli.outputs import tell
from cleaner.cli.selection import Selection
from cleaner.corpus.run import ENGINES, clean_corpus
from cleaner.errors import ConfigError

PACKINGS = {"keep": None, "none": "", "gzip": ".gz", "zstd": ".zst"}
_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("clean")
@click.argument("inputs", nargs=-1, required=True, metavar="IN...")
@click.option(
    "-o", "--output", type=_FOLDER, required=True, metavar="OUT", help="Write below this folder."
)
@click.option(
    "--removed",
    type=_FOLDER,
    metavar="DIR",
    help="Write what was done to each document below DIR; with it, `undo` and `report` work.",
)
@click.option(
    "--attributes",
    is_flag=True,
    help="Write Dolma attribute files, which say what would be cut, and no texts.",
)
@click.option(
    "--keep-source",
    is_flag=True,
    help="Keep web pages in the records, so that they can be had back.",
)
@field_options("text", "id", "url", "html", "title", "lang", "date")
@click.option(
    "--compression",
    type=click.Choice(list(PACKINGS)),
    default="keep",
    show_default=True,
    help="How JSON Lines are to be compressed.",
)
@click.option(
    "--workers",
    type=click.IntRange(0),
    metavar="N",
    help="Processes; one a core if not said, fewer for little input. 0: none, everything is done "
    "in this one.",
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default=ENGINES[0],
    show_default=True,
    help="Who does the work: processes of this machine, or a Ray cluster (extra: ray), which is "
    "found by RAY_ADDRESS or started here.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="How long a document may take before it is put into quarantine.",
)
@click.option(
    "--max-memory",
    type=click.IntRange(0),
    default=4096,
    show_default=True,
    metavar="MB",
    help="How much memory a worker may have; 0 for no bound.",
)
@click.option("--restart", is_flag=True, help="Begin anew, whatever an earlier run has written.")
@click.option(
    "--html", is_flag=True, help="The documents are web pages, whatever their files are called."
)
@click.option(
    "--encoding",
    metavar="NAME",
    help="The encoding that files and columns of bytes are said to have.",
)
@cleaning_options
@config_options
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    inputs: tuple[str, ...],
    output: Path,
    removed: Path | None,
    attributes: bool,
    keep_source: bool,
    compression: str,
    workers: int | None,
    engine: str,
    timeout: float,
    max_memory: int,
    restart: bool,
    html: bool,
    encoding: str | None,
    **_: Any,
) -> None:
    """Clean corpora, file by file, into the folder OUT.

    IN is JSON Lines (.jsonl, .gz, .zst), Parquet, WARC or WET (.gz), a text or web page, or
    a folder of any of these. Output files have the names, the container, the compression and
    the order of the input; everything but the text stays as it is. A document that cannot be
    cleaned goes to OUT/.cleaner/quarantine with the reason. A run that was interrupted goes
    on where it was when the same command is given again.

    \b
    Examples:
      cleaner corpus clean news.jsonl.gz -o clean/
      cleaner corpus clean crawl/ -o clean/ --removed removed/ --url-field url
      cleaner corpus clean pages.parquet -o clean/ --html-field html --text-field text
      cleaner corpus clean documents/*.jsonl.gz -o attributes/cleaner --attributes

    Exit status: 0, also with documents in quarantine; 2 if the run could not be finished.
    """
    if keep_source and removed is None:
        raise ConfigError("--keep-source needs --removed, where sources are kept")
    if attributes and removed is not None:
        raise ConfigError("--attributes and --removed exclude each other")
    selection = Selection(settings_of(ctx, inputs))
    bar = Bar()
    try:
        counts = clean_corpus(
            inputs,
            output,
            selection.of("").cleaner,
            choice=selection,
            fields=fields_of(ctx),
            removed=removed,
            attributes=attributes,
            keep_source=keep_source,
            html=html or None,
            encoding=encoding,
            packing=PACKINGS[compression],
            engine=engine,
            workers=workers,
            timeout=timeout,
            max_memory=max_memory,
            restart=restart,
            watch=bar.show if bar.wanted else None,
        )
    except KeyboardInterrupt:
        bar.end()
        tell("interrupted; the same command goes on from there")
        raise
    finally:
        bar.end()
    tell(summary(counts, output))
