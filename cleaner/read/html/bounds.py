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

_LONG_TAG = re.compile(r"(<[a-zA-Z][^<>]{65536})[^<>]+")
_UNENDED_TAG = re.compile(r"<(?=[^<>]*(?:<|$))")
_TAG = re.compile(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b)(/?)[a-z]",
    re.IGNORECASE,
)


def bounded(html: str) -> str:
    """The page, cut to `MAX_CHARS`, its endless tags cut, and tags that never end as text."""
    html = html[:MAX_CHARS]
    if len(html) > _MANY_CHARS:
        html = _LONG_TAG.sub(r"\1", html)
    if html.count("<") > html.count(">") + _UNENDED:
        html = _UNENDED_TAG.sub("&lt;", html)
    return html


def is_deep(html: str) -> bool:
    """Whether elements may be nested more than two thousand deep."""
    if html.count("<") < _MANY_TAGS:
        return False
    depth = 0
    for end in _TAG.findall(html):
        if end:
            depth = max(depth - 1, 0)
        else:
            depth += 1
            if depth > _DEEP:
                return True
    return False
