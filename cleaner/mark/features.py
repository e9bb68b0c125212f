"""What can be measured of a line, once a view, for all rules and models together.

Everything here is lazy and remembered: a page on which no rule asks pays for nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import compress, count, filterfalse
from typing import Any, TypeVar

from cleaner.lazy import Memory
from cleaner.mark.anchors import Anchors, Hits
from cleaner.mark.lowered import Lowered
from cleaner.mark.shapes import (
    BRIDGE_CHARS,
    ENGLISH,
    HEADLINE_CHARS,
    PROSE_CHARS,
    ends_sentence,
    is_headline,
    is_prose,
    is_title_case,
)
from cleaner.mark.vocabulary import Vocabulary
from cleaner.page import Blocks, Role

HEAD_LINES = 4
"""So many first lines are the head even where prose begins at once."""
TAIL_LINES = 3
"""So many last lines are the tail even where prose ends the page."""
_SAMPLE = 3000
UNTOUCHED = frozenset((Role.CODE, Role.TABLE))
"""Blocks that are no text; only a rule which names their role may look at them."""

H = TypeVar("H", bound=Hashable)
T = TypeVar("T")

StillOpen = Callable[[Hits, "Features"], Hits]
"""Of the lines where rules may match, those that they have not refused for good."""


class Features:
    """Measurements of the blocks of one view; indexes are those of `view.blocks`.

    `before` are those of the round before, of which most lines are left: what depends on a
    line alone is not measured again. `untouched` are the blocks of code and of tables.
    """

    def __init__(self, blocks: Blocks, before: Features | None = None) -> None:
        self.blocks = blocks
        self.texts = blocks.texts
        self._hits: Hits | None = None
        self._before = before
        self._standing: tuple[bytes, list[int], bool] | None = None
        self._lines: dict[str, Lowered] = {}
        self._measured: dict[Callable[[Any], Any], Memory[Any, Any]] = {}
        self._vocabularies: dict[tuple[tuple[str, ...], int], Vocabulary] = {}
        self._english_share: float | None = None
        self._prose: tuple[int, ...] | None = None
        self._last_prose: int | None = None
        self._headlines: tuple[int, ...] | None = None
        self._shapes: frozenset[int] | None = None
        self._head_end: int | None = None
        self._tail_start: int | None = None
        if before is not None:
            self._lines, self._measured = before._lines, before._measured
            self._vocabularies = before._vocabularies
        self.untouched = (
            frozenset(i for i, role in enumerate(blocks.roles) if role in UNTOUCHED)
            if blocks.roles is not None
            else frozenset()
        )

    def hits(self, anchors: Anchors, still_open: StillOpen) -> Hits:
        """For each rule of a book, whose anchors these are, the lines that hold one of them.

        Of the lines that were there in the round before, only those are left in that a rule
        did not refuse: the others it would refuse again.
        """
        if self._hits is None:
            before, self._before = self._before, None
            if before is None or before._hits is None:
                self._hits = anchors.hits(self.texts)
            else:
                self._hits = self._hits_again(anchors, before, before._hits, still_open)
        return self._hits

    @staticmethod
    def look_up(pages: Sequence[Features], anchors: Anchors) -> None:
        """Find the hits of pages, all at once, unless a page or the round before it has them."""
        new = [page for page in pages if page._hits is None and page._before is None]
        for page, hits in zip(new, anchors.hits_of([page.texts for page in new]), strict=True):
            page._hits = hits

    def _hits_again(
        self, anchors: Anchors, before: Features, hits_before: Hits, still_open: StillOpen
    ) -> Hits:
        rules_of: defaultdict[str, set[int]] = defaultdict(set)
        for rule, lines in still_open(hits_before, before).items():
            for i in lines:
                rules_of[before.texts[i]].add(rule)
        known = set(before.texts)
        fresh = list(filterfalse(known.__contains__, self.texts))
        for rule, lines in anchors.hits(fresh).items() if fresh else ():
            for i in lines:
                rules_of[fresh[i]].add(rule)
        hits: defaultdict[int, list[int]] = defaultdict(list)
        for i in compress(count(), map(rules_of.__contains__, self.texts)):
            for rule in rules_of[self.texts[i]]:
                hits[rule].append(i)
        return hits

    def line(self, index: int) -> Lowered:
        """The line as patterns see it."""
        text = self.texts[index]
        line = self._lines.get(text)
        if line is None:
            line = self._lines[text] = Lowered(text)
        return line

    def once(self, measure: Callable[[H], T]) -> Mapping[H, T]:
        """What a function makes of each line or text, worked out once for all rules and rounds."""
        memory = self._measured.get(measure)
        if memory is None:
            memory = self._measured[measure] = Memory(measure)
        return memory

    @property
    def english_share(self) -> float:
        """Share of the page's first words that are English function words; 0 without words."""
        if self._english_share is None:
            words = "\n".join(self.texts)[:_SAMPLE].lower().split()
            known = sum(map(ENGLISH.__contains__, words))
            self._english_share = known / len(words) if words else 0.0
        return self._english_share

    def is_prose(self, index: int) -> bool:
        """Whether the line is a paragraph of running text: long enough, and it ends."""
        return self.once(is_prose)[self.texts[index]] and index not in self.untouched

    def is_headline(self, index: int) -> bool:
        """Whether the line has the shape of a headline."""
        return index in self._shaped

    def is_title_case(self, index: int) -> bool:
        """Whether the line is written as titles are in English."""
        return self.once(is_title_case)[self.texts[index]]

    def is_paragraph(self, index: int) -> bool:
        """Whether the line is running text that could not be a headline as well."""
        return self.is_prose(index) and not self.is_headline(index)

    @property
    def prose(self) -> tuple[int, ...]:
        """The lines of running text, in order."""
        if self._prose is None:
            prose = self.once(is_prose)
            self._prose = self._text_alone(
                [i for i, text in enumerate(self.texts) if len(text) >= PROSE_CHARS and prose[text]]
            )
        return self._prose

    def _text_alone(self, lines: list[int]) -> tuple[int, ...]:
        return tuple([i for i in lines if i not in self.untouched] if self.untouched else lines)

    @property
    def last_prose(self) -> int:
        """The last line of running text, or -1."""
        if self._last_prose is None:
            self._last_prose = next(filter(self.is_prose, reversed(range(len(self.texts)))), -1)
        return self._last_prose

    @property
    def headlines(self) -> tuple[int, ...]:
        """The lines that have the shape of a headline (see `is_headline`), in order."""
        if self._headlines is None:
            shaped, longest = self.once(is_headline), HEADLINE_CHARS
            self._headlines = self._text_alone(
                [i for i, text in enumerate(self.texts) if len(text) <= longest and shaped[text]]
            )
        return self._headlines

    def standing_headlines(self, standing: bytearray, *, alone: bool) -> list[int]:
        """Those of the headlines that stand; unless they may be `alone`, none if all of them are.

        That is cheaply told, and most pages go no further: their subheads stand between long
        paragraphs. It is remembered as long as the same lines stand.
        """
        if not self.headlines:
            return []
        key = bytes(standing)
        if self._standing is None or self._standing[0] != key:
            shaped = [i for i in self.headlines if standing[i]]
            self._standing = (key, shaped, any(self._has_company(i, standing) for i in shaped))
        _, shaped, company = self._standing
        return shaped if alone or company else []

    def _has_company(self, index: int, standing: bytearray) -> bool:
        """Whether a headline may stand beside another line of its list."""
        for j in (index - 1, index + 1):
            if 0 <= j < len(self.texts):
                text = self.texts[j]
                if not standing[j] or j in self._shaped:
                    return True
                if len(text) <= BRIDGE_CHARS and ends_sentence(text):
                    return True
        return False

    @property
    def _shaped(self) -> frozenset[int]:
        if self._shapes is None:
            self._shapes = frozenset(self.headlines)
        return self._shapes

    @property
    def head_end(self) -> int:
        """The first line that is not of the head: where prose begins, but not at once."""
        if self._head_end is None:
            first = next(filter(self.is_prose, range(len(self.texts))), 0)
            self._head_end = max(first, HEAD_LINES)
        return self._head_end

    @property
    def tail_start(self) -> int:
        """The first line of the tail: the last prose, or one of the last few lines."""
        if self._tail_start is None:
            self._tail_start = min(max(self.last_prose, 0), len(self.texts) - TAIL_LINES)
        return self._tail_start

    def vocabulary(self, lines: tuple[int, ...], length: int) -> Vocabulary:
        """The words of some lines, known by their first `length` letters."""
        key = (tuple(map(self.texts.__getitem__, lines)), length)
        known = self._vocabularies.get(key)
        if known is None:
            known = Vocabulary(key[0], length)
            self._vocabularies.clear()
            self._vocabularies[key] = known
        return known
