"""cleaner: a dirty article in, clean article text out, and a reason for every line that went.

>>> import cleaner
>>> cleaner.clean("One line.\\r\\nAnother.").text
'One line.\\n\\nAnother.\\n'
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from cleaner.cleaning import Cleaner
from cleaner.errors import CleanerError, ConfigError, InputError, RuleError
from cleaner.finding import Cleaned, Edit, Report, Withheld
from cleaner.mark import Rulebook
from cleaner.page import Span
from cleaner.version import __version__

__all__ = [
    "Cleaned",
    "Cleaner",
    "CleanerError",
    "ConfigError",
    "Edit",
    "InputError",
    "Report",
    "RuleError",
    "Rulebook",
    "Span",
    "Withheld",
    "__version__",
    "check",
    "clean",
]


@lru_cache(maxsize=1)
def _default() -> Cleaner:
    return Cleaner()


def clean(
    source: str | bytes,
    *,
    name: str = "",
    title: str = "",
    lang: str | None = None,
    encoding: str | None = None,
    **options: Any,
) -> Cleaned:
    """Clean one document with the default rules; `options` are those of `Cleaner`.

    For many documents make a `Cleaner` once and use its method of the same name, which
    also explains the parameters. Raises `InputError` where the source is no text.
    """
    cleaner = Cleaner(**options) if options else _default()
    return cleaner.clean(source, name=name, title=title, lang=lang, encoding=encoding)


def check(
    source: str | bytes,
    *,
    name: str = "",
    title: str = "",
    lang: str | None = None,
    encoding: str | None = None,
    **options: Any,
) -> Report:
    """What `clean` would do to a document, as a report; nothing is written anywhere."""
    cleaner = Cleaner(**options) if options else _default()
    return cleaner.check(source, name=name, title=title, lang=lang, encoding=encoding)
