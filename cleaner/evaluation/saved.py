"""Evaluations kept in a file, and what changed since: line by line, with the rule.

A file holds no text, only how much of each line was left and which rules touched it; the
words of a line that changed come from the labelled documents at hand.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.errors import InputError
from cleaner.evaluation.labelled import DROP, KEEP
from cleaner.evaluation.score import READING, Line, Score

SCHEMA = "urn:article-cleaner:evaluation:1"

NEWLY_LOST, NEWLY_LEFT = "newly lost", "newly left"
NEWLY_KEPT, NEWLY_CUT = "newly kept", "newly cut"
CHANGES = (NEWLY_LOST, NEWLY_KEPT, NEWLY_LEFT, NEWLY_CUT)
"""A line of the article lost, or kept again; a line of residue left again, or cut."""

_SMALL = 0.005


class Change(NamedTuple):
    """A line with which a run deals otherwise than the saved one.

    `rules` are those behind it: where more is cut than before those of this run, otherwise
    those of the saved one, which cut no longer.
    """

    kind: str
    document: str
    line: Line
    was_left: float
    rules: tuple[str, ...]


class Comparison(NamedTuple):
    """All changes, and the documents that only one of the two runs has."""

    changes: tuple[Change, ...]
    compared: int
    only_here: int
    only_there: int


def as_saved(scores: Iterable[Score], facts: Mapping[str, Any]) -> str:
    """An evaluation in JSON, one document a line; `facts` say how it was made."""
    head = json.dumps({"schema": SCHEMA, **facts}, ensure_ascii=False)[:-1]
    documents = [
        json.dumps(
            {
                "id": score.name,
                "key": score.key,
                "lines": [[round(line.left, 3), *line.rules] for line in score.lines],
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for score in scores
    ]
    return head + ', "documents": [\n' + ",\n".join(documents) + "\n]}\n"


_Saved = dict[tuple[str, str], list[tuple[float, tuple[str, ...]]]]


def read_saved(path: Path) -> _Saved:
    """The lines of a saved evaluation by document; raises `InputError`."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"{path}: {(error.strerror or str(error)).lower()}") from None
    except ValueError as error:
        raise InputError(f"{path}: expected a saved evaluation: {error}") from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise InputError(f"{path}: expected what `cleaner eval --save` writes (schema {SCHEMA})")
    try:
        return {
            (one["id"], one["key"]): [(float(left), tuple(rules)) for left, *rules in one["lines"]]
            for one in data["documents"]
        }
    except (KeyError, TypeError, ValueError):
        raise InputError(
            f"{path}: its documents are not what `cleaner eval --save` writes"
        ) from None


def compare(scores: Sequence[Score], saved: _Saved) -> Comparison:
    """What changed since a saved evaluation, in the order of the documents."""
    changes: list[Change] = []
    known = {(score.name, score.key) for score in scores}
    shared = [score for score in scores if (score.name, score.key) in saved]
    for score in shared:
        changes += _changed(score, saved[score.name, score.key])
    return Comparison(
        tuple(changes), len(shared), len(scores) - len(shared), len(set(saved) - known)
    )


def _changed(score: Score, before: Sequence[tuple[float, tuple[str, ...]]]) -> Iterator[Change]:
    for line, (left, rules) in zip(score.lines, before, strict=False):
        difference = line.left - left
        if not line.words or line.label not in (KEEP, DROP) or abs(difference) < _SMALL:
            continue
        if difference < 0:
            kind = NEWLY_LOST if line.label == KEEP else NEWLY_CUT
            yield Change(kind, score.name, line, left, line.rules or (READING,))
        else:
            kind = NEWLY_KEPT if line.label == KEEP else NEWLY_LEFT
            yield Change(kind, score.name, line, left, rules or (READING,))
