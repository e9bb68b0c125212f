"""Side columns of a page that a table lays out: the cells beside the one that has the article.

Such a cell has no name, and the table around it makes it look like the article's own. But the
title stands in one cell of the row, with most of its prose; in a table of data there is none.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from cleaner.markup import Markup

_CELLS = frozenset(("td", "th"))
_MINOR = 0.5
"""A side column has no more prose than this share of the article's."""


def side_cells(markup: Markup, headline: int, sub: Sequence[float]) -> Set[int]:
    """The elements in cells beside that of the block `headline`; `sub` is the prose in each."""
    tags, parents = markup.tags, markup.parents
    own: dict[int, int] = {}  # of each row around the title, its cell
    e = markup.owners[headline] if headline >= 0 else -1
    while e >= 0:
        if tags[e] in _CELLS:
            own[parents[e]] = e
        e = parents[e]
    found: set[int] = set()
    if not own:
        return found
    for e, parent in enumerate(parents):
        cell = own.get(parent, e)
        if parent in found or (e != cell and 0 < sub[cell] * _MINOR >= sub[e]):
            found.add(e)
    return found
