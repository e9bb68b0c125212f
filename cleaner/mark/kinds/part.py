"""A part of a rule's patterns: alternatives that need the same literals, compiled as one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import regex

from cleaner.mark.kinds.pieces import ENDLESS, Clause
from cleaner.mark.kinds.reader import Alternative
from cleaner.mark.lowered import Lowered
from cleaner.mark.rule import Rule, misfit

TIME_LIMIT = 1.0
"""Seconds one pattern may spend on one line before its rule is switched off."""

# Signs of a pattern that must see letters as they are, or that names them by number.
_CASE_MATTERS = re.compile(r"\(\?\w*-i|\[\[:|\\[pPxuUN]")
_LETTERS = re.compile(r"\\.|\(\?P?[<=&>]\w+|[^\W\d_]+")


class Overtime(Exception):
    """A pattern ran out of time on a line."""


class Part:
    """Alternatives with the same needs in one pattern.

    `heads`, `longest`, `shortest` and `begins_line` are as in `Alternative`.
    """

    __slots__ = (
        "_cased",
        "_clauses",
        "_pattern",
        "_source",
        "begins_line",
        "heads",
        "literals",
        "longest",
        "mask",
        "shortest",
    )

    def __init__(
        self,
        sources: Iterable[str],
        mask: int = 0,
        clauses: Iterable[Clause] = (),
        *,
        heads: frozenset[str] | None = None,
        longest: int = ENDLESS,
        shortest: int = 0,
        begins_line: bool = False,
    ) -> None:
        self.mask = mask
        self.heads = heads
        self.longest = longest
        self.shortest = shortest
        self.begins_line = begins_line
        self._clauses = tuple(sorted(map(tuple, clauses), key=len))
        self.literals = sum(map(len, self._clauses))
        self._source = "|".join(f"(?:{source})" for source in sources)
        self._cased = bool(_CASE_MATTERS.search(self._source))
        self._pattern = (
            self._ignoring_case()
            if self._cased
            else regex.compile(_LETTERS.sub(_lower, self._source), regex.VERSION0)
        )

    @classmethod
    def of(cls, rule: Rule, key: str, mask: int, alternatives: Sequence[Alternative]) -> Part:
        """The part of some alternatives. Raises `RuleError` where one is no regular expression."""
        every = [one.heads for one in alternatives]
        heads = None if None in every else frozenset().union(*filter(None, every))
        sources = [one.source for one in alternatives]
        try:
            longest = max(one.longest for one in alternatives)
            shortest = min(one.shortest for one in alternatives)
            return cls(
                sources,
                mask,
                alternatives[0].clauses,
                heads=heads,
                longest=longest,
                shortest=shortest,
                begins_line=all(one.begins_line for one in alternatives),
            )
        except regex.error:
            for source in sources:  # which of them is it?
                try:
                    regex.compile(source, regex.VERSION0)
                except regex.error as error:
                    message = f"{key}: not a regular expression: {error}"
                    raise misfit(rule, message, source) from None
            raise

    def has_its_literals(self, lowered: str) -> bool:
        """Whether a text in lower case fulfils all clauses."""
        for clause in self._clauses:
            for literal in clause:  # asked often: `any` takes longer than most loops do
                if literal in lowered:
                    break
            else:
                return False
        return True

    def full(self, line: Lowered) -> regex.Match[str] | None:
        """A match of the whole line, or None."""
        pattern, text = self._for(line)
        try:
            return pattern.fullmatch(text, timeout=TIME_LIMIT)
        except TimeoutError:
            raise Overtime from None

    def find(self, line: Lowered) -> regex.Match[str] | None:
        """The first match in the line, or None."""
        pattern, text = self._for(line)
        find = pattern.match if self.begins_line else pattern.search
        try:
            return find(text, timeout=TIME_LIMIT)
        except TimeoutError:
            raise Overtime from None

    def find_all(self, line: Lowered) -> list[regex.Match[str]]:
        """All matches, left to right, not overlapping."""
        pattern, text = self._for(line)
        try:
            return list(pattern.finditer(text, timeout=TIME_LIMIT))
        except TimeoutError:
            raise Overtime from None

    def _for(self, line: Lowered) -> tuple[regex.Pattern[str], str]:
        """The pattern, and the line as it wants it."""
        if self._cased:
            return self._pattern, line.text
        lowered = line.lowered
        if lowered is not None:
            return self._pattern, lowered
        return self._ignoring_case(), line.text

    def _ignoring_case(self) -> regex.Pattern[str]:
        return regex.compile(self._source, regex.IGNORECASE | regex.VERSION0)


def _lower(found: re.Match[str]) -> str:
    return found[0] if found[0][0] in "\\(" else found[0].lower()
