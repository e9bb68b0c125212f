"""Which lines a rule means: those that match as a whole, and hold no objection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import regex

from cleaner.finding import Captures
from cleaner.mark.features import Features
from cleaner.mark.kinds.patterns import Patterns, first_full
from cleaner.mark.kinds.pieces import ENDLESS
from cleaner.mark.lowered import Lowered

# In lines of more characters the objection is heard first: it is found sooner than a pattern
# gives up.
_LONG = 120
# Enough for the lines of a page that one rule looks at; a corpus repeats itself, too.
_REMEMBERED = 128
_UNKNOWN: Any = object()


class Lines:
    """Lines of up to `longest` characters that match as a whole, and hold nothing unwanted.

    Answers are remembered: a page is marked in rounds, and a corpus repeats itself.
    """

    __slots__ = ("_known", "longest", "unwanted", "wanted")

    def __init__(
        self, match: Patterns, unless: Patterns | None = None, longest: int = ENDLESS
    ) -> None:
        self.wanted = match
        self.unwanted = unless or None
        self.longest = min(longest, match.longest)
        self._known: dict[str, regex.Match[str] | None] = {}

    def __bool__(self) -> bool:
        return bool(self.wanted)

    def candidates(self, features: Features, indexes: Sequence[int]) -> list[int]:
        """Those of some lines that may match, as far as their length and beginning tell."""
        texts, shortest, longest = features.texts, self.wanted.shortest, self.longest
        heads, line = self.wanted.heads, features.line
        some: list[int] = []
        for i in indexes:  # mostly one or two: a comprehension takes longer to begin
            if shortest <= len(texts[i]) <= longest and (
                heads is None or not heads.isdisjoint(line(i).heads)
            ):
                some.append(i)
        return some

    def still_open(self, features: Features, indexes: Sequence[int]) -> list[int]:
        """Those of some lines of which it is not known that they do not match."""
        known, texts = self._known, features.texts
        unknown: list[int] = []
        for i in indexes:
            if known.get(texts[i], _UNKNOWN) is not None:
                unknown.append(i)
        return self.candidates(features, unknown) if unknown else unknown

    def match(self, line: Lowered) -> regex.Match[str] | None:
        """The match of a line, or None."""
        text = line.text
        if len(text) > self.longest:
            return None
        found: regex.Match[str] | None = self._known.get(text, _UNKNOWN)
        if found is not _UNKNOWN:
            return found
        found = None
        chances = self.wanted.chances(line)
        if chances and (len(text) <= _LONG or not self._objects(line)):
            found = first_full(chances, line)
            if found is not None and len(text) <= _LONG and self._objects(line):
                found = None
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[text] = found
        return found

    def _objects(self, line: Lowered) -> bool:
        return self.unwanted is not None and self.unwanted.find(line) is not None


def captures_of(match: regex.Match[str] | None, text: str) -> Captures:
    """What the named groups of a match move into the metadata; `text` is what was matched.

    The groups `cut` and `name` are for the rule itself.
    """
    if match is None:
        return ()
    captures: list[tuple[str, str]] = []
    for name in match.re.groupindex:
        start, end = match.span(name)
        value = text[start:end].strip() if start >= 0 else ""
        if value and name not in ("cut", "name"):
            captures.append((name.replace("_", "-"), value))
    return tuple(captures)
