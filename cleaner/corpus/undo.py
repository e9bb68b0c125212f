"""The way back: from a cleaned corpus and its records, the original texts, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cleaner.corpus.containers import CONTAINERS, Source, Undoing, container_of
from cleaner.corpus.fields import Fields
from cleaner.corpus.packing import broken, packing_of, reader
from cleaner.corpus.plan import Shard
from cleaner.corpus.record import Record
from cleaner.errors import ConfigError, InputError


def undo_corpus(
    cleaned: Path | str,
    records: Path | str,
    output: Path | str,
    *,
    watch: Callable[[str], None] | None = None,
) -> int:
    """Undo a run of `clean_corpus` into the folder `output`; the number of files or folders.

    `cleaned` is the folder it wrote, `records` that of its records. Each text is checked
    against the record's hashes, before and after. Raises `InputError` where something was
    changed since, or came from a web page that was not kept; what was undone before that
    stays. Documents in quarantine were never changed, and are not brought back.
    """
    cleaned, records, output = Path(cleaned), Path(records), Path(output)
    manifest = read_manifest(cleaned)
    if manifest["run"]["attributes"]:
        raise ConfigError(f"{cleaned}: holds attributes; no text was changed")
    if not manifest["run"]["records"]:
        raise ConfigError(f"{cleaned}: was cleaned without --removed; there is no way back")
    fields = Fields(**manifest["run"]["fields"])
    for entry in manifest["inputs"]:
        shard = shard_of(entry["input"], cleaned)
        if watch is not None:
            watch(shard.name)
        told = read_records(records / shard.records)
        target = output / shard.name
        if shard.source.container == "tree":
            output.mkdir(parents=True, exist_ok=True)
            CONTAINERS["tree"].undo(shard.source, Undoing(told, output, fields))
            continue
        if target.exists() and target.samefile(shard.source.path):
            raise ConfigError(f"{target}: would overwrite itself; take another folder for -o")
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        try:
            undoing = Undoing(told, part, fields)
            CONTAINERS[shard.source.container].undo(shard.source, undoing)
            if next(told, None) is not None:
                raise InputError("has fewer documents than there are records of")
            part.replace(target)
        except InputError as error:
            raise InputError(f"{shard.source.path}: {error}") from None
        finally:
            part.unlink(missing_ok=True)
    return len(manifest["inputs"])


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a run that is finished; raises `ConfigError`."""
    path = folder / "manifest.json"
    try:
        manifest: dict[str, Any] = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise ConfigError(f"{folder}: expected a folder that `corpus clean` wrote") from None
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from None
    if not manifest.get("finished"):
        raise ConfigError(f"{folder}: the run is not finished; give its command again first")
    return manifest


def read_records(path: Path) -> Iterator[Record]:
    """The records of one file; raises `InputError`."""
    damaged: tuple[type[Exception], ...] = (*broken(), OSError, ValueError)
    try:
        with path.open("rb") as raw:
            for line in reader(raw, packing_of(path.name)):
                yield json.loads(line)
    except damaged as error:
        words = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path}: cannot be read as records: {words}") from None


def shard_of(name: str, cleaned: Path) -> Shard:
    """A shard as it stands in the output."""
    if name.endswith("/"):
        return Shard(name, Source(cleaned, "tree"))
    kind = container_of(name)
    if kind is None:
        raise ConfigError(f"{cleaned}: the manifest names {name!r}, which is no container")
    packing = packing_of(name)
    records = ".gz" if kind == "parquet" else packing
    return Shard(name, Source(cleaned / name, kind, packing), records)
