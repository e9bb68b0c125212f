"""What the judge of blocks goes by: one row of measurements a block.

Three rows, in truth: the block by itself, its holder and its branch (see `surroundings`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from string import digits
from typing import NamedTuple

from cleaner.mark.content.candidates import Candidates
from cleaner.mark.content.cues import cues_of
from cleaner.mark.content.lengths import words_in
from cleaner.mark.content.names import topics_of
from cleaner.mark.content.others import others
from cleaner.mark.content.outline import Outline, last_sign
from cleaner.mark.content.repeated import described, titled, told
from cleaner.mark.content.slides import slides
from cleaner.mark.content.subject import Subject, times_near
from cleaner.mark.content.surroundings import TAGS, Row, Surroundings
from cleaner.markup import Markup
from cleaner.page import Blocks, Role

_ROLES = {role: number for number, role in enumerate(Role)}
_NEAR = 3

BLOCK = (
    "chars", "words", "linked", "strong", "ends", "role", "tag", "level", "down", "prose",
    "before", "place", "after_first", "to_last", "titled", "twice", "told", "described",
    "since_title", "title_up", "inner", "sections", "gap", "alike", "alike_count",
    "alike_chars", "alike_linked", "cues", "heading_cues", "since_heading", "subject",
    "subject_near", "left", "times", "candidate",
)  # fmt: skip
"""Columns of a block's row."""
BLOCK_SHARES = frozenset(
    "linked strong prose before alike alike_chars alike_linked subject subject_near".split()
)
"""Those that are no whole numbers."""


Look = tuple[str, str, str]
"""What a block looks like: its tag and names, after the names of its holder."""
_NO_DIGITS = str.maketrans("", "", digits)
_ROWS = frozenset(("tr", "td", "th"))


class Measured(NamedTuple):
    """The three rows of each block that may be of the article; `numbers` says which.

    Blocks have the same number in `looks` if they look alike but for digits, which count things
    in names, and in `kin` if they look alike and have one holder. For rows of tables, and for
    cells that are blocks, `tables` has the element that is the innermost table; else -1.
    """

    numbers: list[int]
    blocks: list[Row]
    holders: list[Row]
    branches: list[Row]
    kin: list[int]
    looks: list[int]
    tables: list[int]


class _Given(NamedTuple):
    """The blocks as they are given, and which of them say what the metadata say."""

    texts: Sequence[str]
    folded: Sequence[str]
    roles: Sequence[Role]
    say_title: Sequence[int]
    say_summary: Sequence[int]
    headline: int
    subject: Subject


class _Alike(NamedTuple):
    """Sums over the blocks of one look."""

    prose: float
    blocks: int
    chars: int
    linked: int


def measure(blocks: Blocks, markup: Markup, title: str, apart: Set[int] = frozenset()) -> Measured:
    """Measure the blocks of a page that may be of its article.

    Those are the blocks in or near the core, in branches with prose, and whatever the
    metadata repeat; but not those of lists of links, of other articles, of slide shows in the
    midst of it, or of what stands above the title and outside of the winner (see `candidates`).

    `title` is that of the article as the page's metadata have it, or empty; the blocks in
    `apart` are known not to be of the article.
    """
    texts, roles, summary = blocks.texts, blocks.roles, markup.described
    roles = roles or [Role.TEXT] * len(texts)
    owners = markup.owners
    folded = [text.lower() for text in texts]
    apart = slides(folded, markup) | apart
    page = Outline(texts, markup, apart)
    say_title = titled(folded, [markup.tags[owner] for owner in owners], title)
    say_summary = described(folded, summary)
    headline = _headline(say_title, markup)
    subject = Subject(folded, title, summary)
    given = _Given(texts, folded, roles, say_title, say_summary, headline, subject)
    candidates = Candidates(texts, page, apart)
    around = Surroundings(page, owners[headline] if headline >= 0 else -1, subject, candidates)
    level, sub, branch, holders = page.level, page.sub, page.branch, around.holders
    elsewhere = others(markup, say_title, sub)
    above = headline if max(say_title, default=0) and candidates.best >= 0 else 0
    numbers = [
        i
        for i, owner in enumerate(owners)
        if i not in apart
        and owner not in elsewhere
        and (
            say_title[i]
            or say_summary[i]
            or (
                (level[owner] <= _NEAR or sub[branch[owner]] > 0)
                and not around.is_menu(holders[owner])
                and (i >= above or candidates.depth(owner) >= 0)
            )
        )
    ]
    looks = _looks(page, around)
    same = {look: "\n".join(look).translate(_NO_DIGITS) for look in {looks[i] for i in numbers}}
    rows, befores = _block_rows(given, page, around, looks, numbers)
    return Measured(
        numbers,
        rows,
        [around.holder(holders[owners[i]]) for i in numbers],
        [
            around.branch(branch[owners[i]], before / page.total)
            for i, before in zip(numbers, befores, strict=True)
        ],
        _numbered((holders[owners[i]], *looks[i][1:]) for i in numbers),
        _numbered(same[looks[i]] for i in numbers),
        [_table_of(owners[i], markup) for i in numbers],
    )


def _numbered(keys: Iterable[Hashable]) -> list[int]:
    """A number for each key, the same for the same keys."""
    known: dict[Hashable, int] = {}
    return [known.setdefault(key, len(known)) for key in keys]


