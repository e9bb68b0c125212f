"""Small corpora of our own making, and cleaners that some documents kill."""

from __future__ import annotations

import gzip
import json
import os
import signal
from pathlib import Path
from typing import Any

import zstandard

from cleaner import Cleaned, Cleaner

WIDGET = "Subscribe\nNotify of\nguest\n0 Comments\nInline Feedbacks\n"


def story(number: int) -> str:
    """A short article, every third with a comment form below it."""
    text = (
        f"The ferry number {number} is back on Monday, said the harbour master.\n"
        f"“It was {number % 50} days in the dock,” she said — and nobody missed it.\n"
    )
    return text + ("\n" + WIDGET if number % 3 == 0 else "")


def records(count: int) -> list[dict[str, Any]]:
    """Records with fields of several kinds."""
    return [
        {
            "id": f"n{number}",
            "url": f"https://www.site{number % 4}.example/{number}",
            "text": story(number),
            "date": f"2026-0{1 + number % 9}-03",
            "score": number / 7,
            "tags": {"é": [None, True, number]},
        }
        for number in range(count)
    ]


def json_lines(count: int) -> bytes:
    """The records as JSON Lines, in several ways of writing JSON."""
    lines = []
    for number, record in enumerate(records(count)):
        line = json.dumps(
            record,
            ensure_ascii=number % 2 == 0,
            separators=(",", ":") if number % 5 else (" , ", " :  "),
        )
        lines.append(line.replace("/", "\\/") if number % 7 == 0 else line)
    return ("\n".join(lines) + "\n").encode()


def packed(data: bytes, suffix: str) -> bytes:
    """Compressed as a suffix says."""
    if suffix == ".gz":
        half = len(data) // 2  # several members, as tools that write in parallel leave them
        return gzip.compress(data[:half]) + gzip.compress(data[half:])
    return zstandard.compress(data) if suffix == ".zst" else data


def unpacked(path: Path) -> bytes:
    """The content of a file; of zstd only its first frame, as many readers do."""
    data = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(data)
    if path.suffix == ".zst":
        return bytes(zstandard.ZstdDecompressor().decompressobj().decompress(data))
    return data


def files(folder: Path) -> dict[str, bytes]:
    """All files below a folder, by their paths in it; locks aside."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


class Mortal(Cleaner):
    """A cleaner that does what some documents say: die, hang, or ask for all the memory."""

    def __init__(self) -> None:
        super().__init__(level="careful", restore="never")

    def __reduce__(self) -> Any:
        return (Mortal, ())

    def clean(self, source: str | bytes, **words: Any) -> Cleaned:
        text = source if isinstance(source, str) else source.decode()
        if "DIE" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "CRASH" in text:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "HANG" in text:
            while True:
                pass
        if "GREED" in text:
            text = str(bytearray(1 << 34))
        if "FAULT" in text:
            raise ZeroDivisionError("a fault of ours")
        return super().clean(source, **words)


class Counting(Mortal):
    """A mortal cleaner that notes in a file each document that it takes up."""

    def __init__(self, notes: Path) -> None:
        super().__init__()
        self.notes = notes

    def __reduce__(self) -> Any:
        return (Counting, (self.notes,))

    def clean(self, source: str | bytes, **words: Any) -> Cleaned:
        with self.notes.open("ab") as file:
            file.write(b".")
        return super().clean(source, **words)
