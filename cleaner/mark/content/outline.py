"""The lie of a page: where its prose is, and how every element stands to the thick of it.

A crude idea of prose (long blocks that are not mostly links, in places that are not
suspicious) is enough to find the core: the smallest element that holds most of it. The
elements around the core form its chain; a branch is what leaves that chain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence, Set

from cleaner.mark.content.lengths import lengths_of, scaled
from cleaner.mark.content.names import BITS, topics_of
from cleaner.markup import Markup

SECTIONS = {
    tag: 1 << number
    for number, tag in enumerate(
        "article main aside header footer nav figure form table ul ol section blockquote dl "
        "details address".split()
    )
}
"""Elements that say what their inside is for, each with its bit."""

FAR = 9
"""Stands for a distance where there is no way."""
PROSE_CHARS = 60
"""Fewest characters of a block that counts as prose here."""

LEAVES = frozenset("p li h1 h2 h3 h4 h5 h6 td th tr blockquote figcaption dd dt pre".split())
_LISTED = frozenset(("li", "td", "dd"))
_ENDS = frozenset(".!?…。！？")
_CLOSERS = "\"'”’»)]* "
_CORE_SHARE = 0.6
_DOUBTFUL = sum(
    BITS[topic]
    for topic in ("comment", "related", "card", "signup", "advert", "navigation", "side", "foot",
                  "popup")
)  # fmt: skip
_APART = sum(SECTIONS[tag] for tag in ("nav", "footer", "aside", "form", "figure"))


def last_sign(text: str) -> int:
    """How a text ends: 1 like a sentence, 2 with a colon, 0 otherwise; quotes do not count."""
    sign = text[-1]
    if sign in _CLOSERS:
        sign = text.rstrip(_CLOSERS)[-1:]
    return 1 if sign in _ENDS else 2 if sign == ":" else 0


def _around_all(owners: Sequence[int], parents: Sequence[int]) -> list[int]:
    """Some elements and all around them, in document order."""
    found: set[int] = set()
    for owner in owners:
        e = owner
        while e >= 0 and e not in found:
            found.add(e)
            e = parents[e]
    return sorted(found)


class Outline:
    """Columns by element: see the comments in `__init__`; `prose` and `lengths` are by block.

    The blocks in `apart` count for nothing. Of elements without any block inside nothing is told.
    """

    def __init__(self, texts: Sequence[str], markup: Markup, apart: Set[int] = frozenset()) -> None:
        self.lengths = lengths_of(texts)
        if sum(self.lengths) > sum(map(len, texts)):
            markup = markup._replace(
                linked=scaled(markup.linked, texts, self.lengths),
                strong=scaled(markup.strong, texts, self.lengths),
            )
        self.markup = markup
        # The elements with blocks inside, outer ones first.
        self._inhabited = _around_all(markup.owners, markup.parents)
        count = len(markup.tags)
        # Topics of the element's own names, and of all names around it and its own; only
        # where there may be prose inside, for nobody asks about the rest.
        self.topics = [0] * count
        self.around = [0] * count
        # Which sectioning elements it stands in.
        self.sections = [0] * count
        self.depth = [0] * count
        self._descend(self._warm())
        # Of the element's whole inside: prose, characters, characters in links, blocks.
        self.prose = [0.0] * len(texts)
        self.sub = [0.0] * count
        self.size = [0] * count
        self.links = [0] * count
        self.blocks = [0] * count
        self._ascend(texts, apart)
        self.total = sum(self.prose) or 1.0
        # Steps up the chain to where its branch leaves it (0: inside the core), and down
        # from there; the element where the branch begins, -1 on the chain itself.
        self.level = [FAR] * count
        self.down = [0] * count
        self.branch = [-1] * count
        self.core = self._core()
        self._place()

    def _warm(self) -> bytearray:
        """A flag for every element: whether a long block that is no link stands in it."""
        markup = self.markup
        warm = bytearray(len(markup.tags))
        for chars, owner, linked in zip(self.lengths, markup.owners, markup.linked, strict=True):
            if chars >= PROSE_CHARS and linked < 0.4 * chars:
                e = owner
                while e >= 0 and not warm[e]:
                    warm[e] = 1
                    e = markup.parents[e]
        return warm

    def _descend(self, warm: bytearray) -> None:
        tags, parents, names = self.markup.tags, self.markup.parents, self.markup.names
        topics, around, sections, depth = self.topics, self.around, self.sections, self.depth
        known = topics_of(name for name, flag in zip(names, warm, strict=True) if flag)
        for e in self._inhabited:
            tag, parent = tags[e], parents[e]
            bit = SECTIONS.get(tag, 0)
            if warm[e]:
                topics[e] = known[names[e]]
            if parent < 0:
                sections[e] = bit
            else:
                # The body's classes speak of the whole site.
                around[e] = around[parent] | (topics[e] if tag != "body" else 0)
                sections[e] = sections[parent] | bit
                depth[e] = depth[parent] + 1

    def _ascend(self, texts: Sequence[str], apart: Set[int]) -> None:
        markup, prose, sub = self.markup, self.prose, self.sub
        size, links, blocks = self.size, self.links, self.blocks
        for i, (text, owner, linked) in enumerate(
            zip(texts, markup.owners, markup.linked, strict=True)
        ):
            if i in apart:
                continue
            chars = self.lengths[i]
            size[owner] += chars
            links[owner] += linked
            blocks[owner] += 1
            if chars >= PROSE_CHARS and linked < 0.4 * chars:
                weight = float(chars)
                if self.sections[owner] & _APART:
                    weight *= 0.2
                doubt = self.around[owner] & _DOUBTFUL
                if doubt:
                    weight *= 0.36 if doubt & (doubt - 1) else 0.6
                if markup.tags[owner] in _LISTED:
                    weight *= 0.7
                if last_sign(text) != 1:
                    weight *= 0.6
                prose[i] = weight
                sub[owner] += weight
        for e in reversed(self._inhabited):
            parent = markup.parents[e]
            if parent >= 0:
                sub[parent] += sub[e]
                size[parent] += size[e]
                links[parent] += links[e]
                blocks[parent] += blocks[e]

    def _core(self) -> int:
        tags, parents, sub = self.markup.tags, self.markup.parents, self.sub
        heaviest = [-1] * len(tags)
        core = -1
        for e in self._inhabited:
            weight, parent = sub[e], parents[e]
            if parent < 0:
                if core < 0 or weight > sub[core]:
                    core = e
            elif weight and (heaviest[parent] < 0 or weight > sub[heaviest[parent]]):
                heaviest[parent] = e
        while core >= 0:
            best = heaviest[core]
            if best < 0 or sub[best] < _CORE_SHARE * sub[core] or tags[best] in LEAVES:
                break
            core = best
        return core

    def _place(self) -> None:
        parents, level, down, branch = self.markup.parents, self.level, self.down, self.branch
        chain: dict[int, int] = {}
        e = self.core
        while e >= 0:
            chain[e] = len(chain)
            e = parents[e]
        for e in self._inhabited:
            parent = parents[e]
            if e in chain:
                level[e] = chain[e]
            elif parent >= 0:
                level[e] = level[parent]
                down[e] = down[parent] + 1
                branch[e] = branch[parent] if branch[parent] >= 0 else e

    def holder(self, owner: int) -> int:
        """The innermost element that holds more than the block or blocks of `owner`."""
        parents, blocks = self.markup.parents, self.blocks
        holder = owner
        if self.markup.tags[owner] in LEAVES and parents[owner] >= 0:
            holder = parents[owner]
        alone = blocks[owner]
        while blocks[holder] <= alone and parents[holder] >= 0 and self.level[holder] > 0:
            holder = parents[holder]
        return holder

    def around_each(self, tag: str) -> list[int]:
        """For every element: the innermost one with this tag that it is or stands in, or -1."""
        tags = self.markup.tags
        found = [-1] * len(tags)
        if tag not in tags:
            return found
        for e in self._inhabited:
            parent = self.markup.parents[e]
            if tags[e] == tag:
                found[e] = e
            elif parent >= 0:
                found[e] = found[parent]
        return found

    def distances(self, element: int) -> list[int]:
        """For every element: steps up from `element` to the first one around both."""
        parents = self.markup.parents
        steps: dict[int, int] = {}
        while element >= 0:
            steps[element] = len(steps)
            element = parents[element]
        found = [FAR] * len(parents)
        for e in self._inhabited:
            parent = parents[e]
            if e in steps:
                found[e] = steps[e]
            elif parent >= 0:
                found[e] = found[parent]
        return found

    def twins(self) -> Callable[[int], int]:
        """Tells of an element how many children of its parent have its tag and names."""
        tags, names, parents = self.markup.tags, self.markup.names, self.markup.parents
        counts = Counter(zip(parents, tags, names, strict=True))
        return lambda e: counts[parents[e], tags[e], names[e]]
