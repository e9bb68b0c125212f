"""Elements and text, as any parser tells them, become pieces: one a block, in order.

Here it is decided what is no text at all (scripts, styles, forms' controls, what is
hidden), and what begins a new block; `forms` has rows and programs, `inline` the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cleaner.markup import Mark
from cleaner.page import Role
from cleaner.read.html.elements import (
    CONSENT,
    CONTROLS,
    INLINE,
    MARKING,
    NAVIGATION,
    PROPER,
    SITES_OWN,
    SKIPPED,
    UNSEEN,
    is_hidden,
    names_of,
)
from cleaner.read.html.forms import Piece, lines_of, row_of, says_program
from cleaner.read.html.inline import Inline

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ROLES = {
    **dict.fromkeys(_HEADINGS, Role.HEADING),
    "blockquote": Role.QUOTE,
    "figcaption": Role.CAPTION,
    "caption": Role.CAPTION,
}
_SPECIAL = frozenset((*_ROLES, "li", "pre", "tr"))
_WHOLE = frozenset(("html", "body"))
_BULLET = "- "
_SPACES = re.compile(r"[ \t\n\r\f\v\u2028\u2029\x85]+")
_ODD = re.compile("[\xa0\xad\x85\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]")
_UNSEEN_SIGNS = "\u200b\ufeff\u2060\xad\u200c\u200d\xa0 "

MAX_PIECES = 200_000
"""Bound on the blocks of one page; what follows is left unread."""
MAX_ELEMENTS = 500_000
"""Bound on the elements of one page that are remembered; the same."""
MAX_DEPTH = 400
"""Elements nested deeper are not told apart; their text is still read."""


class Gatherer:
    """Takes a page's elements and text in document order and gathers pieces.

    A parser calls `open`, `text` and `close`, properly nested; where `open` answers
    False, the element is passed over, inside and end tag included. Navigation, the
    site's own footer and the boxes of consent services are passed over, unless `everything`
    is wanted: no article of those this was measured on has a line in there, and nearly a
    third of a page's elements stand in them. `inline` takes what stands inside blocks.
    """

    def __init__(self, *, everything: bool = False, inline: Inline | None = None) -> None:
        self.everything = everything
        self.inline = inline
        self.pieces: list[Piece] = []
        self.tags: list[str] = []
        self.names: list[str] = []
        self.parents: list[int] = []
        self.indented: dict[int, int] = {}
        self.full = False
        self._element = -1
        self._depth = 0
        self.parts: list[str] = []
        self._linked = 0
        self._strong = 0
        self._in_link = 0
        self._in_bold = 0
        self._role = Role.TEXT
        self._roles: list[Role] = []
        self._bullet = False
        self.in_program = 0
        self._in_code = 0
        self._is_program = False
        self._rows: list[int] = []

    def open(self, tag: str, attributes: Mapping[str, str | None]) -> bool:
        """An element begins; whether its inside is wanted."""
        if tag in INLINE:
            if attributes and is_hidden(attributes):
                return False
            if tag in MARKING:
                self.mark(tag)
            if self.inline is not None:
                self.begin(tag, attributes)
            return True
        if tag == "br":
            self.line_break()
            return True
        if tag in UNSEEN:
            self.flush()
            return True
        if tag in SKIPPED:
            self.skip(tag)
            return False
        return self.open_block(tag, attributes)

    def mark(self, tag: str, by: int = 1) -> None:
        """An element of `MARKING` begins, or, if `by` is -1, ends."""
        if tag == "a":
            self._in_link += by
        elif tag == "code":
            self._in_code += by
            self._is_program = self._is_program or self.in_program > 0
        else:
            self._in_bold += by

    def begin(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        """An inline element begins, where these are kept."""
        assert self.inline is not None
        owner = self.tags[self._element] if self._element >= 0 else ""
        self.inline.begin(tag, attributes, len(self.parts), owner)

    def line_break(self) -> None:
        """A `br`."""
        if self.in_program:
            self.parts.append("\n")
        else:
            self.flush()

    def skip(self, tag: str) -> None:
        """An element that is passed over; some of those part words."""
        if self.parts and tag in CONTROLS:
            self.parts.append(" ")

    def open_block(self, tag: str, attributes: Mapping[str, str | None]) -> bool:
        """An element begins that is a block of its own; whether its inside is wanted."""
        names, role = "", None
        if len(attributes) == 1 and "class" in attributes:  # as most have
            names = names_of(attributes["class"])
        elif attributes:
            said = attributes.get
            role, ident = said("role"), said("id")
            # A page that is hidden as a whole is shown by a script, once its fonts are there.
            if (is_hidden(attributes) and tag not in _WHOLE) or (
                ident and self._asks_consent(ident)
            ):
                self.skip(tag)
                return False
            names = names_of(said("class"), ident, said("itemprop"), role)
        if self.full or ((tag in SITES_OWN or role in SITES_OWN) and self._is_sites_own(tag, role)):
            return False
        if self.parts:
            self.flush()
        self._depth += 1
        if self._depth > MAX_DEPTH:
            return True
        self.parents.append(self._element)
        self._element = len(self.tags)
        self.tags.append(tag)
        self.names.append(names)
        if tag in _SPECIAL:
            self._roles.append(self._role)
            if tag in _ROLES:
                self._role = _ROLES[tag]
            elif tag == "li":
                self._role, self._bullet = Role.ITEM, True
            elif tag == "pre":
                self.in_program += 1
            else:
                self._rows.append(len(self.pieces))
        if self._element >= MAX_ELEMENTS:
            self.full = True
        return True

    def _asks_consent(self, ident: str) -> bool:
        """Whether an element of this id is the box of a consent service, to be passed over."""
        return ident.lower().startswith(CONSENT) and not self.everything

    def name_late(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        """A tag that comes once comes again: names go to the element if it has none yet."""
        if tag in self.tags and not self.names[self.tags.index(tag)]:
            named = map(attributes.get, ("class", "id", "itemprop", "role"))
            self.names[self.tags.index(tag)] = names_of(*named)

    def text(self, data: str) -> None:
        """Characters of the page, entities resolved."""
        self.parts.append(data)
        if self._in_link or self._in_bold:
            size = len(data) if not data.isspace() else 0
            if self._in_link:
                self._linked += size
            if self._in_bold:
                self._strong += size

    def close(self, tag: str) -> None:
        """The element that was opened last ends."""
        if tag in INLINE:
            if tag in MARKING:
                self.mark(tag, -1)
            if self.inline is not None:
                self.inline.end(tag, len(self.parts))
        elif tag in UNSEEN:
            self.flush()
        elif tag != "br":
            self.close_block(tag)

    def _is_sites_own(self, tag: str, role: str | None) -> bool:
        """Whether an element of `SITES_OWN` leads around the site or ends the whole page."""
        if self.everything:
            return False
        if tag in NAVIGATION or role in NAVIGATION:
            self.flush()
            return True
        e = self._element
        while e >= 0:
            if self.tags[e] in PROPER:
                return False
            e = self.parents[e]
        self.flush()
        return True

    def close_block(self, tag: str) -> None:
        """The end of what `open_block` began."""
        self._depth -= 1
        if self._depth >= MAX_DEPTH:
            self.flush()
            return
        if self.parts and tag != "pre":
            self.flush()
        if tag in _SPECIAL:
            if tag == "pre":
                self._end_program()
            elif tag == "tr":
                self._end_row(self._rows.pop())
            elif tag == "li":
                self._bullet = False
            self._role = self._roles.pop()
        self._element = self.parents[self._element]

    def end(self) -> list[Piece]:
        """All pieces, once the page has ended."""
        self.flush()
        return self.pieces

    def flush(self) -> None:
        """What was read since the last block began is a block, if it has any words."""
        parts = self.parts
        if not parts or self.in_program:
            return
        text = squeezed(parts[0] if len(parts) == 1 else "".join(parts))
        marks: Sequence[Mark] = ()
        if self.inline is not None:
            marks = self.inline.take(parts, text, squeezed, len(_BULLET) * self._bullet)
        parts.clear()
        if text and len(self.pieces) < MAX_PIECES:
            if self._bullet:
                if self._linked >= len(text):
                    self._linked += len(_BULLET)
                text = f"{_BULLET}{text}"
                self._bullet = False
            self.pieces.append(
                Piece(text, self._role, self._element, self._linked, self._strong, marks)
            )
        self._linked = self._strong = 0

    def _end_row(self, first: int) -> None:
        row = row_of(self.pieces[first:], self._element, self.tags, self.parents)
        if row is not None:
            self.pieces[first:] = [row.piece]
            if row.indented:
                self.indented[self._element] = row.indented

    def _end_program(self) -> None:
        self.in_program -= 1
        if self.in_program:
            return
        e = self._element
        program = (
            self._is_program
            or self._in_code > 0
            or says_program(f"{self.names[e]} {self.names[self.parents[e]]}")
        )
        lines = lines_of("".join(self.parts), self._role, e, program=program)
        self._is_program = False
        self.parts.clear()
        if self.inline is not None:
            self.inline.forget()
        self._linked = self._strong = 0
        self.pieces += lines[: MAX_PIECES - len(self.pieces)]


def squeezed(text: str) -> str:
    """The characters of a block as one line; nothing, where none of them can be seen."""
    text = text.strip()
    if text.isprintable():  # then no white space in it is anything but a space
        return " ".join(text.split()) if "  " in text else text
    if text.isascii() or not _ODD.search(text):
        return " ".join(text.split())
    text = _SPACES.sub(" ", text).strip()
    return text if text.strip(_UNSEEN_SIGNS) else ""
