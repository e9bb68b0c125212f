"""What the words PATH… mean: files, folders to walk, standard input.

Nothing is read before its turn. Whatever cannot be read is an `InputError` of its own,
so that one bad file does not stop the others.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

from cleaner.errors import InputError
from cleaner.read.sniff import SUFFIXES as PAGES

SUFFIXES = (".txt", ".text", ".md", ".markdown")
"""Files of these kinds are found in folders."""

STDIN = "-"

_CORPORA = tuple(
    f"{kind}{packed}"
    for kind in (".jsonl", ".ndjson", ".parquet", ".warc", ".wet")
    for packed in ("", ".gz", ".zst", ".bz2", ".xz")
)
_PACKED = (".gz", ".zst", ".bz2", ".xz", ".zip", ".pdf", ".docx")


@dataclass(frozen=True, slots=True)
class Input:
    """One document to come: its name as the user wrote it, and where it lies.

    `path` is None for standard input. `inside` is the path below the folder that was
    walked, or the file's own name: where the document goes below `-o`. `html` says that
    it is a web page, or None that its beginning shows.
    """

    name: str
    path: Path | None
    inside: PurePath
    html: bool | None = None

    def read(self) -> bytes:
        """The document's bytes; raises `InputError` for what is none, or cannot be read."""
        refuse_by_name(self.name)
        if self.path is None:
            data = sys.stdin.buffer.read() if sys.stdin is not None else b""
        else:
            try:
                data = self.path.read_bytes()
            except OSError as error:
                raise InputError(f"{self.name}: {_words(error)}") from None
        _refuse_by_content(self.name, data)
        return data


def gather(
    words: Sequence[str],
    *,
    globs: Sequence[str] = (),
    stdin_name: str = "",
    leave_out: Path | None = None,
    html: bool | None = None,
) -> tuple[list[Input], list[InputError]]:
    """All documents that the words mean, each file once, and what is wrong with words.

    Folders are walked in sorted order, hidden ones and `leave_out` aside; with `html`,
    web pages are looked for in them.
    """
    inputs: dict[str, Input] = {}
    errors: list[InputError] = []
    for word in words:
        if word == STDIN:
            name = stdin_name or STDIN
            inputs.setdefault(STDIN, Input(name, None, PurePath(PurePath(name).name), html))
            continue
        path = Path(word)
        try:
            if path.is_dir():
                before = len(errors)
                found = list(_walk(word, path, globs or _any_of(html), leave_out, errors))
                if not found and len(errors) == before:
                    wanted = ", ".join(globs or (PAGES if html else SUFFIXES))
                    raise InputError(f"{word}: no file in this folder is one of {wanted}")
            else:
                path.stat()
                found = [Input(word, path, PurePath(path.name))]
        except OSError as error:
            errors.append(InputError(f"{word}: {_words(error)}"))
        except ValueError as error:  # a zero byte in the name
            errors.append(InputError(f"{word!r}: {error}"))
        except InputError as error:
            errors.append(error)
        else:
            for one in found:
                inputs.setdefault(os.path.abspath(one.name), replace(one, html=html))
    return list(inputs.values()), errors


def refuse_by_name(name: str) -> None:
    """Raise `InputError` for kinds of file that would be cleaned wrongly as text."""
    lower = name.lower()
    if lower.endswith(_CORPORA):
        raise InputError(
            f"{name}: reads one document a file; for corpora there is `cleaner corpus clean`"
        )
    if lower.endswith(_PACKED):
        raise InputError(f"{name}: is not a text file; unpack it, or extract its text, first")


def _refuse_by_content(name: str, data: bytes) -> None:
    if _is_json_lines(data):
        raise InputError(
            f"{name}: looks like JSON Lines; reads one document a file; for corpora there is "
            "`cleaner corpus clean`"
        )


def _is_json_lines(data: bytes) -> bool:
    """Whether the first line, and the second if there is one, are JSON objects."""
    if not data.startswith((b'{"', b"{ ")):
        return False
    lines = data[:1_000_000].split(b"\n")[:2]
    try:
        return all(isinstance(json.loads(line), dict) for line in lines if line.strip())
    except (ValueError, RecursionError):
        return False


def _any_of(html: bool | None) -> Sequence[str]:
    """Patterns for the web pages of a folder, if those are asked for."""
    return [f"*{suffix}" for suffix in PAGES] if html else ()


def _walk(
    word: str, top: Path, globs: Sequence[str], leave_out: Path | None, errors: list[InputError]
) -> Iterator[Input]:
    def note(error: OSError) -> None:
        errors.append(InputError(f"{error.filename}: {_words(error)}"))

    skip = leave_out.resolve() if leave_out is not None else None
    for folder, folders, files in os.walk(top, onerror=note):
        here = Path(folder)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and (skip is None or (here / name).resolve() != skip)
        )
        for name in sorted(files):
            inside = (here / name).relative_to(top)
            if _wanted(inside, globs):
                yield Input(os.path.join(word, inside), here / name, PurePath(inside))


def _wanted(inside: PurePath, globs: Sequence[str]) -> bool:
    if not globs:
        return not inside.name.startswith(".") and inside.suffix.lower() in SUFFIXES
    whole = inside.as_posix()
    return any(
        fnmatchcase(inside.name, glob)
        or fnmatchcase(whole, glob)
        or (glob.startswith("**/") and fnmatchcase(whole, glob[3:]))
        for glob in globs
    )


def _words(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "permission denied"
    return error.strerror or str(error)
