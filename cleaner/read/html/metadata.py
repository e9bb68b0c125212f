"""What a page says about itself: JSON-LD first, then OpenGraph and its like, then tags.

Read from the source by pattern, not from a tree, so that every parser gives the same.
"""

from __future__ import annotations

import html as entities
import re
from contextlib import suppress
from itertools import islice
from typing import NamedTuple
from urllib.parse import urljoin

from cleaner.read.html.jsonld import read_jsonld
from cleaner.read.html.literals import Literals
from cleaner.read.html.tags import Tags, Words, attributes

_HEAD = 400_000
"""So many bytes of a page are searched for tags that describe it."""
_BEYOND = 20_000
"""So many behind the head, where some pages have descriptions, too."""

_HEAD_ENDS = Literals(b"</head>")
_DESCRIBING = Tags("meta", "link", "html", "title")
_BASE = Tags("base")
_HEADINGS = Tags("h1")
_SIGNED = Words("author", r"""\brel\s*=\s*["']?[\w ]*$""")
_LICENSED = Words("license", r"""\brel\s*=\s*["']?[\w ]*$""")
_PUBLISHED = Words("datePublished", r"""\bitemprop\s*=\s*["']?[\w ]*$""")
_TIMES = Tags("time")
_KEYS = ("property", "name", "itemprop", "http-equiv")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|2[01])\d\d|\d{10}")
_SAVED = re.compile(rb"<!-- saved from url=\(\d{1,6}\)(https?://[^\s<>]{4,2000})")
"""What browsers write above a page that is saved."""
_MARKUP = re.compile(r"<[^>]{1,500}>")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_CLOSING = re.compile(rb"</h1", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_SHORT = 8
"""A heading of so few characters may be the site's name."""
_MOST_HEADINGS = 20

_META = {
    "title": (
        "og:title",
        "twitter:title",
        "dc.title",
        "dcterms.title",
        "citation_title",
        "parsely-title",
        "sailthru.title",
    ),
    "byline": (
        "author",
        "article:author",
        "dc.creator",
        "dcterms.creator",
        "citation_author",
        "parsely-author",
        "sailthru.author",
        "byl",
        "twitter:creator",
    ),
    "date": (
        "article:published_time",
        "datepublished",
        "og:published_time",
        "dc.date",
        "dc.date.issued",
        "dcterms.created",
        "dcterms.date",
        "citation_publication_date",
        "parsely-pub-date",
        "sailthru.date",
        "dcterms.issued",
        "dc.date.created",
        "dc.date.published",
        "article:published",
        "article.published",
        "published_time",
        "publication_date",
        "publish-date",
        "publish_date",
        "pubdate",
        "publishdate",
        "pdate",
        "cxenseparse:recs:publishtime",
        "date",
    ),
    "site": ("og:site_name", "application-name", "dc.publisher", "twitter:site"),
    "language": ("og:locale", "dc.language", "language", "content-language"),
    "url": ("og:url", "twitter:url"),
    "licence": ("dc.rights", "dcterms.license", "dcterms.rights", "copyright"),
}
FIELDS = ("title", "byline", "date", "site", "language", "url", "licence")
"""The fields of the metadata, in the order they are given."""
_DESCRIPTIONS = ("og:description", "description")
_WANTED = frozenset(key for keys in (*_META.values(), _DESCRIPTIONS) for key in keys)


class About(NamedTuple):
    """What a page says about itself.

    `told` is the article's text in its JSON-LD, `described` its summary, or they are empty.
    """

    fields: tuple[tuple[str, str], ...]
    told: str
    described: str

    @property
    def url(self) -> str:
        """The page's address, or the empty text."""
        return next((value for field, value in self.fields if field == "url"), "")


def about(data: bytes, url: str | None = None) -> About:
    """Gather the metadata of a page in UTF-8; `url` is where the caller found it."""
    found: dict[str, list[str]] = {field: [] for field in FIELDS}
    told = read_jsonld(data, found)
    named: dict[str, str] = {}
    late: list[tuple[str, str]] = []
    ends = (end for _, _, end in _HEAD_ENDS.find(data[:_HEAD], at_a_time=_BEYOND))
    head = data[: min(next(ends, _HEAD) + _BEYOND, _HEAD)]
    for tag, source, end in _DESCRIBING.find(head):
        if tag == "title":
            if not named.get("title"):
                named["title"] = _text_at(head, end)
        else:
            _read_tag(tag, source, named, late)
    for field, keys in _META.items():
        found[field] += [named[key] for key in keys if key in named]
    body = data[: 2 * _HEAD]
    if not _first("date", found["date"]):
        days = (attributes(source).get("datetime", "") for _, source, _ in _TIMES.find(body))
        late += (("date", day) for day in days if len(day) >= len("2019"))
    for field, value in late:
        found[field].append(value)
    _read_body(body, found)
    if title := named.get("title"):
        found["title"] = [*_as_shown(found["title"], title, body), title]
    if saved := _SAVED.search(data[:2000]):
        found["url"].append(saved[1].decode("utf-8", "ignore"))
    if url:
        found["url"].append(url)
    fields: list[tuple[str, str]] = []
    for field in FIELDS:
        values = _several(found[field]) if field == "byline" else _first(field, found[field])
        fields += [(field, value) for value in values]
    described = next((named[key] for key in _DESCRIPTIONS if named.get(key)), "")
    return About(tuple(fields), entities.unescape(told), _plain(described))


def base_of(data: bytes, url: str) -> str:
    """The address from which relative ones start: what the page's first `base` says, or its own."""
    for _, source, _ in _BASE.find(data[:_HEAD]):
        if href := attributes(source).get("href"):
            with suppress(ValueError):  # no address at all
                return urljoin(url, entities.unescape(href).strip())
            break
    return url


def _text_at(data: bytes, start: int) -> str:
    """The text up to the next tag."""
    return data[start : start + 2000].partition(b"<")[0].decode("utf-8", "ignore").strip()


def _as_shown(titles: list[str], title: str, body: bytes) -> list[str]:
    """The titles of a page, the best first; its `title` element says `title`.

    Where the best says something else, it may be a description (as in the JSON-LD of MediaWiki) or
    the site's name. Then a heading of the first rank decides, if another title begins with it.
    """
    if not titles or 2 * len(_words(titles[0]) & _words(title)) >= len(_words(titles[0])):
        return titles
    first, *others = (_plain(one).casefold() for one in (*titles, title))
    for _, _, end in islice(_HEADINGS.find(body), _MOST_HEADINGS):
        heading = _plain(_CLOSING.split(body[end : end + 2000], 1)[0].decode("utf-8", "ignore"))
        if len(heading) > _SHORT:
            folded = heading.casefold()
            if folded == first:
                break
            if any(other.startswith(folded) for other in others):
                return [heading, *titles]
    return titles


def _words(title: str) -> set[str]:
    return set(_WORD.findall(_plain(title).casefold()))


def _read_body(body: bytes, found: dict[str, list[str]]) -> None:
    """Add what elements of the body tell, where the head and the JSON-LD are silent."""
    if not found["date"]:
        for tag, _ in _PUBLISHED.find(body):
            found["date"] += filter(None, map(tag.get, ("content", "datetime")))
    if not found["byline"]:
        signed = {_plain(inside) for _, inside in _SIGNED.find(body)} - {""}
        # Where there are several, they sign teasers of other articles.
        found["byline"] += signed if len(signed) == 1 else ()
    if not found["licence"]:
        found["licence"] += (tag.get("href", "") for tag, _ in _LICENSED.find(body))


def _several(values: list[str]) -> list[str]:
    """All names, once each; a profile's address is no name."""
    names = [_plain(value) for value in values]
    return list(dict.fromkeys(n for n in names if n and not _ADDRESS.match(n) and n[0] != "@"))[:10]


def _first(field: str, values: list[str]) -> list[str]:
    for value in map(_plain, values):
        if field == "url" and not _ADDRESS.match(value):
            continue
        if field == "date" and not _YEAR.search(value):
            continue  # such as 0001-01-01
        if value:
            return [value.replace("_", "-") if field == "language" else value]
    return []


def _plain(value: str) -> str:
    return " ".join(_MARKUP.sub(" ", entities.unescape(value)).split())[:1000]


def _read_tag(tag: str, source: str, named: dict[str, str], late: list[tuple[str, str]]) -> None:
    if tag == "meta":
        said = attributes(source)
        content = said.get("content", "")
        for key in _KEYS:
            if content and key in said and (name := said[key].lower()) in _WANTED:
                named.setdefault(name, content)
    elif tag == "html":
        said = attributes(source)
        late.append(("language", said.get("lang", said.get("xml:lang", ""))))
    elif "canonical" in source or "license" in source:
        said = attributes(source)
        relation = said.get("rel", "").lower().split()
        address = said.get("href", "")
        if "canonical" in relation:
            named["og:url"] = address if _ADDRESS.match(address) else named.get("og:url", "")
        if "license" in relation:
            late.append(("licence", address))
