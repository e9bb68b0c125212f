"""What a page says of itself in its JSON-LD, by the names that schema.org gives it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from cleaner.read.html.literals import Literals

_SCRIPT = 2_000_000
"""Longest JSON-LD script that is read, in bytes."""
_OBJECTS = 5_000
_REACH = 5_000_000
"""So many bytes of a page are searched for scripts."""
_TAG = 1_000
"""Longest tag of a script, in bytes, on either side of its type."""

_MARK = Literals(b"ld+json")
_ARTICLE = re.compile(r"Article|BlogPosting|Report|Review|LiveBlog|NewsItem|WebPage|Recipe")


def read_jsonld(data: bytes, found: dict[str, list[str]]) -> str:
    """Add to each field what the page's objects say, outer ones first; the article's text."""
    told = ""
    for thing in _things(data):
        _read_thing(thing, found)
        body = thing.get("articleBody")
        if isinstance(body, str) and len(body) > len(told):
            told = body
    return told


def _things(data: bytes) -> Iterator[dict[str, Any]]:
    seen = 0
    done = 0
    for _, at, end in _MARK.find(data[:_REACH]):
        start = data.find(b">", end, end + _TAG) + 1
        tag = data.rfind(b"<", max(at - _TAG, 0), at)
        if at < done or not start or data[tag : tag + 7].lower() != b"<script":
            continue
        done = start
        while (done := data.find(b"</", done)) >= 0 and data[
            done : done + 8
        ].lower() != b"</script":
            done += 2
        if done < 0:
            return
        if done - start > _SCRIPT:
            continue
        source = data[start:done].decode().strip().removeprefix("<!--").removesuffix("-->")
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
