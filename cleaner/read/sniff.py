"""Is it a web page? Told by its name or by how it begins, before anything is parsed."""

from __future__ import annotations

import re

SUFFIXES = (".html", ".htm", ".xhtml", ".mhtml", ".mht")
"""Names that web pages go by."""

_START = re.compile(
    r"(?:\ufeff|\s)*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,2000}?-->\s*)*"
    r"(?:<!doctype\s+html|<(?:html|head|body)\b[^<]{0,4000}>)",
    re.IGNORECASE | re.DOTALL,
)
_FRAGMENT = re.compile(
    r"\s*<(?P<tag>div|p|article|section|main|h[1-6]|table|ul|ol|blockquote|header|figure|pre)"
    r"(?:\s[^<>]{0,1000})?>",
    re.IGNORECASE,
)
_MESSAGE = re.compile(
    r"(?:[\w-]{1,60}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n)*){0,30}?"
    r"(?:MIME-Version:|Content-Type:\s*multipart/related)",
    re.IGNORECASE,
)
_HEAD = 8192


def is_html(source: bytes | str, name: str = "") -> bool:
    """Whether a document is a web page, or a fragment of one, or a saved page.

    A text in which tags are left over is none: a fragment begins with an element that
    makes a block and ends with an end tag.
    """
    if name.lower().endswith(SUFFIXES):
        return True
    head = _head(source)
    if _START.match(head) or is_mhtml(source):
        return True
    found = _FRAGMENT.match(head)
    return found is not None and _tail(source).rstrip().endswith(">") and "</" in _tail(source)


def is_mhtml(source: bytes | str) -> bool:
    """Whether a document is a page saved with its parts (MIME HTML)."""
    head = _head(source)
    return head[:1].isalpha() and bool(_MESSAGE.match(head)) and "multipart/related" in head.lower()


def _head(source: bytes | str) -> str:
    if isinstance(source, str):
        return source[:_HEAD]
    head = source[:_HEAD]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.decode("utf-16", "ignore")
    return head.decode("latin-1").removeprefix("\xef\xbb\xbf")


def _tail(source: bytes | str) -> str:
    tail = source[-2000:]
    return tail if isinstance(tail, str) else tail.decode("latin-1")
