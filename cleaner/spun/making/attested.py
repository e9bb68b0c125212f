"""List the pairs seen in real spun texts: `cleaner lexicon attest`.

Input is JSON Lines of single edits (`family`, `spun`, `restored`) or of texts with a list
`edits` of them. What is written is a hash for every replacement of a dialect, so that a pair of
the tables is known as seen and nothing else can be read. The weigher learns what that is worth.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import regex

from cleaner.errors import InputError
from cleaner.spun.compiled import attestation
from cleaner.spun.tables import ATTESTED, tables_folder
from cleaner.spun.words import fold


def seen_in(path: Path, record_id: str | None = None) -> Iterator[tuple[str, str, str]]:
    """Dialect, spun wording and original wording of every sure edit; of one record, or all."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            record = json.loads(line)
            if record_id is not None and record.get("id") != record_id:
                continue
            edits = record.get("edits", [record])
            for edit in edits:
                if edit.get("certainty", "certain") == "certain":
                    yield record["family"].lower(), edit["spun"], edit["restored"]
        except (ValueError, KeyError, AttributeError) as error:
            raise InputError(f"{path}:{number}: expected an edit: {error!r}") from None


def _plain(wording: str) -> str:
    """A wording without quotation marks, braces and a possessive, which are not the pair's."""
    return regex.sub(r"['’]s$", "", fold(wording).strip(" .,;:“”\"'{}()"))


def write_attested(edits: Iterable[tuple[str, str, str]], path: Path) -> int:
    """Write the hashes of these edits; how many there are."""
    found = set()
    for dialect, spun, original in edits:
        pair = _plain(spun), _plain(original)
        if pair[0] and pair[1] and pair[0] != pair[1]:
            found.add(attestation(*pair, dialect))
    lines = [
        "# Hashes of replacements seen in real spun texts. Written by `cleaner lexicon attest`."
    ]
    lines += sorted(found)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(found)


@click.command()
@click.argument("edits", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--folder", type=click.Path(exists=True, path_type=Path))
def main(edits: tuple[Path, ...], folder: Path | None) -> None:
    """Write `attested.txt` from EDITS beside the tables in FOLDER (default: the shipped ones)."""
    found = write_attested(
        (edit for path in edits for edit in seen_in(path)), (folder or tables_folder()) / ATTESTED
    )
    click.echo(f"{found:,} replacements")


if __name__ == "__main__":
    main()
