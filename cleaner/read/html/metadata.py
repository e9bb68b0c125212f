"""What a page says about itself: JSON-LD first, then OpenGraph and its like, then tags.

Read from the source by pattern, not from a tree, so that every parser gives the same.
"""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

_HEAD = 400_000
"""So many characters of a page are searched for tags that describe it."""
_BEYOND = 20_000
"""So many behind the head, where some pages have descriptions, too."""
_SCRIPT = 2_000_000
"""Longest JSON-LD script that is read, in characters."""
_OBJECTS = 5_000

_TAG = re.compile(r"<(meta|link|html)\b([^>]{1,4000})>", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^>]{0,400}>([^<]{1,2000})", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z:_-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_DATED = re.compile(r"""<time\b[^>]{0,300}?\bdatetime\s*=\s*["']?([^"'>\s]{4,40})""", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|2[01])\d\d|\d{10}")
_RELATED = re.compile(r"""\brel\s*=\s*["']?[\w ]*$""", re.IGNORECASE)
_ITEM = re.compile(r"""\bitemprop\s*=\s*["']?[\w ]*$""", re.IGNORECASE)
_TAG_CHARS = 1000
_NEAR = 40
_SAVED = re.compile(r"<!-- saved from url=\(\d{1,6}\)(https?://[^\s<>]{4,2000})")
"""What browsers write above a page that is saved."""
_MARKUP = re.compile(r"<[^>]{1,500}>")
_ARTICLE = re.compile(r"Article|BlogPosting|Report|Review|LiveBlog|NewsItem|WebPage|Recipe")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)

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


class About(NamedTuple):
    """What a page says about itself.

    `told` is the article's text in its JSON-LD, `described` its summary, or they are empty.
    """

    fields: tuple[tuple[str, str], ...]
    told: str
    described: str

    @property
    def title(self) -> str:
        """The article's title, or the empty text."""
        return next((value for field, value in self.fields if field == "title"), "")


def about(html: str, url: str | None = None) -> About:
    """Gather a page's metadata; `url` is where the caller found it."""
    found: dict[str, list[str]] = {field: [] for field in FIELDS}
    told = ""
    for thing in _things(html):
        _read_thing(thing, found)
        body = thing.get("articleBody")
        if isinstance(body, str) and len(body) > len(told):
            told = body
    head = html[: min(html.find("</head>") % _HEAD + _BEYOND, _HEAD)]
    named: dict[str, str] = {}
    late: list[tuple[str, str]] = []
    for tag in _TAG.finditer(head):
        _read_tag(tag[1].lower(), tag[2], named, late)
    for field, keys in _META.items():
        found[field] += [named[key] for key in keys if key in named]
    if not _first("date", found["date"]) and (dated := _DATED.search(html[: 2 * _HEAD])):
        late.append(("date", dated[1]))
    for field, value in late:
        found[field].append(value)
    _read_body(html, found)
    if title := _TITLE.search(head):
        found["title"].append(title[1])
    if saved := _SAVED.search(html[:2000]):
        found["url"].append(saved[1])
    if url:
        found["url"].append(url)
    fields: list[tuple[str, str]] = []
    for field in FIELDS:
        values = _several(found[field]) if field == "byline" else _first(field, found[field])
        fields += [(field, value) for value in values]
    described = named.get("og:description") or named.get("description", "")
    return About(tuple(fields), entities.unescape(told), _plain(described))


def _read_body(html: str, found: dict[str, list[str]]) -> None:
    """Add what elements of the body tell, where the head and the JSON-LD are silent."""
    body = html[: 2 * _HEAD]
    if not found["date"]:
        for tag, _ in _tags_with("datePublished", _ITEM, body):
            found["date"] += filter(None, map(tag.get, ("content", "datetime")))
    if not found["byline"]:
        signed = {_plain(inside) for _, inside in _tags_with("author", _RELATED, body)} - {""}
        # Where there are several, they sign teasers of other articles.
        found["byline"] += signed if len(signed) == 1 else ()
    if not found["licence"]:
        found["licence"] += (
            tag.get("href", "") for tag, _ in _tags_with("license", _RELATED, body)
        )


def _tags_with(
    word: str, before: re.Pattern[str], html: str
) -> Iterator[tuple[dict[str, str], str]]:
    """Of each tag with a word behind a pattern: its attributes, and the text behind the tag.

    The word is looked for first, since that is quick.
    """
    at = html.find(word)
    while at >= 0:
        if before.search(html[max(at - _NEAR, 0) : at]):
            start = html.rfind("<", max(at - _TAG_CHARS, 0), at)
            end = html.find(">", at, at + _TAG_CHARS)
            if 0 <= start < end and ">" not in html[start:at]:
                yield _attributes(html[start:end]), html[end + 1 : end + 100].partition("<")[0]
        at = html.find(word, at + len(word))


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
    attributes = _attributes(source)
    if tag == "meta":
        content = attributes.get("content", "")
        for key in ("property", "name", "itemprop", "http-equiv"):
            if content and key in attributes:
                named.setdefault(attributes[key].lower(), content)
    elif tag == "link":
        relation = attributes.get("rel", "").lower().split()
        address = attributes.get("href", "")
        if "canonical" in relation:
            named["og:url"] = address if _ADDRESS.match(address) else named.get("og:url", "")
        if "license" in relation:
            late.append(("licence", address))
    elif tag == "html":
        late.append(("language", attributes.get("lang", attributes.get("xml:lang", ""))))


def _attributes(source: str) -> dict[str, str]:
    return {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(source)}


def _things(html: str) -> Iterator[dict[str, Any]]:
    """The objects of the page's JSON-LD, outer ones first."""
    seen = 0
    at = 0
    while (at := html.find("ld+json", at)) >= 0:
        start = html.find(">", at) + 1
        tag = html.rfind("<", 0, at)
        at += 1
        if not start or html[tag : tag + 7].lower() != "<script":
            continue
        at = start
        while (at := html.find("</", at)) >= 0 and html[at : at + 8].lower() != "</script":
            at += 2
        if at < 0:
            return
        if at - start > _SCRIPT:
            continue
        source = html[start:at].strip().removeprefix("<!--").removesuffix("-->")
        try:
            waiting = [json.loads(source.strip().rstrip(";"), strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting and seen < _OBJECTS:
            thing = waiting.pop(0)
            seen += 1
            if isinstance(thing, list):
                waiting += thing
            elif isinstance(thing, dict):
                yield thing
                waiting += [
                    thing[k] for k in ("@graph", "mainEntity", "mainEntityOfPage") if k in thing
                ]


def _read_thing(thing: dict[str, Any], found: dict[str, list[str]]) -> None:
    kind = str(thing.get("@type", ""))
    if not _ARTICLE.search(kind):
        return
    certain = "WebPage" not in kind
    if certain:
        found["title"] += _texts(thing.get("headline"))
        found["byline"] += _texts(thing.get("author"))
    found["date"] += _texts(thing.get("datePublished"))
    found["language"] += _texts(thing.get("inLanguage"))
    found["licence"] += _texts(thing.get("license"))
    if certain:
        found["site"] += _texts(thing.get("publisher"))
        found["url"] += _texts(thing.get("url"))


def _texts(value: Any, depth: int = 0) -> list[str]:
    """The text of a value, or the name of the person or thing that it is."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    if depth > 3:
        return []
    if isinstance(value, dict):
        return _texts(value.get("name") or value.get("@id"), depth + 1)
    if isinstance(value, list):
        return [text for item in value[:20] for text in _texts(item, depth + 1)]
    return []
