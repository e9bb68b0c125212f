"""A slide show in the midst of an article: pictures of something else, with texts of their own.

Such a show may have more text than the article, in paragraphs of the same kind. But it counts
its slides, "3/50" or "3 of 50", and stands in an element of its own, with prose above and
below. On a page that is a show, there is little else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from cleaner.mark.content.outline import PROSE_CHARS
from cleaner.markup import Markup

_OF = "/|of|von|de|sur|di|av|af|van"
_COUNT = re.compile(rf"(?:- )?(\d{{1,3}})\s?(?:{_OF})\s?(\d{{1,3}})\b(?![/.:,]\d)")
_FEWEST = 3
"""Fewest slides of a show."""
_AROUND = 5
"""Fewest blocks of prose around a show that is not the article."""
_LINKED = 0.4
"""Blocks with more of their text in links are no prose."""
_WHOLE = frozenset(("html", "body"))


def slides(folded: Sequence[str], markup: Markup) -> Set[int]:
    """The blocks of slide shows in the midst of prose; `folded` are all, in lower case."""
    shows: dict[int, dict[int, int]] = {}  # by the count of slides: their numbers, with blocks
    for i, text in enumerate(folded):
        # Digits, and the sign before items, are below all letters.
        if text[0] <= "9" and (found := _COUNT.match(text)):
            number, count = map(int, found.groups())
            if 1 <= number <= count:
                shows.setdefault(count, {}).setdefault(number, i)
    apart: set[int] = set()
    for show in shows.values():
        numbers = [*show]
        if len(show) >= _FEWEST and numbers == sorted(numbers):
            apart.update(_whole([*show.values()], folded, markup))
    return apart


def _whole(counted: Sequence[int], folded: Sequence[str], markup: Markup) -> range:
    """All blocks of the show that has these, or none, where it may be the article."""
    prose = [
        len(text) >= PROSE_CHARS and links < _LINKED * len(text)
        for text, links in zip(folded, markup.linked, strict=True)
    ]
    owners, parents = markup.owners, markup.parents
    first, last = counted[0], counted[-1]
    around = owners[first]
    while around >= 0 and last not in (inside := markup.inside(around)):
        around = parents[around]
    while around >= 0 and markup.tags[parents[around]] not in _WHOLE:
        outside = markup.inside(parents[around])
        above = sum(prose[outside.start : inside.start])
        below = sum(prose[inside.stop : outside.stop])
        if above or below:
            is_amid = above and below and above + below >= _AROUND
            # The text of the first slide may stand above its number.
            return inside if is_amid and sum(prose[inside.start : first]) <= 1 else range(0)
        around, inside = parents[around], outside
    return range(0)
