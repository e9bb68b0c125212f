"""What the judge of blocks goes by: one row of measurements a block.

Three rows, in truth: the block by itself; its holder, the element that it shares with
others; and its branch of the page (see `outline`). Rows of a holder or a branch are made
once and shared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cleaner.mark.content.cues import cues_of
from cleaner.mark.content.names import topics_of
from cleaner.mark.content.outline import Outline
from cleaner.markup import Markup
from cleaner.page import Role

Row = tuple[float, ...]

TAGS = {
    tag: number
    for number, tag in enumerate(
        "p div li h1 h2 h3 h4 h5 h6 td tr th blockquote figcaption section article dd dt ul pre "
        "header".split(),
        1,
    )
}
_ROLES = {role: number for number, role in enumerate(Role)}
_WORDS = re.compile(r"\w+")
_TAG = re.compile(r"<[^>]{1,500}>")
_ENDS = frozenset(".!?…。！？")
_CLOSERS = "\"'”’»)]* "
_HEAD = 80
_NEAR = 3

BLOCK = (
    "chars", "words", "linked", "strong", "ends", "first", "upper", "commas", "digits", "marks",
    "role", "tag", "level", "down", "prose", "before", "place", "after_first", "to_last",
    "titled", "twice", "told", "described", "since_title", "title_up", "inner", "sections", "gap",
    "alike", "alike_count", "alike_chars", "alike_linked", "cues", "heading_cues", "since_heading",
)  # fmt: skip
"""Columns of a block's row."""
HOLDER = (
    "tag", "depth", "level", "down", "share", "sub", "outer_sub", "linked", "outer_linked",
    "blocks", "chars", "title_up", "topics", "outer", "around", "sections", "articles", "twins",
    "core_share", "total", "all_blocks",
)  # fmt: skip
"""Columns of a holder's row."""
BRANCH = ("tag", "sub", "linked", "blocks", "chars", "twins", "topics", "before")
"""Columns of a branch's row."""


class Measured(NamedTuple):
    """The three rows of each block that may be of the article; `numbers` says which."""

    numbers: list[int]
    blocks: list[Row]
    holders: list[Row]
    branches: list[Row]


