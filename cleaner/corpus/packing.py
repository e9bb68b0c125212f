"""Compression: files read as a stream, and blocks that can be put behind one another.

Each block is packed for itself, by whoever made it: gzip members and zstd frames may follow
one another, so a file grows by whole blocks and can be cut off behind any of them. Many
readers of zstd stop at the end of a frame, so a finished file is packed again as one.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from cleaner.corpus.extras import need
from cleaner.errors import ConfigError

SUFFIXES = (".gz", ".zst")
"""Kinds of compression; the empty text stands for none."""

_GZIP_LEVEL = 6
_ZSTD_LEVEL = 3


def packing_of(name: str) -> str:
    """The compression that a name tells of."""
    return next((suffix for suffix in SUFFIXES if name.lower().endswith(suffix)), "")


def reader(raw: IO[bytes], packing: str) -> IO[bytes]:
    """What is packed in a file, as a buffered stream."""
    if packing == ".gz":
        return io.BufferedReader(gzip.GzipFile(fileobj=raw, mode="rb"), 1 << 20)
    if packing == ".zst":
        unpacker = need("zstandard").ZstdDecompressor()
        return io.BufferedReader(unpacker.stream_reader(raw, read_across_frames=True), 1 << 20)
    return raw


@contextmanager
def writer(raw: IO[bytes], packing: str) -> Iterator[IO[bytes]]:
    """A stream into a file, packed as one piece."""
    if packing == ".gz":
        with gzip.GzipFile("", "wb", _GZIP_LEVEL, raw, mtime=0) as stream:
            yield stream  # type: ignore[misc]
    elif packing == ".zst":
        packer = need("zstandard").ZstdCompressor(level=_ZSTD_LEVEL)
        with packer.stream_writer(raw, closefd=False) as stream:
            yield stream
    else:
        yield raw


def broken() -> tuple[type[Exception], ...]:
    """What a reader raises for a file that is damaged."""
    errors: list[type[Exception]] = [EOFError, zlib.error, gzip.BadGzipFile]
    with suppress(ConfigError):  # not installed: nothing of it can be raised
        errors.append(need("zstandard").ZstdError)
    return tuple(errors)


def pack(data: bytes, packing: str) -> bytes:
    """One block; the same bytes give the same block, whenever and wherever."""
    if packing == ".gz":
        return gzip.compress(data, _GZIP_LEVEL, mtime=0)
    if packing == ".zst":
        packed: bytes = need("zstandard").ZstdCompressor(level=_ZSTD_LEVEL).compress(data)
        return packed
    return data


def finish(blocks: Path, target: Path, packing: str) -> bool:
    """Pack a file of blocks as its kind is usually packed; False if it is so already."""
    if packing != ".zst":
        return False
    packer = need("zstandard").ZstdCompressor(level=_ZSTD_LEVEL)
    with blocks.open("rb") as raw, target.open("wb") as out:
        packer.copy_stream(reader(raw, packing), out)
        out.flush()
    return True


def versions(packing: str) -> dict[str, str]:
    """The versions of what packs, on which the bytes depend."""
    if packing == ".gz":
        return {"zlib": zlib.ZLIB_RUNTIME_VERSION}
    if packing == ".zst":
        return {"zstandard": need("zstandard").__version__}
    return {}
