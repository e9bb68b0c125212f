"""The cleaned text as HTML: a page of its own, made of a few harmless elements.

Nothing is copied from the document but its words and, where they were asked for, the
addresses of links and images, all of http or https; every one of them is escaped. There are
no scripts and no styles; the page forbids them, too (Content Security Policy).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import zip_longest

from cleaner.finding import Cleaned
from cleaner.markup import Mark
from cleaner.page import Span
from cleaner.write.show.inline import Runs
from cleaner.write.show.shape import Shaped, cells_of, note_on, shaped

_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8}){0,3}")
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)
_POLICY = "default-src 'none'"
_WITH_IMAGES = "; img-src http: https:"
_TAGS = {"menu": "ul"}
"""Elements that are written as others."""
_INLINE_IN = frozenset(("li", "dd"))
"""Elements whose first paragraph needs no element of its own."""


def as_html(cleaned: Cleaned) -> str:
    """The article as a page; what restoration put back stands in `ins`, with a note above."""
    told = cleaned.report.metadata
    language = next(iter(told.get("language", ())), "") or ""
    title = next(iter(told.get("title", ())), "") or _first_heading(cleaned)
    runs = Runs(cleaned)
    policy = _POLICY + _WITH_IMAGES * runs.images
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{language}">' if _LANGUAGE.fullmatch(language) else "<html>",
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        f"<title>{escape(title)}</title>",
        *(f'<meta name="author" content="{escape(name)}">' for name in told.get("byline", ())),
        *(f'<meta name="date" content="{escape(date)}">' for date in told.get("date", ())[:1]),
        *_link("canonical", told.get("url", ())),
        *_link("license", told.get("licence", ())),
        "</head>",
        "<body>",
        "<article>",
        *([f"<aside><p>{escape(note)}</p></aside>"] if (note := note_on(cleaned)) else []),
        *_body(cleaned, runs),
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


def _body(cleaned: Cleaned, runs: Runs) -> list[str]:
    """The pieces, and the tags around them as they open and close."""
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
        written = _written(piece, cleaned.text, runs, inline=inline)
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


def _written(piece: Shaped, text: str, runs: Runs, *, inline: bool) -> str:
    if piece.kind == "row":
        return f"<tr>{''.join(_cells(piece, text, runs))}</tr>"
    if piece.kind == "code":
        return f"<code>{escape(chr(10).join(text[slice(*span)] for span in piece.spans))}</code>"
    words = "<br>\n".join(_marked(span, text, runs) for span in piece.spans)
    if piece.kind == "verse":
        return f"<p>{words}</p>"
    return words if inline else f"<{piece.kind}>{words}</{piece.kind}>"


def _cells(piece: Shaped, text: str, runs: Runs) -> Iterator[str]:
    words = [_marked(cell, text, runs) for cell in cells_of(text, piece.spans[0])]
    words = [""] * piece.empty + words
    for tag, cell in zip_longest(piece.cells, words):
        yield f"<{tag or 'td'}>{cell or ''}</{tag or 'td'}>"


def _marked(span: Span, text: str, runs: Runs) -> str:
    """A line with all that stands in it."""
    parts: list[str] = []
    opened: list[Mark] = []

    def close(down_to: int) -> None:
        while len(opened) > down_to:
            parts.append(f"</{opened.pop().tag}>")

    for run in runs.of(span):
        shared = 0
        while shared < min(len(opened), len(run.marks)) and opened[shared] == run.marks[shared]:
            shared += 1
        close(shared)
        if run.first_after_image:
            parts.append(" ")
        for mark in run.marks[shared:]:
            parts.append(_opening(mark))
            opened.append(mark)
        words = escape(text[slice(*run.span)])
        if run.image is not None:
            alt, source = escape(run.image.said), escape(run.image.address)
            words = f'<img src="{source}" alt="{alt}" referrerpolicy="no-referrer">'
        elif run.before is not None:
            words = f'<ins title="{escape(f"instead of: {run.before}")}">{words}</ins>'
        parts.append(words)
    close(0)
    return "".join(parts)


def _opening(mark: Mark) -> str:
    if mark.tag == "a":
        return f'<a href="{escape(mark.address)}" rel="noopener noreferrer nofollow">'
    return f"<{mark.tag}>"
