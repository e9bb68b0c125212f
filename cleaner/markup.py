"""What HTML knew of a page's blocks, kept as columns beside them.

A page of plain text has no `Markup`, and pays nothing for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

FORMING = frozenset(
    "h1 h2 h3 h4 h5 h6 ul ol menu li dl dt dd blockquote figure figcaption pre".split()
)
"""Elements that give the blocks inside a form that plain text has too, or Markdown."""

_CELLS = frozenset(("td", "th"))


Steps = tuple[tuple[int, str], ...]
"""Elements from the outermost inwards, as (number, tag)."""


class Nest(NamedTuple):
    """The elements that give a block its form, outermost first, as (number, tag).

    Two blocks with the same number stand in the same element. `cells` has the tags of the
    cells of a table's row, empty ones among them, of which it begins with `empty`.
    """

    steps: Steps = ()
    cells: tuple[str, ...] = ()
    empty: int = 0


class Mark(NamedTuple):
    """What stands inside a block: emphasis, a link, or, at one point, an image.

    `start` and `end` are offsets into a text, `tag` is `em`, `strong`, `code`, `sub`, `sup`,
    `mark`, `del`, `a` or `img`. `address` is where a link leads, or where an image is, always
    of http or https; `said` is the text that stands for an image.
    """

    start: int
    end: int
    tag: str
    address: str = ""
    said: str = ""


class Markup(NamedTuple):
    """The elements of an HTML page that hold blocks, and where each block stands.

    Elements are in document order; inline ones (`a`, `b`, `span`, …) are not among them.
    `tags`, `names` (class and id, lower case, parted by spaces) and `parents` (the
    number of the element around, -1 at the top) describe them. For each block of the page,
    `owners` has the number of its innermost element, `linked` how many characters of it
    stand in links and `strong` in bold type. `told` is the article's text as the page's
    own JSON-LD gives it, `described` its summary in the metadata, or both are empty.
    `indented` has, of rows of tables, how many empty cells they begin with, if any; `marks`,
    if that was asked for, the inline elements in the page's text.
    """

    tags: list[str]
    names: list[str]
    parents: list[int]
    owners: list[int]
    linked: list[int]
    strong: list[int]
    told: str = ""
    described: str = ""
    indented: dict[int, int] = {}  # noqa: RUF012 (never changed)
    marks: tuple[Mark, ...] = ()

    def path(self, block: int) -> str:
        """The tag path of a block, such as `html/body/article.story/p`."""
        steps: list[str] = []
        element = self.owners[block]
        while element >= 0:
            name = self.names[element].split(" ", 1)[0]
            steps.append(f"{self.tags[element]}.{name}" if name else self.tags[element])
            element = self.parents[element]
        return "/".join(reversed(steps))

    def inside(self, element: int) -> range:
        """The blocks inside an element, which has some: elements and blocks are in one order."""
        end = element + 1
        while end < len(self.parents) and self.parents[end] >= element:
            end += 1
        found = [i for i, owner in enumerate(self.owners) if element <= owner < end]
        return range(found[0], found[-1] + 1)

    def nests(self, blocks: Iterable[int]) -> tuple[Nest, ...]:
        """For each of some blocks the elements that give it its form."""
        known: dict[int, Steps] = {-1: ()}
        found: list[Nest] = []
        for block in blocks:
            owner = self.owners[block]
            if owner >= 0 and self.tags[owner] == "tr":
                found.append(
                    Nest(self._of_row(owner), self._cells(owner), self.indented.get(owner, 0))
                )
            else:
                found.append(Nest(self._forming(owner, known)))
        return tuple(found)

    def _forming(self, element: int, known: dict[int, Steps]) -> Steps:
        """The forming elements around one and it itself; `known` are those of others."""
        way: list[int] = []
        while element not in known:
            way.append(element)
            element = self.parents[element]
        steps = known[element]
        for e in reversed(way):
            if self.tags[e] in FORMING:
                steps = (*steps, (e, self.tags[e]))
            known[e] = steps
        return steps

    def _of_row(self, row: int) -> Steps:
        """The same for a row of a table: it, and its table, count, too."""
        steps: list[tuple[int, str]] = []
        element = row
        in_table = False
        while element >= 0:
            tag = self.tags[element]
            # Tables are often for layout: only that of a row of cells counts.
            if tag in FORMING or element == row or (tag == "table" and not in_table):
                steps.append((element, tag))
                in_table = in_table or tag == "table"
            element = self.parents[element]
        return tuple(reversed(steps))

    def _cells(self, row: int) -> tuple[str, ...]:
        cells: list[str] = []
        element = row + 1
        while element < len(self.parents) and self.parents[element] >= row:
            if self.parents[element] == row and self.tags[element] in _CELLS:
                cells.append(self.tags[element])
            element += 1
        return tuple(cells)
