"""One line of JSON, of which one value is changed and every other byte stays."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from cleaner.errors import InputError

_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n]*")
_BYTES = re.compile("[\udc80-\udcff]")
_UPPER = re.compile(r"\\u[0-9a-f]{0,3}[A-F]")
_HTML = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_HTML_ESCAPED = re.compile(r"\\u(?:003[ce]|0026|202[89])", re.IGNORECASE)


class Value(NamedTuple):
    """A value, and where its JSON stands in the line."""

    value: Any
    start: int
    end: int


class Line(NamedTuple):
    """A JSON object on one line, taken apart; `end` is the place of its closing brace."""

    text: str
    values: dict[str, Value]
    end: int

    def get(self, name: str) -> Any:
        """The value of a field; None where it is missing."""
        found = self.values.get(name)
        return None if found is None else found.value

    def raw(self, name: str) -> str | None:
        """The JSON of a field; None where it is missing."""
        found = self.values.get(name)
        return None if found is None else self.text[found.start : found.end]

    def broken(self, name: str) -> bool:
        """Whether bytes that are not UTF-8 stand in a field."""
        return _BYTES.search(self.raw(name) or "") is not None

    def put(self, name: str, json_text: str) -> str:
        """The line with another value; a field that is missing is added at the end."""
        found = self.values.get(name)
        if found is not None:
            return self.text[: found.start] + json_text + self.text[found.end :]
        comma = "," if self.values else ""
        added = f"{comma}{json.dumps(name, ensure_ascii=False)}:{json_text}"
        return self.text[: self.end] + added + self.text[self.end :]

    def drop_last(self, name: str) -> str:
        """The line without the field that `put` added."""
        found = self.values[name]
        key = json.dumps(name, ensure_ascii=False) + ":"
        start = found.start - len(key)
        if start and self.text[start - 1] == ",":
            start -= 1
        return self.text[:start] + self.text[found.end :]


def as_text(line: bytes) -> str:
    """The line as text; bytes that are not UTF-8 come back as they were by `as_bytes`."""
    return line.decode("utf-8", "surrogateescape")


def as_bytes(line: str) -> bytes:
    """The bytes of a line."""
    return line.encode("utf-8", "surrogateescape")


def parse(text: str) -> Line:
    """Take a line apart; of a field named twice the last counts. Raises `InputError`."""
    at = _skip(text, 1 if text.startswith("\ufeff") else 0)
    if text[at : at + 1] != "{":
        raise InputError("expected a JSON object")
    values: dict[str, Value] = {}
    at = _skip(text, at + 1)
    try:
        while text[at] != "}" or values:
            if text[at] != '"':
                raise InputError(f"expected the name of a field at character {at}")
            name, at = _DECODER.raw_decode(text, at)
            at = _skip(text, at)
            if text[at] != ":":
                raise InputError(f"expected ':' at character {at}")
            start = _skip(text, at + 1)
            value, end = _DECODER.raw_decode(text, start)
            values[name] = Value(value, start, end)
            at = _skip(text, end)
            if text[at] == "}":
                break
            if text[at] != ",":
                raise InputError(f"expected ',' or '}}' at character {at}")
            at = _skip(text, at + 1)
    except IndexError:
        raise InputError("the JSON object ends too early") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"not valid JSON: {error}") from None
    if _skip(text, at + 1) != len(text):
        raise InputError(f"more text after the JSON object, at character {at + 1}")
    return Line(text, values, at)


def style_of(raw: str, value: str) -> str | None:
    """How a string is written, as `written` understands it; None for no usual way."""
    style = ""
    if "\\u" in raw and raw.isascii() and not value.isascii():
        style += "a"
        if _UPPER.search(raw):
            style += "u"
    if "\\/" in raw:
        style += "/"
    if _HTML_ESCAPED.search(raw):
        style += "<"
    return style if written(value, style) == raw else None


def written(value: str, style: str = "") -> str:
    r"""A string as JSON. `style` has letters for what is escaped besides what must be:

    a: all that is not ASCII (u: with upper-case digits) · /: slashes, as PHP does · <: what
    is special in HTML, as Go does.
    """
    text = json.dumps(value, ensure_ascii="a" in style)
    if "/" in style:
        text = text.replace("/", "\\/")
    if "<" in style:
        for char, escaped in _HTML.items():
            text = text.replace(char, escaped)
    if "u" in style:
        text = re.sub(r"\\u[0-9a-f]{4}", lambda match: "\\u" + match.group()[2:].upper(), text)
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return json.dumps(value)
    return text


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    assert found is not None
    return found.end()
