"""`cleaner restore`: the step alone that gives machine-spun text its words back."""

from __future__ import annotations

from typing import Any

import click
from click.core import ParameterSource

from cleaner.cli.clean import clean

_OF_RULES = frozenset(
    ("select", "ignore", "unsafe", "preview", "level", "model", "whole_page", "max_cut_share")
)
"""Options of `clean` that choose among rules, which have no say here."""


def _restore(**given: Any) -> Any:
    ctx = click.get_current_context()
    for name in ("select", "ignore"):
        ctx.params[name] = ()
    ctx.params["select"] = ("restoration",)
    ctx.set_parameter_source("select", ParameterSource.COMMANDLINE)
    assert clean.callback is not None
    return clean.callback(**given)


restore = click.Command(
    "restore",
    params=[option for option in clean.params if option.name not in _OF_RULES],
    callback=_restore,
    context_settings=clean.context_settings,
    help="""Give machine-spun documents the words back that were there.

    What `cleaner clean` does besides its rules, alone. With --restore always every document is
    taken for spun. What comes out is a reconstruction: --format json says word by word how sure,
    and --diff shows it.

    \b
    Examples:
      cleaner restore article.txt > restored.txt
      cleaner restore --restore report --format json article.txt
      cleaner restore --ranker-model model.gguf -o restored/ articles/
    """,
)
