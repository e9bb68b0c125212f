"""A report as a flat list of remarks, each with a place in the file and a reason.

Law: where the cleaned bytes differ from those that were read there is at least one
remark that is no note, and where they do not differ there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleaner.finding import Edit, Report, Withheld
from cleaner.page import Span, locate_source


class Remark(NamedTuple):
    """One difference between a document and its cleaned form, or one note.

    Lines and columns count from 1, columns in code points; `source` is the span in the
    decoded input. Of a web page, of whose source no place is known, they are those of the
    page's text, and `path` is the tag path; of plain text it is None. `instead` is None where
    the text goes. `withheld` is the reason why
    nothing was done; it makes the remark a note and is empty for a difference.
    """

    rule: str
    line: int
    column: int
    end_line: int
    end_column: int
    source: Span
    exact: bool
    before: str
    instead: str | None
    confidence: float = 1.0
    evidence: str = ""
    withheld: str = ""
    path: str | None = None


def utf8(text: str) -> bytes:
    """The text as it is written to files; a lone surrogate becomes U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def remarks(report: Report, data: bytes | None = None) -> list[Remark]:
    """All remarks on one document, in the order of the file.

    `data` are the bytes that were read; without them only the text is compared.
    """
    places = Places(report.decoded, of_page=report.html)
    found = sorted(_notes(report, places), key=_place)
    if report.html:
        # How a page's text is laid out is our own doing, and its bytes are no text.
        return sorted([*found, *(_of_finding(e, places) for e in report.edits)], key=_place)
    if utf8(report.output) == (utf8(report.decoded) if data is None else data):
        return found
    found += _differences(report, places)
    if data is not None:
        found += _encoding(report, data, places)
    found.sort(key=_place)
    return found


def _place(remark: Remark) -> tuple[Span, str]:
    return remark.source, remark.rule


class Places:
    """Lines and columns of offsets; quick where the offsets rise."""

    def __init__(self, text: str, *, of_page: bool = False) -> None:
        self.text = text
        self.of_page = of_page
        self._at = 0
        self._line = 1
        self._line_start = 0

    def of(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1, of an offset."""
        if offset < self._at:
            self._at, self._line, self._line_start = 0, 1, 0
        breaks = self.text.count("\n", self._at, offset)
        if breaks:
            self._line += breaks
            self._line_start = self.text.rfind("\n", self._at, offset) + 1
        self._at = offset
        return self._line, offset - self._line_start + 1

    def remark(
        self, rule: str, source: Span, exact: bool, before: str, instead: str | None
    ) -> Remark:
        """A remark at a span of the decoded input."""
        return Remark(
            rule, *self.of(source.start), *self.of(source.end), source, exact, before, instead
        )


def _differences(report: Report, places: Places) -> Iterator[Remark]:
    for edit in report.edits:
        yield _of_finding(edit, places)
    for repair in report.repairs:
        rule = f"repair/{repair.kind}"
        yield places.remark(rule, repair.source, True, repair.before, repair.after or None)
    for step in report.layout:
        source, exact = locate_source(report.repairs, step.span)
        yield places.remark("layout", source, exact, step.before, step.after)


def _notes(report: Report, places: Places) -> Iterator[Remark]:
    """The withheld findings, those aside that an edit takes in: they are settled with it."""
    edits = report.edits
    at = 0
    for item in report.withheld:
        while at < len(edits) and edits[at].span.end < item.span.end:
            at += 1
        if at == len(edits) or not edits[at].span.holds(item.span):
            yield _of_finding(item, places)._replace(withheld=item.reason)


def _of_finding(found: Edit | Withheld, places: Places) -> Remark:
    remark = places.remark(found.rule, found.source, found.exact, found.before, found.instead)
    path = found.path if places.of_page else None
    return remark._replace(confidence=found.confidence, evidence=found.evidence, path=path)


def _encoding(report: Report, data: bytes, places: Places) -> Iterator[Remark]:
    """What differs before the text begins: byte order mark, encoding, line ends."""
    text = report.decoded
    if report.newline != "\n":
        yield places.remark("repair/newline", Span(0, 0), True, report.newline, "\n")._replace(
            evidence=f"every line ends in {_LINE_ENDS.get(report.newline, 'another mark')}"
        )
        text = text.replace("\n", report.newline)
    as_utf8 = utf8(text)
    if as_utf8 == data:
        return
    evidence, at = f"the encoding is {report.encoding}", 0
    if report.bom:
        evidence += ", with a byte order mark"
    elif report.encoding == "utf-8":
        evidence = "bytes that are not UTF-8"
        first = _first_difference(as_utf8, data)
        at = len(as_utf8[:first].decode("utf-8", "ignore").replace(report.newline, "\n"))
    yield places.remark("encoding", Span(at, at), False, "", "")._replace(evidence=evidence)


_LINE_ENDS = {"\r\n": "CR LF", "\r": "CR"}


def _first_difference(one: bytes, other: bytes) -> int:
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
