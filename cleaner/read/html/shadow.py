"""Shadow trees that a page declares in its source: shown as what they are.

A `template` with the attribute `shadowrootmode` is no template: the browser puts its inside
into the page at once (WHATWG HTML, declarative shadow DOM). No parser here does, so it is
read as a `div`.
"""

from __future__ import annotations

import re

from cleaner.read.html.literals import Literals

_MARK = Literals(b"shadowroot")
_TEMPLATE = re.compile(
    rb"<(?:(/)template\b|template\b([^>]*\bshadowroot(?:mode)?\b)?)", re.IGNORECASE
)


def with_shadows(data: bytes) -> bytes:
    """The page with its shadow trees in `div` elements."""
    if not any(_MARK.find(data)):
        return data
    shown: list[bool] = []

    def tag(found: re.Match[bytes]) -> bytes:
        if not found[1]:
            shown.append(found[2] is not None)
            return b"<div" + found[2] if found[2] else found[0]
        return b"</div" if shown and shown.pop() else found[0]

    return _TEMPLATE.sub(tag, data)
