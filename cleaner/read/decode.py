"""Bytes to text: byte order mark, declared encoding, UTF-8, then detection.

Nothing is dropped and nothing is guessed twice: every byte gives a character, and the same
bytes always give the same text. Labels mean what browsers take them to mean (WHATWG
Encoding Standard): "latin-1" is Windows-1252, "gb2312" is GB 18030.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from cleaner.errors import ConfigError, InputError

# The longest first: the mark of UTF-16 LE begins that of UTF-32 LE.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Labels that browsers read as a superset (left: Python's canonical names).
_READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-8-sig": "utf-8",
}

# Windows-1252 as browsers read it: its five unassigned bytes are C1 controls.
_WINDOWS_1252 = "".join(
    chr(byte) if byte in b"\x81\x8d\x8f\x90\x9d" else bytes((byte,)).decode("cp1252")
    for byte in range(256)
)

_LINE_END = re.compile("\r\n?|\n")


class Decoded(NamedTuple):
    r"""A document as text.

    `encoding` is a name `str.encode` knows; `bom` tells that a byte order mark stood first
    (it is no part of `text`). `newline` is what ended the lines: when all of them ended in
    "\r\n", or all in "\r", bytes are read like a text file, with LF in `text`; in a mixed
    text, and in a `str`, line ends are left as they are, and `newline` is "\n" when mixed.
    """

    text: str
    encoding: str
    bom: bool
    newline: str


def decode(data: bytes | str, *, declared: str | None = None) -> Decoded:
    """Decode a document.

    `declared` is the encoding that the caller or the container names. It is believed when
    the bytes can be read that way, and a byte order mark is believed first. Otherwise UTF-8
    is tried, and what is not UTF-8 is detected, with Windows-1252 in case of doubt.

    A text that is UTF-8 but for a few bytes stays UTF-8: those bytes are read as
    Windows-1252 (a pasted `\\x92` is an apostrophe), a UTF-8 sequence cut short is U+FFFD.
    A `str` passes unchanged, lone surrogates included; so its offsets stay the caller's.

    Raises `ConfigError` for an unknown `declared`, `InputError` for what is not text.
    """
    codec = _codec(declared) if declared is not None else None
    if isinstance(data, str):
        return Decoded(data, "utf-8", False, _newline(data))
    text, encoding, bom = _decode_bytes(data, codec)
    newline = _newline(text)
    if newline != "\n":
        text = text.replace(newline, "\n")
    return Decoded(text, encoding, bom, newline)


def _codec(label: str) -> str:
    """Python's name for the encoding that `label` stands for."""
    try:
        name = codecs.lookup(label.strip()).name
        "".encode(name)  # codecs such as "hex" are not for text
    except (LookupError, ValueError):
        raise ConfigError(
            f"unknown encoding {label!r}; expected a name such as utf-8 or windows-1252"
        ) from None
    return _READ_AS.get(name, name)


def _decode_bytes(data: bytes, declared: str | None) -> tuple[str, str, bool]:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], name), name, True
    if not (declared or "").startswith(("utf-16", "utf-32")):
        if wide := _unmarked_wide(data):
            return data.decode(wide), wide, False
        _refuse_zeros(data)
    for label in filter(None, (declared, "utf-8")):
        if (text := _strict(data, label)) is not None:
            return text, label, False
    return *_decode_unknown(data), False


def _decode_unknown(data: bytes) -> tuple[str, str]:
    from cleaner.read.detect import detect, sample_of  # noqa: PLC0415 (UTF-8 does without)

    _refuse_controls(data)
    sample = sample_of(data)
    if _nearly_utf8(sample):
        return _piecewise(data), "utf-8"
    for name in detect(sample):
        if (text := _strict(data, name)) is not None:
            return text, name
    return _windows_1252(data), "cp1252"


def _strict(data: bytes, name: str) -> str | None:
    if name == "cp1252":
        return _windows_1252(data)
    try:
        return data.decode(name)
    except UnicodeError:
        return None


def _windows_1252(data: bytes) -> str:
    return codecs.charmap_decode(data, "strict", _WINDOWS_1252)[0]


def _decode_marked(data: bytes, name: str) -> str:
    """Decode what a byte order mark names, whatever state it is in."""
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return _piecewise(data) if name == "utf-8" else data.decode(name, "replace")


# Surrogate escapes: how Python hands on the bytes that are not UTF-8.
_ESCAPED = re.compile(
    "(?P<surrogate>\udced[\udca0-\udcbf][\udc80-\udcbf])"
    "|(?P<cut>[\udcc2-\udcf4][\udc80-\udcbf]+)"
    "|[\udc80-\udcff]"
)


def _nearly_utf8(sample: bytes) -> bool:
    """Whether at least as many characters of it are UTF-8 as bytes are not."""
    text = sample.decode("utf-8", "surrogateescape")
    invalid = len(re.findall("[\udc80-\udcff]", text))
    return len(re.findall("[^\x00-\x7f]", text)) - invalid >= invalid


def _piecewise(data: bytes) -> str:
    """Decode line by line, so that a few odd bytes do not cost several copies."""
    return "".join(
        line.decode("utf-8")
        if line.isascii()
        else _ESCAPED.sub(_unescape, line.decode("utf-8", "surrogateescape"))
        for line in data.splitlines(keepends=True)
    )


def _unescape(match: re.Match[str]) -> str:
    raw = match.group().encode("ascii", "surrogateescape")
    if match["surrogate"]:  # CESU-8, of Java and old databases: half of a pair
        return raw.decode("utf-8", "surrogatepass")
    return "\ufffd" if match["cut"] else _WINDOWS_1252[raw[0]]


def _unmarked_wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without its mark: the zero bytes stand in step."""
    head = data[:4096]
    if len(head) < 8 or head.count(0) * 4 < len(head):
        return None
    zeros = [head[phase::4].count(0) * 4 / len(head) for phase in range(4)]
    high = [share > 0.6 for share in zeros]
    name = {
        (False, True, True, True): "utf-32-le",
        (True, True, True, False): "utf-32-be",
        (False, True, False, True): "utf-16-le",
        (True, False, True, False): "utf-16-be",
    }.get((high[0], high[1], high[2], high[3]))
    try:
        return name if name and "\x00" not in data.decode(name) else None
    except UnicodeDecodeError:
        return None


_NO_TEXT = bytes(byte for byte in range(0x20) if byte not in b"\t\n\v\f\r\x1b")


def _refuse_zeros(data: bytes) -> None:
    """Zero bytes in quantity: at least 4 of them, and 1 byte in 100."""
    zeros = data.count(0)
    if zeros >= 4 and zeros * 100 >= len(data):
        raise InputError(
            f"binary data, not text: {zeros} of {len(data)} bytes are zero; "
            "expected text in UTF-8, UTF-16, or an encoding that is declared"
        )


def _refuse_controls(data: bytes) -> None:
    """Controls that no text has, in quantity: at least 4 of them, and 1 byte in 50."""
    head = data[:65536]
    controls = len(head) - len(head.translate(None, _NO_TEXT))
    if controls >= 4 and controls * 50 >= len(head):
        raise InputError(
            f"binary data, not text: {controls} of the first {len(head)} bytes are control "
            "characters; expected text in UTF-8, UTF-16, or an encoding that is declared"
        )


def _newline(text: str) -> str:
    """The line end of the text, if it has only one kind; LF if it has none or several."""
    if "\r" not in text:
        return "\n"
    returns = text.count("\r")
    pairs = text.count("\r\n")
    feeds = text.count("\n")
    if pairs == returns == feeds:
        return "\r\n"
    return "\r" if feeds == 0 else "\n"
