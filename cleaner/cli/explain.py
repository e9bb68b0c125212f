"""`cleaner explain`: what a rule does, why it exists, and what proves it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

import click

from cleaner.cli.options import color_option, config_options, settings_of, wants_color
from cleaner.cli.outputs import show
from cleaner.cli.selection import similar
from cleaner.config import MODEL_NAMES, TITLE
from cleaner.errors import ConfigError
from cleaner.mark import Rule, Rulebook
from cleaner.mark.rulebook import named
from cleaner.write.show import FINDERS, REASONS
from cleaner.write.show.paint import paint

WIDTH = 80

_STATUS = {
    "stable": "stable",
    "preview": "preview: carried out with --preview only",
    "deprecated": "deprecated: never carried out",
}
_SAFETY = {
    "safe": "safe: carried out",
    "unsafe": "unsafe: carried out with --unsafe only",
    "report": "report: never carried out, only told",
}


_TITLE = (
    "With --no-title a first line goes that agrees with the title that --title or the page's "
    "metadata give, or that is a headline with prose right under it."
)


@click.command()
@click.argument("rule")
@config_options
@color_option
@click.pass_context
def explain(ctx: click.Context, /, *, rule: str, color: str, **_: Any) -> None:
    """Say what a rule does, why it exists, and show its examples.

    RULE is an id such as promo/newsletter, a family such as promo (which lists its
    rules), model (what the line model is), or a reason that `cleaner check` gives:
    layout, encoding, title, repair/KIND.
    """
    book = Rulebook.load(*settings_of(ctx).rules)
    painted = wants_color(color)
    show("".join(f"{line}\n" for line in _lines(rule, book, painted)))


def _lines(name: str, book: Rulebook, color: bool) -> Iterator[str]:
    rules = [rule for rule in book if named(rule.id, (name,))]
    reasons = {reason: words for reason, words in REASONS.items() if named(reason, (name,))}
    if name in MODEL_NAMES:
        from cleaner.cli.explain_model import model_lines  # noqa: PLC0415 (needs NumPy)

        yield from model_lines(color)
    elif name == TITLE:
        yield f"{paint(name, 'bold', color)}: {FINDERS[TITLE]}"
        yield ""
        yield from textwrap.wrap(_TITLE, WIDTH)
    elif name in (rule.id for rule in rules):
        yield from _rule(book[name], color)
    elif name in REASONS:
        yield from _reason(name, color)
    elif rules or reasons:
        yield from _family({**{rule.id: rule.summary for rule in rules}, **reasons}, color)
    else:
        near = similar(name, book)
        hint = f"; did you mean {' or '.join(near)}?" if near else "; see `cleaner rules list`"
        raise ConfigError(f"no rule or family is called {name!r}{hint}")


def _rule(rule: Rule, color: bool) -> Iterator[str]:
    yield f"{paint(rule.id, 'bold', color)}: {rule.summary}"
    if rule.why:
        yield ""
        yield from textwrap.wrap(" ".join(rule.why.split()), WIDTH)
    yield ""
    status = _STATUS[rule.status]
    if rule.replaced_by:
        status += f"; use {rule.replaced_by}"
    facts = {
        "status": status,
        "safety": _SAFETY[rule.safety],
        "languages": ", ".join(rule.lang) or "all",
        "kind": rule.kind,
        "anchors": ", ".join(map(repr, rule.anchors)),
        "file": str(rule.path or ""),
    }
    for key, words in facts.items():
        if words:
            yield from textwrap.wrap(
                words, WIDTH, initial_indent=f"{key + ':':<12}", subsequent_indent=" " * 12
            )
    yield from _match(rule.match, color)
    for example in rule.examples:
        yield ""
        yield paint(f"Example: {example.name}", "bold", color)
        for line in example.lines:
            tint = {"-": "red", "+": "green", "=": ""}[line.mark]
            yield paint(f"  {line.mark} {line.text}", tint, color)
    if rule.examples:
        yield ""
        yield "= stays, - goes, + is put instead"


def _match(match: Mapping[str, Any], color: bool) -> Iterator[str]:
    for key, value in match.items():
        if not isinstance(value, list):
            yield f"{key + ':':<12}{str(value).lower() if isinstance(value, bool) else value}"
            continue
        yield f"{key}:"
        for item in value:
            yield f"  {paint(str(item), 'cyan', color)}"


def _reason(name: str, color: bool) -> Iterator[str]:
    yield f"{paint(name, 'bold', color)}: {REASONS[name]}"
    yield ""
    yield from textwrap.wrap(
        "No rule, but a part of every cleaning. It cannot be switched off alone: "
        f"--ignore {name} leaves a document as it is when nothing else is found in it.",
        WIDTH,
    )


def _family(members: Mapping[str, str], color: bool) -> Iterator[str]:
    width = max(map(len, members))
    for name, words in members.items():
        yield f"{paint(name.ljust(width), 'bold', color)}  {words}"
