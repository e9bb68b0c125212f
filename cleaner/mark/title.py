"""The article's own title: the line that a corpus keeps or drops as a whole.

The gold of many benchmarks, and many corpora, hold the title apart from the text. It is
told by agreement with a title that is known, or by shape and place: the first line, a
headline, with prose right under it.
"""

from __future__ import annotations

from cleaner.config import TITLE
from cleaner.finding import Finding
from cleaner.mark.features import words_of
from cleaner.mark.view import View

RULE = TITLE
"""What findings of this module are called; there is no rule file of this id."""

_AGREEMENT = 0.8


def find_title(view: View) -> Finding | None:
    """The title line of a view, as a finding that cuts it, or None."""
    first = next((i for i, stands in enumerate(view.standing) if stands), None)
    if first is None:
        return None
    block = view.blocks[first]
    if view.title and agrees(block.text, view.title):
        return Finding(RULE, block.span, evidence="agrees with the title that is given")
    second = next((i for i in range(first + 1, len(view.blocks)) if view.standing[i]), None)
    if (
        second is not None
        and first in view.features.headlines
        and view.features.is_prose(second)
        and second not in view.features.headlines
    ):
        return Finding(RULE, block.span, evidence="a headline with prose right under it")
    return None


def agrees(line: str, title: str) -> bool:
    """Whether a line says what a page's title says, which may add the site's name."""
    here, there = words_of(line), words_of(title)
    if len(here) < 2 or len(here) > len(there) + 3:
        return False
    if there[: len(here)] == here:
        return len(here) * 2 >= len(there)
    shared = sum(1 for word in here if word in set(there))
    return shared >= _AGREEMENT * len(here) and len(here) >= 0.6 * len(there)
