"""Selectors: which elements of a web page a `css` rule means.

A small part of CSS, chosen so that every parser gives the same answer and an element is
found by its names alone: steps parted by spaces, each an optional tag and names such as
`.wpd-form` or `#disqus_thread`; a step to the left matches any element around. A name that
ends in `*`, after four letters at least, stands for all that begin like it. Classes, ids,
`itemprop` and roles (as `role-…`) are one set of names, in lower case: `.` and `#` mean the
same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick

from cleaner.markup import Markup

_STEP = re.compile(r"(?P<tag>[a-z][a-z0-9-]*)?(?P<names>(?:[.#][^\s.#*>+~:\[\],]+\*?)*)")
_NAME = re.compile(r"[.#]([^.#*]+)(\*?)")

_START = 4
"""Fewest letters of a name that ends in `*`."""
_LINE_END = "\n"
_LINES_AT_A_TIME = 4096
_LONG = 10_000
"""From so many letters on the names of an element are those of a page made to exhaust."""

INLINE_TAGS = frozenset("a abbr b cite code em i q s small span strong sub sup u".split())
"""Elements that a page does not remember, so that no step can mean them."""


class Step(NamedTuple):
    """What one element must be: its tag (or any) and names it must have."""

    tag: str
    names: frozenset[str]
    prefixes: tuple[str, ...]

    def has_names(self, names: str) -> bool:
        """Whether an element with these names has all that are asked for."""
        there = names.split()
        return self.names.issubset(there) and all(
            any(name.startswith(prefix) for name in there) for prefix in self.prefixes
        )

    def fits(self, tag: str, names: str) -> bool:
        """Whether an element of this tag, with these names, is meant."""
        return self.tag in ("", tag) and self.has_names(names)


class Selector(NamedTuple):
    """A selector, parsed; `steps` from the outermost to the element itself."""

    source: str
    steps: tuple[Step, ...]

    def fits(self, markup: Markup, element: int) -> bool:
        """Whether it means the element of this number."""
        tags, names, parents = markup.tags, markup.names, markup.parents
        *outer, last = self.steps
        if not last.fits(tags[element], names[element]):
            return False
        around = parents[element]
        while outer and around >= 0:
            if outer[-1].fits(tags[around], names[around]):
                outer.pop()
            around = parents[around]
        return not outer


def parse_selector(source: str) -> Selector:
    """Parse a selector; raises ValueError with what is wrong."""
    steps: list[Step] = []
    for word in source.split():
        found = _STEP.fullmatch(word)
        if not found or not found[0]:
            raise ValueError(
                f"{word!r}: expected a tag, names such as .share-bar, or both; steps are parted "
                "by spaces"
            )
        if found["tag"] in INLINE_TAGS:
            raise ValueError(
                f"{word!r}: elements inside a line, such as {found['tag']}, are not seen"
            )
        names = _NAME.findall(found["names"].lower())
        if any(star and len(name) < _START for name, star in names):
            raise ValueError(f"{word!r}: a name that ends in * needs {_START} letters before it")
        steps.append(
            Step(
                found["tag"] or "",
                frozenset(name for name, star in names if not star),
                tuple(name for name, star in names if star),
            )
        )
    if not steps:
        raise ValueError("an empty selector")
    if not steps[-1].names and not steps[-1].prefixes:
        raise ValueError(f"{source!r}: the last step needs a name, such as .share-bar")
    return Selector(source, tuple(steps))


def wider(source: str) -> list[str]:
    """The selectors that lack one step, tag or name of this one, as far as they are some."""
    words = source.split()
    fewer = [words[:n] + words[n + 1 :] for n in range(len(words) - 1)]
    for n, word in enumerate(words):
        parts = re.findall(r"[.#]?[^.#]+", word)
        for p in range(len(parts) if len(parts) > 1 else 0):
            fewer.append([*words[:n], "".join(parts[:p] + parts[p + 1 :]), *words[n + 1 :]])
    found: list[str] = []
    for shorter in map(" ".join, fewer):
        try:
            parse_selector(shorter)
        except ValueError:
            continue
        found.append(shorter)
    return found


class Index:
    """Many selectors, asked at once.

    The elements of a page, and the pages of a site, repeat their names: what selectors ask
    for is remembered by all names of an element as one text. Of new names most are wanted by
    no selector.
    """

    _REMEMBERED = 1 << 14

    def __init__(self, selectors: Iterable[Selector]) -> None:
        self.selectors: tuple[Selector, ...] = tuple(selectors)
        asking: dict[str, list[int]] = {_LINE_END: []}
        for number, selector in enumerate(self.selectors):
            last = selector.steps[-1]
            # The longest name is the rarest, as a rule.
            key = (
                f" {max(last.names, key=len)} " if last.names else f" {max(last.prefixes, key=len)}"
            )
            asking.setdefault(key, []).append(number)
        self._asking = list(asking.values())
        self._automaton = BytesAhoCorasick([key.encode() for key in asking])
        # Those that a look at the element's names has decided.
        self._simple = [len(s.steps) == 1 and not s.steps[0].tag for s in self.selectors]
        self._known: dict[str, tuple[int, ...]] = {}

    def find(self, markup: Markup) -> list[tuple[int, int]]:
        """Elements and the selectors that mean them, by number, in order."""
        candidates = self._candidates(markup.names)
        if not candidates:
            return []
        return [
            (element, number)
            for element, names in enumerate(markup.names)
            if names in candidates
            for number in candidates[names]
            if self._simple[number] or self.selectors[number].fits(markup, element)
        ]

    def _candidates(self, names: Iterable[str]) -> dict[str, tuple[int, ...]]:
        """Of the names on a page those that a selector may mean, and which ones may."""
        known = self._known
        if len(known) > self._REMEMBERED:
            known = self._known = {}
        lines = set(names)
        if new := [line for line in lines if line not in known]:
            known.update(dict.fromkeys(new, ()))
            for first in range(0, len(new), _LINES_AT_A_TIME):
                some = new[first : first + _LINES_AT_A_TIME]
                known.update(
                    (line, tuple(sorted(n for n in numbers if self._has_names(n, line))))
                    for line, numbers in zip(some, self._asked_by(some), strict=True)
                    if numbers
                )
        return {line: asking for line in lines if (asking := known[line])}

    def _has_names(self, number: int, names: str) -> bool:
        return self.selectors[number].steps[-1].has_names(names)

    def _asked_by(self, lines: Sequence[str]) -> list[set[int]]:
        """For some names of elements which selectors ask for one of them."""
        rows = "".join(f" {_once(names)} {_LINE_END}" for names in lines)
        found: list[set[int]] = [set()]
        # Hits come by where they end, so all those of a line come before its line end.
        for key, _, _ in self._automaton.find_matches_as_indexes(
            rows.encode("utf-8", "surrogatepass"), overlapping=True
        ):
            if key:
                found[-1].update(self._asking[key])
            else:
                found.append(set())
        return found[:-1]


def _once(names: str) -> str:
    return names if len(names) < _LONG else " ".join(set(names.split()))
