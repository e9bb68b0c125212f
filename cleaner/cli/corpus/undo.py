"""`cleaner corpus undo`: the original texts again."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cleaner.cli.outputs import tell
from cleaner.corpus.undo import undo_corpus

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("undo")
@click.argument("cleaned", type=_FOLDER, metavar="CLEAN")
@click.argument("removed", type=_FOLDER, metavar="REMOVED")
@click.option(
    "-o", "--output", type=_FOLDER, required=True, metavar="OUT", help="Write below this folder."
)
def command(*, cleaned: Path, removed: Path, output: Path) -> None:
    """Undo a run of `cleaner corpus clean`, text by text, byte for byte.

    CLEAN is the folder that the run wrote, REMOVED that of its records (--removed). Texts
    that were changed since are refused, and so are web pages, unless they were kept by
    --keep-source. Documents in quarantine are where they were.

    \b
    Example:
      cleaner corpus undo clean/ removed/ -o original/

    Exit status: 0; 2 if something could not be undone.
    """
    watched = sys.stderr is not None and sys.stderr.isatty()
    count = undo_corpus(cleaned, removed, output, watch=tell if watched else None)
    tell(f"{count:,} {'input' if count == 1 else 'inputs'} undone, in {output}")
