"""What HTML knew of a page's blocks, kept as columns beside them.

A page of plain text has no `Markup`, and pays nothing for it.
"""

from __future__ import annotations

from typing import NamedTuple


class Markup(NamedTuple):
    """The elements of an HTML page that hold blocks, and where each block stands.

    Elements are in document order; inline ones (`a`, `b`, `span`, …) are not among them.
    `tags`, `names` (class and id, lower case, parted by spaces) and `parents` (the
    number of the element around, -1 at the top) describe them. For each block of the page,
    `owners` has the number of its innermost element, `linked` how many characters of it
    stand in links and `strong` in bold type. `told` is the article's text as the page's
    own JSON-LD gives it, `described` its summary in the metadata, or both are empty.
    """

    tags: list[str]
    names: list[str]
    parents: list[int]
    owners: list[int]
    linked: list[int]
    strong: list[int]
    told: str = ""
    described: str = ""

    def path(self, block: int) -> str:
        """The tag path of a block, such as `html/body/article.story/p`."""
        steps: list[str] = []
        element = self.owners[block]
        while element >= 0:
            name = self.names[element].split(" ", 1)[0]
            steps.append(f"{self.tags[element]}.{name}" if name else self.tags[element])
            element = self.parents[element]
        return "/".join(reversed(steps))
