"""How many of something, in words for a person."""

from __future__ import annotations


def amount(count: int, noun: str) -> str:
    """ "1 document", "2 documents", "12,000 documents"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
