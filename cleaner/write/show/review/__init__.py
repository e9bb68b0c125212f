"""Remarks as one web page to look at: each document as it was read, what goes struck out.

The page needs nothing else and fetches nothing (Content Security Policy); every word of a
document is escaped. It can be read without its script, which filters by rule and leads
from one finding to the next.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files

from cleaner.write.show.findings import Checked, reason
from cleaner.write.show.remark import Remark

UNSEEN = ("layout", "encoding", "repair/newline")
"""Differences that have no words to strike out; a document's heading counts them."""

STRIP = 600
"""Width of the strip that shows where in a document something was found, in its own units."""


def review(documents: Iterable[Checked], *, color: bool = False) -> Iterator[str]:  # noqa: ARG001
    """The page, piece by piece: a head, a section for each document, an end."""
    here = files("cleaner.write.show.review")
    script = here.joinpath("page.js").read_text("utf-8")
    style = here.joinpath("page.css").read_text("utf-8")
    parts = {"STYLE": style, "SCRIPT": script, "POLICY": _policy(style, script)}
    page = here.joinpath("page.html").read_text("utf-8")
    head, _, end = re.sub(
        r"\[\[(STYLE|SCRIPT|POLICY)\]\]", lambda match: parts[match[1]], page
    ).partition("[[DOCUMENTS]]")
    yield head
    for document in documents:
        yield _section(document)
    yield end


def _policy(style: str, script: str) -> str:
    """Only this style and this script; nothing is fetched."""
    own = (b64encode(sha256(f"\n{text}\n".encode()).digest()).decode() for text in (style, script))
    return "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'".format(*own)


def _section(document: Checked) -> str:
    text = document.report.decoded
    shown = list(_disjoint(remark for remark in document.remarks if remark.rule not in UNSEEN))
    unseen = sum(1 for remark in document.remarks if remark.rule in UNSEEN)
    changed = any(not remark.withheld for remark in document.remarks)
    return "".join(
        (
            f'<section class="{"changed" if changed else "same"}">\n',
            f"<h2>{escape(document.name or '-')} <small>{_summary(shown, unseen, len(text))}",
            "</small></h2>\n",
            *(f"<p>{escape(note)}</p>\n" for note in document.report.notes),
            _metadata(document.report.metadata),
            _strip(shown, len(text)),
            '<div class="text">',
            *_marked(text, shown, document.summaries),
            "</div>\n</section>\n",
        )
    )


def _disjoint(remarks: Iterable[Remark]) -> Iterator[Remark]:
    """What can be shown side by side: what lies in something shown already is passed over."""
    # A cut is shown rather than a note on, or a repair of, the same words.
    at = 0
    for remark in sorted(remarks, key=lambda r: (r.source.start, -r.source.end, r.withheld)):
        if remark.source.start >= at:
            at = remark.source.end
            yield remark


def _summary(shown: Sequence[Remark], unseen: int, length: int) -> str:
    gone = sum(r.source.end - r.source.start for r in shown if _kind(r) == "cut")
    swaps = sum(1 for r in shown if _kind(r) in ("swap", "repair"))
    notes = sum(1 for r in shown if _kind(r) == "note")
    words = [f"{gone / max(1, length):.0%} cut"] if gone else []
    for count, one in ((swaps, "replacement"), (notes, "note"), (unseen, "change of layout")):
        if count:
            plural = "changes of layout" if one.endswith("layout") else f"{one}s"
            words.append(f"{count} {one if count == 1 else plural}")
    return ", ".join(words) or "nothing to do"


def _metadata(told: Mapping[str, Sequence[str]]) -> str:
    if not told:
        return ""
    rows = (f"<dt>{escape(name)}</dt><dd>{escape(' · '.join(told[name]))}</dd>" for name in told)
    return f"<dl>{''.join(rows)}</dl>\n"


def _strip(shown: Sequence[Remark], length: int) -> str:
    """The document as a bar, beginning at the left; findings are coloured."""
    unit = STRIP / max(1, length)
    bars = (
        f'<rect class="{_kind(r)}" x="{r.source.start * unit:.1f}" height="10" '
        f'width="{max(1.0, (r.source.end - r.source.start) * unit):.1f}"/>'
        for r in shown
    )
    return (
        f'<svg viewBox="0 0 {STRIP} 10" preserveAspectRatio="none" aria-hidden="true">'
        f"{''.join(bars)}</svg>\n"
    )


def _marked(text: str, shown: Sequence[Remark], summaries: Mapping[str, str]) -> Iterator[str]:
    at = 0
    for remark in shown:
        start, end = remark.source
        kind = _kind(remark)
        words = f"{remark.rule}: {reason(remark, summaries)}"
        if remark.confidence < 1:
            words += f" (confidence {remark.confidence:.2f})"
        if remark.evidence:
            words += f"\n{remark.evidence}"
        told = f'data-rule="{escape(remark.rule)}" title="{escape(words)}"'
        yield escape(text[at:start])
        if kind == "note":
            yield f'<mark class="note" tabindex="0" {told}>{_visible(text[start:end])}</mark>'
        else:
            yield f'<del class="{kind}" tabindex="0" {told}>{_visible(text[start:end])}</del>'
            if remark.instead:
                yield f'<ins class="{kind}">{_visible(remark.instead)}</ins>'
        at = end
    yield escape(text[at:])


def _kind(remark: Remark) -> str:
    """What is done: cut, swap, repair, or nothing but a note."""
    if remark.withheld:
        return "note"
    if remark.rule.startswith("repair/"):
        return "repair"
    return "cut" if remark.instead is None else "swap"


def _visible(text: str) -> str:
    """Escaped, with a name for characters that nobody could see."""
    return "".join(
        escape(sign)
        if sign.isprintable() or sign in "\n\t"
        else f"<small>U+{ord(sign):04X}</small>"
        for sign in text
    )
