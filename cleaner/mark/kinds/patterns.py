"""Patterns of rules: many tried as one, each only where it may match, none for too long."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import regex

from cleaner.mark.kinds.needs import Needs
from cleaner.mark.kinds.part import Part
from cleaner.mark.kinds.reader import alternatives_of
from cleaner.mark.lowered import UNCERTAIN, Lowered
from cleaner.mark.rule import Rule

# So many literals are looked up one by one, more of them all at once.
_FEW_LITERALS = 64


class _Choice(NamedTuple):
    """Some parts, and how many literals they look for."""

    parts: list[Part]
    literals: int

    @classmethod
    def of(cls, parts: list[Part]) -> _Choice:
        return cls(parts, sum(part.literals for part in parts))


class _Choices:
    """Which of some parts may match, by how a line begins; `tied` are those that depend on it.

    Unless `heads` is None, only lines that have one of them can match.
    """

    __slots__ = ("_all", "_always", "_by_head", "_chosen", "_parts", "heads")

    def __init__(self, parts: list[Part], tied: Collection[Part]) -> None:
        self._parts = parts
        # Parts that may match a line that begins so, as bits; and those that always may.
        self._by_head: dict[str, int] = {UNCERTAIN: (1 << len(parts)) - 1}
        self._always = 0
        for number, part in enumerate(parts):
            if part.heads is None or part not in tied:
                self._always |= 1 << number
                continue
            for head in part.heads:
                self._by_head[head] = self._by_head.get(head, 0) | 1 << number
        self._chosen: dict[int, _Choice] = {}
        self._all = _Choice.of(parts) if not tied or len(parts) == 1 else None
        self.heads = None if self._always else frozenset(self._by_head)

    def of(self, line: Lowered) -> _Choice:
        """The parts that may match a line; the only one is not asked how it begins."""
        if self._all is not None:
            return self._all
        may, by_head = self._always, self._by_head
        for head in line.heads:
            if head in by_head:
                may |= by_head[head]
        choice = self._chosen.get(may)
        if choice is None:
            choice = _Choice.of([part for n, part in enumerate(self._parts) if may >> n & 1])
            self._chosen[may] = choice
        return choice


class Patterns:
    """Several regular expressions tried as one: case is ignored, Unicode is obeyed.

    A pattern whose letters stand for either case is lowered once, and so is each line,
    because that is twice as fast as ignoring case sign by sign. Offsets in a match are
    those of the text. Of the alternatives only those are tried whose literals are there
    (see `needs`), and for a match of the whole line, or one that must begin it, only those that
    begin as it does; for the first also those alone that can be as long, and as short. No match
    of a whole line is longer than `longest` or shorter than `shortest`, and unless `heads` is
    None, one of them is among the heads of every line that has one.
    """

    __slots__ = (
        "_choices",
        "_found",
        "_needs",
        "_parts",
        "_whole",
        "heads",
        "longest",
        "shortest",
        "sources",
    )

    def __init__(self, rule: Rule, key: str, sources: tuple[str, ...]) -> None:
        self.sources = sources
        alternatives = [one for source in sources for one in alternatives_of(source)]
        self._needs = Needs([one.clauses for one in alternatives])
        kinds = [
            (mask, one.begins_line)
            for mask, one in zip(self._needs.masks, alternatives, strict=True)
        ]
        self._parts = [
            Part.of(rule, key, mask, [one for _, one in group])
            for (mask, _), group in groupby(
                zip(kinds, alternatives, strict=True), key=itemgetter(0)
            )
        ]
        self._choices = _Choices(self._parts, self._parts)
        self._found = _Choices(self._parts, [part for part in self._parts if part.begins_line])
        self._whole: Part | None = None
        self.longest = max((part.longest for part in self._parts), default=0)
        self.shortest = min((part.shortest for part in self._parts), default=0)
        self.heads = self._choices.heads

    def __bool__(self) -> bool:
        return bool(self.sources)

    def chances(self, line: Lowered) -> list[Part]:
        """What may match a whole line, in order."""
        size = len(line.text)
        if not self.shortest <= size <= self.longest:
            return []
        if self.heads is not None and self.heads.isdisjoint(line.heads):
            return []
        choice = self._choices.of(line)
        parts: list[Part] = []
        for part in choice.parts:  # mostly one or two: a comprehension takes longer to begin
            if part.shortest <= size <= part.longest:
                parts.append(part)
        return self._fulfilled(parts, choice.literals, line) if parts else parts

    def _fulfilled(self, parts: list[Part], literals: int, line: Lowered) -> list[Part]:
        """Those of some parts, which look for so many literals, that have theirs in a line."""
        text = line.lowered
        if text is None:
            return parts
        fulfilled: list[Part] = []
        if literals <= _FEW_LITERALS:
            for part in parts:
                if part.has_its_literals(text):
                    fulfilled.append(part)
            return fulfilled
        missing = ~self._needs.met(line.data)
        return [part for part in parts if not part.mask & missing]

    def full(self, line: Lowered) -> regex.Match[str] | None:
        """A match of the whole line, or None."""
        return first_full(self.chances(line), line)

    def find(self, line: Lowered) -> regex.Match[str] | None:
        """A match anywhere in the line, or None."""
        for part in self._fulfilled(*self._found.of(line), line):
            found = part.find(line)
            if found is not None:
                return found
        return None

    def find_all(self, line: Lowered) -> list[regex.Match[str]]:
        """All matches, left to right, not overlapping."""
        if not self._fulfilled(*self._found.of(line), line):
            return []
        if self._whole is None:
            self._whole = Part(self.sources)
        return self._whole.find_all(line)


def first_full(parts: Iterable[Part], line: Lowered) -> regex.Match[str] | None:
    """The first match of a whole line, or None."""
    for part in parts:
        found = part.full(line)
        if found is not None:
            return found
    return None
