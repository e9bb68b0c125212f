"""The `cleaner` command: its verbs, loaded when they are used, and how it ends.

Exit status: 0 done (or clean), 1 `check` found something, 2 trouble, 130 interrupted. A
reader that closes the pipe early is no trouble.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click

from cleaner.errors import CleanerError
from cleaner.version import __version__

VERBS = {
    "clean": ("cleaner.cli.clean", "Write the clean text of documents."),
    "check": ("cleaner.cli.check", "Say what cleaning would change, and why."),
    "explain": ("cleaner.cli.explain", "Say what a rule does, and show examples."),
    "why": ("cleaner.cli.why", "Say why a line of a document goes or stays."),
    "rules": ("cleaner.cli.rules", "List rules; prove that they do what they say."),
    "restore": ("cleaner.cli.restore", "Give machine-spun documents their words back."),
    "eval": ("cleaner.cli.evaluate", "Measure what is lost and left on labelled documents."),
    "corpus": ("cleaner.cli.corpus", "Clean corpora of many documents; undo, report, learn."),
    "lexicon": ("cleaner.cli.lexicon", "Propose, accept and build what restoration knows."),
    "model": ("cleaner.cli.model", "Train the line model on labelled documents."),
}
"""Each verb: the module that has a command of its name, and its line in the help."""


class Verbs(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The verbs, in the order in which one learns them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, imported now."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = getattr(import_module(VERBS[cmd_name][0]), cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it; an unknown verb gets a hint."""
        word = args[0] if args else ""
        if word and word not in VERBS and not word.startswith("-"):
            from difflib import get_close_matches  # noqa: PLC0415 (only for a mistake)

            near = get_close_matches(word, VERBS, 1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; verbs are {', '.join(VERBS)}"
            ctx.fail(f"no command is called {word!r}{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The verbs and their lines, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in VERBS.items()])

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """As click does it; `--help` into a closed pipe is no trouble."""
        try:
            return super().make_context(*args, **extra)
        except BrokenPipeError:
            raise click.exceptions.Exit(_piped_away()) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; what the user did wrong is told in one message."""
        try:
            result = super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()
            return result
        except BrokenPipeError:
            ctx.exit(_piped_away())
        except KeyboardInterrupt:
            ctx.exit(130)
        except CleanerError as error:
            click.echo(f"cleaner: {error}", err=True)
            ctx.exit(2)
        except MemoryError:
            click.echo("cleaner: there is not enough memory", err=True)
            ctx.exit(2)
        except OSError as error:
            click.echo(f"cleaner: {error.strerror or error}", err=True)
            _discard(sys.stdout)
            ctx.exit(2)


@click.command(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="cleaner", message="%(prog)s %(version)s")
def cleaner() -> None:
    """Turn scraped articles into clean text, and say why every line went.

    \b
    Examples:
      cleaner clean article.txt                  the clean text, on standard output
      curl … | cleaner clean                     a filter
      cleaner clean articles/ -o clean/          a whole folder, mirrored
      cleaner clean --diff article.txt           what would change
      cleaner check articles/                    each difference: place and reason
      cleaner why article.txt:12                 why line 12 goes or stays
      cleaner explain promo/newsletter           what a rule does

    Settings are read from [tool.cleaner] of the nearest pyproject.toml.

    \b
    Shell completion (bash; zsh and fish alike):
      eval "$(_CLEANER_COMPLETE=bash_source cleaner)"
    """


def run() -> int:
    """The whole command, from `sys.argv` to an exit status; never a traceback for a user."""
    try:
        status = cleaner.main(prog_name="cleaner", standalone_mode=False)
        status = status if isinstance(status, int) else 0
    except click.ClickException as error:
        try:
            error.show()
        except BrokenPipeError:
            _piped_away()
        status = error.exit_code
    except click.Abort:
        status = 130
    except SystemExit as error:  # click's own answer to a closed pipe, and to completion
        status = error.code if isinstance(error.code, int) else 0
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except BrokenPipeError:
        return _piped_away()
    except OSError as error:
        click.echo(f"cleaner: standard output: {error.strerror or error}", err=True)
        _discard(sys.stdout)
        return 2
    return status


def _piped_away() -> int:
    """After a broken pipe: what is still buffered goes nowhere, and that is fine."""
    _discard(sys.stdout)
    _discard(sys.stderr)
    return 0


def _discard(stream: Any) -> None:
    """Send what a stream still holds, and the rest, to the null device."""
    try:
        number = stream.fileno()
    except (AttributeError, OSError, ValueError):
        return
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, number)
    os.close(null)
