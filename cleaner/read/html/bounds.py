"""Pages made to exhaust a parser, made harmless before one sees them.

Parsers take quadratic time for a few shapes of page that nobody writes by hand: a tag with
a million attributes, a thousand tags that never end. Such shapes are told by counting,
which costs next to nothing on an honest page.
"""

from __future__ import annotations

import re

MAX_CHARS = 30_000_000
"""Longest page that is read, in characters."""

_MANY_CHARS = 1_000_000
_MANY_TAGS = 20_000
_DEEP = 2_000
_UNENDED = 1_000
_WINDOW = 32_768
"""A tag that is longer than two of these leaves one of them without any `>`."""

_LONG_TAG = re.compile(r"(<[a-zA-Z][^<>]{65536})[^<>]+")
_UNENDED_TAG = re.compile(r"<(?=[^<>]*(?:<|$))")
_LONE = re.compile("[\ud800-\udfff]")
_TAG = re.compile(
    rb"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b)(/?)[a-z]",
    re.IGNORECASE,
)


def as_bytes(html: str) -> bytes:
    """The page in UTF-8, lone surrogates replaced, without NUL."""
    try:
        data = html.encode()
    except UnicodeEncodeError:
        data = _LONE.sub("\ufffd", html).encode()
    return data.replace(b"\0", b"") if b"\0" in data else data


def with_short_tags(data: bytes) -> bytes:
    """The page, its endless tags cut: lexbor takes quadratic time for a tag's attributes."""
    find, rfind = data.find, data.rfind
    kept: list[bytes] = []
    done = 0
    for start in range(_WINDOW, len(data), _WINDOW):
        if find(b">", start, start + _WINDOW) < 0:
            # Where it is a tag that goes on here, it began after the last `>`.
            tag = rfind(b"<", start - _WINDOW, start)
            if tag < done or not data[tag + 1 : tag + 2].isalpha():
                continue
            following = find(b"<", tag + 1) % (len(data) + 1)
            end = find(b">", tag, following) % (following + 1)
            if end - tag > _WINDOW:
                kept.append(data[done : tag + _WINDOW])
                done = end
    return b"".join((*kept, data[done:])) if kept else data


def with_ended_tags(html: str) -> str:
    """The page, its endless tags cut, and tags that never end as text: slow for html.parser."""
    if len(html) > _MANY_CHARS:
        html = _LONG_TAG.sub(r"\1", html)
    if html.count("<") > html.count(">") + _UNENDED:
        html = _UNENDED_TAG.sub("&lt;", html)
    return html


def is_deep(data: bytes) -> bool:
    """Whether elements may be nested more than two thousand deep."""
    if len(data) < 4 * _MANY_TAGS or data.count(b"<") < _MANY_TAGS:
        return False
    depth = 0
    for end in _TAG.findall(data):
        if end:
            depth = max(depth - 1, 0)
        else:
            depth += 1
            if depth > _DEEP:
                return True
    return False
