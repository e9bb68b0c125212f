"""Elements and text, as any parser tells them, become pieces: one a block, in order.

Here it is decided what is no text at all (scripts, styles, forms' controls, what is
hidden), what begins a new block, and how lists, tables and programs look as text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from cleaner.page import Role

SKIPPED = frozenset(
    "script style noscript template svg iframe frame frameset object embed applet canvas audio "
    "video select datalist option button input textarea head title meta link base map "
    "area param source track dialog progress meter noframes rp".split()
)
"""Elements that show no text, or none that is reading matter."""

INLINE = frozenset(
    "a abbr acronym b bdi bdo big blink cite code data del dfn em font i img ins kbd label mark "
    "nobr picture q rb rt rtc ruby s samp slot small span strike strong sub sup time tt u var wbr "
    "math mi mn mo mrow msup msub mfrac mtext semantics".split()
)
"""Elements that begin no block: their text belongs to the words around it."""

VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source "
    "track wbr".split()
)
"""Elements that have no content and no end tag."""

# These are seen, if not read, and so part the words on either side.
_CONTROLS = frozenset("audio button iframe input object select textarea video".split())
# Some parsers add these to tables, and nobody else does.
_UNSEEN = frozenset(("tbody", "thead", "tfoot", "colgroup"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ROLES = {
    **dict.fromkeys(_HEADINGS, Role.HEADING),
    "blockquote": Role.QUOTE,
    "figcaption": Role.CAPTION,
    "caption": Role.CAPTION,
}
_BOLD = frozenset(("b", "strong"))
_CELLS = frozenset(("td", "th"))
_HIDDEN_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_SPACES = re.compile(r"[ \t\n\r\f\v\u2028\u2029\x85]+")
_ODD = re.compile("[\xa0\x85\x1c-\x1f\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_LINE_ENDS = re.compile("\r\n?|[\n\v\f\u2028\u2029]")
_PROGRAM = re.compile(r"[{}();=<>\[\]$]")

CELL_CHARS = 200
"""Longest text of a cell, in characters, that leaves its row one line."""
MAX_PIECES = 200_000
"""Bound on the blocks of one page; what follows is left unread."""
MAX_ELEMENTS = 500_000
"""Bound on the elements of one page that are remembered; the same."""
MAX_DEPTH = 400
"""Elements nested deeper are not told apart; their text is still read."""
_ROW = 64


class Piece(NamedTuple):
    """One block to be: its text, its role, and where it stood."""

    text: str
    role: Role
    owner: int
    linked: int
    strong: int


class Gatherer:
    """Takes a page's elements and text in document order and gathers pieces.

    A parser calls `open`, `text` and `close`, properly nested; where `open` answers
    False, the element is passed over, inside and end tag included.
    """

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.tags: list[str] = []
        self.names: list[str] = []
        self.parents: list[int] = []
        self.full = False
        self._element = -1
        self._depth = 0
        self._parts: list[str] = []
        self._linked = 0
        self._strong = 0
        self._in_link = 0
        self._in_bold = 0
        self._role = Role.TEXT
        self._roles: list[Role] = []
        self._bullet = False
        self._program = 0
        self._rows: list[int] = []

    def open(self, tag: str, attributes: Mapping[str, str | None]) -> bool:  # noqa: PLR0912 (one case a kind of element)
        """An element begins; whether its inside is wanted."""
        if tag in INLINE:
            if attributes and _is_hidden(attributes):
                return False
            if tag == "a":
                self._in_link += 1
            elif tag in _BOLD:
                self._in_bold += 1
            return True
        if tag == "br":
            if self._program:
                self._parts.append("\n")
            else:
                self._flush()
            return True
        if tag in _UNSEEN:
            self._flush()
            return True
        if tag in SKIPPED or (attributes and _is_hidden(attributes)) or self.full:
            if self._parts and tag in _CONTROLS:
                self._parts.append(" ")
            return False
        self._flush()
        self._depth += 1
        if self._depth > MAX_DEPTH:
            return True
        self.parents.append(self._element)
        self._element = len(self.tags)
        self.tags.append(tag)
        if attributes:
            names = attributes.get("class") or ""
            ident = attributes.get("id")
            prop = attributes.get("itemprop")
            role = attributes.get("role")
            if ident:
                names = f"{names} {ident}"
            if prop:
                names = f"{names} {prop}"
            if role:
                names = f"{names} role-{role}"
            self.names.append(" ".join(names.lower().split()))
        else:
            self.names.append("")
        self._roles.append(self._role)
        if tag in _ROLES:
            self._role = _ROLES[tag]
        elif tag == "li":
            self._role, self._bullet = Role.ITEM, True
        elif tag == "pre":
            self._program += 1
        elif tag == "tr":
            self._rows.append(len(self.pieces))
        if self._element >= MAX_ELEMENTS:
            self.full = True
        return True

    def text(self, data: str) -> None:
        """Characters of the page, entities resolved."""
        self._parts.append(data)
        if self._in_link or self._in_bold:
            size = len(data) if not data.isspace() else 0
            if self._in_link:
                self._linked += size
            if self._in_bold:
                self._strong += size

    def close(self, tag: str) -> None:
        """The element that was opened last ends."""
        if tag in INLINE:
            if tag == "a":
                self._in_link -= 1
            elif tag in _BOLD:
                self._in_bold -= 1
            return
        if tag == "br":
            return
        if tag in _UNSEEN:
            self._flush()
            return
        self._depth -= 1
        if self._depth >= MAX_DEPTH:
            self._flush()
            return
        if tag == "pre":
            self._end_program()
        else:
            self._flush()
        if tag == "tr":
            self._end_row(self._rows.pop())
        elif tag == "li":
            self._bullet = False
        self._role = self._roles.pop()
        self._element = self.parents[self._element]

    def end(self) -> list[Piece]:
        """All pieces, once the page has ended."""
        self._flush()
        return self.pieces

    def _flush(self) -> None:
        parts = self._parts
        if not parts:
            return
        if self._program:
            return
        text = parts[0] if len(parts) == 1 else "".join(parts)
        parts.clear()
        words = text.split()
        if words:
            if _ODD.search(text):
                text = _SPACES.sub(" ", text).strip()
                empty = not text.strip("\u200b\ufeff\u2060\xad\u200c\u200d\xa0 ")
            else:
                text = " ".join(words)
                empty = False
            if not empty and len(self.pieces) < MAX_PIECES:
                if self._bullet:
                    text = f"- {text}"
                    self._bullet = False
                self.pieces.append(
                    Piece(text, self._role, self._element, self._linked, self._strong)
                )
        self._linked = self._strong = 0

    def _end_row(self, first: int) -> None:
        """A row of short cells is one line; any other is layout, and its blocks stay apart."""
        if len(self.pieces) - first > _ROW:
            return
        cells = self.pieces[first:]
        if len(cells) < 2 or len({piece.owner for piece in cells}) != len(cells):
            return
        if any(len(p.text) > CELL_CHARS or self.tags[p.owner] not in _CELLS for p in cells):
            return
        self.pieces[first:] = [
            Piece(
                "\t".join(piece.text for piece in cells),
                Role.TABLE,
                self._element,
                sum(piece.linked for piece in cells),
                sum(piece.strong for piece in cells),
            )
        ]

    def _end_program(self) -> None:
        """Preformatted lines: fenced if they are a program, lines of text if not."""
        self._program -= 1
        if self._program:
            return
        lines = [line.rstrip() for line in _LINE_ENDS.split("".join(self._parts))]
        self._parts.clear()
        self._linked = self._strong = 0
        while lines and not lines[0].strip():
            del lines[0]
        while lines and not lines[-1].strip():
            del lines[-1]
        marked = sum(1 for line in lines if _PROGRAM.search(line))
        if marked * 2 > len(lines):
            lines = ["```", *(line for line in lines if line), "```"]
            role = Role.CODE
        else:
            lines = [" ".join(line.split()) for line in lines if line.strip()]
            role = self._role
        room = MAX_PIECES - len(self.pieces)
        self.pieces += [Piece(line, role, self._element, 0, 0) for line in lines[:room]]


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    if attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return bool(style) and _HIDDEN_STYLE.search(style or "") is not None
