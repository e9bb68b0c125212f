"""Labelled documents: each line of a text with the word of a reader for it.

The format is JSON Lines (docs/evaluation.md). It is read here and nowhere else.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.errors import ConfigError, InputError

KEEP, DROP, IGNORE = "keep", "drop", "ignore"
LABELS = (KEEP, DROP, IGNORE)


class Labelled(NamedTuple):
    """One document: its text, the label of every line that is not blank, and its fields.

    `lines` are the words of the labelled lines as the file has them, `categories` what
    kind of residue each is said to be, or "".
    """

    name: str
    text: str
    labels: tuple[str, ...]
    fields: dict[str, Any]
    lines: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The article's title where the file has one, or ""."""
        title = self.fields.get("title")
        return title if isinstance(title, str) else ""


def read_labelled(path: Path) -> Iterator[Labelled]:
    """Documents of a JSON Lines file (or one JSON array, in `.json`), gzip-compressed or not.

    Each has `lines` with `text` and `label` (keep, drop, ignore), one for every line of
    `text` that is not blank. Raises `InputError` with file and line.
    """
    for data, place in read_records(path):
        yield _labelled(data, place)


def read_records(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """The objects of such a file, each with its place for messages; raises `InputError`."""
    opener = gzip.open if path.suffix == ".gz" else open
    number = 0
    try:
        with opener(path, "rb") as file:
            if path.name.removesuffix(".gz").endswith(".json"):
                yield from _array(file.read().decode("utf-8"), path)
                return
            for number, line in enumerate(file, 1):
                if line.strip():
                    place = f"{path}:{number}"
                    yield _object(line.decode("utf-8").strip(), place), place
    except UnicodeDecodeError:
        raise InputError(f"{path}:{number or 1}: is not UTF-8") from None
    except (EOFError, zlib.error):
        raise InputError(f"{path}:{number + 1}: the gzip data end early or are broken") from None
    except OSError as error:
        raise InputError(f"{path}: {(error.strerror or str(error)).lower()}") from None


def _array(text: str, path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    found = _parsed(text, str(path), "a JSON array of objects")
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise InputError(f"{path}: expected a JSON array of objects")
    for number, one in enumerate(found, 1):
        yield one, f"{path}: document {number}"


def _object(text: str, place: str) -> dict[str, Any]:
    found = _parsed(text, place, "a JSON object")
    if not isinstance(found, dict):
        raise InputError(f"{place}: expected a JSON object, not {text[:40]!r}")
    return found


def _parsed(text: str, place: str, wanted: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        line = f"line {error.lineno} " if error.lineno > 1 else ""
        raise InputError(
            f"{place}: expected {wanted}: {error.msg.lower()}, {line}column {error.colno}"
        ) from None
    except (ValueError, RecursionError):
        raise InputError(f"{place}: expected {wanted}") from None


def _labelled(data: Mapping[str, Any], place: str) -> Labelled:
    lines = data.get("lines")
    if not isinstance(lines, list):
        raise InputError(f"{place}: expected `lines`, a list of text and label")
    for number, line in enumerate(lines, 1):
        if not isinstance(line, dict) or not isinstance(line.get("text"), str):
            raise InputError(f"{place}: lines, {number}: expected an object with text and label")
        if line.get("label") not in LABELS:
            raise InputError(
                f"{place}: lines, {number}: label: expected {', '.join(LABELS)}, "
                f"not {line.get('label')!r}"
            )
    lines = [line for line in lines if line["text"].strip()]
    text = data.get("text")
    if not isinstance(text, str):
        text = "\n".join(line["text"] for line in lines)
    found = sum(1 for line in text.split("\n") if line.strip())
    if found != len(lines):
        raise InputError(f"{place}: {len(lines)} labels for {found} lines that are not blank")
    return Labelled(
        str(data.get("id", place)),
        text,
        tuple(line["label"] for line in lines),
        {key: value for key, value in data.items() if key not in ("text", "lines")},
        tuple(line["text"] for line in lines),
        tuple(str(line.get("cat") or "") for line in lines),
    )


class Condition(NamedTuple):
    """A field of a document, and the value that it must have or, in a list, hold."""

    field: str
    value: str

    @classmethod
    def of(cls, word: str) -> Condition:
        """Out of FIELD=VALUE; raises `ConfigError`."""
        field, equals, value = word.partition("=")
        if not equals or not field:
            raise ConfigError(f"--where {word!r}: expected FIELD=VALUE, such as lang=en")
        return cls(field, value)

    def holds(self, fields: Mapping[str, Any]) -> bool:
        """Whether a document is meant; an empty value means an empty list, too."""
        have = fields.get(self.field)
        if isinstance(have, bool):
            return str(have).lower() == self.value.lower()
        if isinstance(have, list):
            return self.value in map(str, have) or (not have and not self.value)
        return str(have) == self.value


def chosen(documents: Iterator[Labelled], conditions: Sequence[Condition]) -> Iterator[Labelled]:
    """The documents for which every condition holds."""
    for document in documents:
        if all(condition.holds(document.fields) for condition in conditions):
            yield document
