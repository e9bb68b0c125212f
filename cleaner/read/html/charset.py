"""Which encoding does a page declare? As browsers look for it: in its first bytes."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(
    rb"""<meta\b[^>]{0,500}?charset\s*=\s*["']?\s*([\w:.-]{2,40})"""
    rb"""|^\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*["']([\w:.-]{2,40})""",
    re.IGNORECASE,
)
_PRESCAN = 16_384


def declared_in(data: bytes) -> str | None:
    """The encoding that a page names, if it is a known one and the bytes do not deny it.

    A page that is UTF-8 throughout and has signs beyond ASCII is UTF-8, whatever it says:
    other encodings do not look like that by chance.
    """
    found = _DECLARED.search(data[:_PRESCAN])
    if not found:
        return None
    label = (found[1] or found[2]).decode("ascii", "replace")
    try:
        codec = codecs.lookup(label).name
        "".encode(codec)
    except (LookupError, ValueError):
        return None
    if codec.startswith(("utf-16", "utf-32")):
        return "utf-8"  # whoever can read the tag is not reading UTF-16
    if codec != "utf-8" and not data.isascii() and _is_utf8(data):
        return "utf-8"
    return label


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
