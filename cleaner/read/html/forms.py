"""Rows of tables and preformatted lines: what blocks they become."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cleaner.markup import Mark
from cleaner.page import Role
from cleaner.read.html.inline import moved

CELL_CHARS = 200
"""Longest text of a cell, in characters, that leaves its row one line."""
CELLS = frozenset(("td", "th"))

_MOST_CELLS = 64
_LINE_ENDS = re.compile("\r\n?|[\n\v\f\u2028\u2029]")
_PROGRAM = re.compile(r"[{}();=<>\[\]$]")
_PROGRAM_NAMES = re.compile(
    r"(?<![\w-])(?:language-|lang-|brush:|(?:highlight|prettyprint|source-?code|programlisting"
    r"|codehilite|code|console|shell|terminal)(?![\w-]))"
)
"""What programs are called, or rather what colours them is."""


class Piece(NamedTuple):
    """One block to be: its text, its role, and where it stood.

    `linked` and `strong` count its characters in links and in bold type; `marks` are its
    inline elements, where they are wanted.
    """

    text: str
    role: Role
    owner: int
    linked: int = 0
    strong: int = 0
    marks: Sequence[Mark] = ()


class Row(NamedTuple):
    """A row of a table as one block, and how many empty cells came before its first word."""

    piece: Piece
    indented: int


def row_of(
    pieces: Sequence[Piece], row: int, tags: Sequence[str], parents: Sequence[int]
) -> Row | None:
    """The pieces of a row as one line, if its cells are short; any other is layout.

    `row` is the number of the row's element, which is the last that was not closed. Empty cells
    between others are kept; those at the ends are lost, since white space at the ends of a
    line is no text.
    """
    if not 2 <= len(pieces) <= _MOST_CELLS:
        return None
    owners = {piece.owner: piece for piece in pieces}
    if len(owners) != len(pieces):
        return None
    if any(len(p.text) > CELL_CHARS or tags[p.owner] not in CELLS for p in pieces):
        return None
    known = [e for e in range(row + 1, len(tags)) if parents[e] == row and tags[e] in CELLS]
    if not owners.keys() <= set(known):  # a table in a cell
        return Row(_joined(pieces, row), 0)
    filled = [n for n, e in enumerate(known) if e in owners]
    empty = Piece("", Role.TABLE, row)
    cells = [owners.get(e, empty) for e in known[filled[0] : filled[-1] + 1]]
    return Row(_joined(cells, row), filled[0])


def _joined(cells: Sequence[Piece], row: int) -> Piece:
    marks: list[Mark] = []
    at = 0
    for cell in cells:
        marks += moved(cell.marks, at)
        at += len(cell.text) + 1
    return Piece(
        "\t".join(cell.text for cell in cells),
        Role.TABLE,
        row,
        sum(cell.linked for cell in cells),
        sum(cell.strong for cell in cells),
        marks,
    )


def says_program(names: str) -> bool:
    """Whether a preformatted element's names say that it is a program."""
    return bool(names) and _PROGRAM_NAMES.search(names) is not None


def lines_of(source: str, role: Role, owner: int, *, program: bool = False) -> list[Piece]:
    """Preformatted lines: fenced if they are a program, lines of text (of `role`) if not.

    They are if it is known, or if half of them look like it.
    """
    lines = [line.rstrip() for line in _LINE_ENDS.split(source)]
    while lines and not lines[0].strip():
        del lines[0]
    while lines and not lines[-1].strip():
        del lines[-1]
    marked = sum(1 for line in lines if _PROGRAM.search(line))
    if lines and (program or marked * 2 > len(lines)):
        lines = ["```", *(line for line in lines if line), "```"]
        role = Role.CODE
    else:
        lines = [" ".join(line.split()) for line in lines if line.strip()]
    return [Piece(line, role, owner) for line in lines]
