"""What a rule file says: the rule, its match, and the examples that prove it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.errors import RuleError

STATUSES = ("preview", "stable", "deprecated")
"""preview: reported, cut only when asked · stable · deprecated: names its successor."""
SAFETIES = ("safe", "unsafe", "report")
"""safe: cut · unsafe: cut only when asked · report: never cut."""


class ExampleLine(NamedTuple):
    """One line of an example: mark is `=` (stays), `-` (goes) or `+` (is put instead)."""

    mark: str
    text: str


class Example(NamedTuple):
    """A small document, written as a diff, that shows what the rule does and leaves."""

    name: str
    lines: tuple[ExampleLine, ...]
    place: int

    @property
    def before(self) -> str:
        """The document as it comes in."""
        return "\n\n".join(line.text for line in self.lines if line.mark in "=-") + "\n"

    @property
    def after(self) -> str:
        """The document as it must come out."""
        text = "\n\n".join(line.text for line in self.lines if line.mark in "=+")
        return text + "\n" if text else ""

    @property
    def cuts(self) -> bool:
        """Whether the example shows the rule at work (otherwise it is a near miss)."""
        return any(line.mark != "=" for line in self.lines)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule file, read and checked, not yet compiled.

    `match` holds the `[match]` table as plain data; the kind it names knows its keys.
    """

    id: str
    summary: str
    why: str
    kind: str
    match: dict[str, Any] = field(hash=False)
    anchors: tuple[str, ...]
    examples: tuple[Example, ...]
    status: str = "stable"
    safety: str = "safe"
    lang: tuple[str, ...] = ()
    replaced_by: str = ""
    path: Path | None = field(default=None, compare=False)

    @property
    def family(self) -> str:
        """The category, which is the folder: `promo` of `promo/newsletter`."""
        return self.id.partition("/")[0]


def misfit(rule: Rule, message: str, where: str) -> RuleError:
    """A `RuleError` that points at the line of the rule's file that holds `where`."""
    if rule.path is not None and rule.path.is_file():
        for number, line in enumerate(rule.path.read_text("utf-8").splitlines(), 1):
            column = line.find(where)
            if column >= 0:
                return RuleError(
                    message, path=rule.path, line=number, column=column + 1, source=line
                )
    return RuleError(message, path=rule.path or rule.id)
