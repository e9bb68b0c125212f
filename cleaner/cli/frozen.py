"""The frozen gate on the command line: `cleaner eval --frozen`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from cleaner.cleaning import Cleaner
from cleaner.cli.outputs import show, write_file
from cleaner.errors import ConfigError
from cleaner.evaluation.frozen import Cut, Gate, accepted, cuts_of, judge, read_articles
from cleaner.evaluation.ledger import Ledger, read_ledger
from cleaner.evaluation.words import excerpt
from cleaner.write.show import json_line, utf8

LEDGER = "accepted.toml"

_One = TypeVar("_One")
_Result = TypeVar("_Result")


class Over(Protocol):
    """Does a piece of work for each thing."""

    def __call__(self, things: Sequence[_One], work: Callable[[_One], _Result], /) -> list[_Result]:
        """The results, in order."""


def pass_gate(
    path: Path,
    cleaner: Cleaner,
    *,
    against: Path | None,
    reason: str | None,
    form: str,
    lines: int,
    over: Over,
) -> bool:
    """Judge a corpus and say what was found; with a reason, accept it. True if the gate is open."""
    file = _ledger_file(path, against)
    if reason is not None and not reason.strip():
        raise ConfigError("--accept: expected a reason")
    if reason is None and not file.exists():
        raise ConfigError(f"{file}: there is no such ledger; --accept REASON makes one")
    ledger = read_ledger(file) if file.exists() else Ledger()
    articles = tuple(read_articles(path))
    found = over(articles, lambda article: cuts_of(article, cleaner))
    level = cleaner.options.level
    gate = judge(articles, tuple(cut for cuts in found for cut in cuts), ledger, level)
    if reason is not None:
        write_file(file, utf8(accepted(gate, ledger, level, reason).as_toml()))
    if form == "json":
        show(json_line(_as_data(gate)))
    else:
        done = f"written to {file}" if reason is not None else ""
        show("".join(f"{line}\n" for line in _as_text(gate, lines, done)))
    return gate.open or reason is not None


def _ledger_file(path: Path, against: Path | None) -> Path:
    if against is not None:
        return against
    if path.is_dir():
        return path / LEDGER
    raise ConfigError("--frozen with a file needs --against FILE.toml, the ledger")


def _as_text(gate: Gate, lines: int, done: str) -> Iterator[str]:
    yield (
        f"{len(gate.articles)} articles, {len(gate.cuts)} cuts, {len(gate.new)} of them "
        f"{'newly accepted' if done else 'not accepted'}"
    )
    for cut in gate.new[:lines]:
        yield f"  {cut.article}:{cut.line} {_guilt(cut)}: {excerpt(cut.before)}"
        yield f"    fingerprint {cut.fingerprint}" + (
            f", instead: {excerpt(cut.instead)}" if cut.instead else ""
        )
    if len(gate.new) > lines:
        yield f"  and {len(gate.new) - lines} more"
    if done:
        yield done
        return
    for name in gate.unknown[:lines]:
        yield f"  {name}: is not in the ledger, or has changed"
    if len(gate.unknown) > lines:
        yield f"  and {len(gate.unknown) - lines} more that are not in the ledger"
    if gate.missing:
        yield f"  {gate.missing} articles of the ledger are not there"
    if gate.stale:
        yield f"  {len(gate.stale)} accepted cuts are made no longer (--accept takes them out)"
    if not gate.open:
        yield "what is right is entered by --accept REASON"


def _guilt(cut: Cut) -> str:
    return f"{cut.rule} [{cut.evidence}]" if cut.evidence else cut.rule


def _as_data(gate: Gate) -> dict[str, Any]:
    return {
        "open": gate.open,
        "articles": len(gate.articles),
        "cuts": len(gate.cuts),
        "new": [cut._asdict() for cut in gate.new],
        "unknown": list(gate.unknown),
        "missing": gate.missing,
        "stale": list(gate.stale),
    }
