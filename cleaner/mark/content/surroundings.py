"""What stands around a block, measured once for all blocks that share it.

The holder is the innermost element that a block shares with others; the branch is where its
way to the top meets the chain of elements around the core (see `outline`).
"""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.mark.content.candidates import Candidates
from cleaner.mark.content.outline import Outline
from cleaner.mark.content.subject import Subject

Row = tuple[float, ...]

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
"""Columns of a holder's row."""
BRANCH = ("tag", "sub", "linked", "blocks", "chars", "twins", "topics", "before", "won")
"""Columns of a branch's row."""
SHARES = frozenset(
    "share sub outer_sub linked outer_linked chars core_share total before subject article_subject "
    "article_prose won outer_won".split()
)
"""Those of both that are no whole numbers."""

_NO_ARTICLE, _SAME, _OTHER, _INNER, _UNTITLED = range(5)


class Surroundings:
    """Holders and branches of one page, and their rows.

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
        self._share, self._subject_size = subject.share, subject.size
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
        self._rows: dict[int, Row] = {}
        self._branch_rows: dict[int, Row] = {}

    def is_menu(self, holder: int) -> bool:
        """Whether an element has no prose inside, and four fifths of its text are links."""
        page = self.page
        return not page.sub[holder] and page.links[holder] > 0.8 * page.size[holder]

    def holder(self, h: int) -> Row:
        """The row of a holder."""
        row = self._rows.get(h)
        if row is None:
            row = self._rows[h] = self._holder_row(h)
        return row

    def branch(self, e: int, before: float) -> Row:
        """The row of a branch; `before` is the prose above its first block."""
        row = self._branch_rows.get(e)
        if row is None:
            row = self._branch_rows[e] = self._branch_row(e, before)
        return row

    def _holder_row(self, h: int) -> Row:
        page = self.page
        p = page.markup.parents[h]
        up = p >= 0
        a = self._articles[h]
        within, e = 0, h
        while e >= 0 and page.branch[e] >= 0:
            within |= page.topics[e]
            e = page.markup.parents[e]
        return (
            TAGS.get(page.markup.tags[h], 0), page.depth[h], page.level[h], page.down[h],
            self._prose[h] / self._most, page.sub[h] / page.total,
            page.sub[p] / page.total if up else 1.0, page.links[h] / (page.size[h] or 1),
            page.links[p] / (page.size[p] or 1) if up else 0.0, page.blocks[h],
            page.size[h] / (page.blocks[h] or 1), self.distances[h], page.topics[h],
            page.topics[p] if up else 0, page.around[h], within, page.sections[h],
            self._kinship(h), self._twins(h), self._core_share, page.total, len(page.prose),
            self._share(self._words[h]), self._subject_size,
            self._share(self._article_words.get(a, 0)) if a >= 0 else -1.0,
            self._article_prose.get(a, 0.0) / page.total if a >= 0 else -1.0,
            self._order.get(h, -1), len(self._order), self._article_order.get(a, -1),
            self.candidates.won(h), self.candidates.won(p) if up else 0.0,
        )  # fmt: skip

    def _branch_row(self, e: int, before: float) -> Row:
        page = self.page
        if e < 0:
            return (0, 1.0, 0.0, 0, 0.0, 0, 0, before, 0.0)
        return (
            TAGS.get(page.markup.tags[e], 0), page.sub[e] / page.total,
            page.links[e] / (page.size[e] or 1), page.blocks[e],
            page.size[e] / (page.blocks[e] or 1), self._twins(e), page.topics[e], before,
            self.candidates.won(e),
        )  # fmt: skip

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
