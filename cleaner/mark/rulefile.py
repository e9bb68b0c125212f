"""A rule file into a `Rule`: TOML in, every mistake told with file, line and caret."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from cleaner.errors import RuleError
from cleaner.mark.rule import SAFETIES, STATUSES, Example, ExampleLine, Rule

_KEYS = {
    "summary": str,
    "why": str,
    "status": str,
    "safety": str,
    "replaced_by": str,
    "lang": list,
    "anchors": list,
    "match": dict,
    "example": list,
}
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)+")
_TOML_PLACE = re.compile(r"^(.*) \(at line (\d+), column (\d+)\)$", re.DOTALL)


class _Source:
    """The text of a rule file, to find the place of a key for a message."""

    def __init__(self, text: str, path: Path | None) -> None:
        self.lines = text.splitlines()
        self.path = path

    def error(self, message: str, key: str = "", nth: int = 1) -> RuleError:
        """An error that points at the nth line that sets `key`, if there is one."""
        seen = 0
        for number, line in enumerate(self.lines, 1):
            found = (
                re.match(rf"\s*(?:\[\[?\s*)?({re.escape(key)})\b\s*(?:=|\])", line) if key else None
            )
            if found:
                seen += 1
                if seen == nth:
                    return RuleError(
                        message, path=self.path, line=number, column=found.start(1) + 1, source=line
                    )
        return RuleError(message, path=self.path)

    def error_at(self, message: str, text: str) -> RuleError:
        """An error that points at the line that holds `text` (a pattern, say)."""
        for number, line in enumerate(self.lines, 1):
            column = line.find(text)
            if column >= 0:
                return RuleError(
                    message, path=self.path, line=number, column=column + 1, source=line
                )
        return RuleError(message, path=self.path)


def parse_rule(text: str, rule_id: str, path: Path | None = None) -> Rule:
    """Read one rule; raises `RuleError` for anything that is missing, unknown or misspelt."""
    source = _Source(text, path)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(error, source) from None
    if not _ID.fullmatch(rule_id):
        raise RuleError(
            f"{rule_id!r} is no rule id: expected FAMILY/NAME.toml, lower-case words and hyphens",
            path=path,
        )
    for key, value in table.items():
        if key not in _KEYS:
            raise source.error(f"unknown key {key!r}; known are {', '.join(_KEYS)}", key)
        if not isinstance(value, _KEYS[key]):
            raise source.error(f"{key}: expected {_NAMES[_KEYS[key]]}", key)
    for key in ("summary", "match"):
        if not table.get(key):
            raise source.error(f"{key!r} is missing")
    status = _choice(table, "status", STATUSES, source)
    safety = _choice(table, "safety", SAFETIES, source)
    if status == "deprecated" and not table.get("replaced_by"):
        raise source.error("a deprecated rule names its successor in 'replaced_by'", "status")
    match = dict(table["match"])
    kind = match.pop("kind", None)
    if not isinstance(kind, str):
        raise source.error("[match] needs a kind", "match")
    return Rule(
        id=rule_id,
        summary=table["summary"],
        why=table.get("why", "").strip(),
        kind=kind,
        match=match,
        anchors=tuple(anchor.lower() for anchor in strings(table, "anchors", source)),
        examples=_examples(table.get("example", []), source),
        status=status,
        safety=safety,
        lang=tuple(strings(table, "lang", source)),
        replaced_by=table.get("replaced_by", ""),
        path=path,
    )


_NAMES = {str: "a text", list: "a list", dict: "a table"}


def strings(table: dict[str, Any], key: str, source: _Source) -> list[str]:
    """The list of non-empty texts at `key`, or a `RuleError`."""
    values = table.get(key, [])
    for value in values:
        if not isinstance(value, str) or not value:
            raise source.error(f"{key}: expected a list of texts, found {value!r}", key)
    return list(values)


def _choice(table: dict[str, Any], key: str, allowed: tuple[str, ...], source: _Source) -> str:
    default = "stable" if key == "status" else "safe"
    value = table.get(key, default)
    if value not in allowed:
        raise source.error(f"{key}: expected one of {', '.join(allowed)}, not {value!r}", key)
    return str(value)


def _syntax_error(error: tomllib.TOMLDecodeError, source: _Source) -> RuleError:
    found = _TOML_PLACE.match(str(error))
    if not found:
        return RuleError(f"not valid TOML: {error}", path=source.path)
    line, column = int(found[2]), int(found[3])
    text = source.lines[line - 1] if line <= len(source.lines) else ""
    return RuleError(
        f"not valid TOML: {found[1]}", path=source.path, line=line, column=column, source=text
    )


def _examples(tables: list[Any], source: _Source) -> tuple[Example, ...]:
    examples: list[Example] = []
    for number, table in enumerate(tables, 1):
        if not isinstance(table, dict) or set(table) - {"name", "text"} or len(table) != 2:
            raise source.error("an [[example]] has a name and a text", "example", number)
        name, text = table["name"], table["text"]
        if not isinstance(name, str) or not isinstance(text, str):
            raise source.error("an example's name and text are texts", "example", number)
        lines: list[ExampleLine] = []
        for line in text.splitlines():
            if not line.strip():
                continue
            mark, gap, rest = line[:1], line[1:2], line[2:]
            if mark not in "=-+" or gap != " " or not rest.strip():
                raise source.error_at(
                    "an example's line starts with '= ' (stays), '- ' (goes) or '+ ' (is put)", line
                )
            lines.append(ExampleLine(mark, rest))
        if not lines:
            raise source.error("an example without lines proves nothing", "example", number)
        examples.append(Example(name, tuple(lines), number))
    return tuple(examples)
