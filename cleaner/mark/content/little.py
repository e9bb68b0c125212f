"""Where nearly nothing of a page stays, its kind is one that the judge was not taught.

Such are home pages and poems. Then what it doubts stays: a reader of the page wants that, if
anything.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.mark.content.measure import Measured
from cleaner.mark.content.own import BLOCK

_LITTLE = 0.15
"""So small a share of the text is nearly nothing."""
_LEAST = -2.5
"""Log odds above which a block may be rescued."""
_LINKED = 0.5
"""Blocks with more of their text in links may not."""

_CHARS, _LINKS = BLOCK.index("chars"), BLOCK.index("linked")


def is_little(stays: Sequence[bool], measured: Measured) -> bool:
    """Whether it is nearly nothing that stays, next to all that is measured."""
    part = whole = 0.0
    columns = measured.blocks
    for stay, size, linked in zip(stays, columns[_CHARS], columns[_LINKS], strict=True):
        if stay:
            part += size
        if linked <= _LINKED:
            whole += size
    return part < _LITTLE * whole


def rescued(odds: Sequence[float], stays: Sequence[bool], measured: Measured) -> list[bool]:
    """Which blocks stay, if it was little, next to what may be rescued, that did so far."""
    sizes, links = measured.blocks[_CHARS], measured.blocks[_LINKS]
    may = [one > _LEAST and linked <= _LINKED for one, linked in zip(odds, links, strict=True)]
    part, whole = (
        sum(size for size, is_in in zip(sizes, chosen, strict=True) if is_in)
        for chosen in (stays, may)
    )
    if part >= _LITTLE * whole:
        return list(stays)
    return [stay or rescue for stay, rescue in zip(stays, may, strict=True)]
