"""Dolma: taggers whose spans are what the rules and the model would cut.

    dolma tag --tagger_modules cleaner.corpus.engines.tagger --taggers cut \\
        --experiment cleaner --documents 'documents/*.jsonl.gz'

`cut` cleans at the default level, `cut_careful` and `cut_thorough` at theirs. The attributes are
those that `cleaner corpus clean --attributes` writes. For other options subclass `CutTagger`
and give it another `cleaner`.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from cleaner.cleaning import Cleaner
from cleaner.config import DEFAULT_LEVEL
from cleaner.corpus.attributes import spans_of
from cleaner.corpus.extras import need
from cleaner.errors import CleanerError

_types: Any = need("dolma.core.data_types")
_registry: Any = need("dolma.core.registry").TaggerRegistry
_Tagger: Any = need("dolma.core.taggers").BaseTagger


class CutTagger(_Tagger):  # type: ignore[misc]
    """Tags what would be cut: spans of the type `all`, and of a type for each rule."""

    level = DEFAULT_LEVEL

    @cached_property
    def cleaner(self) -> Cleaner:
        """What cleans."""
        return Cleaner(level=self.level)

    def predict(self, doc: Any) -> Any:
        """The spans of a document; none where it cannot be cleaned."""
        try:
            found = spans_of(self.cleaner.clean(doc.text, html=False))
        except CleanerError:
            found = {}
        return _types.DocResult(
            doc=doc,
            spans=[
                _types.Span(start=start, end=end, type=kind, score=confidence)
                for kind, spans in found.items()
                for start, end, confidence in spans
            ],
        )


class CarefulTagger(CutTagger):
    """The same by rules alone."""

    level = "careful"


class ThoroughTagger(CutTagger):
    """The same, and what the line model finds likely."""

    level = "thorough"


for _name, _kind in (
    ("cut", CutTagger),
    ("cut_careful", CarefulTagger),
    ("cut_thorough", ThoroughTagger),
):
    _registry.add(_name)(_kind)
