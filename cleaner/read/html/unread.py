"""What nobody reads of a page is cut out before it is parsed: half of most pages.

Only what is certain goes: where it is not plain where an element ends, all elements of that
name are left for the parser; if tags inside of it are none, all of the page is. So every parser
gives what it would give without this.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from cleaner.read.html.literals import Literals, Place

_COMMENT = "!--"
_UNREAD = frozenset((_COMMENT, *"script style svg noscript template iframe nav".split()))
_TEXTS = frozenset(("title", "textarea"))
"""These stay, but what looks like a tag inside of them is none."""
_RAW = frozenset(("script", "style", *_TEXTS))
"""Inside of these, what looks like a tag is none."""
_INSTEAD = {"iframe": b" ", "nav": b"<nav></nav>"}
"""What has to stay of elements: that they part what stands on either side."""

_BEHIND = b" \t\r\n\f/>"
"""Signs that end the name of a tag."""
_COMMENT_END = re.compile(rb"--!?>")
_LONGEST_TAG = 4096

_SPELT = [_COMMENT, _COMMENT] + [
    spelt
    for name in sorted(_UNREAD | _TEXTS)
    if name != _COMMENT
    for spelt in sorted({name, name.upper(), name.title(), name.replace("nos", "NoS")})
    for _ in ("start", "end")
]
_NAMES = tuple(map(str.lower, _SPELT))
"""What each literal is about: those with odd numbers are end tags."""
_LITERALS = Literals(*(f"<{'/' * (n % 2)}{spelt}".encode() for n, spelt in enumerate(_SPELT)))

_Cut = tuple[int, int, bytes]


def without_unread(data: bytes, *, everything: bool = False) -> bytes:
    """The page without comments, scripts and the like, which would be parsed in vain.

    With `everything`, what leads around the site stays in (see `Gatherer`).
    """
    names = _UNREAD | _TEXTS
    if everything:
        names -= {"nav"}
    cuts: list[_Cut] = []
    while doubtful := _find(data, names, cuts):
        if doubtful in _RAW:
            return data
        names -= {doubtful}
        cuts.clear()
    kept: list[bytes] = []
    at = 0
    for start, end, instead in cuts:
        kept += (data[at:start], instead)
        at = end
    kept.append(data[at:])
    return b"".join(kept)


def _find(data: bytes, names: Set[str], cuts: list[_Cut]) -> str:
    """Add where elements of some names start and end; a name of which that is not certain."""
    done = 0
    places = iter(_LITERALS.find(data))
    for number, at, behind in places:
        name = _NAMES[number]
        if number % 2 or at < done or name not in names:
            continue
        if name == _COMMENT:
            end = _COMMENT_END.search(data, at + 2)
            done = end.end() if end else len(data)
            cuts.append((at, done, b""))
        elif data[behind : behind + 1] in _BEHIND and not _is_in_tag(data, at):
            done = _end_of(data, number, places)
            if not done:
                return name
            if name not in _TEXTS:
                cuts.append((at, done, _INSTEAD.get(name, b"")))
    return ""


def _end_of(data: bytes, number: int, places: Iterable[Place]) -> int:
    """Where the element ends that began with this literal; 0 where that is not certain."""
    name = _NAMES[number]
    commented = False
    for other, _, behind in places:
        if other != number + 1:
            if other == 0:
                commented = True
            if _NAMES[other] != name:
                continue
        if data[behind : behind + 1] not in _BEHIND:
            continue
        if other % 2:
            return data.find(b">", behind) + 1
        # One in another, or, in a comment of a script, a script that it writes.
        if commented or name not in _RAW:
            break
    return 0


def _is_in_tag(data: bytes, at: int) -> bool:
    """Whether a `<` stands in a tag, such as in the value of an attribute."""
    if data[at - 1 : at] == b">":
        return False
    start = data.rfind(b"<", max(at - _LONGEST_TAG, 0), at)
    return start >= 0 and data[start + 1 : start + 2].isalpha() and data.find(b">", start, at) < 0
