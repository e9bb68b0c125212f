"""Documents that stay as they came, because all there is to do about them is passed over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from cleaner.delta import Copy
from cleaner.finding import Cleaned
from cleaner.lazy import Once
from cleaner.mark.rulebook import named
from cleaner.read.plain import blocks_of
from cleaner.write.show import Remark, is_reason, remarks, utf8


class Sparing(NamedTuple):
    """The reasons that are passed over: those in `ignore`, and if `only` is given, all others.

    What is not a rule (layout, repair, encoding) cannot be left out of a cleaning, so
    passing it over means: a document in which nothing else is found stays as it is.
    """

    ignore: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

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

    def spares(self, cleaned: Cleaned, data: bytes) -> bool:
        """Whether a document that was read from `data` stays as it is."""
        if not (self.ignore or self.only) or cleaned.report.html or utf8(cleaned.text) == data:
            return False
        return all(remark.withheld for remark in self.remarks(cleaned, data))


def untouched(cleaned: Cleaned, text: str, **more: Any) -> Cleaned:
    """A document that stays `text`, with a report that says that nothing was done.

    `more` are other attributes of the report.
    """
    report = replace(
        cleaned.report,
        repairs=(),
        edits=(),
        withheld=tuple(item._replace(span=item.source) for item in cleaned.report.withheld),
        page_text=text,
        output=text,
        copies=(Copy(0, 0, len(text)),),
        **more,
    )
    return Cleaned(text, Once(lambda: report), blocks_of(text))
