"""Links that the page forgot to end, and so all that follows is one.

By the rules browsers go by, a link without an end tag goes on until the next link begins,
however many elements lie between. A reader sees only its colour; but text in links is
what menus are known by.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaner.read.html.forms import Piece

_LONG = 80
"""Characters of a block that is more than a headline."""
_SUSPECT = 0.2
"""Share of the text of long blocks that must stand in nothing but links."""

_LINK = re.compile(rb"<(/?)a(?=[\s>])", re.IGNORECASE)
_PART = re.compile(
    rb"</?(?:address|article|aside|blockquote|div|dl|footer|h[1-6]|header|li|main|nav|ol|p|section"
    rb"|table|td|th|tr|ul)(?=[\s>])",
    re.IGNORECASE,
)


def is_one_link(pieces: Sequence[Piece]) -> bool:
    """Whether much of the page's longer text is links and nothing else."""
    long = linked = 0
    for piece in pieces:
        size = len(piece.text)
        if size >= _LONG:
            long += size
            if piece.linked >= size:
                linked += size
    return linked > _SUSPECT * long


def with_ended_links(data: bytes) -> bytes:
    """The page, its links without an end tag ended where the next part of the page begins."""
    kept: list[bytes] = []
    done, last = 0, -1
    for found in (*_LINK.finditer(data), None):
        is_end = found is not None and found[1]
        start = found.start() if found else len(data)
        if last >= 0 and not is_end and (part := _PART.search(data, last, start)):
            kept += (data[done : part.start()], b"</a>")
            done = part.start()
        last = -1 if is_end else start
    return b"".join((*kept, data[done:]))
