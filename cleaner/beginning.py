"""Documents before they are marked: some at once, read, and made ready for the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypedDict

from cleaner.config import Options
from cleaner.delta import Copy
from cleaner.draft import Draft, Located
from cleaner.mark import Boxes, View
from cleaner.page import Page

AT_ONCE = 64
"""So many documents are taken at once."""
SIGNS_AT_ONCE = 2_000_000
"""Code points or bytes from which no document is added to those that are taken at once."""


class Known(TypedDict, total=False):
    """What may be known of a document: parameters of `Cleaner.clean`, which explains them."""

    name: str
    title: str
    lang: str | None
    encoding: str | None
    url: str | None
    html: bool | None
    siblings: Sequence[str]


Document = tuple[str | bytes, Known]
"""A source, and what is known of it."""


class Begun(NamedTuple):
    """A page as it is laid out before it is marked; of a web page the article.

    For that `chosen` was left out; `spared` is what rules found in the markup and did not do.
    """

    page: Page
    title: str
    lang: str | None
    draft: Draft
    chosen: Sequence[Located]
    spared: Sequence[Located]

    def view(self) -> View:
        """What rules are shown of it at first."""
        draft = self.draft
        return View.of(draft.text, draft.blocks, lang=self.lang, title=self.title)


def begin(page: Page, title: str, lang: str | None, options: Options, boxes: Boxes | None) -> Begun:
    """Make a page ready to be marked; `boxes` are the elements that rules mean, in a web page."""
    draft = Draft(page.text, page.blocks, (Copy(0, 0, len(page.text)),))
    chosen: Sequence[Located] = ()
    spared: Sequence[Located] = ()
    if boxes is not None:
        draft, chosen, spared = draft.article(page, title, options, boxes)
    return Begun(page, title, lang, draft.laid_out(options), chosen, spared)


def batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Documents, as many of them as are taken at once."""
    batch: list[Document] = []
    signs = 0
    for document in documents:
        batch.append(document)
        signs += len(document[0])
        if len(batch) == AT_ONCE or signs >= SIGNS_AT_ONCE:
            yield batch
            batch, signs = [], 0
    if batch:
        yield batch
