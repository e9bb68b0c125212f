"""Pages with a second article below the first, to learn from: made of two pages each.

Sites append the next story to the one that was asked for, with a headline of its own and the
same markup. Few pages of the benchmarks are so, and trees that saw few of them keep both
stories. The second story comes in its own markup, or in copies of the first one's elements.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from pages import TOKEN

from cleaner.markup import Markup
from cleaner.page import Blocks, Role

MOST_OF = 0.95
"""The article's element holds so much of the wanted text."""
LONG = 60
"""Characters from which a block counts as a paragraph."""
DRESSED = 0.6
"""How often the second story wears the first one's clothes."""
_PARAGRAPHS = frozenset(("p", "li"))
_PLAIN = frozenset(("p", "div", "td", "span"))


class Sample(NamedTuple):
    """A page's blocks and elements; `wanted` has the share of each block that gold has."""

    texts: Sequence[str]
    roles: Sequence[Role]
    markup: Markup
    wanted: Sequence[float]
    title: str

    @property
    def blocks(self) -> Blocks:
        """The blocks, as one text would have them."""
        starts = accumulate((len(text) + 2 for text in self.texts), initial=0)
        return Blocks([*starts][:-1], list(self.texts), list(self.roles))

    def without(self, gone: set[int]) -> Sample:
        """The sample without some blocks."""

        def rest(column: Sequence[object]) -> list[object]:
            return [value for i, value in enumerate(column) if i not in gone]

        owners, linked, strong = map(rest, _columns(self.markup))
        markup = self.markup._replace(owners=owners, linked=linked, strong=strong)
        return Sample(*map(rest, self[:2]), markup, rest(self.wanted), self.title)


class Story(NamedTuple):
    """Elements, numbered from 0, of which the first holds all others, and their blocks."""

    elements: list[tuple[str, str, int]]
    blocks: list[tuple[str, Role, int, int, int]]


def grafted(page: Sample, other: Sample, dice: random.Random) -> Sample | None:
    """The page with the other's article below its own; None where it has none with a headline."""
    root = article_of(page)
    if root <= 0 or not headed(page):
        return None
    story = dressed(page, root, other) if dice.random() < DRESSED else own(other)
    if story is None:
        return None
    inside = within(page.markup.parents, root)
    at = 1 + max(i for i, owner in enumerate(page.markup.owners) if owner >= 0 and inside[owner])
    return inserted(page, story, page.markup.parents[root], at)


def _columns(markup: Markup) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
    """What markup knows of each block."""
    return markup.owners, markup.linked, markup.strong


def article_of(page: Sample) -> int:
    """The innermost element with nearly all of the wanted text, or -1."""
    parents = page.markup.parents
    held = [0] * len(parents)
    for text, owner, share in zip(page.texts, page.markup.owners, page.wanted, strict=True):
        if owner >= 0 and share > 0.5:
            held[owner] += len(text)
    for e in range(len(parents) - 1, 0, -1):
        if parents[e] >= 0:
            held[parents[e]] += held[e]
    most = max(held, default=0)
    return max((e for e, size in enumerate(held) if most and size >= MOST_OF * most), default=-1)


def headed(page: Sample) -> bool:
    """Whether a heading of the page says its title."""
    title = set(TOKEN.findall(page.title.lower()))
    for text, owner in zip(page.texts, page.markup.owners, strict=True):
        if owner >= 0 and page.markup.tags[owner] in ("h1", "h2"):
            words = TOKEN.findall(text.lower())
            if len(words) > 2 and title.issuperset(words):
                return True
    return False


def within(parents: Sequence[int], root: int) -> bytearray:
    """A flag for each element: whether it is the root or stands in it."""
    inside = bytearray(len(parents))
    for e, parent in enumerate(parents):
        inside[e] = e == root or (parent >= 0 and inside[parent])
    return inside


def own(page: Sample) -> Story | None:
    """The article of a page as it stands there."""
    root, markup = article_of(page), page.markup
    if root <= 0:
        return None
    inside = within(markup.parents, root)
    numbers = {e: n for n, e in enumerate(e for e, flag in enumerate(inside) if flag)}
    return Story(
        [(markup.tags[e], markup.names[e], numbers.get(markup.parents[e], -1)) for e in numbers],
        [
            (text, role, numbers[owner], linked, strong)
            for text, role, owner, linked, strong in zip(
                page.texts, page.roles, *_columns(markup), strict=True
            )
            if owner in numbers
        ],
    )


def dressed(page: Sample, root: int, other: Sample) -> Story | None:
    """The wanted blocks of another page in copies of the elements that hold this page's."""
    markup = page.markup
    sizes: Counter[int] = Counter()
    paragraphs: Counter[tuple[int, str, str]] = Counter()
    for text, owner, share in zip(page.texts, markup.owners, page.wanted, strict=True):
        if owner >= 0 and share > 0.5 and len(text) > LONG:
            tag = markup.tags[owner]
            holder = markup.parents[owner] if tag in _PARAGRAPHS else owner
            sizes[holder] += len(text)
            paragraphs[holder, tag, markup.names[owner]] += 1
    holder = max(sizes, key=sizes.__getitem__, default=-1)
    if holder < 0 or not within(markup.parents, root)[holder]:
        return None
    way = [holder]
    while way[-1] != root:
        way.append(markup.parents[way[-1]])
    elements = [(markup.tags[e], markup.names[e], n - 1) for n, e in enumerate(reversed(way))]
    inner = len(elements) - 1
    _, tag, names = max((p for p in paragraphs if p[0] == holder), key=paragraphs.__getitem__)

    def new(*element: str | int) -> int:
        elements.append(element)
        return len(elements) - 1

    blocks: list[tuple[str, Role, int, int, int]] = []
    untitled = True
    for text, role, owner, linked, strong, share in zip(
        other.texts, other.roles, *_columns(other.markup), other.wanted, strict=True
    ):
        its = other.markup.tags[owner]
        if its == "h1" and untitled:
            untitled, place = False, new("h1", "", 0)
        elif share <= 0.5:
            continue
        elif its in _PLAIN or len(text) > 2 * LONG:
            place = new(tag, names, inner) if tag in _PARAGRAPHS else inner
        else:
            place = new(its, "", inner)
        blocks.append((text, role, place, linked, strong))
    return Story(elements, blocks)


def inserted(page: Sample, story: Story, parent: int, at: int) -> Sample:
    """A page with a story, of which nothing is wanted, under an element and before a block."""
    markup = page.markup
    first = len(markup.tags)
    tags, names, parents = zip(*story.elements, strict=True)
    texts, roles, owners, linked, strong = zip(*story.blocks, strict=True)

    def grown(column: Sequence[object], more: Sequence[object]) -> list[object]:
        return [*column[:at], *more, *column[at:]]

    return Sample(
        grown(page.texts, texts),
        grown(page.roles, roles),
        markup._replace(
            tags=[*markup.tags, *tags],
            names=[*markup.names, *names],
            parents=[*markup.parents, *(p + first if p >= 0 else parent for p in parents)],
            owners=grown(markup.owners, [owner + first for owner in owners]),
            linked=grown(markup.linked, linked),
            strong=grown(markup.strong, strong),
        ),
        grown(page.wanted, [0.0] * len(texts)),
        page.title,
    )
