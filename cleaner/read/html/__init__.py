"""HTML to `Page`: decode, parse, gather pieces, repair them, keep what markup knew."""

from __future__ import annotations

import re
from collections.abc import Callable

from cleaner.errors import ConfigError
from cleaner.markup import Markup
from cleaner.page import Blocks, Page, Role
from cleaner.read.decode import decode
from cleaner.read.html.bounds import MAX_CHARS, bounded, is_deep
from cleaner.read.html.charset import declared_in
from cleaner.read.html.dates import dated
from cleaner.read.html.gather import Gatherer, Piece
from cleaner.read.html.metadata import about
from cleaner.read.html.visible import completed
from cleaner.read.repair import repair
from cleaner.read.sniff import is_mhtml

__all__ = ["read_html"]

Feed = Callable[[str, Gatherer], None]

_BEFORE_TEXT = "\n\n"
_LONE = re.compile("[\ud800-\udfff]")


def read_html(
    source: bytes | str,
    *,
    name: str = "",
    encoding: str | None = None,
    url: str | None = None,
    straight_quotes: bool = False,
    parser: str = "auto",
    dates: str = "own",
) -> Page:
    """Read a web page, a fragment, or a page saved with its parts.

    `encoding` is what the header said, `url` where the page was found, `dates` who looks for
    a date that no tag tells (see `config.DATES`). The page's text is
    that of all its blocks, a blank line between them; its `decoded` is the same text before
    repairs, for offsets into the source are not known. Nothing is run and nothing fetched.
    Raises `InputError` for what is no text.
    """
    if is_mhtml(source):
        from cleaner.read.html.saved import unpack  # noqa: PLC0415 (seldom needed)

        data = source if isinstance(source, bytes) else source.encode("utf-8", "replace")
        saved = unpack(data, name)
        source, encoding, url = saved.html, encoding or saved.charset, url or saved.url
    if encoding is None and isinstance(source, bytes):
        encoding = declared_in(source)
    decoded = decode(source, declared=encoding)
    html = decoded.text
    notes: tuple[str, ...] = ()
    if len(html) > MAX_CHARS:
        notes = (f"the page is {len(html)} characters long; {MAX_CHARS} were read",)
    html = bounded(html)
    html = html.replace("\0", "")
    try:
        html.encode()
    except UnicodeEncodeError:
        html = _LONE.sub("\ufffd", html)
    gatherer = Gatherer()
    # A deep page is one that Beautiful Soup's events get through in linear time.
    feed_of("soup" if is_deep(html) else parser)(html, gatherer)
    pieces = gatherer.end()
    if gatherer.full:
        notes += ("the page has too many elements; the last were not read",)
    if not pieces:
        notes += ("the page shows no text",)
    known = about(html, url)
    text = _BEFORE_TEXT.join(piece.text for piece in pieces)
    repaired, repairs = repair(text, quotes=straight_quotes, entities=False)
    blocks, pieces = _blocks(repaired, pieces)
    return Page(
        name=name,
        text=repaired,
        blocks=blocks,
        decoded=text,
        repairs=repairs,
        encoding=decoded.encoding,
        newline="\n",
        bom=decoded.bom,
        metadata=completed(
            dated(known.fields, html, url, dates),
            blocks.texts,
            [gatherer.tags[piece.owner] if piece.owner >= 0 else "" for piece in pieces],
            url,
        ),
        markup=Markup(
            tags=gatherer.tags,
            names=gatherer.names,
            parents=gatherer.parents,
            owners=[piece.owner for piece in pieces],
            linked=[piece.linked for piece in pieces],
            strong=[piece.strong for piece in pieces],
            told=known.told,
            described=known.described,
        ),
        notes=notes,
    )


def feed_of(parser: str) -> Feed:
    """The parser of that name; `auto` takes the fast one where it is installed."""
    if parser != "soup":
        try:
            from cleaner.read.html.fast import feed as fast  # noqa: PLC0415 (an extra)
        except ImportError:
            if parser == "fast":
                raise ConfigError(
                    "parser: 'fast' needs selectolax; install article-cleaner[fast]"
                ) from None
        else:
            return fast
    from cleaner.read.html.soup import feed as soup  # noqa: PLC0415

    return soup


def _blocks(text: str, pieces: list[Piece]) -> tuple[Blocks, list[Piece]]:
    """The blocks of the repaired text, and the pieces that are left after repair.

    A piece has no line end inside, and repair makes none there, so that the n-th line
    is still the n-th piece; one of invisible signs alone may have become empty.
    """
    starts: list[int] = []
    texts: list[str] = []
    roles: list[Role] = []
    kept: list[Piece] = []
    at = 0
    for line, piece in zip(text.split(_BEFORE_TEXT), pieces, strict=True) if pieces else ():
        stripped = line.rstrip() if piece.role is Role.CODE else line.strip()
        if stripped.strip():
            starts.append(at + (0 if piece.role is Role.CODE else line.index(stripped[0])))
            texts.append(stripped)
            roles.append(piece.role)
            kept.append(piece)
        at += len(line) + len(_BEFORE_TEXT)
    return Blocks(starts, texts, roles), kept
