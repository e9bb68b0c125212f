"""Reading: bytes or text become a `Page`, once."""

from __future__ import annotations

from cleaner.delta import Replacement, chain, delta_between, trace
from cleaner.page import Page, Repair, Span
from cleaner.read.decode import decode
from cleaner.read.plain import blocks_of, unwrap
from cleaner.read.repair import repair
from cleaner.read.sniff import is_html

__all__ = ["read", "read_plain"]


def read(
    source: bytes | str,
    *,
    name: str = "",
    encoding: str | None = None,
    url: str | None = None,
    html: bool | None = None,
    parser: str = "auto",
    straight_quotes: bool = False,
    join_wrapped: bool = True,
) -> Page:
    """Read one document: a web page if `html` says so, or, where it is None, if it looks so.

    `encoding` is what a caller or a server declared; it is believed when the bytes agree.
    Raises `InputError` for input that is no text.
    """
    if is_html(source, name) if html is None else html:
        from cleaner.read.html import read_html  # noqa: PLC0415 (most documents are text)

        return read_html(
            source,
            name=name,
            encoding=encoding,
            url=url,
            straight_quotes=straight_quotes,
            parser=parser,
        )
    return read_plain(
        source,
        name=name,
        encoding=encoding,
        straight_quotes=straight_quotes,
        join_wrapped=join_wrapped,
    )


def read_plain(
    source: bytes | str,
    *,
    name: str = "",
    encoding: str | None = None,
    straight_quotes: bool = False,
    join_wrapped: bool = True,
) -> Page:
    """Read one plain-text document.

    `encoding` is what a caller or a server declared; it is believed when the bytes agree.
    Raises `InputError` for input that is no text.
    """
    decoded = decode(source, declared=encoding)
    text, repairs = repair(decoded.text, quotes=straight_quotes)
    if join_wrapped:
        joined, joins = unwrap(text)
        if joins:
            repairs = _one_after_the_other(decoded.text, text, joined, repairs, joins)
            text = joined
    return Page(
        name=name,
        text=text,
        blocks=blocks_of(text),
        decoded=decoded.text,
        repairs=repairs,
        encoding=decoded.encoding,
        newline=decoded.newline,
        bom=decoded.bom,
    )


def _one_after_the_other(
    source: str, middle: str, text: str, first: tuple[Repair, ...], second: tuple[Repair, ...]
) -> tuple[Repair, ...]:
    """Two steps of repair as one; where they meet, the later step names the kind."""
    if not first:
        return second
    copies = chain(
        trace(tuple(Replacement(r.source, r.before, r.after) for r in first), len(source)),
        trace(tuple(Replacement(r.source, r.before, r.after) for r in second), len(middle)),
    )
    kinds = {r.span.start: r.kind for r in second}
    by_source = {r.source.start: r.kind for r in first}
    repairs: list[Repair] = []
    shift = 0
    for step in delta_between(source, text, copies):
        start = step.span.start + shift
        span = Span(start, start + len(step.after))
        kind = kinds.get(span.start) or by_source.get(step.span.start) or "unwrap"
        repairs.append(Repair(kind, step.span, span, step.before, step.after))
        shift += len(step.after) - len(step.before)
    return tuple(repairs)
