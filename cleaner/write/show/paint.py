"""Colour for terminals."""

from __future__ import annotations

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


def paint(text: str, color: str, on: bool) -> str:
    """The text in a colour (or bold, or dim), or as it is."""
    return f"\033[{_CODES[color]}m{text}\033[0m" if on and color else text
