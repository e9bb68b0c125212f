"""Which cleaner looks at which file, and which differences count there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import NamedTuple

from cleaner.cleaning import Cleaner
from cleaner.cli.settings import Settings
from cleaner.config import MODEL_NAMES, RESTORATION_NAMES
from cleaner.delta import Copy
from cleaner.errors import ConfigError
from cleaner.finding import Cleaned
from cleaner.mark import Rulebook
from cleaner.mark.rulebook import named
from cleaner.read.plain import blocks_of
from cleaner.write.show import FAMILIES, REASONS, Remark, is_reason, remarks, utf8


class Chosen(NamedTuple):
    """A cleaner, and the differences that are passed over with it.

    What is not a rule (layout, repair, encoding) cannot be left out of a cleaning, so
    passing it over means: a document in which nothing else is found stays as it is.
    """

    cleaner: Cleaner
    ignore: tuple[str, ...]
    only: tuple[str, ...]

    def counts(self, remark: Remark) -> bool:
        """Whether a remark is shown, and a difference makes a document unclean."""
        if not is_reason(remark.rule):
            return True
        if self.only and not named(remark.rule, self.only):
            return False
        return not named(remark.rule, self.ignore)

    def remarks(self, cleaned: Cleaned, data: bytes) -> list[Remark]:
        """What there is to say about a document that was read from `data`."""
        # Of a web page the text is compared: its bytes differ from any text.
        read = None if cleaned.report.html else data
        return [remark for remark in remarks(cleaned.report, read) if self.counts(remark)]

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
        written = utf8(cleaned.text)
        if (self.ignore or self.only) and written != data and not cleaned.report.html:
            said = self.remarks(cleaned, data)
            if all(remark.withheld for remark in said):
                return Outcome(data, _untouched(cleaned), data)
        return Outcome(data, cleaned, written)


class Outcome(NamedTuple):
    """The bytes that were read, the text with its report, and the bytes to write."""

    data: bytes
    cleaned: Cleaned
    written: bytes


def _untouched(cleaned: Cleaned) -> Cleaned:
    """The document as it came, with a report that says that nothing was done."""
    text = cleaned.report.decoded
    report = replace(
        cleaned.report,
        repairs=(),
        withheld=tuple(item._replace(span=item.source) for item in cleaned.report.withheld),
        page_text=text,
        output=text,
        copies=(Copy(0, 0, len(text)),),
    )
    return Cleaned(text, report, blocks_of(text))


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
            tuple(name for name in ignore if _is_reason(name)),
            only,
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
