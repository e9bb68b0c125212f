"""Evaluations in words for a person, and as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from cleaner.evaluation.labelled import DROP, KEEP
from cleaner.evaluation.saved import CHANGES, Change, Comparison
from cleaner.evaluation.score import READING, Line, Score
from cleaner.evaluation.totals import Count, Totals

WIDTH = 100
_EXCERPT = 70


def as_text(totals: Totals, *, worst: int, lines: int) -> Iterator[str]:
    """The sums, the categories, the guilty rules, and the worst documents line by line.

    At most `worst` documents and `lines` lines of each are shown.
    """
    count, keep, drop = len(totals.scores), totals.keep, totals.drop
    yield f"documents {count}   words to keep {keep.words}   words to drop {drop.words}"
    yield (
        f"content lost {keep.percent:.2f} %   residue left {drop.percent:.2f} %   "
        f"exact {100 * totals.exact / count:.1f} % ({totals.exact} of {count})"
    )
    yield from (f"not cleaned: {score.failure}" for score in totals.failures)
    if totals.categories:
        yield ""
        yield f"{'residue left by category':<34}{'lines':>7}{'left %':>8}{'words':>9}{'left %':>8}"
        for name, part in totals.categories.items():
            share = 100 * part.lines_part / part.lines
            yield f"  {name:<32}{part.lines:>7}{share:>8.1f}{part.words:>9}{part.percent:>8.1f}"
    if totals.guilty:
        yield ""
        yield f"{'content lost by rule':<34}{'lines':>7}{'words lost':>12}"
        for name, part in totals.guilty.items():
            yield f"  {name:<32}{part.lines:>7}{part.words_part:>12.0f}"
    bad = totals.worst(worst)
    if bad:
        yield ""
        yield "worst documents"
        for score in bad:
            yield from _document(score, lines)


def _document(score: Score, lines: int) -> Iterator[str]:
    yield (
        f"  {score.name}: lost {score.lost:.0f} of {score.words(KEEP)} words, "
        f"left {score.residue:.0f} of {score.words(DROP)}"
    )
    wrong = sorted(_wrong(score), key=lambda line: -(line.lost * 1000 + line.residue))
    for line in sorted(wrong[:lines], key=lambda line: line.number):
        if line.label == KEEP:
            yield f"    lost  line {line.number} by {guilt(line)}: {excerpt(line.text)}"
        else:
            category = f" ({line.category})" if line.category else ""
            yield f"    left  line {line.number}{category}: {excerpt(line.text)}"
    if len(wrong) > lines:
        yield f"    and {len(wrong) - lines} more lines"


def comparison_as_text(comparison: Comparison, *, lines: int) -> Iterator[str]:
    """What changed, kind by kind; at most `lines` lines of each kind."""
    kinds = Counter(change.kind for change in comparison.changes)
    words = {kind: sum(_moved(c) for c in comparison.changes if c.kind == kind) for kind in CHANGES}
    yield f"{comparison.compared} documents compared" + "".join(
        f", {number} only in {place}"
        for number, place in (
            (comparison.only_here, "this run"),
            (comparison.only_there, "the saved one"),
        )
        if number
    )
    for kind in CHANGES:
        yield f"{kind}: {kinds[kind]} lines, {words[kind]:.0f} words"
        shown = [change for change in comparison.changes if change.kind == kind]
        for change in shown[:lines]:
            yield (
                f"  {change.document}:{change.line.number} {', '.join(change.rules)}: "
                f"{excerpt(change.line.text)}"
            )
        if len(shown) > lines:
            yield f"  and {len(shown) - lines} more"


def _moved(change: Change) -> float:
    return abs(change.line.left - change.was_left) * change.line.words


def _wrong(score: Score) -> list[Line]:
    return [line for line in score.lines if line.lost or line.residue]


def guilt(line: Line) -> str:
    """The rules that touched a line, and what they said."""
    words = ", ".join(line.rules) or READING
    return f"{words} [{line.evidence}]" if line.evidence else words


def excerpt(text: str) -> str:
    """The beginning of a line."""
    text = " ".join(text.split())
    return text if len(text) <= _EXCERPT else f"{text[: _EXCERPT - 1]}…"


def as_data(totals: Totals) -> dict[str, Any]:
    """Everything, every line that is lost or left among it."""
    count = len(totals.scores)
    return {
        "documents": count,
        "failures": [{"id": s.name, "error": s.failure} for s in totals.failures],
        "content_lost_pct": totals.keep.percent,
        "residue_left_pct": totals.drop.percent,
        "exact": totals.exact,
        "exact_pct": 100 * totals.exact / count if count else 0.0,
        "keep": _count(totals.keep, "lost"),
        "drop": _count(totals.drop, "left"),
        "categories": {name: _count(part, "left") for name, part in totals.categories.items()},
        "rules": {name: _count(part, "lost") for name, part in totals.guilty.items()},
        "scores": [_score(score) for score in totals.scores],
    }


def _count(count: Count, part: str) -> dict[str, float]:
    return {
        "lines": count.lines,
        f"lines_{part}": round(count.lines_part, 3),
        "words": count.words,
        f"words_{part}": round(count.words_part, 3),
    }


def _score(score: Score) -> dict[str, Any]:
    return {
        "id": score.name,
        "exact": score.exact,
        "keep": score.words(KEEP),
        "lost": round(score.lost, 3),
        "drop": score.words(DROP),
        "left": round(score.residue, 3),
        "lines": [
            {
                "line": line.number,
                "text": line.text,
                "label": line.label,
                "category": line.category,
                "words": line.words,
                "left": round(line.left, 3),
                "rules": list(line.rules),
                "evidence": line.evidence,
            }
            for line in _wrong(score)
        ],
    }


def comparison_as_data(comparison: Comparison) -> dict[str, Any]:
    """All changes."""
    return {
        "compared": comparison.compared,
        "only_here": comparison.only_here,
        "only_there": comparison.only_there,
        "changes": [
            {
                "kind": change.kind,
                "id": change.document,
                "line": change.line.number,
                "text": change.line.text,
                "label": change.line.label,
                "category": change.line.category,
                "left": round(change.line.left, 3),
                "was_left": change.was_left,
                "rules": list(change.rules),
            }
            for change in comparison.changes
        ],
    }
