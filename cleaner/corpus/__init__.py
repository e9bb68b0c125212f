"""Corpora: many documents, in any container, on one machine or on an engine.

>>> from cleaner.corpus import Fields
>>> Fields(text="body").source
'body'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from cleaner.corpus.fields import Fields

if TYPE_CHECKING:
    from cleaner.corpus.batch import clean_batch
    from cleaner.corpus.run import clean_corpus
    from cleaner.corpus.undo import undo_corpus

__all__ = ["Fields", "clean_batch", "clean_corpus", "undo_corpus"]

_HOMES = {
    "clean_batch": "cleaner.corpus.batch",
    "clean_corpus": "cleaner.corpus.run",
    "undo_corpus": "cleaner.corpus.undo",
}
"""Names that are fetched when first asked for."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
