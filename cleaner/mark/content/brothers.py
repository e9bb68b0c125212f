"""Blocks that look alike in one element are of one kind: where some stay, the doubtful stay.

The trees judge each block by itself, so a short answer in an interview, or one paragraph of
twenty, may fall below the bar by a hair. No one writes an article into every second `p`.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.mark.content.measure import BLOCK, Measured

DOUBTFUL = -1.7
"""Log odds above which a block that would go is doubtful (.15)."""
_SHARE = 0.25
"""So much of their text must stay by itself for the doubtful to stay as well."""
_LINKED = 0.9
"""Blocks that are links to this share stay or go by themselves."""
_MOST = 600
"""Characters of a block that count."""

_CHARS, _LINKS = BLOCK.index("chars"), BLOCK.index("linked")


def together(odds: Sequence[float], measured: Measured) -> list[bool]:
    """For each measured block whether it stays, by its own log odds and its brothers'."""
    stays = [one > 0 for one in odds]
    of_kin: dict[int, list[float]] = {}
    for kin, row, stay in zip(measured.kin, measured.blocks, stays, strict=True):
        chars = min(row[_CHARS], _MOST)
        sums = of_kin.setdefault(kin, [0.0, 0.0])
        sums[0] += chars
        sums[1] += chars * stay
    return [
        stay
        or (one > DOUBTFUL and row[_LINKS] <= _LINKED and of_kin[kin][1] >= _SHARE * of_kin[kin][0])
        for stay, one, row, kin in zip(stays, odds, measured.blocks, measured.kin, strict=True)
    ]