def measure(  # noqa: PLR0915 (one pass, one table)
    texts: Sequence[str], roles: Sequence[Role] | None, markup: Markup, title: str, described: str
) -> Measured:
    """Measure the blocks of a page that may be of its article.

    Those are the blocks in or near the core, in branches with prose, and whatever the
    metadata repeat.

    `title` and `described` are the article's title and summary as the page's metadata have
    them, or empty.
    """
    page = Outline(texts, markup)
    tags, names, parents, owners = markup.tags, markup.names, markup.parents, markup.owners
    count = len(texts)
    folded = [text.lower() for text in texts]
    titled = _titled(folded, [tags[owner] for owner in owners], title)
    headline = max(range(count), key=lambda i: (titled[i], -i), default=-1)
    if headline >= 0 and not titled[headline]:
        headline = next((i for i in range(count) if tags[owners[i]] == "h1"), -1)
    title_up = page.distances(owners[headline] if headline >= 0 else -1)
    told = _told(folded, markup.told)
    summary = " ".join(_WORDS.findall(described.lower()))
    about = [
        1 if summary and len(text) > 30 and _described(text, summary) else 0 for text in folded
    ]
    holder_of = {owner: page.holder(owner) for owner in set(owners)}
    twins = page.twins()
    seen: dict[str, int] = {}
    held: dict[int, float] = {}
    kinds: list[tuple[str, str, str]] = []
    alike: dict[tuple[str, str, str], list[float]] = {}
    for i, owner in enumerate(owners):
        seen[folded[i]] = seen.get(folded[i], 0) + 1
        holder = holder_of[owner]
        held[holder] = held.get(holder, 0.0) + page.prose[i]
        kind = (tags[owner], names[owner], names[holder])
        kinds.append(kind)
        sums = alike.setdefault(kind, [0.0, 0, 0, 0])
        sums[0] += page.prose[i]
        sums[1] += 1
        sums[2] += len(texts[i])
        sums[3] += markup.linked[i]
    most = max(held.values(), default=0.0) or 1.0
    likest = max((sums[0] for sums in alike.values()), default=0.0) or 1.0
    articles: dict[int, int] = {}
    for e, tag in enumerate(tags):
        if tag == "article":
            articles[parents[e]] = articles.get(parents[e], 0) + 1
    core_share = page.sub[page.core] / page.total if page.core >= 0 else 0.0
    in_core = [i for i in range(count) if page.prose[i] and page.level[owners[i]] <= 1]
    first, last = (in_core[0], in_core[-1]) if in_core else (0, count - 1)

    def holder_row(h: int) -> Row:
        p = parents[h]
        return (
            TAGS.get(tags[h], 0), page.depth[h], page.level[h], page.down[h], held[h] / most,
            page.sub[h] / page.total, page.sub[p] / page.total if p >= 0 else 1.0,
            page.links[h] / (page.size[h] or 1),
            page.links[p] / (page.size[p] or 1) if p >= 0 else 0.0,
            page.blocks[h], page.size[h] / (page.blocks[h] or 1), title_up[h], page.topics[h],
            page.topics[p] if p >= 0 else 0, page.around[h], page.sections[h],
            articles.get(p, 0), twins[h], core_share, page.total, count,
        )  # fmt: skip

    def branch_row(e: int, before: float) -> Row:
        if e < 0:
            return (0, 1.0, 0.0, 0, 0.0, 0, 0, before)
        return (
            TAGS.get(tags[e], 0), page.sub[e] / page.total, page.links[e] / (page.size[e] or 1),
            page.blocks[e], page.size[e] / (page.blocks[e] or 1), twins[e], page.topics[e], before,
        )  # fmt: skip

    holder_rows: dict[int, Row] = {}
    branch_rows: dict[int, Row] = {}
    rows: list[Row] = []
    holders: list[Row] = []
    branches: list[Row] = []
    gap, before = 0, 0.0
    heading, heading_cues = -1, 0
    numbers = [
        i
        for i, owner in enumerate(owners)
        if page.level[owner] <= _NEAR or page.sub[page.branch[owner]] > 0 or titled[i] or about[i]
    ]
    headings = [i for i in range(count) if roles is not None and roles[i] is Role.HEADING]
    asked = sorted({*numbers, *headings})
    cues = dict(zip(asked, cues_of([folded[i] for i in asked]), strict=True))
    topics = topics_of({names[owners[i]] for i in numbers})
    likely = bytearray(count)
    for i in numbers:
        likely[i] = 1
    for i, owner in enumerate(owners):
        if roles is not None and roles[i] is Role.HEADING:
            heading, heading_cues = i, cues[i]
        if not likely[i]:
            gap = min(gap + 1, 30)
            before += page.prose[i]
            continue
        branch = page.branch[owner]
        holder = holder_of[owner]
        if holder not in holder_rows:
            holder_rows[holder] = holder_row(holder)
        holders.append(holder_rows[holder])
        if branch not in branch_rows:
            branch_rows[branch] = branch_row(branch, before / page.total)
        branches.append(branch_rows[branch])
        inner, e = topics[names[owner]] if owner != holder else 0, owner
        while e >= 0 and e != holder:
            inner |= page.topics[e]
            e = parents[e]
        text = texts[i]
        chars = len(text)
        words = text.count(" ") + 1
        start = text[:_HEAD]
        tail = text.rstrip(_CLOSERS)[-1:]
        initial = text[2:3] if text.startswith("- ") else text[:1]
        role = _ROLES[roles[i]] if roles is not None else 0
        sums = alike[kinds[i]]
        rows.append(
            (
                chars, words, markup.linked[i] / chars, markup.strong[i] / chars,
                1 if tail and tail in _ENDS else 2 if tail == ":" else 0,
                1 if initial.isupper() else 2 if initial.islower() else 0,
                sum(map(str.isupper, start)) / min(words, 14), text.count(",") / words,
                sum(map(str.isdigit, start)) / len(start),
                ("|" in text) + 2 * ("©" in text) + 4 * (":" in start[:40]),
                role, TAGS.get(tags[owner], 0), page.level[owner], page.down[owner],
                page.prose[i] / page.total, before / page.total,
                -1 if i < first else 1 if i > last else 0,
                max(-20, min(i - first, 30)), max(-30, min(last - i, 20)),
                titled[i], min(seen[folded[i]], 5), told[i],
                about[i],
                max(-30, min(i - headline, 60)) if headline >= 0 else -99, title_up[owner],
                inner, page.sections[owner], gap, sums[0] / likest, sums[1], sums[2] / sums[1],
                sums[3] / sums[2], cues[i], heading_cues,
                min(i - heading, 30) if heading >= 0 else 99,
            )
        )  # fmt: skip
        before += page.prose[i]
        gap = 0 if page.prose[i] and page.level[owner] <= 1 else min(gap + 1, 30)
    return Measured(numbers, rows, holders, branches)


def _titled(folded: Sequence[str], tags: Sequence[str], title: str) -> list[int]:
    """Which blocks say the title: 0 no, 1 yes, 2 yes and as a heading of the first ranks."""
    wanted = " ".join(_WORDS.findall(title.lower()))
    found = [0] * len(folded)
    if len(wanted) <= 8:
        return found
    for i, text in enumerate(folded):
        if 8 < len(text) < 400 and (text[0] == wanted[0] or tags[i] in ("h1", "h2")):
            words = " ".join(_WORDS.findall(text))
            if len(words) > 8 and (
                words in wanted or (wanted in words and len(words) < 2 * len(wanted))
            ):
                found[i] = 2 if tags[i] in ("h1", "h2") else 1
    return found


def _described(text: str, summary: str) -> bool:
    words = " ".join(_WORDS.findall(text))
    return words in summary or (len(summary) > 30 and summary in words)


def _told(folded: Sequence[str], told: str) -> list[int]:
    """Which blocks the page's own JSON-LD repeats: 0 it tells nothing, 1 no, 2 yes."""
    said = "".join(_WORDS.findall(_TAG.sub(" ", told).lower())) if len(told) > 300 else ""
    if not said:
        return [0] * len(folded)
    hits: list[int] = []
    known = 0
    for text in folded:
        words = "".join(_WORDS.findall(text))
        hits.append(2 if words and words in said else 1)
        known += len(words) if hits[-1] == 2 and len(words) > 30 else 0
    return hits if known > 0.4 * len(said) else [0] * len(folded)
