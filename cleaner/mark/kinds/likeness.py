"""What tells the lines of a list of headlines: their words, and how much alike they are."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from cleaner.mark.features import ENGLISH
from cleaner.mark.vocabulary import WORD, Vocabulary

STEM = 6
"""Characters by which words are compared."""
_JOINTS = ENGLISH | frozenset(
    "against amid among before behind between do does did during may me near off over per say "
    "says should than through under until upon us via vs where while within without".split()
)
"""What joins the words of a headline; lists of names and things have next to none."""


class Line(NamedTuple):
    """What one line contributes: numbers of words, and the words that mean something.

    `capitals` counts words with a capital after the first, `functions` those that join others.
    """

    words: int
    capitals: int
    functions: int
    content: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Line:
        """The measure of a text."""
        words = WORD.findall(text)
        low = [word.lower() for word in words]
        content = tuple(word for word in low if word not in _JOINTS)
        capitals = sum(1 for word in words[1:] if word[0].isupper())
        return cls(len(words), capitals, sum(1 for word in low if word in _JOINTS), content)

    def shared_with(self, vocabulary: Vocabulary) -> int:
        """How many of its content words the article uses, by their first letters."""
        return sum(1 for word in self.content if word[:STEM] in vocabulary)


def alike(texts: list[str]) -> int:
    """How many lines start, or end, with one and the same word."""
    starts = Counter(text.split(None, 1)[0].lower() for text in texts)
    ends = Counter(text.rsplit(None, 1)[-1].lower() for text in texts)
    return max(starts.most_common(1)[0][1], ends.most_common(1)[0][1])
