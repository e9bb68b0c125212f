"""What is measured of each block by itself: a column of numbers for each thing."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from string import digits
from typing import NamedTuple

from cleaner.mark.content.cues import cues_of
from cleaner.mark.content.lengths import words_of
from cleaner.mark.content.names import topics_of
from cleaner.mark.content.outline import Outline, last_sign
from cleaner.mark.content.repeated import told
from cleaner.mark.content.subject import Subject, times_near
from cleaner.mark.content.surroundings import TAGS, Column, Surroundings
from cleaner.page import Role

_ROLES = {role: number for number, role in enumerate(Role)}
_FAR = 30
"""Greatest distance, in blocks, from a heading or from prose of the core."""

BLOCK = (
    "chars", "words", "linked", "strong", "ends", "role", "tag", "level", "down", "prose",
    "before", "place", "after_first", "to_last", "titled", "twice", "told", "described",
    "since_title", "title_up", "inner", "sections", "gap", "alike", "alike_count",
    "alike_chars", "alike_linked", "cues", "heading_cues", "since_heading", "subject",
    "subject_near", "left", "times", "candidate",
)  # fmt: skip
"""What is measured of a block by itself."""
BLOCK_SHARES = frozenset(
    "linked strong prose before alike alike_chars alike_linked subject subject_near".split()
)
"""Those that are no whole numbers."""

_DIGITS = digits.encode()


class Given(NamedTuple):
    """The blocks as they are given, and which of them say what the metadata say."""

    texts: Sequence[str]
    folded: Sequence[str]
    roles: Sequence[Role]
    say_title: Sequence[int]
    say_summary: Sequence[int]
    headline: int
    subject: Subject


class Looks(NamedTuple):
    """What blocks look like: their tag and names, after the names of their holder.

    `of` has the number of each block's look, `plain` for each look its text without digits.
    """

    of: list[int]
    plain: list[bytes]


def looks_of(page: Outline, around: Surroundings) -> Looks:
    """What each block looks like."""
    names, tags = page.markup.names, page.markup.tags
    known: dict[tuple[str, str, str], int] = {}
    of_owner = {
        owner: known.setdefault((names[holder], tags[owner], names[owner]), len(known))
        for owner, holder in around.holders.items()
    }
    plain = ["\n".join(look).encode().translate(None, _DIGITS) for look in known]
    return Looks([of_owner[owner] for owner in page.markup.owners], plain)


def _above(numbers: Sequence[int], page: Outline) -> tuple[list[float], list[int]]:
    """Above each block: how much prose, and how many blocks since the last of the core's."""
    prose, level, owners = page.prose, page.level, page.markup.owners
    befores: list[float] = []
    gaps: list[int] = []
    gap, before, done = 0, 0.0, -1
    for i in numbers:
        # What lies between this block and the one before counts as a gap.
        if i - done > 1:
            gap = min(gap + i - done - 1, _FAR)
            before += sum(prose[done + 1 : i])
        done = i
        gaps.append(gap)
        befores.append(before / page.total)
        before += prose[i]
        gap = 0 if prose[i] and level[owners[i]] <= 1 else min(gap + 1, _FAR)
    return befores, gaps


def columns_of(
    given: Given, page: Outline, around: Surroundings, looks: Looks, numbers: Sequence[int]
) -> dict[str, Column]:
    """The blocks' own columns."""
    markup, prose, total = page.markup, page.prose, page.total
    texts, folded, roles, say_title, say_summary, headline, subject = given
    own = [markup.owners[i] for i in numbers]
    chars = [page.lengths[i] for i in numbers]
    in_core = [i for i, e in enumerate(markup.owners) if prose[i] and page.level[e] <= 1]
    first, last = (in_core[0], in_core[-1]) if in_core else (0, len(texts) - 1)
    say_article = told(folded, markup.told)
    seen = Counter(folded)
    times = times_near(folded)
    left = _left_in(markup.owners, around.holders)
    near = subject.near()
    inner = _inner_topics(set(own), page, around)
    depth = around.candidates.depth
    befores, gaps = _above(numbers, page)
    return {
        "chars": chars,
        "words": words_of([texts[i] for i in numbers], chars),
        "linked": [markup.linked[i] / size for i, size in zip(numbers, chars, strict=True)],
        "strong": [markup.strong[i] / size for i, size in zip(numbers, chars, strict=True)],
        "ends": [last_sign(texts[i]) for i in numbers],
        "role": [_ROLES[roles[i]] for i in numbers],
        "tag": [TAGS.get(markup.tags[e], 0) for e in own],
        "level": [page.level[e] for e in own],
        "down": [page.down[e] for e in own],
        "prose": [prose[i] / total for i in numbers],
        "before": befores,
        "place": [-1 if i < first else 1 if i > last else 0 for i in numbers],
        "after_first": [max(-20, min(i - first, 30)) for i in numbers],
        "to_last": [max(-30, min(last - i, 20)) for i in numbers],
        "titled": [say_title[i] for i in numbers],
        "twice": [min(seen[folded[i]], 5) for i in numbers],
        "told": [say_article[i] for i in numbers],
        "described": [say_summary[i] for i in numbers],
        "since_title": [max(-30, min(i - headline, 60)) if headline >= 0 else -99 for i in numbers],
        "title_up": [around.distances[e] for e in own],
        "inner": [inner[e] for e in own],
        "sections": [page.sections[e] for e in own],
        "gap": gaps,
        "subject": subject.shares(subject.words[i] for i in numbers),
        "subject_near": subject.shares(near[i] for i in numbers),
        "left": [min(left[i], 40) for i in numbers],
        "times": [times[i] for i in numbers],
        "candidate": [depth(e) for e in own],
        **_alike(page, looks, numbers),
        **_headed(folded, roles, numbers),
    }


def _alike(page: Outline, looks: Looks, numbers: Sequence[int]) -> dict[str, Column]:
    """Of all blocks that look like each: prose next to the most of any look, number, sizes."""
    count = len(looks.plain)
    prose, blocks, chars, linked = [0.0] * count, [0] * count, [0] * count, [0] * count
    for look, weight, size, links in zip(
        looks.of, page.prose, page.lengths, page.markup.linked, strict=True
    ):
        prose[look] += weight
        blocks[look] += 1
        chars[look] += size
        linked[look] += links
    most = max(prose, default=0.0) or 1.0
    of = [looks.of[i] for i in numbers]
    return {
        "alike": [prose[look] / most for look in of],
        "alike_count": [blocks[look] for look in of],
        "alike_chars": [chars[look] / blocks[look] for look in of],
        "alike_linked": [linked[look] / chars[look] for look in of],
    }


def _headed(
    folded: Sequence[str], roles: Sequence[Role], numbers: Sequence[int]
) -> dict[str, Column]:
    """The cues of each block, and those of the heading above it, or itself, with the distance."""
    heading = Role.HEADING
    headings = [i for i, role in enumerate(roles) if role is heading]
    asked = sorted({*numbers, *headings})
    cues = dict(zip(asked, cues_of([folded[i] for i in asked]), strict=True))
    places = [bisect_right(headings, i) - 1 for i in numbers]
    nearest = [headings[place] if place >= 0 else -1 for place in places]
    return {
        "cues": [cues[i] for i in numbers],
        "heading_cues": [cues[i] if i >= 0 else 0 for i in nearest],
        "since_heading": [
            min(i - above, _FAR) if above >= 0 else 99
            for i, above in zip(numbers, nearest, strict=True)
        ],
    }


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
