"""What a run is to do: its inputs, where each goes, and everything its bytes depend on."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.config import Options
from cleaner.corpus.containers import CONTAINERS, Source, container_of
from cleaner.corpus.containers import tree as documents
from cleaner.corpus.containers.block import BIG, BLOCK
from cleaner.corpus.desk import Work
from cleaner.corpus.extras import need
from cleaner.corpus.packing import packing_of, versions
from cleaner.errors import ConfigError, InputError
from cleaner.read.decode import decode
from cleaner.restoring import fingerprint
from cleaner.version import __version__

SCHEMA = "urn:article-cleaner:corpus:2"

STATE = ".cleaner"
"""The folder, in the output, of what a run must remember; quarantine lies there too."""


class Shard(NamedTuple):
    """One input and its place in the output: a file, or the documents of a folder.

    `packing` is the compression of what is written, its records among it.
    """

    name: str
    source: Source
    packing: str = ""

    @property
    def records(self) -> str:
        """What the file of its records is called: `news.parquet` and `news.jsonl` may meet."""
        bare = self.name.rstrip("/").removesuffix(packing_of(self.name)).removesuffix(".jsonl")
        return f"{bare}.removed.jsonl{self.packing}"

    def packed(self, packing: str) -> Shard:
        """The same, written with another compression, where that is free to choose."""
        if self.source.container != "jsonl":
            return self
        bare = self.name.removesuffix(packing_of(self.name))
        return Shard(bare + packing, self.source, packing)


@dataclass(frozen=True, slots=True)
class Plan:
    """Shards in the order in which they are done, and the work done on them."""

    shards: tuple[Shard, ...]
    work: Work
    output: Path
    records: Path | None = None

    def identity(self) -> dict[str, Any]:
        """Everything besides the inputs that the output's bytes depend on."""
        cleaner, work = self.work.cleaner, self.work
        weights = cleaner.model.weights.hash if cleaner.model is not None else None
        used: dict[str, str] = {}
        for shard in self.shards:
            used |= versions(shard.packing)
            if shard.source.container == "parquet":
                used["pyarrow"] = need("pyarrow").__version__
        return {
            "schema": SCHEMA,
            "cleaner": __version__,
            "rulebook": cleaner.rulebook.hash,
            "model": weights,
            "restoration": _restoration(cleaner.options),
            "options": cleaner.options.as_dict(),
            "choice": work.choice.facts if work.choice else {},
            "parser": _parser(cleaner.options.parser),
            "fields": asdict(work.fields),
            "records": work.records,
            "attributes": work.attributes,
            "keep source": work.keep_source,
            "html": work.html,
            "encoding": work.encoding,
            "block": [BLOCK, BIG],
            "libraries": dict(sorted(used.items())),
        }

    def check(self) -> None:
        """Raise an error for what can be known to go wrong before the run begins."""
        for shard in self.shards:
            container = CONTAINERS[shard.source.container]
            if self.work.attributes and shard.source.container != "jsonl":
                raise ConfigError(f"{shard.name}: attributes belong to documents in JSON Lines")
            if container.check is not None:
                container.check(shard.source, self.work.fields)
            if shard.source.container == "warc":
                need("fastwarc.warc")
            versions(shard.packing)
            versions(shard.source.packing)
        if self.work.encoding is not None:
            decode(b"", declared=self.work.encoding)


def shards_of(
    words: Sequence[str | Path], output: Path, packing: str | None = None
) -> tuple[Shard, ...]:
    """The shards that files and folders mean, in order, each once.

    `packing` is a compression for JSON Lines; None: that of the input. In a folder, files of
    every container are found, hidden ones and `output` aside; its texts and web pages are
    one shard. Raises `InputError` and `ConfigError`.
    """
    shards: dict[str, Shard] = {}
    for word in words:
        for found in _of(Path(word), output):
            shard = found if packing is None else found.packed(packing)
            other = shards.setdefault(shard.name, shard)
            if other.source.path.absolute() != shard.source.path.absolute():
                raise ConfigError(
                    f"{other.source.path} and {shard.source.path} would both become "
                    f"{output / shard.name}; clean them into two folders"
                )
    if not shards:
        raise InputError("there is nothing to clean")
    return tuple(shards.values())


def _of(path: Path, output: Path) -> Iterator[Shard]:
    if path.is_dir():
        yield from _walk(path, output)
        return
    if not path.exists():
        raise InputError(f"{path}: there is no such file or folder")
    kind = container_of(path.name)
    if kind is not None:
        yield _file(path.name, path, kind)
    elif path.suffix.lower() in documents.SUFFIXES:
        yield _tree(path.parent, [path.name], f"{path.name}/")
    else:
        known = [suffix for kind in CONTAINERS.values() for suffix in kind.suffixes]
        raise InputError(
            f"{path}: expected one of {', '.join([*known, *documents.SUFFIXES])}; JSON Lines may "
            "end in .gz or .zst, WARC in .gz"
        )


def _walk(top: Path, output: Path) -> Iterator[Shard]:
    files: list[str] = []
    skip = output.resolve()
    for folder, folders, names in os.walk(top):
        here = Path(folder)
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and (here / name).resolve() != skip
        )
        for name in sorted(names):
            inside = (here / name).relative_to(top).as_posix()
            kind = container_of(name)
            if name.startswith(".") or name.lower().endswith(".json"):
                continue
            if kind is not None:
                yield _file(inside, here / name, kind)
            elif Path(name).suffix.lower() in documents.SUFFIXES:
                files.append(inside)
    if files:
        yield _tree(top, files, f"{top.resolve().name}/")


def _file(name: str, path: Path, kind: str) -> Shard:
    packing = packing_of(name)
    records = ".gz" if kind == "parquet" else packing
    return Shard(name, Source(path, kind, packing), records)


def _tree(top: Path, files: list[str], name: str) -> Shard:
    places: dict[str, str] = {}
    for file in files:
        place = documents.written_as(file)
        if (other := places.setdefault(place, file)) != file:
            raise ConfigError(f"{top / other} and {top / file} would both become {place}")
    return Shard(name, Source(top, "tree", "", tuple(files)))


def _restoration(options: Options) -> str | None:
    if options.restoration == "never":
        return None
    try:
        return fingerprint(options.ranker_model)
    except OSError as error:
        raise ConfigError(f"{error.filename}: cannot be read: {error.strerror}") from None


def _parser(parser: str) -> str:
    if parser != "auto":
        return parser
    from importlib.util import find_spec  # noqa: PLC0415 (asked once a run)

    return "fast" if find_spec("selectolax") else "soup"
