"""Single tags in the source of a page, found by literals: those that say what the page is.

They are read from the bytes, not from a tree, so that every parser gives the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.read.html.literals import Literals

_TAG_BYTES = 4000
"""Longest tag that is read, in bytes."""
_BEFORE = 1000
"""So many bytes of a tag, at most, stand before a word that is looked for in it."""
_NEAR = 40
_ATTRIBUTE = re.compile(r"""([a-zA-Z:_-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_SEPARATOR = frozenset(b" \t\r\n\f/>")


class Tags:
    """Tags of some names, in lower or upper case."""

    def __init__(self, *names: str) -> None:
        self._names = (*names, *names)
        self._literals = Literals(
            *(f"<{name}".encode() for name in names),
            *(f"<{name}".upper().encode() for name in names),
        )

    def find(self, data: bytes) -> Iterator[tuple[str, str, int]]:
        """The name of each tag, what stands in it behind the name, and where it ends."""
        for number, _, start in self._literals.find(data):
            end = data.find(b">", start, start + _TAG_BYTES)
            if end >= 0 and data[start] in _SEPARATOR:
                yield self._names[number], data[start:end].decode(), end + 1


class Words:
    """Tags with a word in them, behind what a pattern says."""

    def __init__(self, word: str, behind: str) -> None:
        self._literals = Literals(word.encode())
        self._behind = re.compile(behind.encode(), re.IGNORECASE)

    def find(self, data: bytes) -> Iterator[tuple[dict[str, str], str]]:
        """Of each such tag: its attributes, and the text behind it."""
        for _, at, end in self._literals.find(data):
            if not self._behind.search(data[max(at - _NEAR, 0) : at]):
                continue
            start = data.rfind(b"<", max(at - _BEFORE, 0), at)
            close = data.find(b">", end, end + _BEFORE)
            if 0 <= start < close and b">" not in data[start:at]:
                inside = data[close + 1 : close + 200].partition(b"<")[0]
                yield attributes(data[start:close].decode()), inside.decode("utf-8", "ignore")


def attributes(source: str) -> dict[str, str]:
    """The attributes of a tag, entities unresolved; names in lower case."""
    return {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(source)}
