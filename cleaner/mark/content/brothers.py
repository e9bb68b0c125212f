"""Blocks that look alike are of one kind: where enough of them stay, the doubtful stay.

The trees judge each block by itself, so a short answer in an interview, or one paragraph of
twenty, may fall below the bar by a hair. No one writes an article into every second `p`.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.mark.content.measure import Measured
from cleaner.mark.content.own import BLOCK

BAR = 0.12
"""Log odds above which a block stays (.53): what is wrongly kept is seldom short."""
DOUBTFUL = -1.7
"""Log odds above which a block that would go is doubtful (.15)."""
_OF_KIN, _OF_LOOKS = 0.25, 0.5
"""So much of the text of its brothers in one element, or of all blocks that look like it, must
stay for a doubtful block to stay as well."""
_LINKED = 0.9
"""Blocks that are links to this share stay or go by themselves."""
_MOST = 600
"""Characters of a block that count."""

_CHARS, _LINKS = BLOCK.index("chars"), BLOCK.index("linked")


def together(odds: Sequence[float], measured: Measured) -> list[bool]:
    """For each measured block whether it stays, by its own log odds and by those of its like."""
    sizes = [min(size, _MOST) for size in measured.blocks[_CHARS]]
    doubtful = [
        one > DOUBTFUL and linked <= _LINKED
        for one, linked in zip(odds, measured.blocks[_LINKS], strict=True)
    ]
    stays = [one > BAR for one in odds]
    for groups, least in ((measured.kin, _OF_KIN), (measured.looks, _OF_LOOKS)):
        whole = [0.0] * len(groups)
        staying = [0.0] * len(groups)
        for group, size, stay in zip(groups, sizes, stays, strict=True):
            whole[group] += size
            staying[group] += size * stay
        stays = [
            stay or (doubt and staying[group] >= least * whole[group])
            for stay, doubt, group in zip(stays, doubtful, groups, strict=True)
        ]
    return stays
