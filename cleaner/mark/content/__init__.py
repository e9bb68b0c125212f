"""Which blocks of a web page are its article: measured, weighed, judged together."""

from __future__ import annotations

from collections.abc import Iterator, Set
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cleaner.finding import Finding
from cleaner.mark.content.belonging import with_belongings
from cleaner.mark.content.brothers import together
from cleaner.mark.content.little import is_little, rescued
from cleaner.mark.content.measure import measure
from cleaner.mark.content.own import BLOCK
from cleaner.markup import Markup
from cleaner.page import Blocks, Span

if TYPE_CHECKING:
    from cleaner.mark.content.trees import Judge

__all__ = ["RULE", "Article", "find_article", "left_out"]

RULE = "content/outside"
"""What findings of this part are called; there is no rule file of this id."""

FRAGMENT = 200
"""Characters of a page below which its blocks are not judged."""

_TITLED = BLOCK.index("titled")


class Article(NamedTuple):
    """The blocks that are the article, by number, in order, and the one that is its title."""

    blocks: list[int]
    title: int | None


def find_article(
    blocks: Blocks, markup: Markup, title: str, apart: Set[int] = frozenset()
) -> Article:
    """Judge every block of a page; `title` is what the page's metadata call it.

    The blocks with the numbers in `apart` are known to be something else.

    A page of so few characters is a fragment, and all of it the article.
    """
    if sum(map(len, blocks.texts)) < FRAGMENT:
        return Article([*range(len(blocks))], None)
    measured = measure(blocks, markup, title, apart)
    if not measured.numbers:
        return Article([], None)
    kept: list[int] = []
    headline, titled = None, 0
    odds = judge().odds(measured).tolist()
    stays = with_belongings(odds, together(odds, measured), measured)
    if is_little(stays, measured):
        stays = rescued(judge().odds(measured, exact=True).tolist(), stays, measured)
    for number, says, stay in zip(measured.numbers, measured.blocks[_TITLED], stays, strict=True):
        if stay:
            kept.append(number)
        if says > titled and (not kept or kept[-1] == number):
            headline, titled = number, int(says)
    return Article(kept, headline)


def left_out(blocks: Blocks, chosen: Set[int]) -> Iterator[Finding]:
    """A finding for each run of blocks that are not among the chosen."""
    first = -1
    for i in range(len(blocks) + 1):
        out = i < len(blocks) and i not in chosen
        if out and first < 0:
            first = i
        elif not out and first >= 0:
            span = Span(blocks.starts[first], blocks[i - 1].span.end)
            count = i - first
            evidence = f"{count} block{'s' * (count > 1)} outside the article"
            yield Finding(RULE, span, evidence=evidence)
            first = -1


@lru_cache(maxsize=1)
def judge() -> Judge:
    """The judge that comes with the package, read once."""
    from cleaner.mark.content.trees import load_judge  # noqa: PLC0415 (NumPy, not for texts)

    return load_judge()
