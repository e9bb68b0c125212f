"""List the pairs seen in real spun texts: `python -m cleaner.spun.build_attested`.

Input is JSON Lines of single edits (`family`, `spun`, `restored`) or of texts with a list
`edits` of them. What is written is facts about words only: which replacement was seen for which
word, in which dialect, in how many texts. The weigher learns how much that is worth.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
import regex

from cleaner.errors import InputError
from cleaner.spun.lexicon import ATTESTED, tables_folder
from cleaner.spun.words import fold

_LONGEST = 5


def seen_in(path: Path) -> Iterator[tuple[str, str, str, str]]:
    """Dialect, spun wording, original wording and name of the text, for every sure edit."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            record = json.loads(line)
            edits = record.get("edits", [record])
            for edit in edits:
                if edit.get("certainty", "certain") == "certain":
                    page = str(record.get("page") or record.get("id"))
                    yield record["family"].lower(), edit["spun"], edit["restored"], page
        except (ValueError, KeyError, AttributeError) as error:
            raise InputError(f"{path}:{number}: expected an edit: {error!r}") from None


def _plain(wording: str) -> str:
    """A wording without quotation marks, braces and a possessive, which are not the pair's."""
    return regex.sub(r"['’]s$", "", fold(wording).strip(" .,;:“”\"'{}()"))


@click.command()
@click.argument("edits", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--folder", type=click.Path(exists=True, path_type=Path))
def main(edits: tuple[Path, ...], folder: Path | None) -> None:
    """Write `attested.tsv` from EDITS beside the tables in FOLDER (default: the shipped ones)."""
    pages: dict[tuple[str, str, str], set[str]] = {}
    for path in edits:
        for dialect, spun, original, page in seen_in(path):
            row = dialect, _plain(spun), _plain(original)
            if row[1] and row[2] and row[1] != row[2] and len(row[1].split()) <= _LONGEST:
                pages.setdefault(row, set()).add(page)
    lines = [
        "# Replacements seen in real spun texts, as they stood. Written by build_attested.py.",
        "# Columns: spun, original, dialect, in how many texts.",
    ]
    lines += sorted(
        f"{spun}\t{original}\t{dialect}\t{len(names)}"
        for (dialect, spun, original), names in pages.items()
    )
    ((folder or tables_folder()) / ATTESTED).write_text("\n".join(lines) + "\n", encoding="utf-8")
    click.echo(f"{len(pages):,} replacements")


if __name__ == "__main__":
    main()
