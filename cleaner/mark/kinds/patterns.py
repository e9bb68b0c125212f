"""Patterns of rules: many tried as one, each only where it may match, none for too long."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import regex

from cleaner.errors import RuleError
from cleaner.finding import Captures
from cleaner.mark.kinds.needs import Needs, alternatives_of
from cleaner.mark.rule import Rule

TIME_LIMIT = 1.0
"""Seconds one pattern may spend on one line before its rule is switched off."""

_WORTH_A_LOOK = 3000
"""Patterns of so many characters are slow enough to look for their literals first, even
where one of them has none."""

_LONG = 120
# Enough for the lines of a page that one rule looks at; a corpus repeats itself, too.
_REMEMBERED = 128
# Signs of a pattern that must see letters as they are, or that names them by number.
_CASE_MATTERS = re.compile(r"\(\?\w*-i|\[\[:|\\[pPxuUN]")
_LETTERS = re.compile(r"\\.|\(\?P?[<=&>]\w+|[^\W\d_]+")


class Overtime(Exception):
    """A pattern ran out of time on a line."""


class Chance(NamedTuple):
    """A pattern that may match, and the text as this pattern wants it."""

    pattern: regex.Pattern[str]
    text: str


class Patterns:
    """Several regular expressions tried as one: case is ignored, Unicode is obeyed.

    A pattern whose letters stand for either case is lowered once, and so is each text,
    because that is twice as fast as ignoring case sign by sign. Offsets in a match are
    those of the text. Of the alternatives only those are tried whose literals are there
    (see `needs`).
    """

    __slots__ = ("_needs", "_parts", "_whole", "sources")

    def __init__(self, rule: Rule, key: str, sources: tuple[str, ...]) -> None:
        self.sources = sources
        alternatives = [pair for source in sources for pair in alternatives_of(source)]
        demands = [clauses for _, clauses in alternatives]
        if not all(demands) and sum(map(len, sources)) < _WORTH_A_LOOK:
            demands = [()] * len(demands)
        self._needs = Needs(demands)
        self._parts = [
            (mask, _compile(rule, key, [source for _, (source, _) in group]))
            for mask, group in groupby(
                zip(self._needs.masks, alternatives, strict=True), key=itemgetter(0)
            )
        ]
        self._whole: _Compiled | None = None

    def __bool__(self) -> bool:
        return bool(self.sources)

    def chances(self, text: str) -> list[Chance]:
        """What may match the whole text, in order."""
        lowered = text.lower()
        if len(lowered) != len(text):
            return [part.chance(text) for _, part in self._parts]
        if len(self._parts) == 1 and not self._parts[0][0]:
            part = self._parts[0][1]
            return [Chance(part.pattern, text if part.cased else lowered)]
        missing = ~self._needs.met(lowered)
        return [
            Chance(part.pattern, text if part.cased else lowered)
            for mask, part in self._parts
            if not mask & missing
        ]

    def full(self, text: str) -> regex.Match[str] | None:
        """A match of the whole text, or None."""
        return first_full(self.chances(text))

    def find(self, text: str) -> regex.Match[str] | None:
        """The first match anywhere in the text, or None."""
        if not self.sources:
            return None
        pattern, text = self._joined().chance(text)
        try:
            return pattern.search(text, timeout=TIME_LIMIT)
        except TimeoutError:
            raise Overtime from None

    def find_all(self, text: str) -> list[regex.Match[str]]:
        """All matches, left to right, not overlapping."""
        if not self.chances(text):
            return []
        pattern, text = self._joined().chance(text)
        try:
            return list(pattern.finditer(text, timeout=TIME_LIMIT))
        except TimeoutError:
            raise Overtime from None

    def _joined(self) -> _Compiled:
        """All patterns as one, compiled when first asked for."""
        if self._whole is None:
            self._whole = _Compiled(self.sources)
        return self._whole


def first_full(chances: Iterable[Chance]) -> regex.Match[str] | None:
    """The first match of a whole text, or None."""
    try:
        for pattern, text in chances:
            found = pattern.fullmatch(text, timeout=TIME_LIMIT)
            if found is not None:
                return found
    except TimeoutError:
        raise Overtime from None
    return None


def _lower(found: re.Match[str]) -> str:
    return found[0] if found[0][0] in "\\(" else found[0].lower()


class _Compiled:
    """Patterns joined into one."""

    __slots__ = ("_source", "cased", "pattern")

    def __init__(self, sources: Sequence[str]) -> None:
        self._source = "|".join(f"(?:{source})" for source in sources)
        self.cased = bool(_CASE_MATTERS.search(self._source))
        self.pattern = (
            self._ignoring_case()
            if self.cased
            else regex.compile(_LETTERS.sub(_lower, self._source), regex.VERSION0)
        )

    def chance(self, text: str) -> Chance:
        """The pattern and the text as it wants it."""
        if self.cased:
            return Chance(self.pattern, text)
        lowered = text.lower()
        if len(lowered) == len(text):
            return Chance(self.pattern, lowered)
        return Chance(self._ignoring_case(), text)

    def _ignoring_case(self) -> regex.Pattern[str]:
        return regex.compile(self._source, regex.IGNORECASE | regex.VERSION0)


def _compile(rule: Rule, key: str, sources: Sequence[str]) -> _Compiled:
    try:
        return _Compiled(sources)
    except regex.error:
        for source in sources:  # which of them is it?
            try:
                regex.compile(source, regex.VERSION0)
            except regex.error as error:
                message = f"{key}: not a regular expression: {error}"
                raise misfit(rule, message, source) from None
        raise


class Lines:
    """Which lines match as a whole, and hold nothing that speaks against it.

    Answers are remembered: a page is marked in rounds, and a corpus repeats itself. In long
    lines the objection is heard first: it is found sooner than a pattern gives up.
    """

    __slots__ = ("_known", "unwanted", "wanted")

    def __init__(self, match: Patterns, unless: Patterns) -> None:
        self.wanted = match
        self.unwanted = unless
        self._known: dict[str, regex.Match[str] | None] = {}

    def match(self, text: str) -> regex.Match[str] | None:
        """The match of a line, or None."""
        try:
            return self._known[text]
        except KeyError:
            pass
        found: regex.Match[str] | None = None
        chances = self.wanted.chances(text)
        if chances and (len(text) <= _LONG or not self.unwanted.find(text)):
            found = first_full(chances)
            if found is not None and len(text) <= _LONG and self.unwanted.find(text):
                found = None
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[text] = found
        return found


def captures_of(match: regex.Match[str] | None, text: str) -> Captures:
    """What the named groups of a match move into the metadata; `text` is what was matched."""
    if match is None:
        return ()
    captures: list[tuple[str, str]] = []
    for name in match.re.groupindex:
        start, end = match.span(name)
        value = text[start:end].strip() if start >= 0 else ""
        if value and name != "cut":
            captures.append((name.replace("_", "-"), value))
    return tuple(captures)


def misfit(rule: Rule, message: str, where: str) -> RuleError:
    """A `RuleError` that points at the line of the rule's file that holds `where`."""
    if rule.path is not None and rule.path.is_file():
        for number, line in enumerate(rule.path.read_text("utf-8").splitlines(), 1):
            column = line.find(where)
            if column >= 0:
                return RuleError(
                    message, path=rule.path, line=number, column=column + 1, source=line
                )
    return RuleError(message, path=rule.path or rule.id)
