"""Line ends, invisible characters and odd spaces: the repairs that need no guessing.

Kept on purpose: joiners (U+200C, U+200D) and bidirectional marks, which Persian, Indic
scripts and emoji need; tabs, which part table cells; no-break spaces where typography
wants them, beside a digit and in French punctuation.
"""

from __future__ import annotations

import re

from cleaner.read.changes import Change, substitute

PLAIN_ASCII = bytes((9, 10, *range(0x20, 0x7F)))
"""What is never odd: tabs, line ends, and what can be printed."""

_LINE_END = re.compile("(?P<newline>\r\n?|[\v\f\u2028\u2029])")

_UNSEEN = re.compile(
    "(?P<invisible>[\u00ad\u200b\u2060\ufeff]+)"
    "|(?P<control>[\x00-\x08\x0e-\x1f\x7f-\x9f]+)"
    "|(?P<newline>[\v\f\r\u2028\u2029])"
)
_UNSEEN_CLASS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028\u2029\u2060\ufeff]")

# Every space of Unicode but U+0020; two of them, U+00A0 and U+202F, not where they belong. (A
# pattern that begins with a class is searched for ten times as fast as one that does not.)
_ODD_SPACE_CLASS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_ODD_SPACE = _ODD_SPACE_CLASS.pattern + (
    r"(?:(?<=[\u1680\u2000-\u200a\u205f\u3000])|(?<![\d«].)(?![\d;:!?»%]))"
)
_ODD_SPACES = re.compile(f"{_ODD_SPACE}(?:{_ODD_SPACE})*")

_ODD = re.compile(f"{_UNSEEN_CLASS.pattern[:-1]}{_ODD_SPACE_CLASS.pattern[1:]}")

# U+0085 as the second or a later byte of a UTF-8 character that was read as Latin-1.
_NEXT_LINE_IN_MOJIBAKE = re.compile(
    "[\xc2-\xdf]\x85|[\xe0-\xf4][\x80-\xbf]{0,2}\x85[\x80-\xbf]|[\xe0-\xf4][\x80-\xbf]{1,2}\x85"
)
_OTHER_C1 = re.compile("[\x80-\x84\x86-\x9f]")


def has_odd_signs(text: str) -> bool:
    """Whether a text holds anything that the functions below might change."""
    return _ODD.search(text) is not None


def _beyond(text: str) -> str:
    """The signs of a text but those of plain ASCII, through which a search would take longer."""
    data = text.encode("utf-8", "surrogatepass").translate(None, PLAIN_ASCII)
    return data.decode("utf-8", "surrogatepass")


def unify_line_ends(text: str, *, alone: bool = True) -> tuple[str, list[Change]]:
    """CR LF, CR, vertical tab, form feed and U+2028, U+2029 become LF; so does U+0085 if it may.

    U+0085 is nearly always an ellipsis of Windows-1252 that was read as Latin-1. It ends
    lines only in a text that has no other line end and no other C1 control, where it
    stands between two lines and never before a space; so never in a part of a text
    (`alone` is false) that has been cut at line ends.
    """
    if alone and "\x85" in text and _is_next_line(text):
        return substitute(re.compile("(?P<newline>\x85)"), lambda _: "\n", text)
    if not _UNSEEN_CLASS.search(_beyond(text)):
        return text, []
    return substitute(_LINE_END, lambda _: "\n", text)


def _is_next_line(text: str) -> bool:
    lines = text.rstrip("\x85").split("\x85")
    return (
        len(lines) > 1
        and not any(line.startswith((" ", "\u00a0")) for line in lines)
        and not re.search("[\n\r\u2028\u2029]", text)
        and not _OTHER_C1.search(text)
        and not _NEXT_LINE_IN_MOJIBAKE.search(text)
    )


def remove_unseen(text: str) -> tuple[str, list[Change]]:
    """Delete zero-width spaces, byte order marks, soft hyphens and control characters.

    TAB and LF stay, and controls that end a line become LF. C1 controls are deleted here,
    so mojibake, of which they may be a part, has to be mended before.
    """
    if not _UNSEEN_CLASS.search(_beyond(text)):
        return text, []
    return substitute(_UNSEEN, lambda match: "\n" if match["newline"] else "", text)


def plain_spaces(text: str) -> tuple[str, list[Change]]:
    """Every other space of Unicode becomes U+0020, except no-break spaces that belong.

    They belong beside a digit (`10 000`), before ; : ! ? » % and after «.
    """
    if not _ODD_SPACE_CLASS.search(_beyond(text)):
        return text, []
    return substitute(_ODD_SPACES, lambda match: " " * len(match.group()), text, "space")
