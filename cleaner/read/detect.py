"""Which encoding is it? For bytes that are not UTF-8 and come without a label.

In the encodings of Latin script, bytes beyond ASCII stand alone between ASCII letters; in
the others they come in runs. charset-normalizer tells the others apart. The Latin ones look
much alike to it, so there we ask which one spells a language: the text of no other language
keeps within the accented letters of Polish, or of French. In doubt it is Windows-1252.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# Enough for either way, however long the document is.
_SAMPLE = 64 * 1024
_SHORT = 256

# Mean length of a run of bytes beyond ASCII: little over 1 in Latin script, or else a word's.
_LATIN_RUN = 1.7

# The share of a text's letters that must be accented to tell one language from another.
# Where they are rarer, or a few in all, it is an English text with foreign names.
_ACCENTED = 0.03
_FEW = 3

# The letters beyond ASCII, by encoding and language; on a tie the first one wins.
_CENTRAL = (
    "ąćęłńóśźż",  # Polish
    "áčďéěíňóřšťúůýž",  # Czech
    "áäčďéíľňóôšťúýž",  # Slovak
    "áéíóöőúüű",  # Hungarian
    "čćđšž",  # Croatian, Slovene
    "ăâîşţ",  # Romanian
)
_ALPHABETS = {
    "cp1252": (
        "àâæçéèêëîïôœùûüÿ",  # French
        "äöüßéà",  # German
        "áéíñóúüªº",  # Spanish
        "áàâãçéêíóôõúüªº",  # Portuguese
        "àèéìíîòóùúªº",  # Italian
        "àçèéíïòóúü·",  # Catalan
        "éëïóöüèáí",  # Dutch
        "åäöæøéüšž",  # Danish, Norwegian, Swedish, Finnish, Estonian
        "áðéíóúýþæö",  # Icelandic
    ),
    "cp1250": _CENTRAL,
    "iso8859_2": _CENTRAL,
    "cp1254": ("çğıöşüâîû",),  # Turkish
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž"),  # Lithuanian, Latvian, Estonian
}

_OTHERS = [
    "cp1251", "koi8_r", "iso8859_5", "cp1253", "iso8859_7", "cp1255", "cp1256", "cp874",
    "cp932", "euc_jp", "gb18030", "big5", "cp949",
]  # fmt: skip

_LETTER = r"[^\W\d_]"
# In the midst of a word there are only letters and an apostrophe, a dot or a dash.
_MISPLACED = re.compile(f"(?<={_LETTER})[^\\w\x00-\x7f’–—…·](?={_LETTER})|\ufffd")
_C1 = re.compile("[\x80-\x9f]")


_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


def detect(sample: bytes) -> Iterable[str]:
    """Names of encodings, the likeliest first; the text may turn out not to be in any."""
    runs = re.findall(rb"[\x80-\xff]+", sample)
    if sum(map(len, runs)) < _LATIN_RUN * len(runs):
        return (_latin(sample),)
    from charset_normalizer import from_bytes  # noqa: PLC0415

    if len(sample) < _SHORT:  # it looks at the language from 32 characters on
        sample = b"\n".join([sample] * 4)
    matches = [(match.encoding, str(match)) for match in from_bytes(sample, cp_isolation=_OTHERS)]
    # Hebrew passes for KOI8 in capitals.
    return [name for name, text in sorted(matches, key=lambda match: _in_capitals(match[1]))]


def sample_of(data: bytes) -> bytes:
    """The first lines that have bytes beyond ASCII, up to the size of a sample."""
    lines: list[bytes] = []
    size = position = 0
    while size < _SAMPLE and (match := _BEYOND_ASCII.search(data, position)):
        start = max(data.rfind(b"\n", position, match.start()) + 1, position)
        start = max(start, match.start() - _SAMPLE // 64)
        end = data.find(b"\n", match.start()) + 1 or len(data)
        if end - start > _SAMPLE - size:
            if lines:
                break
            # Not in the middle of a character: no encoding has a space in one.
            end = data.rfind(b" ", start, start + _SAMPLE) + 1 or start + _SAMPLE
        lines.append(data[start:end])
        size += end - start
        position = end
    return b"".join(lines)


def _latin(sample: bytes) -> str:
    texts = {name: sample.decode(name, "replace").lower() for name in _ALPHABETS}
    if not any(map(_is_accented, texts.values())):
        return "cp1252"
    return max(_ALPHABETS, key=lambda name: _spelled(texts[name], _ALPHABETS[name]))


def _is_accented(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    accented = sum(not char.isascii() for char in letters)
    return accented >= max(_FEW, _ACCENTED * len(letters))


def _spelled(text: str, alphabets: tuple[str, ...]) -> float:
    """The share of accented letters that the language which fits best accounts for."""
    if _C1.search(text):  # nobody writes these: it is a Windows encoding
        return 0.0
    accented = [char for char in text if char.isalpha() and not char.isascii()]
    misplaced = sum(1 for _ in _MISPLACED.finditer(text))
    hits = max(sum(map(alphabet.count, accented)) for alphabet in alphabets)
    return hits / max(1, len(accented) + misplaced)


def _in_capitals(text: str) -> bool:
    return sum(map(str.isupper, text)) > sum(map(str.islower, text))
