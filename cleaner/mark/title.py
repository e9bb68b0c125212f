"""The article's own title: the line that a corpus keeps or drops as a whole.

The gold of many benchmarks, and many corpora, hold the title apart from the text. It is
told by agreement with a title that is known, or by shape and place: the first line, a
headline, with prose right under it.
"""

from __future__ import annotations

from cleaner.config import TITLE
from cleaner.finding import Finding
from cleaner.mark.shapes import words_of
from cleaner.mark.view import View

RULE = TITLE
"""What findings of this module are called; there is no rule file of this id."""

_AGREEMENT = 0.8
_LIKENESS = 0.3
_HEAD = 8
_MARKS = ("*", "-", "–", "—", "•", "·", "|", ">", "#")


def find_title(view: View) -> Finding | None:
    """The title line of a view, as a finding that cuts it, or None.

    A title that is known is looked for in the lines above the first paragraph. Only where
    none is known, or the first line is like it, do shape and place decide.
    """
    standing = [index for index, stands in enumerate(view.standing) if stands]
    blocks, features = view.blocks, view.features
    if view.title:
        for index in standing[:_HEAD]:
            if agrees(blocks[index].text, view.title):
                return Finding(
                    RULE, blocks[index].span, evidence="agrees with the title that is given"
                )
            if features.is_prose(index):
                break
    if len(standing) < 2:
        return None
    first, second = standing[:2]
    if (
        first in features.headlines
        and features.is_prose(second)
        and second not in features.headlines
        and not blocks[first].text.startswith(_MARKS)
        and (not view.title or _is_like(blocks[first].text, view.title))
    ):
        return Finding(RULE, blocks[first].span, evidence="a headline with prose right under it")
    return None


def _is_like(line: str, title: str) -> bool:
    """Whether a line may be another wording of a title."""
    here, there = words_of(line), set(words_of(title))
    return sum(1 for word in here if word in there) >= _LIKENESS * len(here)


def agrees(line: str, title: str) -> bool:
    """Whether a line says what a page's title says, which may add the site's name."""
    here, there = words_of(line), words_of(title)
    if len(here) < 2 or len(here) > len(there) + 3:
        return False
    if there[: len(here)] == here:
        return len(here) * 2 >= len(there)
    shared = sum(1 for word in here if word in set(there))
    return shared >= _AGREEMENT * len(here) and len(here) >= 0.6 * len(there)
