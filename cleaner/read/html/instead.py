"""What else a page has that shows next to nothing: the text that it keeps for scripts.

Nothing is run. But some pages that scripts fill have their article in a `noscript`, in a
`template`, or in their JSON-LD; pages of frames may have it in a `noframes`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from cleaner.read.html.bounds import as_bytes

_KEPT = re.compile(rb"<(/?)(?:noscript|template|noframes|frameset)\b", re.IGNORECASE)
_PARTED = re.compile(r"<(?:p|br)\b", re.IGNORECASE)


def instead_of(page: bytes, told: str) -> Iterator[tuple[bytes, str]]:
    """Pages to read in place of a page, and what each is taken from.

    `told` is the article's text in the page's JSON-LD.
    """
    shown = _KEPT.sub(rb"<\1div", page)
    if shown != page:
        yield shown, "templates and what is for readers without scripts or frames"
    if told:
        if not _PARTED.search(told):
            told = "".join(f"<p>{html.escape(line)}</p>" for line in told.splitlines())
        yield as_bytes(f"<article>{told}</article>"), "JSON-LD"
