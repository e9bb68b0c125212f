"""What stands around a block, measured once for all blocks that share it.

The holder is the innermost element that a block shares with others; the branch is where its
way to the top meets the chain of elements around the core (see `outline`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cleaner.mark.content.candidates import Candidates
from cleaner.mark.content.outline import Outline
from cleaner.mark.content.subject import Subject

Column = Sequence[float]
"""Numbers, one for each block, or for each of what blocks share."""

TAGS = {
    tag: number
    for number, tag in enumerate(
        "p div li h1 h2 h3 h4 h5 h6 td tr th blockquote figcaption section article dd dt ul pre "
        "header".split(),
        1,
    )
}
HOLDER = (
    "tag", "depth", "level", "down", "share", "sub", "outer_sub", "linked", "outer_linked",
    "blocks", "chars", "title_up", "topics", "outer", "around", "within", "sections", "article",
    "twins", "core_share", "total", "all_blocks", "subject", "words", "article_subject",
    "article_prose", "order", "proses", "article_order", "won", "outer_won",
)  # fmt: skip
"""What is measured of a holder."""
BRANCH = ("tag", "sub", "linked", "blocks", "chars", "twins", "topics", "before", "won")
"""What is measured of a branch."""
SHARES = frozenset(
    "share sub outer_sub linked outer_linked chars core_share total before subject article_subject "
    "article_prose won outer_won".split()
)
"""Those of both that are no whole numbers."""

_NO_ARTICLE, _SAME, _OTHER, _INNER, _UNTITLED = range(5)


class Shared(NamedTuple):
    """Columns of what blocks share; `of` has for each block the number of its own."""

    columns: list[Column]
    of: list[int]


class Surroundings:
    """Holders and branches of one page, and what is measured of them.

    `headline` is the element of the article's title, or -1. `holders` has the holder of
    each element that owns a block; `distances`, for every element, the steps up from the
    headline to the first element around both.
    """

    def __init__(
        self, page: Outline, headline: int, subject: Subject, candidates: Candidates
    ) -> None:
        self.page = page
        self.candidates = candidates
        self.distances = page.distances(headline)
        self.holders = {owner: page.holder(owner) for owner in set(page.markup.owners)}
        prose = [0.0] * len(page.sub)
        for weight, owner in zip(page.prose, page.markup.owners, strict=True):
            if weight:
                prose[self.holders[owner]] += weight
        self._prose = prose
        self._most = max(prose, default=0.0) or 1.0
        self._twins = page.twins()
        self._core_share = page.sub[page.core] / page.total if page.core >= 0 else 0.0
        self._articles = page.around_each("article")
        self._titled_in = self._articles[headline] if headline >= 0 else -1
        self._titled = headline >= 0
        self._subject = subject
        self._words = [0] * len(page.sub)
        # By holders and by `article` elements, in the order of their prose: words of the
        # subject, and prose.
        self._order: dict[int, int] = {}
        self._article_words: dict[int, int] = {}
        self._article_prose: dict[int, float] = {}
        for words, weight, owner in zip(subject.words, page.prose, page.markup.owners, strict=True):
            holder, article = self.holders[owner], self._articles[owner]
            if words:
                self._words[holder] |= words
                self._article_words[article] = self._article_words.get(article, 0) | words
            if weight:
                self._order.setdefault(holder, len(self._order))
                self._article_prose[article] = self._article_prose.get(article, 0.0) + weight
        self._article_prose.pop(-1, None)
        self._article_order = {a: n for n, a in enumerate(self._article_prose)}

    def is_menu(self, holder: int) -> bool:
        """Whether an element has no prose inside, and four fifths of its text are links."""
        page = self.page
        return not page.sub[holder] and page.links[holder] > 0.8 * page.size[holder]

    def of_holders(self, holders: Sequence[int]) -> Shared:
        """What is measured of the holders of some blocks."""
        number: dict[int, int] = {}
        of = [number.setdefault(h, len(number)) for h in holders]
        columns = self._holder_columns([*number])
        return Shared([columns[label] for label in HOLDER], of)

    def of_branches(self, branches: Sequence[int], befores: Sequence[float]) -> Shared:
        """The same of their branches; `befores` has the prose above each block."""
        first = dict(zip(reversed(branches), reversed(befores), strict=True))
        number = {e: n for n, e in enumerate(first)}
        columns = self._branch_columns([*first]) | {"before": [*first.values()]}
        return Shared([columns[label] for label in BRANCH], [number[e] for e in branches])

    def _holder_columns(self, holders: Sequence[int]) -> dict[str, Column]:
        page, won = self.page, self.candidates.won
        sub, total, topics = page.sub, page.total, page.topics
        outer = [page.markup.parents[h] for h in holders]
        articles = [self._articles[h] for h in holders]
        words, prose, order = self._article_words, self._article_prose, self._article_order
        same = [1] * len(holders)
        return {
            "tag": [TAGS.get(page.markup.tags[h], 0) for h in holders],
            "depth": [page.depth[h] for h in holders],
            "level": [page.level[h] for h in holders],
            "down": [page.down[h] for h in holders],
            "share": [self._prose[h] / self._most for h in holders],
            "sub": [sub[h] / total for h in holders],
            "outer_sub": [sub[p] / total if p >= 0 else 1.0 for p in outer],
            "linked": [page.links[h] / (page.size[h] or 1) for h in holders],
            "outer_linked": [page.links[p] / (page.size[p] or 1) if p >= 0 else 0.0 for p in outer],
            "blocks": [page.blocks[h] for h in holders],
            "chars": [page.size[h] / (page.blocks[h] or 1) for h in holders],
            "title_up": [self.distances[h] for h in holders],
            "topics": [topics[h] for h in holders],
            "outer": [topics[p] if p >= 0 else 0 for p in outer],
            "around": [page.around[h] for h in holders],
            "within": [self._within(h) for h in holders],
            "sections": [page.sections[h] for h in holders],
            "article": [self._kinship(h) for h in holders],
            "twins": [self._twins(h) for h in holders],
            "core_share": [self._core_share for _ in same],
            "total": [total for _ in same],
            "all_blocks": [len(page.prose) for _ in same],
            "subject": self._subject.shares(self._words[h] for h in holders),
            "words": [self._subject.size for _ in same],
            "article_subject": [
                share if a >= 0 else -1.0
                for a, share in zip(
                    articles, self._subject.shares(words.get(a, 0) for a in articles), strict=True
                )
            ],
            "article_prose": [prose.get(a, 0.0) / total if a >= 0 else -1.0 for a in articles],
            "order": [self._order.get(h, -1) for h in holders],
            "proses": [len(self._order) for _ in same],
            "article_order": [order.get(a, -1) for a in articles],
            "won": [won(h) for h in holders],
            "outer_won": [won(p) if p >= 0 else 0.0 for p in outer],
        }

    def _branch_columns(self, branches: Sequence[int]) -> dict[str, Column]:
        """All but what stands above; -1 is the chain itself."""
        page = self.page
        sub, links, size, blocks = page.sub, page.links, page.size, page.blocks
        return {
            "tag": [TAGS.get(page.markup.tags[e], 0) if e >= 0 else 0 for e in branches],
            "sub": [sub[e] / page.total if e >= 0 else 1.0 for e in branches],
            "linked": [links[e] / (size[e] or 1) if e >= 0 else 0.0 for e in branches],
            "blocks": [blocks[e] if e >= 0 else 0 for e in branches],
            "chars": [size[e] / (blocks[e] or 1) if e >= 0 else 0.0 for e in branches],
            "twins": [self._twins(e) if e >= 0 else 0 for e in branches],
            "topics": [page.topics[e] if e >= 0 else 0 for e in branches],
            "won": [self.candidates.won(e) if e >= 0 else 0.0 for e in branches],
        }

    def _within(self, element: int) -> int:
        """The topics of an element and of those around it, up to the chain."""
        page, topics = self.page, 0
        while element >= 0 and page.branch[element] >= 0:
            topics |= page.topics[element]
            element = page.markup.parents[element]
        return topics

    def _kinship(self, element: int) -> int:
        """How the `article` around an element stands to the one that has the title."""
        own = self._articles[element]
        if own < 0:
            return _NO_ARTICLE
        if not self._titled:
            return _UNTITLED
        if own == self._titled_in:
            return _SAME
        parents: Sequence[int] = self.page.markup.parents
        while own >= 0:
            own = parents[own]
            if own == self._titled_in and own >= 0:
                return _INNER
        return _OTHER
