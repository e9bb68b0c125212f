"""Reading: bytes or text become a `Page`, once."""

from __future__ import annotations

from cleaner.page import Page
from cleaner.read.changes import as_repairs, changes_of, compose
from cleaner.read.decode import decode
from cleaner.read.mend import mend
from cleaner.read.plain import blocks_of, unwrap
from cleaner.read.sniff import is_html

__all__ = ["read", "read_plain"]

_JOININGS = 4
"""Bound on joining lines again after what that brought to light."""


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
    inline: bool = False,
) -> Page:
    """Read one document: a web page if `html` says so, or, where it is None, if it looks so.

    `encoding` is what a caller or a server declared; it is believed when the bytes agree.
    `inline` says whether a web page's emphasis, links and images are to be remembered.
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
            inline=inline,
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
    text, repairs = mend(decoded.text, quotes=straight_quotes, name=name)
    for _ in range(_JOININGS if join_wrapped else 0):
        joined, joins = unwrap(text)
        if not joins:
            break
        # A tag may have been broken by the wrapping.
        mended, more = mend(joined, quotes=straight_quotes, name=name)
        steps = compose(changes_of(joins), changes_of(more))
        repairs = as_repairs(decoded.text, mended, compose(changes_of(repairs), steps))
        text = mended
        if not more:
            break
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
