"""What the kinds of match have in common: places, and reading a `[match]` table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cleaner.lazy import Memory
from cleaner.mark.features import Features
from cleaner.mark.kinds.patterns import Patterns
from cleaner.mark.rule import Rule, misfit
from cleaner.mark.shapes import LONG_CHARS
from cleaner.mark.terms import TERMS
from cleaner.mark.view import View

PLACES = ANYWHERE, HEAD, TAIL, EDGE = ("anywhere", "head", "tail", "edge")
"""head: before the first prose · tail: after the last · edge: either · anywhere."""

MAX_CHARS = LONG_CHARS
"""Longest line, in characters, that `line`, `run` and `section` look at, unless a rule says
otherwise: whatever is longer is prose."""


_WORD = re.compile(r"\{([a-z][a-z-]+)\}")


class Spec:
    """Reads a `[match]` table key by key and complains about what is left over.

    A table `words` names pieces of regular expressions; `{name}` in a pattern, or in a
    later word, stands for the piece. So a vocabulary is written once and read easily.
    The words of `cleaner.mark.terms` stand ready for all.
    """

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self._left = dict(rule.match)
        self._words = dict(TERMS)
        words = self._left.pop("words", {})
        if not isinstance(words, dict):
            raise misfit(rule, "words: expected a table of regular expressions", "words")
        for name, source in words.items():
            if not isinstance(source, str) or not _WORD.fullmatch(f"{{{name}}}"):
                raise misfit(rule, f"words: {name!r}: expected a name and a pattern", name)
            self._words[name] = f"(?:{self._spelt_out(source)})"

    def _spelt_out(self, source: str) -> str:
        def piece(found: re.Match[str]) -> str:
            if found[1] not in self._words:
                raise misfit(self.rule, f"no word {found[1]!r} stands before this", source)
            return self._words[found[1]]

        return _WORD.sub(piece, source)

    def patterns(self, key: str, *, needed: bool = False) -> Patterns:
        """The list of regular expressions at `key`."""
        values = self._left.pop(key, [])
        if not isinstance(values, list) or not all(map(_is_source, values)):
            raise misfit(self.rule, f"{key}: expected a list of regular expressions", key)
        if needed and not values:
            raise misfit(self.rule, f"[match] of kind {self.rule.kind!r} needs {key!r}", "kind")
        return Patterns(self.rule, key, tuple(map(self._spelt_out, values)))

    def scores(self, key: str) -> list[tuple[int, Patterns]]:
        """The lists at `key`, each of points and some regular expressions; at least one list."""
        lists = self._left.pop(key, None)
        if not isinstance(lists, list) or not lists:
            raise misfit(self.rule, f"[match] of kind {self.rule.kind!r} needs {key!r}", "kind")
        scores: list[tuple[int, Patterns]] = []
        for one in lists:
            points, *sources = one if isinstance(one, list) and one else (None,)
            if type(points) is not int or not sources or not all(map(_is_source, sources)):
                message = f"{key}: expected lists of points and regular expressions"
                raise misfit(self.rule, message, key)
            spelt_out = tuple(map(self._spelt_out, sources))
            scores.append((points, Patterns(self.rule, key, spelt_out)))
        return scores

    def names(self, key: str) -> tuple[str, ...]:
        """The list of names at `key`."""
        values = self._left.pop(key, [])
        if not isinstance(values, list) or not all(map(_is_source, values)):
            raise misfit(self.rule, f"{key}: expected a list of names", key)
        return tuple(values)

    def number(self, key: str, default: int) -> int:
        """The whole number at `key`, zero or more."""
        value = self._left.pop(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise misfit(self.rule, f"{key}: expected a whole number, not {value!r}", key)
        return value

    def max_chars(self) -> int:
        """The length, in characters, of the longest line that the rule looks at."""
        return self.number("max-chars", MAX_CHARS)

    def flag(self, key: str, default: bool = False) -> bool:
        """The true or false at `key`."""
        value = self._left.pop(key, default)
        if not isinstance(value, bool):
            raise misfit(self.rule, f"{key}: expected true or false, not {value!r}", key)
        return value

    def rules(self, key: str) -> Mapping[str, bool]:
        """For the id of any rule whether it, or its family, is named at `key`."""
        names = frozenset(self.names(key))
        return Memory(lambda rule: rule in names or rule.partition("/")[0] in names)

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        """The word at `key`, one of `allowed`; the first is the default."""
        value = self._left.pop(key, allowed[0])
        if value not in allowed:
            raise misfit(
                self.rule, f"{key}: expected one of {', '.join(allowed)}, not {value!r}", key
            )
        return str(value)

    def done(self) -> None:
        """Complain about keys that the kind does not know."""
        if self._left:
            key = next(iter(self._left))
            raise misfit(self.rule, f"[match] of kind {self.rule.kind!r} has no key {key!r}", key)


def _is_source(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def in_place(view: View, index: int, place: str) -> bool:
    """Whether a line stands where the rule wants it."""
    return place == ANYWHERE or reach(view.features, (index,), place)


def reach(features: Features, lines: Sequence[int], place: str) -> bool:
    """Whether any of some lines, which are in order, stands at the head, the tail or the edge."""
    return (place != TAIL and lines[0] < features.head_end) or (
        place != HEAD and lines[-1] >= features.tail_start
    )
