"""Which cleaner looks at which file, and which differences count there."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from cleaner.cleaning import Cleaner
from cleaner.cli.settings import Settings
from cleaner.config import MODEL_NAMES, RESTORATION_NAMES
from cleaner.errors import ConfigError
from cleaner.finding import Cleaned
from cleaner.mark import Rulebook
from cleaner.mark.rulebook import named
from cleaner.sparing import Sparing, untouched
from cleaner.write.show import FAMILIES, REASONS, is_reason, utf8


class Chosen(NamedTuple):
    """A cleaner, and the differences that are passed over with it."""

    cleaner: Cleaner
    sparing: Sparing

    def clean(
        self,
        data: bytes,
        name: str,
        encoding: str | None,
        *,
        html: bool | None = None,
        title: str = "",
        url: str | None = None,
    ) -> Outcome:
        """Clean one document, or leave it alone if all there is to do is passed over."""
        cleaned = self.cleaner.clean(
            data, name=name, title=title, encoding=encoding, url=url, html=html
        )
        if self.sparing.spares(cleaned, data):
            return Outcome(data, untouched(cleaned, cleaned.report.decoded), data)
        return Outcome(data, cleaned, utf8(cleaned.text))


class Outcome(NamedTuple):
    """The bytes that were read, the text with its report, and the bytes to write."""

    data: bytes
    cleaned: Cleaned
    written: bytes


class Selection:
    """Hands out cleaners; files with the same ignores share one.

    Names are divided here: those of rules go to the rulebook, those of reasons are kept.
    `select` with rules alone leaves the reasons on; with reasons alone it leaves no rule.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.book = Rulebook.load(*settings.rules)
        self._made: dict[tuple[str, ...], Chosen] = {}

    def of(self, name: str) -> Chosen:
        """The cleaner for the file of that name."""
        ignores = self.settings.ignores_for(name)
        if ignores not in self._made:
            self._made[ignores] = self._make(ignores)
        return self._made[ignores]

    @property
    def facts(self) -> dict[str, Any]:
        """All that the choice depends on besides the options, as plain values."""
        sparing = self.of("").sparing
        per_file = {pattern: list(names) for pattern, names in self.settings.per_file_ignores}
        facts = {"ignore": list(sparing.ignore), "only": list(sparing.only), "per file": per_file}
        return {key: value for key, value in facts.items() if value}

    def _make(self, more: Sequence[str]) -> Chosen:
        options = self.settings.options
        ignore = tuple(dict.fromkeys((*options.ignore, *more)))
        for name in (*options.select, *ignore):
            self._must_exist(name)
        values = {key: getattr(options, key) for key in options.names()}
        values["select"] = tuple(name for name in options.select if not _is_reason(name))
        values["ignore"] = tuple(name for name in ignore if not _is_reason(name))
        only = tuple(name for name in options.select if _is_reason(name))
        book = Rulebook(()) if only and not values["select"] else self.book
        if book is not self.book:
            values["ignore"] = ()
        return Chosen(
            Cleaner(rules=book, **values),
            Sparing(tuple(name for name in ignore if _is_reason(name)), only),
        )

    def _must_exist(self, name: str) -> None:
        if name in MODEL_NAMES + RESTORATION_NAMES:
            return
        known = REASONS if is_reason(name) else [rule.id for rule in self.book]
        if any(named(one, (name,)) for one in known):
            return
        near = similar(name, self.book)
        hint = f"; did you mean {near[0]!r}?" if near else "; `cleaner rules list` shows them"
        raise ConfigError(f"no rule or family is called {name!r}{hint}")


def similar(name: str, book: Rulebook) -> list[str]:
    """Ids and families that look like a misspelt one, the likeliest first."""
    ids = [*(rule.id for rule in book), *REASONS]
    families = [*dict.fromkeys(rule.family for rule in book), *FAMILIES]
    by_last = {one.rpartition("/")[2]: one for one in ids}
    near = get_close_matches(name, [*ids, *families], 3, 0.6)
    near += [by_last[word] for word in get_close_matches(name, by_last, 3, 0.75)]
    return list(dict.fromkeys(near))


def _is_reason(name: str) -> bool:
    """Whether a name means what reading and layout do; restoration is switched, not hidden."""
    return is_reason(name) and name not in RESTORATION_NAMES
