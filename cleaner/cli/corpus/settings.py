"""From the words of a command to a cleaner and the names of fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from cleaner.cleaning import Cleaner
from cleaner.cli.options import settings_of
from cleaner.corpus.fields import Fields
from cleaner.errors import ConfigError
from cleaner.mark import Rulebook
from cleaner.write.show import is_reason

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


def cleaner_of(ctx: click.Context, words: Sequence[str]) -> Cleaner:
    """The cleaner that configuration and command line ask for.

    Raises `ConfigError` where they would leave documents alone because of their layout or
    encoding: the documents of a corpus are all cleaned in the same way.
    """
    settings = settings_of(ctx, words)
    options = settings.options
    restoring = ("restoration", "restoration/*")
    for name in (*options.select, *options.ignore):
        if is_reason(name) and name not in restoring:
            raise ConfigError(f"{name}: cannot be selected or ignored in a corpus")
    values = {name: getattr(options, name) for name in options.names()}
    return Cleaner(rules=Rulebook.load(*settings.rules), **values)
