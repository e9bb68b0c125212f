"""The rulebook: all rules of a run, compiled once, never changed afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from cleaner.errors import ConfigError, RuleError
from cleaner.mark.anchors import Anchors, Hits
from cleaner.mark.elements import Elements
from cleaner.mark.features import Features
from cleaner.mark.kinds import (
    CSS,
    FOLLOWERS,
    KINDS,
    NAMES,
    UNANCHORED,
    Css,
    Matcher,
    longest_line,
    place_of,
)
from cleaner.mark.rule import SAFETIES, Rule, misfit
from cleaner.mark.rulefile import parse_rule


def shipped_rules() -> Path:
    """The folder of the rules that come with the package.

    In a wheel they lie inside the package, in a checkout beside it.
    """
    package = Path(str(files("cleaner")))
    for folder in (package / "_rules", package.parent / "rules"):
        if folder.is_dir():
            return folder
    raise ConfigError(f"the rules that belong to cleaner are missing from {package}")


class Rulebook:
    """An immutable set of rules. Equal books have equal hashes in reports.

    >>> book = Rulebook.load()
    >>> quiet = book.without("headlines/*")
    >>> len(quiet) < len(book)
    True
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        by_id: dict[str, Rule] = {}
        for rule in rules:
            by_id[rule.id] = rule
        order = {name: n for n, name in enumerate(NAMES)}
        for rule in by_id.values():
            if rule.kind not in order:
                raise misfit(
                    rule, f"kind: expected one of {', '.join(order)}, not {rule.kind!r}", "kind"
                )
            if not rule.anchors and rule.kind not in UNANCHORED:
                raise misfit(rule, f"a rule of kind {rule.kind!r} needs anchors", "[match]")
        self.rules: tuple[Rule, ...] = tuple(
            sorted(
                by_id.values(),
                key=lambda rule: (order[rule.kind], SAFETIES.index(rule.safety), rule.id),
            )
        )
        self.compiled: list[Matcher | None] = [None] * len(self.rules)
        """The rules that were asked for; see `matcher`."""

    @classmethod
    def load(cls, *folders: Path | str, shipped: bool = True) -> Rulebook:
        """The shipped rules, then those of each folder; a later rule replaces one of its id.

        The rules of the folders are compiled at once, so that a mistake in them shows here.
        Raises `RuleError` for a broken rule file, `ConfigError` for a missing folder.
        """
        rules = list(_shipped().rules) if shipped else []
        for folder in folders:
            own = cls(read_rules(Path(folder)))
            rules += own.rules if own.matchers or own.elements else ()
        return cls(rules)

    def __len__(self) -> int:
        return len(self.rules)

    def __iter__(self) -> Iterator[Rule]:
        return iter(sorted(self.rules, key=lambda rule: rule.id))

    def __getitem__(self, rule_id: str) -> Rule:
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def __reduce__(self) -> tuple[Any, ...]:
        return (Rulebook, (self.rules,))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rulebook) and self.hash == other.hash

    def __hash__(self) -> int:
        return hash(self.hash)

    def only(self, *names: str) -> Rulebook:
        """The book of the named rules: by id, family, or pattern such as `promo/*`."""
        self._must_exist(names)
        return Rulebook(rule for rule in self.rules if named(rule.id, names))

    def without(self, *names: str) -> Rulebook:
        """The book that lacks the named rules."""
        self._must_exist(names)
        return Rulebook(rule for rule in self.rules if not named(rule.id, names))

    def chosen(self, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Rulebook:
        """The book of what is selected (nothing named: all rules) and not ignored."""
        self._must_exist((*select, *ignore))
        if not select and not ignore:
            return self
        return Rulebook(
            rule
            for rule in self.rules
            if (not select or named(rule.id, select)) and not named(rule.id, ignore)
        )

    def _must_exist(self, names: tuple[str, ...]) -> None:
        for name in names:
            if not any(named(rule.id, (name,)) for rule in self.rules):
                raise ConfigError(f"no rule or family is called {name!r}")

    @cached_property
    def hash(self) -> str:
        """A fingerprint of what the rules do (examples and prose do not count), 16 hex digits."""
        digest = hashlib.sha256()
        for rule in self.rules:
            for part in (rule.id, rule.kind, rule.match, rule.anchors, rule.status, rule.safety):
                digest.update(repr(part).encode() + b"\0")
        return digest.hexdigest()[:16]

    @property
    def matchers(self) -> tuple[Matcher, ...]:
        """The compiled rules that look at lines, in the order of `rules`. Raises `RuleError`."""
        return tuple(self.matcher(n) for n, rule in enumerate(self.rules) if rule.kind != CSS)

    def matcher(self, number: int) -> Matcher:
        """The rule at a position of `rules`, compiled when it is first asked for.

        Compiling a rule takes longer than cleaning a page, and most pages need few rules.
        """
        made = self.compiled[number]
        if made is None:
            rule = self.rules[number]
            made = self.compiled[number] = dict(KINDS)[rule.kind](rule)
        return made

    def still_open(self, hits: Hits, features: Features) -> Hits:
        """Of the lines where rules may match, those that they have not refused for good."""
        left: Hits = {}
        for number, lines in hits.items():
            matcher = self.compiled[number]
            gate = None if matcher is None else matcher.gate
            some = lines if gate is None else gate.still_open(features, lines)
            if some:
                left[number] = some
        return left

    def compile(self) -> None:
        """Compile everything now, and not when it is first asked for. Raises `RuleError`."""
        _ = self.matchers, self.elements, self.anchors, self.unanchored
        _ = self.places, self.followers

    @cached_property
    def elements(self) -> Elements:
        """The compiled rules that look at elements of web pages. Raises `RuleError`."""
        return Elements(Css(rule) for rule in self.rules if rule.kind == CSS)

    @cached_property
    def anchors(self) -> Anchors:
        """The pre-filter; its rule numbers are positions in `rules`."""
        return Anchors(
            [rule.anchors for rule in self.rules], [longest_line(rule) for rule in self.rules]
        )

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Of each rule the place of the lines that it looks at because of an anchor."""
        return tuple(map(place_of, self.rules))

    @cached_property
    def followers(self) -> frozenset[int]:
        """Positions of the rules that need not be asked where no line is claimed."""
        return frozenset(n for n, rule in enumerate(self.rules) if rule.kind in FOLLOWERS)

    @cached_property
    def unanchored(self) -> tuple[int, ...]:
        """Positions of the rules that look at the lines of every page."""
        return tuple(
            n for n, rule in enumerate(self.rules) if not rule.anchors and rule.kind != CSS
        )


def named(rule_id: str, names: Iterable[str]) -> bool:
    """Whether an id is among the names: itself, its family, or a pattern."""
    return any(
        rule_id == name or rule_id.startswith(name.rstrip("/") + "/") or fnmatchcase(rule_id, name)
        for name in names
    )


def read_rules(folder: Path) -> list[Rule]:
    """All rules of a folder, sorted by id; FAMILY/NAME.toml becomes FAMILY/NAME."""
    if not folder.is_dir():
        raise ConfigError(f"{folder}: expected a folder of rules")
    rules: list[Rule] = []
    for path in sorted(folder.rglob("*.toml")):
        relative = path.relative_to(folder).with_suffix("")
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise RuleError(f"cannot be read: {error}", path=path) from None
        rules.append(parse_rule(text, relative.as_posix(), path))
    return rules


@lru_cache(maxsize=1)
def _shipped() -> Rulebook:
    return Rulebook(read_rules(shipped_rules()))
