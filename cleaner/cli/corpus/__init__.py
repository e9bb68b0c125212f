"""`cleaner corpus`: many documents, in any container; a file a verb, loaded when used."""

from __future__ import annotations

from importlib import import_module

import click

VERBS = {
    "clean": "Clean JSON Lines, Parquet, WARC and folders of documents.",
    "undo": "Give the original texts back.",
    "report": "Show what was cut, by rule, site and time.",
    "learn": "Propose rules for what the corpus repeats.",
    "siblings": "Find documents that tell the same story.",
}
"""Each verb: the module of its name, whose `command` it is, and its line in the help."""


class Verbs(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The verbs, in the order in which one needs them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, imported now."""
        if cmd_name not in VERBS:
            return None
        module = import_module(f"cleaner.cli.corpus.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The verbs and their lines, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))


@click.command(cls=Verbs)
def corpus() -> None:
    """Clean corpora: resumable, with a record of everything that was done.

    \b
    Examples:
      cleaner corpus clean news.jsonl.gz -o clean/ --removed removed/
      cleaner corpus undo clean/ removed/ -o original/
      cleaner corpus report removed/ -o report.html
      cleaner corpus learn clean/ -o proposed/
    """