def _table_of(owner: int, markup: Markup) -> int:
    """The innermost table around a row or a cell, or -1."""
    if markup.tags[owner] not in _ROWS:
        return -1
    while owner >= 0 and markup.tags[owner] != "table":
        owner = markup.parents[owner]
    return owner


def _headline(say_title: Sequence[int], markup: Markup) -> int:
    """The block that is the article's title: the first that says it best, or the first `h1`."""
    best = max(say_title, default=0)
    if best:
        return say_title.index(best)
    return next((i for i, owner in enumerate(markup.owners) if markup.tags[owner] == "h1"), -1)


def _looks(page: Outline, around: Surroundings) -> list[Look]:
    """What each block looks like."""
    names, tags = page.markup.names, page.markup.tags
    of_owner = {
        owner: (
            names[holder],
            tags[owner],
            names[owner],
        )
        for owner, holder in around.holders.items()
    }
    return [of_owner[owner] for owner in page.markup.owners]


def _alike(page: Outline, looks: Sequence[Look]) -> dict[Look, _Alike]:
    """Sums over the blocks of each look."""
    sums: dict[Look, list[float]] = {}
    for look, chars, prose, linked in zip(
        looks, page.lengths, page.prose, page.markup.linked, strict=True
    ):
        found = sums.get(look)
        if found is None:
            sums[look] = [prose, 1, chars, linked]
        else:
            found[0] += prose
            found[1] += 1
            found[2] += chars
            found[3] += linked
    return {
        look: _Alike(prose, int(count), int(chars), int(linked))
        for look, (prose, count, chars, linked) in sums.items()
    }


def _block_rows(
    given: _Given,
    page: Outline,
    around: Surroundings,
    looks: Sequence[Look],
    numbers: Sequence[int],
) -> tuple[list[Row], list[float]]:
    """The blocks' own rows, and the prose above each of them."""
    markup, level, prose, total = page.markup, page.level, page.prose, page.total
    owners, linked, strong, tags = markup.owners, markup.linked, markup.strong, markup.tags
    texts, folded, roles, say_title, say_summary, headline, subject = given
    say_article = told(folded, markup.told)
    alike = _alike(page, looks)
    likest = max((sums.prose for sums in alike.values()), default=0.0) or 1.0
    seen = Counter(folded)
    in_core = [i for i, owner in enumerate(owners) if prose[i] and level[owner] <= 1]
    first, last = (in_core[0], in_core[-1]) if in_core else (0, len(texts) - 1)
    near = subject.near()
    times = times_near(folded)
    left = _left_in(owners, around.holders)
    headings = [i for i, role in enumerate(roles) if role is Role.HEADING]
    asked = sorted({*numbers, *headings})
    cues = dict(zip(asked, cues_of([folded[i] for i in asked]), strict=True))
    inner = _inner_topics({owners[i] for i in numbers}, page, around)
    rows: list[Row] = []
    befores: list[float] = []
    gap, before, done = 0, 0.0, -1
    heading, heading_cues, next_heading = -1, 0, 0
    for i in numbers:
        # What lies between this block and the one before counts as a gap.
        if i - done > 1:
            gap = min(gap + i - done - 1, 30)
            before += sum(prose[done + 1 : i])
        done = i
        while next_heading < len(headings) and headings[next_heading] <= i:
            heading = headings[next_heading]
            heading_cues = cues[heading]
            next_heading += 1
        owner, text = owners[i], texts[i]
        chars = page.lengths[i]
        sums = alike[looks[i]]
        rows.append(
            (
                chars, words_in(text, chars), linked[i] / chars, strong[i] / chars, last_sign(text),
                _ROLES[roles[i]], TAGS.get(tags[owner], 0), level[owner], page.down[owner],
                prose[i] / total, before / total, -1 if i < first else 1 if i > last else 0,
                max(-20, min(i - first, 30)), max(-30, min(last - i, 20)), say_title[i],
                min(seen[folded[i]], 5), say_article[i], say_summary[i],
                max(-30, min(i - headline, 60)) if headline >= 0 else -99,
                around.distances[owner], inner[owner], page.sections[owner], gap,
                sums.prose / likest, sums.blocks, sums.chars / sums.blocks,
                sums.linked / sums.chars, cues[i], heading_cues,
                min(i - heading, 30) if heading >= 0 else 99, subject.share(subject.words[i]),
                subject.share(near[i]),
                min(left[i], 40), times[i], around.candidates.depth(owner),
            )
        )  # fmt: skip
        befores.append(before)
        before += prose[i]
        gap = 0 if prose[i] and level[owner] <= 1 else min(gap + 1, 30)
    return rows, befores


def _left_in(owners: Sequence[int], holders: Mapping[int, int]) -> list[int]:
    """How many blocks of its holder come after each block."""
    seen: dict[int, int] = {}
    left: list[int] = []
    for owner in reversed(owners):
        holder = holders[owner]
        left.append(seen.get(holder, 0))
        seen[holder] = left[-1] + 1
    return left[::-1]


def _inner_topics(owners: set[int], page: Outline, around: Surroundings) -> dict[int, int]:
    """The topics of the names of each element, and of those between it and its holder."""
    markup = page.markup
    names = markup.names
    topics = topics_of({names[owner] for owner in owners})
    found: dict[int, int] = {}
    for owner in owners:
        holder = around.holders[owner]
        bits, e = topics[names[owner]] if owner != holder else 0, owner
        while e >= 0 and e != holder:
            bits |= page.topics[e]
            e = markup.parents[e]
        found[owner] = bits
    return found
