"""cleaner: a dirty article in, clean article text out, and a reason for every line that went.

>>> import cleaner
>>> cleaner.clean("One line.\\r\\nAnother.").text
'One line.\\n\\nAnother.\\n'
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from cleaner.errors import CleanerError, ConfigError, InputError, RuleError
from cleaner.version import __version__

if TYPE_CHECKING:
    from cleaner.cleaning import Cleaner
    from cleaner.finding import Cleaned, Edit, Report, Withheld
    from cleaner.mark import Rulebook
    from cleaner.page import Span

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
    "restore",
    "to_html",
    "to_markdown",
]


# Names that are fetched when first asked for, so that `cleaner --version` is quick.
_HOMES = {
    "Cleaned": "cleaner.finding",
    "Cleaner": "cleaner.cleaning",
    "Edit": "cleaner.finding",
    "Report": "cleaner.finding",
    "Rulebook": "cleaner.mark",
    "Span": "cleaner.page",
    "Withheld": "cleaner.finding",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _make(**options: Any) -> Cleaner:
    from cleaner.cleaning import Cleaner  # noqa: PLC0415 (see _HOMES)

    return Cleaner(**options)


@lru_cache(maxsize=1)
def _default() -> Cleaner:
    return _make()


def clean(
    source: str | bytes,
    *,
    name: str = "",
    title: str = "",
    lang: str | None = None,
    encoding: str | None = None,
    url: str | None = None,
    html: bool | None = None,
    siblings: Sequence[str] = (),
    **options: Any,
) -> Cleaned:
    """Clean one document with the default rules; `options` are those of `Cleaner`.

    For many documents make a `Cleaner` once and use its method of the same name, which
    also explains the parameters. Raises `InputError` where the source is no text.
    """
    cleaner = _make(**options) if options else _default()
    return cleaner.clean(
        source,
        name=name,
        title=title,
        lang=lang,
        encoding=encoding,
        url=url,
        html=html,
        siblings=siblings,
    )


def check(source: str | bytes, **options: Any) -> Report:
    """What `clean` would do to a document, as a report; nothing is written anywhere.

    `options` are the parameters of `clean` and of `Cleaner`.
    """
    return clean(source, **options).report


def restore(
    text: str | bytes, *, siblings: Sequence[str] = (), mode: str = "auto", **options: Any
) -> Cleaned:
    """Give a machine-spun text back the words that were there; only its layout changes besides.

    `mode` "always" takes the text for spun, "auto" finds out; `siblings` are other texts of the
    same story. What comes out is a reconstruction: `report.edits` says word by word how sure.
    """
    machine = _make(select=["restoration"], restore=mode, **options)
    return machine.clean(text, siblings=siblings)


def to_html(cleaned: Cleaned) -> str:
    """A cleaned document as a page of HTML: headings, lists, tables, quotes, code.

    Every word is escaped, and nothing in it can run. Emphasis, links and images are in it if the
    option `inline` asked for them. What restoration put back stands in `ins`.
    """
    from cleaner.write.show import as_html  # noqa: PLC0415 (see _HOMES)

    return as_html(cleaned)


def to_markdown(cleaned: Cleaned) -> str:
    """A cleaned document as Markdown: headings, lists, tables, quotes, code; see `to_html`."""
    from cleaner.write.show import as_markdown  # noqa: PLC0415 (see _HOMES)

    return as_markdown(cleaned)
