"""Patterns of rules: many tried as one, each only where it may match, none for too long."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter

import regex

from cleaner.errors import RuleError
from cleaner.finding import Captures
from cleaner.mark.kinds.needs import Needs
from cleaner.mark.kinds.pieces import ENDLESS, Clause
from cleaner.mark.kinds.reader import Alternative, alternatives_of
from cleaner.mark.lowered import Lowered
from cleaner.mark.rule import Rule

TIME_LIMIT = 1.0
"""Seconds one pattern may spend on one line before its rule is switched off."""

_LONG = 120
# So many literals are looked up one by one, more of them all at once.
_FEW_LITERALS = 24
# Enough for the lines of a page that one rule looks at; a corpus repeats itself, too.
_REMEMBERED = 128
# Signs of a pattern that must see letters as they are, or that names them by number.
_CASE_MATTERS = re.compile(r"\(\?\w*-i|\[\[:|\\[pPxuUN]")
_LETTERS = re.compile(r"\\.|\(\?P?[<=&>]\w+|[^\W\d_]+")


class Overtime(Exception):
    """A pattern ran out of time on a line."""


class Patterns:
    """Several regular expressions tried as one: case is ignored, Unicode is obeyed.

    A pattern whose letters stand for either case is lowered once, and so is each line,
    because that is twice as fast as ignoring case sign by sign. Offsets in a match are
    those of the text. Of the alternatives only those are tried whose literals are there
    (see `needs`), and for a match of the whole line, only those that begin as it does and can
    be as long.
    """

    __slots__ = (
        "_by_head",
        "_chosen",
        "_headless",
        "_longest",
        "_needs",
        "_parts",
        "_shortest",
        "_whole",
        "sources",
    )

    def __init__(self, rule: Rule, key: str, sources: tuple[str, ...]) -> None:
        self.sources = sources
        alternatives = [one for source in sources for one in alternatives_of(source)]
        self._needs = Needs([one.clauses for one in alternatives])
        self._parts = [
            _compile(rule, key, mask, [one for _, one in group])
            for mask, group in groupby(
                zip(self._needs.masks, alternatives, strict=True), key=itemgetter(0)
            )
        ]
        self._whole: _Part | None = None
        self._longest = max((part.longest for part in self._parts), default=0)
        self._shortest = min((part.longest for part in self._parts), default=0)
        # Which parts may match a line that begins so, as bits; and which, however it begins.
        self._by_head: dict[str, int] = {}
        self._headless = 0
        self._chosen: dict[int, list[_Part]] = {}
        for number, part in enumerate(self._parts):
            if part.heads is None:
                self._headless |= 1 << number
            for head in part.heads or ():
                self._by_head[head] = self._by_head.get(head, 0) | 1 << number

    def __bool__(self) -> bool:
        return bool(self.sources)

    def chances(self, line: Lowered) -> list[_Part]:
        """What may match a whole line, in order."""
        if line.lowered is None:
            return self._parts
        size = len(line.text)
        if size > self._longest:
            return []
        begun = self._headless
        if self._by_head:
            for head in line.heads:
                begun |= self._by_head.get(head, 0)
        if not begun:
            return []
        parts = self._chosen.get(begun)
        if parts is None:
            parts = [part for n, part in enumerate(self._parts) if begun >> n & 1]
            self._chosen[begun] = parts
        if size > self._shortest:
            parts = [part for part in parts if size <= part.longest]
        return self._fulfilled(parts, line)

    def _fulfilled(self, parts: list[_Part], line: Lowered) -> list[_Part]:
        """The parts that have their literals in a line."""
        text = line.lowered
        if text is None:
            return parts
        literals = 0
        for part in parts:
            literals += part.literals
        if literals <= _FEW_LITERALS:
            return [part for part in parts if part.has_its_literals(text)]
        missing = ~self._needs.met(line.data)
        return [part for part in parts if not part.mask & missing]

    def full(self, line: Lowered) -> regex.Match[str] | None:
        """A match of the whole line, or None."""
        return first_full(self.chances(line), line)

    def find(self, line: Lowered) -> regex.Match[str] | None:
        """A match anywhere in the line, or None."""
        for part in self._fulfilled(self._parts, line):
            found = part.find(line)
            if found is not None:
                return found
        return None

    def find_all(self, line: Lowered) -> list[regex.Match[str]]:
        """All matches, left to right, not overlapping."""
        if not self._fulfilled(self._parts, line):
            return []
        if self._whole is None:
            self._whole = _Part(self.sources)
        return self._whole.find_all(line)


def first_full(parts: Iterable[_Part], line: Lowered) -> regex.Match[str] | None:
    """The first match of a whole line, or None."""
    for part in parts:
        found = part.full(line)
        if found is not None:
            return found
    return None


class _Part:
    """Alternatives with the same needs in one pattern; `heads`, `longest` as in `Alternative`."""

    __slots__ = (
        "_cased",
        "_clauses",
        "_pattern",
        "_source",
        "heads",
        "literals",
        "longest",
        "mask",
    )

    def __init__(
        self,
        sources: Iterable[str],
        mask: int = 0,
        clauses: Iterable[Clause] = (),
        heads: frozenset[str] | None = None,
        longest: int = ENDLESS,
    ) -> None:
        self.mask = mask
        self.heads = heads
        self.longest = longest
        self._clauses = tuple(sorted(map(tuple, clauses), key=len))
        self.literals = sum(map(len, self._clauses))
        self._source = "|".join(f"(?:{source})" for source in sources)
        self._cased = bool(_CASE_MATTERS.search(self._source))
        self._pattern = (
            self._ignoring_case()
            if self._cased
            else regex.compile(_LETTERS.sub(_lower, self._source), regex.VERSION0)
        )

    def has_its_literals(self, lowered: str) -> bool:
        for clause in self._clauses:
            for literal in clause:
                if literal in lowered:
                    break
            else:
                return False
        return True

    def full(self, line: Lowered) -> regex.Match[str] | None:
        pattern, text = self._for(line)
        try:
            return pattern.fullmatch(text, timeout=TIME_LIMIT)
        except TimeoutError:
            raise Overtime from None

    def find(self, line: Lowered) -> regex.Match[str] | None:
        pattern, text = self._for(line)
        try:
            return pattern.search(text, timeout=TIME_LIMIT)
        except TimeoutError:
            raise Overtime from None

    def find_all(self, line: Lowered) -> list[regex.Match[str]]:
        pattern, text = self._for(line)
        try:
            return list(pattern.finditer(text, timeout=TIME_LIMIT))
        except TimeoutError:
            raise Overtime from None

    def _for(self, line: Lowered) -> tuple[regex.Pattern[str], str]:
        """The pattern, and the line as it wants it."""
        if self._cased:
            return self._pattern, line.text
        if line.lowered is not None:
            return self._pattern, line.lowered
        return self._ignoring_case(), line.text

    def _ignoring_case(self) -> regex.Pattern[str]:
        return regex.compile(self._source, regex.IGNORECASE | regex.VERSION0)


def _lower(found: re.Match[str]) -> str:
    return found[0] if found[0][0] in "\\(" else found[0].lower()


def _compile(rule: Rule, key: str, mask: int, alternatives: Sequence[Alternative]) -> _Part:
    every = [one.heads for one in alternatives]
    heads = None if None in every else frozenset().union(*filter(None, every))
    sources = [one.source for one in alternatives]
    try:
        longest = max(one.longest for one in alternatives)
        return _Part(sources, mask, alternatives[0].clauses, heads, longest)
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

    def match(self, line: Lowered) -> regex.Match[str] | None:
        """The match of a line, or None."""
        text = line.text
        try:
            return self._known[text]
        except KeyError:
            pass
        found: regex.Match[str] | None = None
        chances = self.wanted.chances(line)
        if chances and (len(text) <= _LONG or not self.unwanted.find(line)):
            found = first_full(chances, line)
            if found is not None and len(text) <= _LONG and self.unwanted.find(line):
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
