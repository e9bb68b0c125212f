"""How long a text is, in letters: a Chinese sign says as much as two or three of them.

All bounds and measurements of this part were made for alphabets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SIGNS = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""Signs that stand for a syllable or a word."""
_MORE = 1.5
"""So many letters each of them is worth, besides itself."""
_FEW_BYTES = bytes(byte for byte in range(256) if not 0xE1 <= byte <= 0xEF or byte == 0xE2)
"""In UTF-8 none of those signs begins with one of these."""
_BYTES = 2
"""Texts with more bytes to a character than this may have many; no others are looked at."""
_LETTERS_A_WORD = 6


def lengths_of(texts: Sequence[str]) -> list[int]:
    """The length of each text."""
    if not "".join(texts).encode("utf-8", "surrogatepass").translate(None, _FEW_BYTES):
        return list(map(len, texts))
    return [len(text) if text.isascii() else _length(text) for text in texts]


def scaled(counts: Sequence[int], texts: Sequence[str], lengths: Sequence[int]) -> list[int]:
    """Numbers of characters, one for each text, as lengths."""
    return [
        count and count * length // len(text)
        for count, text, length in zip(counts, texts, lengths, strict=True)
    ]


def words_of(texts: Sequence[str], lengths: Sequence[int]) -> list[int]:
    """About how many words texts of these lengths have; Chinese has no spaces."""
    return [
        text.count(" ") + 1 if length == len(text) else length // _LETTERS_A_WORD + 1
        for text, length in zip(texts, lengths, strict=True)
    ]


def _length(text: str) -> int:
    chars = len(text)
    if len(text.encode("utf-8", "surrogatepass")) <= _BYTES * chars:
        return chars
    return chars + int(_MORE * len(_SIGNS.findall(text)))
