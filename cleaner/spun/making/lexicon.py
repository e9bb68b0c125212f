"""Bend the tables into their compiled list: `cleaner lexicon build`.

To be run after a change of the tables; until then every start bends them anew. Needs
LemmInflect, which reading the compiled list does not.
"""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.spun.compiled import write_compiled
from cleaner.spun.tables import tables_folder


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, path_type=Path))
def main(folder: Path | None) -> None:
    """Write `forms.tsv` beside the tables in FOLDER (default: the shipped tables)."""
    click.echo(f"{write_compiled(folder or tables_folder()):,} forms")


if __name__ == "__main__":
    main()
