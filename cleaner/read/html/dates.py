"""The date of a page by htmldate (the extra `date`), where the page's tags tell none.

htmldate (Adrien Barbaresi, https://htmldate.readthedocs.io) looks through the whole page,
which takes as long as all the rest of reading; so it is asked only if that is wanted.
"""

from __future__ import annotations

from cleaner.errors import ConfigError

Fields = tuple[tuple[str, str], ...]


def dated(fields: Fields, html: str, url: str | None, dates: str) -> Fields:
    """The metadata with a date, if `dates` says that htmldate is to find one, and it does."""
    if dates != "htmldate":
        return fields
    try:
        from htmldate import find_date  # noqa: PLC0415 (an extra)
    except ImportError:
        raise ConfigError(
            "dates: 'htmldate' needs htmldate; install article-cleaner[date]"
        ) from None
    if any(field == "date" for field, _ in fields):
        return fields
    day = find_date(html, url=url) if html.strip() else None
    return (*fields, ("date", day)) if day else fields
