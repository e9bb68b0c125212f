"""The record of one cleaning: what was done to a document, and enough to undo it.

A record is plain data, one JSON object a document, kept beside the cleaned corpus. Offsets
are code points of the document as it was decoded, before anything was repaired.

    record   which document of its file this is, from 0; `id`, `url`, `date` if it has any
    chars    length before and after; sha256: of both sides, in UTF-8
    edits    what rules, model and restoration did: what, rule, source, text, instead,
             confidence, and a fingerprint that is the same wherever the same words were cut
    delta    [offset, before, after, reasons]: replayed backwards it gives the input again
    input    encoding, newline and byte order mark, where the document came as bytes
    raw      the input itself, base64, where decoding lost something
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from cleaner.corpus.fields import About
from cleaner.delta import Delta, Replacement, chain, delta_between, replay, reverse, trace
from cleaner.errors import InputError
from cleaner.finding import Cleaned, Edit, Report
from cleaner.page import Span

Record = dict[str, Any]

_DIGITS = re.compile(r"\d+")


def record_of(
    cleaned: Cleaned,
    source: str | bytes,
    *,
    number: int,
    about: About = About(),  # noqa: B008 (immutable)
    keep_source: bool = False,
) -> Record:
    """The record of a document that was read from `source`.

    Of a web page only the edits are told, and with `keep_source` the page itself.
    """
    report = cleaned.report
    record: Record = {"record": number}
    record |= {
        key: value for key in ("id", "url", "date") if (value := getattr(about, key)) is not None
    }
    before = len(report.page_text) if report.html else len(report.decoded)
    record["chars"] = [before, len(cleaned.text)]
    record["sha256"] = [digest(source), digest(cleaned.text)]
    record["rulebook"] = report.rulebook
    if edits := [_edit(edit) for edit in report.edits]:
        record["edits"] = edits
    if report.html:
        record["html"] = True
        if keep_source:
            record["raw"] = _packed(source)
    else:
        if steps := list(_steps(report)):
            record["delta"] = steps
        if isinstance(source, bytes):
            record["input"] = [report.encoding, report.newline, report.bom]
            if _as_bytes(report.decoded, *record["input"]) != source:
                record["raw"] = _packed(source)
    if report.notes:
        record["notes"] = list(report.notes)
    return record


def undone(record: Mapping[str, Any], text: str) -> str | bytes:
    """The document as it came: a text, or bytes where it came as bytes.

    Raises `InputError` when `text` is not what the cleaning wrote, or when the record does
    not say what was there before.
    """
    check(record, text)
    place = f"record {record['record']}"
    source: str | bytes | None
    if (packed := record.get("raw")) is not None:
        source = _unpacked(packed)
    elif record.get("html"):
        raise InputError(f"{place}: came from a web page, which was not kept; see --keep-source")
    else:
        delta = tuple(
            Replacement(Span(start, start + len(before)), before, after)
            for start, before, after, _ in record.get("delta", ())
        )
        try:
            source = replay(text, reverse(delta))
        except ValueError as error:
            raise InputError(f"{place}: {error}") from None
        if (form := record.get("input")) is not None:
            source = _as_bytes(source, *form)
    if source is None or digest(source) != record["sha256"][0]:
        raise InputError(f"{place}: what comes out is not what was there before")
    return source


def check(record: Mapping[str, Any], text: str) -> None:
    """Raise `InputError` when `text` is not what the cleaning wrote."""
    if digest(text) != record["sha256"][1]:
        raise InputError(
            f"record {record['record']}: this is not the text that was written; "
            "was it changed since?"
        )


def json_line(record: Mapping[str, Any]) -> bytes:
    """A record as one line of JSON Lines, in UTF-8."""
    try:
        text = json.dumps(record, ensure_ascii=False, separators=(",", ":"), default=str)
        return text.encode() + b"\n"
    except UnicodeEncodeError:  # half of a surrogate pair
        return json.dumps(record, separators=(",", ":"), default=str).encode() + b"\n"


def digest(source: str | bytes) -> str:
    """SHA-256 in hex; a text counts as UTF-8."""
    data = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()


def fingerprint(text: str) -> str:
    """The same for lines that differ in case, spacing or figures only; 16 hex digits."""
    plain = _DIGITS.sub("0", " ".join(text.casefold().split()))
    return hashlib.blake2b(plain.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _edit(edit: Edit) -> dict[str, Any]:
    told = {
        "what": _what(edit),
        "rule": edit.rule,
        "source": list(edit.source),
        "text": edit.before,
        "instead": edit.instead,
        "confidence": round(edit.confidence, 4),
        "fingerprint": fingerprint(edit.before),
    }
    if edit.instead is None:
        del told["instead"]
    return told


def _what(edit: Edit) -> str:
    if edit.instead is None:
        return "cut"
    return "repair" if edit.rule.startswith("repair/") else "swap"


def _delta(report: Report) -> Delta:
    """What leads from the decoded input to the output: repairs and everything after them."""
    if not report.repairs:
        return report.delta
    steps = tuple(Replacement(r.source, r.before, r.after) for r in report.repairs)
    decoded = report.decoded
    copies = chain(trace(steps, len(decoded)), report.copies)
    return delta_between(decoded, report.output, copies)


def _steps(report: Report) -> Iterator[tuple[int, str, str, list[str]]]:
    """The steps of the delta with their reasons; what has none is a matter of layout."""
    causes = sorted(
        [(edit.source, edit.rule) for edit in report.edits]
        + [(repair.source, f"repair/{repair.kind}") for repair in report.repairs]
    )
    at = 0
    for step in _delta(report):
        while at < len(causes) and causes[at][0].end < step.span.start:
            at += 1
        reasons: dict[str, None] = {}
        here = at
        while here < len(causes) and causes[here][0].start <= step.span.end:
            span, rule = causes[here]
            if span.touches(step.span) or span.start == span.end or step.before == "":
                reasons[rule] = None
            here += 1
        yield step.span.start, step.before, step.after, list(reasons) or ["layout"]


def _as_bytes(text: str, encoding: str, newline: str, bom: bool) -> bytes | None:
    if newline != "\n":
        text = text.replace("\n", newline)
    try:
        return (("\ufeff" if bom else "") + text).encode(encoding)
    except (UnicodeError, LookupError):
        return None


def _packed(source: str | bytes) -> list[str]:
    """Bytes as base64, a text as it is; the first word says which."""
    if isinstance(source, str):
        return ["text", source]
    return ["base64", base64.b64encode(source).decode()]


def _unpacked(packed: list[str]) -> str | bytes:
    kind, text = packed
    return base64.b64decode(text) if kind == "base64" else text
