"""The ledger of a frozen corpus: hashes of its articles, and cuts accepted with a reason.

articles = ["0123456789abcdef"]

[[cut]]
fingerprint = "fedcba9876543210"
rule = "byline/plain"         # for a reader; another rule may make the same cut
level = "balanced"            # accepted from this level on
reason = "the byline moves to the metadata"
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.config import LEVELS
from cleaner.errors import ConfigError

_HEAD = (
    "# What cleaning may take from these articles, each cut with the reason.\n"
    "# Written by `cleaner eval --frozen PATH --accept REASON`; see docs/evaluation.md.\n\n"
)


class Accepted(NamedTuple):
    """A cut that may be made: by which rule it was, from which level on, and why."""

    rule: str
    level: str
    reason: str


class Ledger(NamedTuple):
    """Keys of articles, and accepted cuts by fingerprint."""

    articles: frozenset[str] = frozenset()
    cuts: Mapping[str, Accepted] = {}

    def as_toml(self) -> str:
        """The file; the same ledger gives the same bytes."""
        keys = "".join(f"    {_text(key)},\n" for key in sorted(self.articles))
        entries = "".join(
            f"\n[[cut]]\nfingerprint = {_text(print_)}\nrule = {_text(cut.rule)}\n"
            f"level = {_text(cut.level)}\nreason = {_text(cut.reason)}\n"
            for print_, cut in sorted(self.cuts.items(), key=lambda i: (i[1], i[0]))
        )
        return f"{_HEAD}articles = [\n{keys}]\n{entries}"


def read_ledger(path: Path) -> Ledger:
    """Read a ledger; raises `ConfigError` with file and place for whatever is wrong in it."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from None
    except (OSError, UnicodeDecodeError) as error:
        words = getattr(error, "strerror", None) or "not UTF-8"
        raise ConfigError(f"{path}: cannot be read: {words.lower()}") from None
    unknown = sorted(set(data) - {"articles", "cut"})
    if unknown:
        raise ConfigError(f"{path}: {unknown[0]}: expected articles and cut, nothing else")
    articles = data.get("articles", [])
    if not isinstance(articles, list) or not all(isinstance(key, str) for key in articles):
        raise ConfigError(f"{path}: articles: expected a list of fingerprints")
    entries = data.get("cut", [])
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise ConfigError(f"{path}: cut: expected tables, written [[cut]]")
    cuts: dict[str, Accepted] = {}
    for number, entry in enumerate(entries, 1):
        place = f"{path}: cut {number}"
        print_ = _required(entry, "fingerprint", place)
        if print_ in cuts:
            raise ConfigError(f"{place}: {print_} is accepted twice")
        level = entry.get("level", LEVELS[0])
        if level not in LEVELS:
            raise ConfigError(f"{place}: level: expected one of {', '.join(LEVELS)}, not {level!r}")
        rule = entry.get("rule", "")
        cuts[print_] = Accepted(str(rule), level, _required(entry, "reason", place))
    return Ledger(frozenset(articles), cuts)


def _required(entry: Mapping[str, Any], key: str, place: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(f"{place}: {key}: expected a text")
    return value


def _text(value: str) -> str:
    """A basic string of TOML, which is one of JSON but for the delete character."""
    return json.dumps(" ".join(value.split()), ensure_ascii=False).replace("\x7f", "\\u007f")
