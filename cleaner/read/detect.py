"""Which encoding is it? For bytes that are not UTF-8 and come without a label.

charset-normalizer judges a sample; it is asked only about encodings that web pages and
text files are found in. It is not told which it is when it cannot know: texts in west
European languages look alike in a dozen of them, and Windows-1252 is by far the likeliest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Enough for the detector, however long the document is.
_SAMPLE = 64 * 1024

_ENCODINGS = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258",
    "cp874", "cp932", "cp949", "big5", "euc_jp", "gb18030", "koi8_r", "iso8859_2", "iso8859_5",
    "iso8859_7",
]  # fmt: skip

# Fewer bytes than this beyond ASCII say nothing about which one it is.
_TELLING = 8


def detect(data: bytes) -> Iterator[str]:
    """Names of encodings, the likeliest first; the text may turn out not to be in any."""
    sample = _sample(data)
    if len(sample.translate(None, bytes(range(0x80)))) < _TELLING:
        yield "cp1252"
        return
    from charset_normalizer import from_bytes  # noqa: PLC0415

    matches = from_bytes(sample, cp_isolation=_ENCODINGS)
    for match in matches:
        yield match.encoding


_BEYOND_ASCII = re.compile(rb"[^\n]*[\x80-\xff][^\n]*\n?")


def _sample(data: bytes) -> bytes:
    """The first lines that have bytes beyond ASCII, up to the size of a sample."""
    lines: list[bytes] = []
    size = 0
    for match in _BEYOND_ASCII.finditer(data):
        lines.append(match.group()[: _SAMPLE - size])
        size += len(lines[-1])
        if size >= _SAMPLE:
            break
    return b"".join(lines)
