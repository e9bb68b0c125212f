"""From the words of a command to the names of fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from cleaner.corpus.fields import Fields

Command = TypeVar("Command", bound=Callable[..., Any])

_FIELDS = (
    ("text", "text", "What is cleaned."),
    ("id", "id", "The documents' ids, for records and attributes."),
    ("url", "url", "Where documents were found, or their sites."),
    ("html", None, "Web pages: these are read, and their text goes to the text field."),
    ("title", None, "The articles' headlines, which help to find residue."),
    ("lang", None, "The documents' languages, as ISO 639-1 codes."),
    ("date", None, "The documents' dates, for reports."),
)


def field_options(*names: str) -> Callable[[Command], Command]:
    """Options that name fields, such as --text-field."""

    def decorate(command: Command) -> Command:
        for name, default, words in reversed(_FIELDS):
            if name in names:
                command = click.option(
                    f"--{name}-field",
                    default=default,
                    show_default=default is not None,
                    metavar="NAME",
                    help=words,
                )(command)
        return command

    return decorate


def fields_of(ctx: click.Context) -> Fields:
    """The fields that were named."""
    given = {
        name: ctx.params[f"{name}_field"]
        for name, _, _ in _FIELDS
        if ctx.params.get(f"{name}_field") is not None
    }
    return Fields(**given)
