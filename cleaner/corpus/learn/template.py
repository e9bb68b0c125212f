"""What lines that differ a little have in common, as a pattern."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

GAP = ""
"""Stands in a template for words that differ."""
LONGEST_GAP = 90
LEAST_WORDS = 6
"""Words that all lines must share for their template to mean something."""
LEAST_SHARE = 0.5
"""Share of a usual line that the shared words must make up."""

_SPECIAL = re.compile(r"[\\.^$*+?\[\]|()]")
_BRACE = re.compile(r"[{}]")
_DIGITS = re.compile(r"\d+")


def exact(line: str) -> str:
    """A pattern for one line; case and figures may differ."""
    words = " ".join(line.lower().split())
    escaped = _SPECIAL.sub(lambda match: "\\" + match[0], words)
    return _DIGITS.sub(r"\\d+", _BRACE.sub(".", escaped))


class Template(NamedTuple):
    """What lines have in common: as a pattern, and the words alone."""

    pattern: str
    fixed: str


def common(lines: Sequence[str]) -> Template | None:
    """What lines share; None where that is too little to tell them by."""
    template = _tokens(lines[0])
    for line in lines[1:]:
        template = _merged(template, _tokens(line))
    words = [token for token in template if token != GAP]
    usual = sorted(len(_tokens(line)) for line in lines)[len(lines) // 2]
    enough = len(words) >= LEAST_WORDS and len(words) >= LEAST_SHARE * usual
    if not enough or (template[0] == GAP and template[-1] == GAP):
        return None
    # A gap takes the spaces around it in, since there may be nothing in it.
    parts = " ".join(token or "\0" for token in template).split("\0")
    gap = f".{{0,{LONGEST_GAP}}}"
    return Template(gap.join(exact(part) for part in parts), " ".join(words))


def _tokens(line: str) -> list[str]:
    return _DIGITS.sub("0", line.lower()).split()


def _merged(template: list[str], line: list[str]) -> list[str]:
    merged: list[str] = []
    at = there = 0
    for block in SequenceMatcher(None, template, line, autojunk=False).get_matching_blocks():
        if (block.a > at or block.b > there) and (not merged or merged[-1] != GAP):
            merged.append(GAP)
        merged += template[block.a : block.a + block.size]
        at, there = block.a + block.size, block.b + block.size
    return merged
