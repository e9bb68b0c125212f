"""`cleaner rules`: the rules that are known, and the proof that they work."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click

from cleaner.cli.amount import amount
from cleaner.cli.options import color_option, config_options, settings_of, wants_color
from cleaner.cli.outputs import show, tell
from cleaner.errors import ConfigError
from cleaner.mark import Rule, Rulebook
from cleaner.proof import prove
from cleaner.write.show.paint import paint


@click.group()
def rules() -> None:
    """List rules; prove that they do what they say."""


@rules.command("list")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
)
@config_options
@color_option
@click.pass_context
def list_(
    ctx: click.Context, /, *, names: tuple[str, ...], form: str, color: str, **_: Any
) -> None:
    """List all rules, or those of some families, with status, safety, kind and language.

    \b
    Examples:
      cleaner rules list
      cleaner rules list promo --format json
    """
    book = Rulebook.load(*settings_of(ctx).rules)
    known = list(book.only(*names) if names else book)
    if form == "json":
        show(json.dumps([_record(rule) for rule in known], ensure_ascii=False, indent=2) + "\n")
    else:
        show("".join(_table(known, wants_color(color))))


def _record(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "family": rule.family,
        "summary": rule.summary,
        "status": rule.status,
        "safety": rule.safety,
        "kind": rule.kind,
        "lang": list(rule.lang),
        "examples": len(rule.examples),
        "replaced_by": rule.replaced_by or None,
        "file": str(rule.path) if rule.path else None,
    }


def _table(known: list[Rule], color: bool) -> Iterator[str]:
    head = ("rule", "status", "safety", "kind", "lang", "what it finds")
    rows = [
        (rule.id, rule.status, rule.safety, rule.kind, ",".join(rule.lang) or "all", rule.summary)
        for rule in known
    ]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for number, row in enumerate((head, *rows)):
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        if number == 0:
            yield paint("  ".join(cells).rstrip(), "bold", color) + "\n"
        else:
            yield "  ".join([paint(cells[0], "cyan", color), *cells[1:]]).rstrip() + "\n"


@rules.command("test")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--no-mutate", is_flag=True, help="Run the examples, but do not weaken the rules.")
@config_options
@click.pass_context
def test(ctx: click.Context, /, *, names: tuple[str, ...], no_mutate: bool, **_: Any) -> None:
    """Prove rules by the examples in their files.

    Every example must come out as written. Then each pattern, anchor, guard and bound is
    taken away in turn, and some example must notice: what no example protects may be
    wrong. With --rules DIR (or `rules` in the settings) only those rules are proved,
    otherwise the shipped ones; NAME picks rules by id or family.

    Exit status: 0, 1 if anything is wrong with a rule, 2 if a rule cannot be read.
    """
    folders = settings_of(ctx).rules
    book = Rulebook.load(*folders, shipped=not folders)
    if names:
        book = book.only(*names)
    if not len(book):
        raise ConfigError(f"no rule in {', '.join(map(str, folders))}")
    count = 0
    for complaint in prove(book, mutate=not no_mutate):
        count += 1
        show(f"{complaint}\n")
    examples = sum(len(rule.examples) for rule in book)
    counts = (len(book), "rule"), (examples, "example"), (count, "complaint")
    tell(", ".join(amount(number, noun) for number, noun in counts))
    if count:
        ctx.exit(1)
