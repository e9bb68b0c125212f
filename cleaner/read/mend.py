"""Mending plain text: repairs and leftovers of markup, in turn, until nothing changes.

Either may uncover the other: `&lt;br /&gt;` is a tag once its entities are gone, and entities
behind a tag are no entities before it is.
"""

from __future__ import annotations

from cleaner.page import Repair
from cleaner.read.changes import as_repairs, changes_of, compose
from cleaner.read.leftovers import may_hold, take_out
from cleaner.read.plain import blocks_of
from cleaner.read.repair import repair

_ROUNDS = 8
"""A text that does not come to rest in so many rounds keeps its leftovers."""
_MARKDOWN = (".md", ".markdown")


def mend(text: str, *, quotes: bool = False, name: str = "") -> tuple[str, tuple[Repair, ...]]:
    """The text mended, and each repair, as `repair` gives them.

    `quotes` makes curly quotation marks straight. Links are no leftovers where `name` says
    that the document is Markdown. Idempotent, like `repair`.
    """
    fixed, repairs = repair(text, quotes=quotes)
    if not may_hold(fixed):
        return fixed, repairs
    links = not name.lower().endswith(_MARKDOWN)
    mended, changes = fixed, changes_of(repairs)
    for _ in range(_ROUNDS):
        bare, found = take_out(mended, blocks_of(mended), links=links)
        if not found:
            return mended, as_repairs(text, mended, changes)
        mended, more = repair(bare, quotes=quotes)
        changes = compose(compose(changes, found), changes_of(more))
    return fixed, repairs
