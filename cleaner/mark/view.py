"""The view: what a rule is shown, and the only thing it is shown.

The text is the page as it would be written at this moment: what was cut is gone, what
was swapped reads as restored, the layout is the final one. So a rule cannot see spacing
that writing removes, and a second cleaning sees what the last round saw.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from cleaner.mark.features import Features
from cleaner.page import Blocks

ENGLISH_SHARE = 0.2
"""Share of function words from which a page of unknown language is taken for English."""


class View(NamedTuple):
    """One state of the page, with the measurements that all rules share.

    `standing` has one flag a block: 1 while nothing has claimed it in this round. The
    kinds of match run one after the other and each sees only standing blocks; `claims`
    tells which rule took the others. `lang` is
    the caller's word for the language, or None; `title` the title a caller gave, or "".
    """

    text: str
    blocks: Blocks
    features: Features
    standing: bytearray
    claims: dict[int, str]
    lang: str | None = None
    title: str = ""

    @classmethod
    def of(
        cls,
        text: str,
        blocks: Blocks,
        *,
        lang: str | None = None,
        title: str = "",
        before: View | None = None,
    ) -> View:
        """A view on which nothing is claimed yet; `before` is that of the round before."""
        standing = bytearray(b"\x01") * len(blocks)
        features = Features(blocks, before.features if before is not None else None)
        return cls(text, blocks, features, standing, {}, lang, title)

    def is_in(self, languages: Collection[str]) -> bool:
        """Whether the page is in one of some languages (ISO 639-1 codes), by the caller's word.

        Where the caller said nothing, function words tell, and these are known of English alone.
        """
        if self.lang is not None:
            return self.lang.split("-")[0].lower() in languages
        return "en" in languages and self.features.english_share >= ENGLISH_SHARE
