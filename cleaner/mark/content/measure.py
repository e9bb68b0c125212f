"""What the judge of blocks goes by: measurements of each block, of its holder and its branch.

The first are columns, a number for each block (see `own`); blocks share the others (see
`surroundings`).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence, Set
from typing import NamedTuple

from cleaner.mark.content.candidates import Candidates
from cleaner.mark.content.cells import side_cells
from cleaner.mark.content.headed import headed
from cleaner.mark.content.others import others
from cleaner.mark.content.outline import Outline
from cleaner.mark.content.own import BLOCK, Given, columns_of, looks_of
from cleaner.mark.content.repeated import described, titled
from cleaner.mark.content.slides import slides
from cleaner.mark.content.subject import Subject
from cleaner.mark.content.surroundings import Column, Shared, Surroundings
from cleaner.markup import Markup
from cleaner.page import Blocks, Role

_NEAR = 3
"""Greatest distance from the core, in branches, of a block without prose around it."""
_ROWS = frozenset(("tr", "td", "th"))


class Measured(NamedTuple):
    """What was measured of each block that may be of the article; `numbers` says which.

    `blocks` has a column for each label of `BLOCK`. Blocks have the same number in `looks` if
    they look alike but for digits, which count things in names, and in `kin` if they look alike
    and have one holder. For rows of tables, and for cells that are blocks, `tables` has the
    element that is the innermost table; else -1.
    """

    numbers: list[int]
    blocks: list[Column]
    holders: Shared
    branches: Shared
    kin: list[int]
    looks: list[int]
    tables: list[int]


def measure(blocks: Blocks, markup: Markup, title: str, apart: Set[int] = frozenset()) -> Measured:
    """Measure the blocks of a page that may be of its article.

    Those are the blocks in or near the core, in branches with prose, and whatever the
    metadata repeat; but not those of lists of links, of other articles, of slide shows in the
    midst of it, of what a heading says is something else, or of what stands above the title and
    outside of the winner (see `candidates`).

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
    given = Given(texts, folded, roles, say_title, say_summary, headline, subject)
    candidates = Candidates(texts, page, apart)
    around = Surroundings(page, owners[headline] if headline >= 0 else -1, subject, candidates)
    level, sub, branch, holders = page.level, page.sub, page.branch, around.holders
    elsewhere = others(markup, say_title, sub) | side_cells(markup, headline, sub)
    below = headed(folded, markup, headline, page, candidates)
    above = headline if max(say_title, default=0) and candidates.best >= 0 else 0
    numbers = [
        i
        for i, owner in enumerate(owners)
        if i not in apart
        and i not in below
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
    own = [owners[i] for i in numbers]
    looks = looks_of(page, around)
    columns = columns_of(given, page, around, looks, numbers)
    held_by = [holders[owner] for owner in own]
    look_of = [looks.of[i] for i in numbers]
    return Measured(
        numbers,
        [columns[label] for label in BLOCK],
        around.of_holders(held_by),
        around.of_branches([branch[owner] for owner in own], columns["before"]),
        _numbered(zip(held_by, look_of, strict=True)),
        _numbered(looks.plain[look] for look in look_of),
        [_table_around(e, markup) if markup.tags[e] in _ROWS else -1 for e in own],
    )


def _numbered(keys: Iterable[Hashable]) -> list[int]:
    """A number for each key, the same for the same keys."""
    known: dict[Hashable, int] = {}
    return [known.setdefault(key, len(known)) for key in keys]


def _table_around(e: int, markup: Markup) -> int:
    """The innermost table around an element, or -1."""
    while e >= 0 and markup.tags[e] != "table":
        e = markup.parents[e]
    return e


def _headline(say_title: Sequence[int], markup: Markup) -> int:
    """The block that is the article's title: the first that says it best, or the first `h1`."""
    best = max(say_title, default=0)
    if best:
        return say_title.index(best)
    return next((i for i, owner in enumerate(markup.owners) if markup.tags[owner] == "h1"), -1)
