"""Pages of one article, and which of their blocks the judge is asked about."""

from __future__ import annotations

from cleaner.mark.content.measure import measure
from cleaner.read.html import read_html

TITLE = "The ferry is back"


def numbers(html: str) -> list[int]:
    """The blocks that may be of the article of that title."""
    page = read_html(html)
    assert page.markup is not None
    return measure(page.blocks, page.markup, TITLE).numbers
