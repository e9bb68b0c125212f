"""`cleaner why`: which rule took a line, or why none did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import click

from cleaner.cli.documents import about, outcome_of, said_of
from cleaner.cli.explain_model import opinion, spelt_out
from cleaner.cli.inputs import gather
from cleaner.cli.options import (
    cleaning_options,
    color_option,
    config_options,
    reading_options,
    settings_of,
    wants_color,
)
from cleaner.cli.outputs import show
from cleaner.cli.selection import Chosen, Outcome, Selection
from cleaner.config import MODEL
from cleaner.errors import ConfigError, InputError
from cleaner.mark import View
from cleaner.mark.anchors import Anchors
from cleaner.mark.content import RULE as OUTSIDE
from cleaner.mark.kinds.lines import Lines
from cleaner.mark.kinds.patterns import Patterns
from cleaner.mark.kinds.spec import in_place
from cleaner.page import Span
from cleaner.read.plain import blocks_of
from cleaner.restoring import RULE as RESTORATION
from cleaner.write.show import FINDERS, REASONS, Remark
from cleaner.write.show.findings import excerpt, reason
from cleaner.write.show.paint import paint


# `-:12` is no option but a place.
@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("place", metavar="FILE:LINE")
@cleaning_options
@reading_options
@config_options
@color_option
@click.pass_context
def why(ctx: click.Context, /, *, place: str, color: str, **_: Any) -> None:
    """Say why a line of a document goes or stays.

    Tells the rule that takes the line with its evidence, what is repaired in it, and what
    was found but held back. For a line that stays it names the rules that had a reason to
    look at it, and what they missed.

    \b
    Examples:
      cleaner why article.txt:12
      cleaner why -:12 < article.txt
    """
    name, number = _parsed(place)
    inputs, errors = gather(
        [name], stdin_name=ctx.params["stdin_filename"], html=ctx.params.get("html") or None
    )
    if errors:
        raise errors[0]
    if len(inputs) != 1 or (inputs[0].path is not None and inputs[0].path.is_dir()):
        raise ConfigError(f"{name}: is a folder, expected a file")
    selection = Selection(settings_of(ctx, [name]))
    try:
        outcome = outcome_of(inputs[0], selection, said_of(ctx, inputs))
    except InputError as error:
        raise InputError(about(inputs[0], error)) from None
    line = _span_of_line(outcome, number, name)
    answer = _answer(line, number, outcome, selection.of(inputs[0].name), wants_color(color))
    show("".join(f"{words}\n" for words in answer))


def _parsed(place: str) -> tuple[str, int]:
    name, colon, number = place.rpartition(":")
    if not colon or not name or not number.isascii() or not number.isdigit() or int(number) < 1:
        raise ConfigError(f"{place!r}: expected FILE:LINE, such as article.txt:12")
    return name, int(number)


def _span_of_line(outcome: Outcome, number: int, name: str) -> Span:
    text = outcome.cleaned.report.decoded
    start = 0
    for _ in range(number - 1):
        start = text.find("\n", start) + 1
        if not start:
            break
    if number > 1 and (not start or start == len(text)):
        count = text.count("\n") + (not text.endswith("\n") and bool(text))
        raise ConfigError(f"{name}: has {count} line{'' if count == 1 else 's'}, no line {number}")
    end = text.find("\n", start)
    return Span(start, len(text) if end < 0 else end)


def _answer(
    line: Span, number: int, outcome: Outcome, chosen: Chosen, color: bool
) -> Iterator[str]:
    report = outcome.cleaned.report
    text = report.decoded[line.start : line.end]
    yield paint(f"{report.name}:{number}:", "bold", color) + f" {excerpt(text)}"
    summaries = {rule.id: rule.summary for rule in chosen.cleaner.rulebook}
    summaries.update(FINDERS)
    summaries[OUTSIDE] = REASONS[OUTSIDE]
    here = [r for r in chosen.sparing.remarks(outcome.cleaned, outcome.data) if _on(r, line)]
    rules = [r for r in here if r.rule in summaries or r.rule.startswith(f"{RESTORATION}/")]
    taken = [remark for remark in rules if not remark.withheld]
    whole = any(r.instead is None and len(r.before.strip()) >= len(text.strip()) for r in taken)
    if not text.strip():
        yield "An empty line: layout alone decides what becomes of it."
    elif whole:
        yield "This line goes."
    elif taken:
        yield "This line stays, in part or in other words."
    else:
        yield "This line stays."
    for remark in here:
        yield from _because(remark, summaries, color)
    if text.strip() and not whole:
        told = {remark.rule for remark in rules}
        yield from _near(text, outcome, chosen, told, color)
        yield from opinion(line, outcome, chosen.cleaner)


def _on(remark: Remark, line: Span) -> bool:
    start, end = remark.source
    return start < line.end and line.start < max(end, start + 1)


def _because(remark: Remark, summaries: dict[str, str], color: bool) -> Iterator[str]:
    sign = "held back" if remark.withheld else "done"
    yield f"  {sign}: {paint(remark.rule, 'cyan', color)}: {reason(remark, summaries)}"
    if remark.rule.startswith(f"{RESTORATION}/"):
        yield f"    {remark.before!r} was probably {remark.instead!r}"
    if remark.rule == MODEL:
        yield from (f"    evidence: {words}" for words in spelt_out(remark.evidence))
    elif remark.evidence and remark.evidence != reason(remark, summaries):
        yield f"    evidence: {remark.evidence}"
    if remark.rule in summaries or remark.rule.startswith(f"{RESTORATION}/"):
        yield f"    confidence: {remark.confidence:.2f}"


def _near(
    text: str, outcome: Outcome, chosen: Chosen, told: set[str], color: bool
) -> Iterator[str]:
    """Rules with an anchor in a line that they left alone, and what they missed."""
    page = outcome.cleaned.report.page_text
    view = View.of(page, blocks_of(page), lang=chosen.cleaner.options.lang)
    wanted = text.strip()
    indexes = [i for i, block in enumerate(view.blocks) if wanted in block.text]
    book = chosen.cleaner.rulebook
    # In lines of any length: that one is too long is a reason, too.
    hits = Anchors([rule.anchors for rule in book.rules]).hits(view.features.texts)
    lines = []
    for index in indexes[:1]:
        for rule_number in sorted(hits):
            rule = book.rules[rule_number]
            if index in hits[rule_number] and rule.id not in told:
                anchor = next((a for a in rule.anchors if a in view.blocks[index].text.lower()), "")
                missed = _missed(book.matcher(rule_number), view, index)
                lines.append(
                    f"  {paint(rule.id, 'cyan', color)} looked here for {anchor!r}: {missed}"
                )
    if lines:
        yield "Rules that looked at it and did not match:"
        yield from lines
    elif not told:
        yield "No rule looks for any word of it."


def _missed(matcher: Any, view: View, index: int) -> str:
    """What a compiled rule did not find in a block, as far as its parts tell."""
    line = view.features.line(index)
    text = line.text
    limit = getattr(matcher, "max_chars", None)
    if limit is not None and len(text) > limit:
        return f"the line has {len(text)} characters, more than {limit}"
    judges: list[Lines] = [
        getattr(matcher, key) for key in ("lines", "openers", "members") if hasattr(matcher, key)
    ]
    given = [judge.wanted for judge in judges] or [cast("Patterns", getattr(matcher, "any", None))]
    guards = [judge.unwanted for judge in judges] or [
        cast("Patterns", getattr(matcher, "unless", None))
    ]
    patterns: list[Patterns] = [pattern for pattern in given if pattern]
    if patterns and not any(pattern.full(line) or pattern.find(line) for pattern in patterns):
        return "none of its patterns is in the line"
    for guard in guards:
        if guard and (found := guard.find(line)):
            return f"its guard found {excerpt(text[slice(*found.span())])!r}"
    where = getattr(matcher, "where", "anywhere")
    if where in ("head", "tail", "edge") and not in_place(view, index, where):
        return f"the line does not stand where the rule wants it ({where})"
    if patterns and not any(pattern.full(line) for pattern in patterns):
        return "a pattern is in the line, but does not match all of it"
    return "its other conditions are not met (see `cleaner explain`)"
