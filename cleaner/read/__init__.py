"""Reading: bytes or text become a `Page`, once."""

from __future__ import annotations

from cleaner.page import Page
from cleaner.read.changes import as_repairs, changes_of, compose
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
    dates: str = "own",
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
            parser=parser,
            dates=dates,
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
            both = compose(changes_of(repairs), changes_of(joins))
            repairs = as_repairs(decoded.text, joined, both)
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
