"""Which field of a record is what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from cleaner.beginning import Known
from cleaner.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Fields:
    """The names of a corpus's fields (columns); None where there is no such field.

    `text` is cleaned, in its place. With `html`, the source is the web page in that field;
    its text goes to `text`, which is added where it is missing, and `html` stays as it is.
    `url` is where a document was found, or its site; `title` the article's headline, `lang`
    an ISO 639-1 code, `date` a date for reports. A field that a record lacks is passed over.
    """

    text: str = "text"
    id: str | None = "id"
    url: str | None = "url"
    html: str | None = None
    title: str | None = None
    lang: str | None = None
    date: str | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if value is None and field.name != "text":
                continue
            if not isinstance(value, str) or not value:
                raise ConfigError(f"{field.name}-field: expected a name, not {value!r}")
        if self.html == self.text:
            raise ConfigError(f"html-field and text-field are both {self.text!r}")

    @property
    def source(self) -> str:
        """The field that is read."""
        return self.html or self.text

    def about(self, record: Mapping[str, Any]) -> About:
        """What a record says of its document, its text aside."""
        return About(
            *(
                None if name is None else record.get(name)
                for name in (self.id, self.url, self.title, self.lang, self.date)
            )
        )


class About(NamedTuple):
    """What is known of a document besides its text; of any type, as it came."""

    id: Any = None
    url: Any = None
    title: Any = None
    lang: Any = None
    date: Any = None

    def words(self) -> Known:
        """What `Cleaner.clean` wants to know; what is no text is passed over."""
        return {
            "title": self.title if isinstance(self.title, str) else "",
            "lang": self.lang if isinstance(self.lang, str) and self.lang else None,
            "url": self.url if isinstance(self.url, str) and self.url else None,
        }


def site_of(url: Any) -> str:
    """The site of an address, or of a bare host name; "" where there is none."""
    if not isinstance(url, str) or not url.strip():
        return ""
    url = url.strip()
    try:
        host = urlsplit(url if "://" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").rstrip(".")
