"""HTML to `Page`: decode, parse, gather pieces, keep what markup knew.

Nothing is repaired here: the article is, once it is found, like any other text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cleaner.errors import ConfigError
from cleaner.markup import Markup
from cleaner.page import Blocks, Page
from cleaner.read.decode import Decoded, decode
from cleaner.read.html.bounds import MAX_CHARS, as_bytes
from cleaner.read.html.charset import declared_in
from cleaner.read.html.dates import dated
from cleaner.read.html.forms import Piece
from cleaner.read.html.gather import MAX_PIECES, Gatherer
from cleaner.read.html.inline import Inline, moved
from cleaner.read.html.instead import instead_of
from cleaner.read.html.metadata import about, base_of
from cleaner.read.html.shadow import with_shadows
from cleaner.read.html.unended import is_one_link, with_ended_links
from cleaner.read.html.visible import completed
from cleaner.read.sniff import is_mhtml

__all__ = ["read_html"]

Feed = Callable[[bytes, Gatherer], None]

_BEFORE_TEXT = "\n\n"
_LITTLE = 200
"""Characters of a page below which nothing of it is passed over, or it is read elsewhere."""


def read_html(
    source: bytes | str,
    *,
    name: str = "",
    encoding: str | None = None,
    url: str | None = None,
    parser: str = "auto",
    dates: str = "own",
    inline: bool = False,
) -> Page:
    """Read a web page, a fragment, or a page saved with its parts.

    `encoding` is what the header said, `url` where the page was found, `dates` who looks for
    a date that no tag tells (see `config.DATES`). `inline` says whether emphasis, links and
    images are wanted in `markup.marks`. The page's text is that of all its blocks,
    a blank line between them, and so is its `decoded`, for offsets into the source are not
    known. Nothing is run and nothing fetched.
    Raises `InputError` for what is no text.
    """
    if is_mhtml(source):
        from cleaner.read.html.saved import unpack  # noqa: PLC0415 (seldom needed)

        data = source if isinstance(source, bytes) else source.encode("utf-8", "replace")
        saved = unpack(data, name)
        source, encoding, url = saved.html, encoding or saved.charset, url or saved.url
    if encoding is None and isinstance(source, bytes):
        encoding = declared_in(source)
    decoded = (
        Decoded(source, "utf-8", False, "\n")
        if isinstance(source, str) and encoding is None
        else decode(source, declared=encoding)
    )
    html = decoded.text
    notes: tuple[str, ...] = ()
    if len(html) > MAX_CHARS:
        notes = (f"the page is {len(html)} characters long; {MAX_CHARS} were read",)
        html = html[:MAX_CHARS]
    feed = feed_of(parser)
    data = with_shadows(as_bytes(html))
    known = about(data, url)
    base = base_of(data, url or known.url) if inline else ""

    def gathered(data: bytes, *, everything: bool) -> tuple[Gatherer, list[Piece]]:
        gatherer = Gatherer(everything=everything, inline=Inline(base) if inline else None)
        feed(data, gatherer)
        return gatherer, gatherer.end()

    gatherer, pieces = gathered(data, everything=False)
    if sum([len(piece.text) for piece in pieces]) < _LITTLE:
        gatherer, pieces = gathered(data, everything=True)
    elif is_one_link(pieces) and (ended := with_ended_links(data)) != data:
        gatherer, pieces = gathered(ended, everything=False)
    if _shows_little(pieces):
        for other, source in instead_of(data, known.told):
            others = gathered(other, everything=True)
            if not _shows_little(others[1]):
                gatherer, pieces = others
                notes += (f"the page shows next to nothing; its text is that of its {source}",)
                break
    if gatherer.full or len(pieces) == MAX_PIECES:
        notes += ("the page has too many elements; the last were not read",)
    if not pieces:
        notes += ("the page shows no text",)
    texts = [piece.text for piece in pieces]
    blocks = Blocks(None, texts, [piece.role for piece in pieces], apart=len(_BEFORE_TEXT))
    text = _BEFORE_TEXT.join(texts)
    return Page(
        name=name,
        text=text,
        blocks=blocks,
        decoded=text,
        encoding=decoded.encoding,
        newline="\n",
        bom=decoded.bom,
        metadata=completed(
            dated(known.fields, html, url, dates),
            texts,
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
            indented=gatherer.indented,
            told=known.told,
            described=known.described,
            marks=tuple(
                mark
                for piece, start in zip(pieces, blocks.starts if inline else (), strict=inline)
                for mark in moved(piece.marks, start)
            ),
        ),
        notes=notes,
    )


def _shows_little(pieces: Sequence[Piece]) -> bool:
    """Whether there is next to nothing to read besides links."""
    return sum(len(piece.text) - piece.linked for piece in pieces) < _LITTLE


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
