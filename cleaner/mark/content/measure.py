"""What the judge of blocks goes by: measurements of every block of an HTML page.

First a crude idea of prose (long blocks that are not mostly links, in places that are not
suspicious) shows the core of the page: the smallest element that holds most of it. Then
each block is measured by itself, by its holder (the element that it shares with others),
and by how the two stand to the core and to the headline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cleaner.mark.content.names import BITS, topics_of
from cleaner.markup import Markup
from cleaner.page import Role

TAGS = {
    tag: number
    for number, tag in enumerate(
        "p div li h1 h2 h3 h4 h5 h6 td tr th blockquote figcaption section article dd dt ul pre "
        "header".split(),
        1,
    )
}
SECTIONS = {
    tag: 1 << number
    for number, tag in enumerate(
        "article main aside header footer nav figure form table ul ol section blockquote dl "
        "details address".split()
    )
}
"""Elements that say what their inside is for, each with its bit."""

_ROLES = {role: number for number, role in enumerate(Role)}
_LEAVES = frozenset("p li h1 h2 h3 h4 h5 h6 td th tr blockquote figcaption dd dt pre".split())
_DOUBTFUL = sum(
    BITS[t] for t in ("comment", "related", "card", "signup", "advert", "navigation", "side",
                      "foot", "popup")
)  # fmt: skip
_APART = sum(SECTIONS[t] for t in ("nav", "footer", "aside", "form", "figure"))
_WORDS = re.compile(r"\w+")
_TAG = re.compile(r"<[^>]{1,500}>")

PROSE_CHARS = 60
FAR = 9


class Measured(NamedTuple):
    """One row a block and one a holder; see `BLOCK`, `HOLDER` for the columns."""

    blocks: list[tuple[float, ...]]
    holders: list[tuple[float, ...]]
    core: int


BLOCK = (
    "chars", "words", "linked", "strong", "ends", "first", "upper", "commas", "digits", "marks",
    "role", "tag", "level", "down", "share", "alike", "place", "after_first", "to_last",
    "titled", "twice", "told", "since_title", "title_up", "inner", "sections", "gap",
)  # fmt: skip
HOLDER = (
    "tag", "depth", "level", "down", "share", "sub", "outer_sub", "linked", "outer_linked",
    "count", "average", "title_up", "topics", "outer", "around", "sections", "articles",
    "core_share", "prose", "pieces",
)  # fmt: skip
MASKS = frozenset(("inner", "topics", "outer", "around"))
"""Columns whose bits are topics; those called `sections` have the bits of `SECTIONS`."""


def measure(
    texts: Sequence[str], roles: Sequence[Role] | None, markup: Markup, title: str
) -> Measured:
    """Measure all blocks of a page."""
    tags, names, parents, owners = markup.tags, markup.names, markup.parents, markup.owners
    n, m = len(tags), len(texts)
    own = [topics_of(name) if name else 0 for name in names]
    around = [0] * n
    sections = [0] * n
    depth = [0] * n
    for e in range(n):
        p = parents[e]
        tag = tags[e]
        bit = SECTIONS.get(tag, 0)
        if p < 0:
            sections[e] = bit
            continue
        around[e] = around[p] | (own[e] if tag != "body" else 0)
        sections[e] = sections[p] | bit
        depth[e] = depth[p] + 1
    # prose, element by element
    prose = [0.0] * m
    chars = [len(text) for text in texts]
    sub = [0.0] * n
    size = [0] * n
    links = [0] * n
    count = [0] * n
    for i in range(m):
        o = owners[i]
        c, l = chars[i], markup.linked[i]
        size[o] += c
        links[o] += l
        count[o] += 1
        if c >= PROSE_CHARS and l < 0.4 * c:
            weight = float(c)
            if sections[o] & _APART:
                weight *= 0.2
            doubt = around[o] & _DOUBTFUL
            if doubt:
                weight *= 0.36 if doubt & (doubt - 1) else 0.6
            if tags[o] in ("li", "td", "dd"):
                weight *= 0.7
            if texts[i].rstrip("\"'”’»)] ")[-1:] not in ".!?…。！？":
                weight *= 0.6
            prose[i] = weight
            sub[o] += weight
    direct = list(sub)
    for e in range(n - 1, 0, -1):
        p = parents[e]
        if p >= 0 and count[e]:
            sub[p] += sub[e]
            size[p] += size[e]
            links[p] += links[e]
            count[p] += count[e]
    # the core: down from the top as long as one child holds most
    heaviest = [-1] * n
    articles = [0] * n
    for e in range(n):
        p = parents[e]
        if p >= 0 and (heaviest[p] < 0 or sub[e] > sub[heaviest[p]]):
            heaviest[p] = e
        if p >= 0 and tags[e] == "article":
            articles[p] += 1
    core = max((e for e in range(n) if parents[e] < 0), key=lambda e: sub[e], default=-1)
    while core >= 0:
        best = heaviest[core]
        if best < 0 or sub[best] <= 0 or sub[best] < 0.6 * sub[core] or tags[best] in _LEAVES:
            break
        core = best
    level = [FAR] * n
    step, e = 0, core
    chain = set()
    while e >= 0:
        level[e] = step
        chain.add(e)
        step, e = step + 1, parents[e]
    down = [0] * n
    for e in range(n):
        if e not in chain and parents[e] >= 0:
            level[e] = level[parents[e]]
            down[e] = down[parents[e]] + 1
    # holders
    holder = [-1] * n
    for o in set(owners):
        h = o
        if tags[o] in _LEAVES:
            h = parents[o] if parents[o] >= 0 else o
        alone = count[o]
        while count[h] <= alone and parents[h] >= 0 and level[h] > 0:
            h = parents[h]
        holder[o] = h
    # the headline
    folded = [text.lower() for text in texts]
    seen: dict[str, int] = {}
    for text in folded:
        seen[text] = seen.get(text, 0) + 1
    wanted = " ".join(_WORDS.findall(title.lower()))
    headline = -1
    titled = [0] * m
    if len(wanted) > 8:
        for i in range(m):
            if 8 < chars[i] < 400 and folded[i][:1] == wanted[:1] or tags[owners[i]] == "h1":
                words = " ".join(_WORDS.findall(folded[i]))
                if len(words) > 8 and (
                    words == wanted
                    or words in wanted
                    or wanted in words
                    and len(words) < 2 * len(wanted)
                ):
                    titled[i] = 2 if tags[owners[i]] in ("h1", "h2") else 1
                    if headline < 0 or (titled[i] == 2 and titled[headline] < 2):
                        headline = i
    if headline < 0:
        headline = next((i for i in range(m) if tags[owners[i]] == "h1"), -1)
    title_up = [FAR] * n
    if headline >= 0:
        e, step = owners[headline], 0
        marked = set()
        while e >= 0:
            title_up[e] = step
            marked.add(e)
            step, e = step + 1, parents[e]
        for e in range(n):
            if e not in marked and parents[e] >= 0:
                title_up[e] = title_up[parents[e]]
    told = _told(folded, chars, markup.told)
    total = sum(prose) or 1.0
    held: dict[int, float] = {}
    alike: dict[tuple[int, str, str], float] = {}
    sigs: list[tuple[int, str, str]] = []
    for i in range(m):
        o = owners[i]
        h = holder[o]
        held[h] = held.get(h, 0.0) + prose[i]
        sig = (TAGS.get(tags[o], 0), names[o], names[h])
        sigs.append(sig)
        alike[sig] = alike.get(sig, 0.0) + prose[i]
    most = max(held.values(), default=1.0) or 1.0
    likest = max(alike.values(), default=1.0) or 1.0
    core_prose = [i for i in range(m) if prose[i] and level[owners[i]] <= 1]
    first, last = (core_prose[0], core_prose[-1]) if core_prose else (0, m - 1)
    rows: dict[int, tuple[float, ...]] = {}
    core_share = sub[core] / total if core >= 0 else 0.0
    blocks: list[tuple[float, ...]] = []
    holders: list[tuple[float, ...]] = []
    gap = 0
    for i in range(m):
        o = owners[i]
        h = holder[o]
        row = rows.get(h)
        if row is None:
            p = parents[h]
            row = rows[h] = (
                TAGS.get(tags[h], 0), depth[h], level[h], down[h], held[h] / most, sub[h] / total,
                sub[p] / total if p >= 0 else 1.0,
                links[h] / (size[h] or 1), links[p] / (size[p] or 1) if p >= 0 else 0.0,
                count[h], size[h] / (count[h] or 1), title_up[h],
                own[h], own[p] if p >= 0 else 0, around[h], sections[h],
                articles[p] if p >= 0 else 0, core_share, total, m,
            )  # fmt: skip
        holders.append(row)
        text = texts[i]
        c = chars[i]
        words = text.count(" ") + 1
        tail = text.rstrip("\"'”’»)] *")[-1:]
        head = text[2:3] if text[:2] == "- " else text[:1]
        inner = own[o] if o != h else 0
        e = parents[o]
        while e >= 0 and e != h and o != h:
            inner |= own[e]
            e = parents[e]
        start = text[:80]
        blocks.append(
            (
                c, words, markup.linked[i] / c, markup.strong[i] / c,
                1 if tail and tail in ".!?…。！？" else 2 if tail == ":" else 0,
                1 if head.isupper() else 2 if head.islower() else 0,
                sum(map(str.isupper, start)) / words if words < 16 else sum(map(str.isupper, start)) / 14,
                text.count(",") / words,
                sum(map(str.isdigit, start)) / len(start),
                ("|" in text) + 2 * ("©" in text) + 4 * (":" in start[:40]),
                _ROLES[roles[i]] if roles is not None else 0, TAGS.get(tags[o], 0),
                level[o], down[o], prose[i] / total, alike[sigs[i]] / likest,
                -1 if i < first else 1 if i > last else 0,
                max(-20, min(i - first, 30)), max(-30, min(last - i, 20)),
                titled[i], min(seen[folded[i]], 5), told[i],
                max(-30, min(i - headline, 60)) if headline >= 0 else -99,
                title_up[o], inner, sections[o], gap,
            )
        )  # fmt: skip
        gap = 0 if prose[i] and level[o] <= 1 else min(gap + 1, 30)
    return Measured(blocks, holders, core)


def _told(folded: list[str], chars: list[int], told: str) -> list[int]:
    """Which blocks the page's own JSON-LD repeats: 0 it tells nothing, 1 no, 2 yes."""
    said = "".join(_WORDS.findall(_TAG.sub(" ", told).lower())) if len(told) > 300 else ""
    if not said:
        return [0] * len(folded)
    hits = []
    for text in folded:
        words = "".join(_WORDS.findall(text))
        hits.append(2 if words and words in said else 1)
    known = sum(c for c, hit in zip(chars, hits, strict=True) if hit == 2 and c > 30)
    return hits if known > 0.4 * len(said) else [0] * len(folded)
