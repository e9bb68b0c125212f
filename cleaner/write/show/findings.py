"""Remarks for readers of a terminal, an editor or a program: full, concise, jsonl."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cleaner.finding import Report
from cleaner.write.show.paint import paint
from cleaner.write.show.reasons import FINDERS, REASONS
from cleaner.write.show.record import json_line
from cleaner.write.show.remark import Remark

WIDTH = 160
"""Most characters of a changed text that the full form shows."""


class Checked(NamedTuple):
    """A document that was checked, and what there is to say; rules' summaries by id."""

    name: str
    remarks: Sequence[Remark]
    summaries: Mapping[str, str]
    report: Report


def full(documents: Iterable[Checked], *, color: bool = False) -> Iterator[str]:
    """Place, reason and text of each remark."""
    for document in documents:
        for remark in document.remarks:
            place = paint(_place(document.name, remark), "bold", color)
            note = paint("note: ", "yellow", color) if remark.withheld else ""
            rule = paint(remark.rule, "cyan", color)
            yield f"{place} {note}{rule}: {reason(remark, document.summaries)}\n"
            if remark.rule in ("layout", "encoding"):
                continue
            if remark.before:
                yield "    " + paint(f"- {excerpt(remark.before)}", "red", color) + "\n"
            if remark.instead:
                yield "    " + paint(f"+ {excerpt(remark.instead)}", "green", color) + "\n"


def concise(documents: Iterable[Checked], *, color: bool = False) -> Iterator[str]:
    """One line a remark, as editors and `grep` users expect."""
    for document in documents:
        for remark in document.remarks:
            place = paint(_place(document.name, remark), "bold", color)
            note = paint("note: ", "yellow", color) if remark.withheld else ""
            rule = paint(remark.rule, "cyan", color)
            yield f"{place} {note}{rule}: {reason(remark, document.summaries)}\n"


def jsonl(documents: Iterable[Checked], *, color: bool = False) -> Iterator[str]:  # noqa: ARG001
    """One JSON object a line and a remark."""
    for document in documents:
        for remark in document.remarks:
            yield json_line(
                {
                    "file": document.name,
                    **_lines(remark),
                    "level": "note" if remark.withheld else "error",
                    "rule": remark.rule,
                    "message": reason(remark, document.summaries),
                    **_source(remark),
                    "exact": remark.exact,
                    "before": remark.before,
                    "instead": remark.instead,
                    "confidence": remark.confidence,
                    "evidence": remark.evidence,
                }
            )


def _place(name: str, remark: Remark) -> str:
    if remark.path is None:
        return f"{name}:{remark.line}:{remark.column}:"
    return f"{name} (line {remark.line} of its text, {remark.path or 'outside all elements'}):"


def _lines(remark: Remark) -> dict[str, int | None]:
    names = ("line", "column", "end_line", "end_column")
    return {name: getattr(remark, name) if remark.path is None else None for name in names}


def _source(remark: Remark) -> dict[str, Any]:
    """The span in the source; of a web page that in the page's text, and the tag path."""
    if remark.path is None:
        return {"source": list(remark.source)}
    return {"source": None, "span": list(remark.source), "path": remark.path}


def reason(remark: Remark, summaries: Mapping[str, str]) -> str:
    """What is wrong, in a few words."""
    if remark.rule == "layout":
        return layout_words(remark.before, remark.instead or "")
    if remark.rule == "encoding" or (remark.rule == "repair/newline" and remark.evidence):
        return remark.evidence
    known = {**REASONS, **FINDERS}
    words = summaries.get(remark.rule) or known.get(remark.rule, "")
    return f"{words} (kept: {remark.withheld})" if remark.withheld else words


def layout_words(before: str, after: str) -> str:
    """What a change of white space amounts to."""
    old, new = before.count("\n"), after.count("\n")
    if not old and not new:
        return "a tab, expected a space" if after else "needless spaces"
    if not after:
        return "blank lines at the start or end"
    if not old:
        return "no line end at the end" if new == 1 else "line break missing"
    if old == new:
        return "spaces around a line break"
    if new == 1:
        return f"{old} line breaks, expected 1"
    return f"{old} line break{'s' if old > 1 else ''}, expected {new}: one blank line"


def excerpt(text: str) -> str:
    """One visible line."""
    cut = text[: WIDTH + 1]
    shown = "".join(
        sign if sign == " " or (sign.isprintable() and not sign.isspace()) else _escaped(sign)
        for sign in cut[:WIDTH]
    )
    return shown + "…" if len(cut) > WIDTH else shown


def _escaped(sign: str) -> str:
    if sign == "\n":
        return "↵"
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"
