"""Another article below the page's own, as where a reader who scrolls is given the next.

Nothing in its words tells it from the first; but it stands in an element of its own, the twin
of the one that the first stands in, and has a headline of the same rank.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from string import digits

from cleaner.markup import Markup

_RANKS = frozenset(("h1", "article"))
"""Headlines of this rank may begin another article, or those of any in such an element."""
_PARTS = frozenset(("html", "body", "li", "tr", "td"))
"""Elements that are no article by themselves."""
_NO_DIGITS = str.maketrans("", "", digits)


def others(markup: Markup, say_title: Sequence[int], sub: Sequence[float]) -> Set[int]:
    """The elements of other articles than the one whose title the page has.

    `say_title` tells which blocks say that title, and `sub` the prose inside each element.
    """
    tags, names, parents = markup.tags, markup.names, markup.parents
    best = max(say_title, default=0)
    if not best:
        return frozenset()
    headline = markup.owners[say_title.index(best)]
    rank = tags[headline]
    rivals = {
        owner
        for owner, says in zip(markup.owners, say_title, strict=True)
        if not says and tags[owner] == rank
    }
    if not rivals:
        return rivals
    below: dict[int, int] = {}  # each element around the headline, and its child on the way there
    child, e = -1, headline
    while e >= 0:
        below[e] = child
        child, e = e, parents[e]
    found: set[int] = set()
    passed: set[int] = set()
    for rival in rivals:
        child, e = -1, rival
        while e not in below and e not in passed:
            passed.add(e)
            child, e = e, parents[e]
        if e in passed:
            continue
        own = below[e]
        if (
            own >= 0 <= child
            and tags[own] == tags[child]
            and tags[own] not in _PARTS
            and not _RANKS.isdisjoint((rank, tags[own]))
            and sub[own]
            and sub[child]
            and names[own].translate(_NO_DIGITS) == names[child].translate(_NO_DIGITS)
        ):
            found.add(child)
    if found:
        for e, parent in enumerate(parents):
            if parent in found:
                found.add(e)
    return found
