"""Which words an article uses, asked of a few words at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaner.folding import folded

WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
"""A word; inner apostrophes, dots and hyphens belong."""

# Where a word begins, and where it is over.
_START = re.compile(r"(?<![^\W_])(?<![^\W_]['’.-])")
_END = re.compile(r"(?![^\W_])(?!['’.-][^\W_])")
# Where it may go on; a sign that joins words joins nothing at the end of one.
_MIDST = re.compile(r"(?<!['’.-])|(?=[^\W_])")
_FEW = 60


class Vocabulary:
    """The words of some lines by their first `length` letters, in lower case.

    The first few stems that are asked for are looked up in the text itself: finding all
    its words takes as long as fifty such look-ups, and most pages need fewer.
    """

    def __init__(self, texts: Iterable[str], length: int) -> None:
        # In lower case; `str.lower` takes four times as long.
        self._text = folded("\n".join(texts)).decode("utf-8", "surrogatepass")
        self._length = length
        self._asked: dict[str, bool] = {}
        self._all: frozenset[str] | None = None

    def __contains__(self, stem: str) -> bool:
        if self._all is not None:
            return stem in self._all
        known = self._asked.get(stem)
        if known is None:
            if len(self._asked) >= _FEW:
                self._all = self._stems()
                return stem in self._all
            known = self._asked[stem] = self._find(stem)
        return known

    def _find(self, stem: str) -> bool:
        """Whether a word of the text is, or if the stem is long enough begins with, a stem."""
        text = self._text
        stop = _MIDST if len(stem) == self._length else _END
        at = text.find(stem)
        while at >= 0:
            end = at + len(stem)
            if _START.match(text, at) and stop.match(text, end):
                return True
            at = text.find(stem, at + 1)
        return False

    def _stems(self) -> frozenset[str]:
        # No word holds white space; so what stands between two spaces is looked at once.
        pieces = set(self._text.split())
        return frozenset([word[: self._length] for word in WORD.findall(" ".join(pieces))])
