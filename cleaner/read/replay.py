"""What ftfy did to a piece of text, step by step: its explanation, replayed.

ftfy says which of its steps changed a text, and not where. Each step is done again, on one small
unit at a time if it works so, and what it changed is compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from cleaner.read.changes import Change, compare, compose, substitute

if TYPE_CHECKING:
    from ftfy import ExplanationStep, TextFixerConfig

CURLY_QUOTES = "\u02bc\u2018-\u201f"
"""Quotation marks that ftfy straightens, as part of a character class."""
ENTITY = re.compile("&#?[0-9A-Za-z]{1,24};")
"""What ftfy takes for an entity of HTML."""

# What each step that ftfy reports is called in our reports.
_KINDS = {
    "unescape_html": "entity",
    "decode_inconsistent_utf8": "mojibake",
    "fix_c1_controls": "mojibake",
    "fix_latin_ligatures": "ligature",
    "uncurl_quotes": "quotes",
    "fix_line_breaks": "newline",
    "fix_surrogates": "surrogate",
    "remove_terminal_escapes": "control",
    "remove_control_chars": "control",
}

# The steps that act on one small unit at a time, whatever stands around it.
_UNITS = {
    "unescape_html": ENTITY,
    "fix_c1_controls": re.compile("[\x80-\x9f]+"),
    "uncurl_quotes": re.compile(f"[{CURLY_QUOTES}]"),
    "fix_line_breaks": re.compile("\r\n?|[\u2028\u2029\x85]"),
    "fix_surrogates": re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]"),
    "remove_terminal_escapes": re.compile("\033\\[[\\d;]*[a-zA-Z]"),
    "remove_control_chars": re.compile(
        "(?P<invisible>[\u206a-\u206f\ufeff\ufff9-\ufffc]+)|[\x00-\x08\x0b\x0e-\x1f\x7f]+"
    ),
}


def mend_piece(piece: str, config: TextFixerConfig) -> tuple[str, list[Change]]:
    """Ask ftfy for its explanation and replay it, step by step, to see what changed where."""
    import ftfy  # noqa: PLC0415

    mended, explanation = ftfy.fix_and_explain(piece, config)
    changes: list[Change] = []
    if mended == piece:
        return piece, changes
    current = piece
    for plan in _text_steps(explanation or []):
        after, step = _replay(plan, current)
        changes = compose(changes, step)
        current = after
    if current != mended:  # the explanation does not tell the whole story
        changes = compose(changes, compare("mojibake", current, mended))
    return mended, changes


def _text_steps(explanation: list[ExplanationStep]) -> Iterator[list[ExplanationStep]]:
    """Group the steps so that each group leads from text to text."""
    group: list[ExplanationStep] = []
    for step in explanation:
        group.append(step)
        if step.action in {"decode", "apply", "normalize"} or step.parameter == "fix_c1_controls":
            yield group
            group = []


def _replay(plan: list[ExplanationStep], text: str) -> tuple[str, list[Change]]:
    import ftfy  # noqa: PLC0415

    action, name = plan[-1]
    if action == "normalize":
        after = unicodedata.normalize("NFC", text)
        return after, compare("nfc", text, after)
    # ftfy reports `fix_c1_controls` inside decoding as a transcoding, but it is text to text.
    after = ftfy.apply_plan(text, [(step.action, step.parameter) for step in plan])
    kind = _KINDS.get(name, "mojibake")
    if name in _UNITS or name == "fix_latin_ligatures":
        unit = _UNITS.get(name) or re.compile(f"[{ligatures()}]")
        fix = ftfy.FIXERS[name]
        replayed, changes = substitute(unit, lambda match: fix(match.group()), text, kind)
        if replayed == after:
            return after, changes
    return after, compare(kind, text, after)


@cache
def ligatures() -> str:
    """The ligatures that ftfy takes apart, as part of a character class."""
    from ftfy import chardata  # noqa: PLC0415

    return "".join(map(chr, chardata.LIGATURES))
