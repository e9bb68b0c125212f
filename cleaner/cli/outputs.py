"""Where results go: standard output as bytes, or files, each written at one stroke."""

from __future__ import annotations

import errno
import os
import stat
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from cleaner.cli.inputs import SUFFIXES, Input
from cleaner.errors import CleanerError, ConfigError
from cleaner.read.sniff import SUFFIXES as PAGES
from cleaner.write.show import utf8

SUFFIX_OF = {"text": "", "markdown": ".md", "html": ".html", "json": ".json", "jsonl": ".jsonl"}
"""What a file below `-o` is called by; text keeps the name it had."""


class OutputError(CleanerError):
    """A result cannot be written."""


def show(text: str | bytes) -> None:
    """Write to standard output: UTF-8 and LF, whatever the terminal's habits."""
    if sys.stdout is None:
        raise OutputError("standard output is closed")
    sys.stdout.buffer.write(utf8(text) if isinstance(text, str) else text)


def tell(message: str) -> None:
    """One line for the user, on stderr."""
    click.echo(f"cleaner: {message}", err=True)


def write_file(path: Path, data: bytes) -> None:
    """Put `data` at `path` at one stroke: no reader ever sees half of it.

    A file that stood there keeps its mode, a symbolic link stays a link. Raises
    `OutputError`; then the old file is untouched.
    """
    try:
        target = path.resolve()
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
        if mode is not None and not target.is_file():
            raise OSError(errno.EINVAL, "not a regular file")
        if mode is not None and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, "permission denied")
        handle, aside = tempfile.mkstemp(prefix=f".{target.name[:100]}.", dir=target.parent)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {_words(error)}") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(aside).chmod(0o666 & ~_umask() if mode is None else mode)
        Path(aside).replace(target)
    except BaseException as error:
        Path(aside).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise OutputError(f"{path}: cannot be written: {_words(error)}") from None
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _words(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def mirrored(inputs: Sequence[Input], folder: Path, form: str) -> dict[str, Path]:
    """Where each input goes below `folder`, by its name; two may not go to one place."""
    if folder.exists() and not folder.is_dir():
        raise ConfigError(f"-o {folder}: is a file, expected a folder")
    known = {*SUFFIXES, *SUFFIX_OF.values(), ".html"} - {""}
    if not folder.exists() and folder.suffix.lower() in known:
        raise ConfigError(
            f"-o {folder}: expected a folder; for one file write `cleaner clean FILE > {folder}`"
        )
    places: dict[str, Path] = {}
    taken: dict[Path, Input] = {}
    for one in inputs:
        if one.path is None and one.name == "-":
            raise ConfigError("-o: standard input needs a name, give it with --stdin-filename")
        inside = one.inside
        if SUFFIX_OF[form]:
            inside = inside.with_suffix(SUFFIX_OF[form])
        elif inside.suffix.lower() in PAGES:
            inside = inside.with_suffix(".txt")
        place = folder / inside
        if place in taken:
            raise ConfigError(
                f"{taken[place].name} and {one.name} would both become {place}; "
                "clean them into two folders"
            )
        if one.path is not None and place.exists() and place.samefile(one.path):
            raise ConfigError(f"{one.name} would overwrite itself; --write does that")
        taken[place] = one
        places[one.name] = place
    return places
