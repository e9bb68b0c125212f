"""Byte-pair encoding as language models of the GPT-2 line use it, from the lists in a GGUF file.

Sennrich et al. 2016, over bytes as in Radford et al. 2019.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import regex

_PIECES = {
    "gpt-2": r"'(?:s|t|re|ve|m|ll|d)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    "smollm": r"\p{N}|'(?:s|t|re|ve|m|ll|d)| ?\p{L}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    "llama-bpe": (
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"
        r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    ),
}
"""How a text is cut before bytes are paired, by the name in the file."""
KINDS = tuple(_PIECES)


def _letters() -> list[str]:
    """The printable letter by which each byte is written in a vocabulary."""
    plain = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    letters = [""] * 256
    spare = 0
    for byte in range(256):
        if byte in plain:
            letters[byte] = chr(byte)
        else:
            letters[byte] = chr(256 + spare)
            spare += 1
    return letters


class Piece(NamedTuple):
    """A stretch of text that is encoded by itself; offsets are code points."""

    start: int
    end: int
    ids: tuple[int, ...]


class Bpe:
    """An encoder; `kind` is one of KINDS."""

    __slots__ = ("_known", "_letters", "_numbers", "_pattern", "_ranks")

    def __init__(self, vocabulary: Sequence[str], merges: Sequence[str], kind: str) -> None:
        self._numbers: Mapping[str, int] = {token: i for i, token in enumerate(vocabulary)}
        self._ranks = {tuple(merge.split(" ")): i for i, merge in enumerate(merges)}
        self._pattern = regex.compile(_PIECES[kind])
        self._letters = _letters()
        self._known: dict[str, tuple[int, ...]] = {}

    def pieces(self, text: str) -> list[Piece]:
        """The pieces of a text, in order, with their tokens."""
        return [
            Piece(*match.span(), self._encoded(match.group()))
            for match in self._pattern.finditer(text)
        ]

    def _encoded(self, piece: str) -> tuple[int, ...]:
        found = self._known.get(piece)
        if found is None:
            parts = [self._letters[byte] for byte in piece.encode("utf-8", "replace")]
            while len(parts) > 1:
                ranked = [
                    (self._ranks.get((parts[i], parts[i + 1]), 1 << 30), i)
                    for i in range(len(parts) - 1)
                ]
                rank, i = min(ranked)
                if rank == 1 << 30:
                    break
                parts[i : i + 2] = [parts[i] + parts[i + 1]]
            found = tuple(self._numbers.get(part, 0) for part in parts)
            if len(self._known) < 1 << 17:
                self._known[piece] = found
        return found
