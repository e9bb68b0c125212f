"""What a run remembers, so that it can be ended at any moment and go on from there.

    OUT/manifest.json          what the output depends on, and, once all is done, every input
                               with its fingerprint, its output and its counts
    OUT/.cleaner/state.json    how far the shard at hand is, and how long its files are
    OUT/.cleaner/done.jsonl    the shards that are finished, a line each
    OUT/.cleaner/quarantine/   documents that could not be cleaned, with the reasons

Each is written aside and renamed, or a line is added; half a line at the end is passed over.
Nothing in them depends on when or how often a run was interrupted.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from cleaner.corpus.plan import STATE, Plan, Shard
from cleaner.errors import CleanerError, ConfigError


class OutputError(CleanerError):
    """The output cannot be written; what was finished stays."""


@dataclass(slots=True)
class State:
    """How far a shard is: blocks and records read, a digest of them, and what came of it.

    `sizes` are the lengths of its files in the making; `over` says that nothing is to be
    added to them.
    """

    shard: str
    blocks: int = 0
    records: int = 0
    digest: str = ""
    sizes: dict[str, int] = field(default_factory=dict)
    tally: dict[str, int] = field(default_factory=dict)
    over: bool = False


class Ledger:
    """The memory of one output folder, which one run at a time may use."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.output = plan.output
        self.folder = plan.output / STATE
        self.manifest = plan.output / "manifest.json"
        self.done: dict[str, dict[str, Any]] = {}
        self.state: State | None = None
        self._lock: IO[str] | None = None

    def open(self, *, restart: bool = False) -> None:
        """Take the folder; read what is known of an earlier run.

        Raises `ConfigError` when that run was another one, or is still going on.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(self.folder / "lock", self.output)
        ours = self.manifest.exists()
        if restart:
            self._forget()
        identity = self.plan.identity()
        if self.manifest.exists():
            known = _read(self.manifest).get("run")
            if known != json.loads(json.dumps(identity)):
                raise ConfigError(
                    f"{self.output} was begun in another way: {_difference(known, identity)}; "
                    "--restart begins anew, or take another folder"
                )
        else:
            if not ours:
                self._refuse_foreign()
            write_json(self.manifest, {"run": identity, "finished": False})
        for line in _lines(self.folder / "done.jsonl"):
            self.done[line["input"]] = line
        state = self.folder / "state.json"
        if state.exists():
            found = State(**_read(state))
            self.state = None if found.shard in self.done else found

    def close(self) -> None:
        """Let the folder go."""
        if self._lock is not None:
            self._lock.close()

    def checkpoint(self, state: State) -> None:
        """Remember how far a shard is."""
        self.state = state
        write_json(self.folder / "state.json", asdict(state))

    def finished(self, entry: dict[str, Any]) -> None:
        """Remember that a shard is finished."""
        self.done[entry["input"]] = entry
        path = self.folder / "done.jsonl"
        with path.open("r+b" if path.exists() else "w+b") as file:
            # Half a line of a run that was killed is written over.
            data = file.read()
            file.seek(data.rfind(b"\n") + 1)
            file.truncate()
            file.write(json.dumps(entry, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def forget(self, names: Iterable[str]) -> None:
        """Shards are to be done again."""
        for name in names:
            self.done.pop(name, None)
        lines = [json.dumps(entry, ensure_ascii=False) + "\n" for entry in self.done.values()]
        write_aside(self.folder / "done.jsonl", "".join(lines).encode())

    def end(self) -> Counter[str]:
        """All is done: write the manifest; the sum of all counts."""
        total: Counter[str] = Counter()
        entries = [self.done[shard.name] for shard in self.plan.shards]
        for entry in entries:
            total.update(entry["tally"])
        write_json(
            self.manifest,
            {
                "run": self.plan.identity(),
                "finished": True,
                "total": dict(sorted(total.items())),
                "inputs": entries,
            },
        )
        (self.folder / "state.json").unlink(missing_ok=True)
        return total

    def _forget(self) -> None:
        for path in (self.manifest, self.folder / "state.json", self.folder / "done.jsonl"):
            path.unlink(missing_ok=True)
        shutil.rmtree(self.folder / "quarantine", ignore_errors=True)

    def _refuse_foreign(self) -> None:
        """What stands where output would go, and is not ours, is not overwritten."""
        for shard in self.plan.shards:
            for path in targets(self.plan, shard):
                if path.exists():
                    raise ConfigError(f"{path}: is there already, and no run of ours wrote it")


def targets(plan: Plan, shard: Shard) -> list[Path]:
    """The files that a shard becomes, in which documents follow one another."""
    found = [] if shard.source.container == "tree" else [plan.output / shard.name]
    return [*found, plan.records / shard.records] if plan.records else found


def write_json(path: Path, values: dict[str, Any]) -> None:
    """Put values at a path at one stroke."""
    write_aside(path, json.dumps(values, ensure_ascii=False, indent=1).encode() + b"\n")


def write_aside(path: Path, data: bytes) -> None:
    """Put data at a path at one stroke, and on the disk."""
    aside = path.with_name(f".{path.name}.aside")
    with aside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


def _read(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
    except ValueError:
        raise ConfigError(f"{path}: is not what a run writes; --restart begins anew") from None
    return found


def _lines(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    whole = path.read_bytes().split(b"\n")[:-1]
    return [json.loads(line) for line in whole]


def _difference(known: Any, identity: dict[str, Any]) -> str:
    if not isinstance(known, dict):
        return "its manifest is not ours"
    wanted = json.loads(json.dumps(identity))
    for key in wanted:
        old, new = known.get(key), wanted[key]
        if old == new:
            continue
        if isinstance(old, dict) and isinstance(new, dict):
            inner = next(name for name in {**old, **new} if old.get(name) != new.get(name))
            return f"{key}: {inner}: {old.get(inner)!r}, now {new.get(inner)!r}"
        return f"{key}: {old!r}, now {new!r}"
    return "its manifest has more than ours"


def _locked(path: Path, output: Path) -> IO[str]:
    file = path.open("w")
    try:
        import fcntl  # noqa: PLC0415 (there is none on Windows)
    except ImportError:
        return file
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise ConfigError(f"{output}: another run is writing there") from None
    return file
