"""Every mistake a user can make, as an exception that says file, place and what was expected.

The command line turns any `CleanerError` into one message on stderr and exit status 2;
a program that imports the package can catch the base class.
"""

from __future__ import annotations

from pathlib import Path


class CleanerError(Exception):
    """Base class of all errors that are the input's, the rule file's or the caller's."""


class InputError(CleanerError):
    """A document cannot be read: missing, unreadable, binary, or of an unknown kind."""


class ConfigError(CleanerError):
    """An option, in a call, on the command line or in `pyproject.toml`, has no meaning."""


class RuleError(CleanerError):
    """A rule file is wrong.

    `path` names the file, `line` and `column` (both from 1, 0 when unknown) the place,
    and `source` the offending line, so that the message can point at it with a caret.
    """

    def __init__(
        self,
        message: str,
        *,
        path: Path | str | None = None,
        line: int = 0,
        column: int = 0,
        source: str = "",
    ) -> None:
        self.message = message
        self.path = path
        self.line = line
        self.column = column
        self.source = source
        super().__init__(str(self))

    def __str__(self) -> str:
        place = str(self.path) if self.path is not None else "<rule>"
        if self.line:
            place += f":{self.line}"
            if self.column:
                place += f":{self.column}"
        text = f"{place}: {self.message}"
        if self.source:
            text += f"\n    {self.source}"
            if self.column:
                text += "\n    " + " " * (self.column - 1) + "^"
        return text
