"""The cleaned text as HTML: a page of its own, made of a few harmless elements.

Nothing is copied from the document but its words, and every one of them is escaped. There
are no links in the text, no images, no scripts and no styles; the page forbids them, too
(Content Security Policy).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import zip_longest

from cleaner.finding import Cleaned
from cleaner.page import Span
from cleaner.write.show.shape import Shaped, cells_of, note_on, parts_of, restored, shaped

Marks = Sequence[tuple[Span, str]]

_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8}){0,3}")
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)
_POLICY = "default-src 'none'"
_TAGS = {"menu": "ul"}
"""Elements that are written as others."""
_INLINE_IN = frozenset(("li", "dd"))
"""Elements whose first paragraph needs no element of its own."""


def as_html(cleaned: Cleaned) -> str:
    """The article as a page; what restoration put back stands in `ins`, with a note above."""
    told = cleaned.report.metadata
    language = next(iter(told.get("language", ())), "") or ""
    title = next(iter(told.get("title", ())), "") or _first_heading(cleaned)
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{language}">' if _LANGUAGE.fullmatch(language) else "<html>",
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f"<title>{escape(title)}</title>",
        *(f'<meta name="author" content="{escape(name)}">' for name in told.get("byline", ())),
        *(f'<meta name="date" content="{escape(date)}">' for date in told.get("date", ())[:1]),
        *_link("canonical", told.get("url", ())),
        *_link("license", told.get("licence", ())),
        "</head>",
        "<body>",
        "<article>",
        *([f"<aside><p>{escape(note)}</p></aside>"] if (note := note_on(cleaned)) else []),
        *_body(cleaned),
        "</article>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _link(relation: str, addresses: Sequence[str]) -> Iterator[str]:
    for address in addresses[:1]:
        if _ADDRESS.fullmatch(address):
            yield f'<link rel="{relation}" href="{escape(address)}">'


def _first_heading(cleaned: Cleaned) -> str:
    for piece in shaped(cleaned):
        if piece.kind in ("h1", "h2"):
            return cleaned.text[slice(*piece.spans[0])]
    return ""


def _body(cleaned: Cleaned) -> list[str]:
    """The pieces, and the tags around them as they open and close."""
    marks = restored(cleaned)
    lines: list[str] = []
    opened: list[tuple[int, str]] = []

    def close(down_to: int) -> None:
        while len(opened) > down_to:
            end = f"</{_tag(opened.pop()[1])}>"
            alone = lines[-1].startswith(("<li", "<dd")) and "</" not in lines[-1][-5:]
            lines[-1:] = [lines[-1] + end] if alone else [lines[-1], end]

    for piece in shaped(cleaned):
        shared = 0
        for mine, there in zip(piece.around, opened, strict=False):
            if mine != there:
                break
            shared += 1
        close(shared)
        for step in piece.around[shared:]:
            lines.append(_start(step, piece))
            opened.append(step)
        inline = len(opened) > shared and opened[-1][1] in _INLINE_IN and piece.kind == "p"
        written = _written(piece, cleaned.text, marks, inline=inline)
        lines[-1:] = [lines[-1] + written] if inline else [*lines[-1:], written]
    close(0)
    return lines


def _tag(tag: str) -> str:
    return _TAGS.get(tag, tag)


def _start(step: tuple[int, str], piece: Shaped) -> str:
    tag = _tag(step[1])
    if tag == "li" and piece.number is not None:
        return f'<li value="{piece.number}">'
    return f"<{tag}>"


def _written(piece: Shaped, text: str, marks: Marks, *, inline: bool) -> str:
    if piece.kind == "row":
        return f"<tr>{''.join(_cells(piece, text, marks))}</tr>"
    if piece.kind == "code":
        return f"<code>{escape(chr(10).join(text[slice(*span)] for span in piece.spans))}</code>"
    words = "<br>\n".join(_marked(span, text, marks) for span in piece.spans)
    if piece.kind == "verse":
        return f"<p>{words}</p>"
    return words if inline else f"<{piece.kind}>{words}</{piece.kind}>"


def _cells(piece: Shaped, text: str, marks: Marks) -> Iterator[str]:
    words = [_marked(cell, text, marks) for cell in cells_of(text, piece.spans[0])]
    words = [""] * piece.empty + words
    for tag, cell in zip_longest(piece.cells, words):
        yield f"<{tag or 'td'}>{cell or ''}</{tag or 'td'}>"


def _marked(span: Span, text: str, marks: Marks) -> str:
    return "".join(
        escape(text[start:end])
        if before is None
        else f'<ins title="{escape(f"instead of: {before}")}">{escape(text[start:end])}</ins>'
        for (start, end), before in parts_of(span, marks)
    )
