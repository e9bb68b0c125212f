"""`cleaner lexicon`: propose pairs for the tables of restoration, take them in, build the rest."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cleaner.cli.amount import amount
from cleaner.errors import InputError
from cleaner.spun.learning.proposals import accept, read_stories, write_proposals
from cleaner.spun.making import attested, cloze, context, train
from cleaner.spun.making import lexicon as forms


@click.group()
def lexicon() -> None:
    """Tables of what spinners write for what; see docs/restoration.md."""


@lexicon.command()
@click.argument("corpus", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where the proposals go (default: standard output).",
)
@click.option(
    "--least",
    default=2,
    show_default=True,
    type=click.IntRange(1),
    help="How often a pair must be seen.",
)
@click.option("--new", is_flag=True, help="Only pairs that no table has.")
@click.option("--field", default="text", show_default=True, help="The field of the text in JSON.")
def learn(
    *, corpus: tuple[Path, ...], output: Path | None, least: int, new: bool, field: str
) -> None:
    """Propose pairs from documents that tell the same story.

    CORPUS is JSON Lines (gzip-compressed or not), text files, or folders of text files.
    Siblings are found and aligned word by word; where the words of one fit their neighbours
    better throughout, it is taken for the original. The proposals are a table (TSV) with
    counts and contexts, for a person: put an x into the first column of what is right, and
    take it in by `cleaner lexicon accept`. Needs the extra `learn`.

    \b
    Examples:
      cleaner lexicon learn crawl.jsonl.gz -o proposals.tsv
      cleaner lexicon learn --new --least 3 pages/ more.jsonl
    """
    from cleaner.spun.engine import MODEL  # noqa: PLC0415 (these load slowly)
    from cleaner.spun.learning.learn import propose  # noqa: PLC0415
    from cleaner.spun.lexicon import load  # noqa: PLC0415
    from cleaner.spun.ngrams import open_model  # noqa: PLC0415

    texts = [text for path in corpus for text in read_stories(path, field)]
    proposals = propose(texts, open_model(MODEL), load(), least=least)
    if new:
        proposals = [proposal for proposal in proposals if not proposal.known]
    if output is None:
        write_proposals(proposals, sys.stdout)
    else:
        try:
            with output.open("w", encoding="utf-8") as file:
                write_proposals(proposals, file)
        except OSError as error:
            raise InputError(f"{output}: cannot be written: {error.strerror}") from None
    documents, pairs = amount(len(texts), "document"), amount(len(proposals), "pair")
    click.echo(f"{documents}, {pairs} proposed", err=True)


@lexicon.command("accept")
@click.argument("proposals", type=click.Path(exists=True, path_type=Path, dir_okay=False))
@click.option(
    "--table",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The table of pairs, such as rules/restoration/pairs-a.tsv.",
)
def accept_(*, proposals: Path, table: Path) -> None:
    """Take the proposals marked with an x into a table.

    Rows that the table has, or that would close a circle, are named and left out. Build the
    lexicon afterwards.
    """
    taken, refused = accept(proposals, table)
    for row, reason in refused:
        click.echo(f"left out: {row}: {reason}", err=True)
    click.echo(f"{taken} rows added to {table}", err=True)


for name, command in (
    ("build", forms.main),
    ("attest", attested.main),
    ("context", context.main),
    ("cloze", cloze.main),
    ("train", train.main),
):
    lexicon.add_command(command, name)
