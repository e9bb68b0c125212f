"""Restoration of one text: screen, analysis, gate, and the stop that makes it stable."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import regex

from cleaner.errors import ConfigError
from cleaner.spun.analysis import Analysis, Choice, analyse, disjoint
from cleaner.spun.compiled import EXPECTED, SEEN
from cleaner.spun.engine import MODEL, Engine, open_engine, open_gate
from cleaner.spun.gate import Signs
from cleaner.spun.glance import glance
from cleaner.spun.lattice import Arc
from cleaner.spun.ngrams import ContextModel
from cleaner.spun.ranking.ranker import Ranker, rerank
from cleaner.spun.reading import (
    ELSEWHERE,
    NARROW,
    REPORT_ONLY,
    UNSURE,
    Part,
    Reading,
    Swap,
    apply,
)
from cleaner.spun.screen import Traces, spot, traces_in
from cleaner.spun.siblings import Siblings
from cleaner.spun.stable import merge, withhold
from cleaner.spun.tables import COMMON_TABLES, tables_folder

Mode = Literal["auto", "report", "always"]
MODES = ("auto", "report", "always")
THRESHOLDS = {SEEN: 0.6, EXPECTED: 0.7, 0: 0.75}
"""The confidence from which a swap is made, by how its pair is known: seen in real spun texts,
expected of its dialect, or neither, where the right word is oftener none of the candidates."""
RANKED = 0.8
"""The same when a ranker was heard, which parts sure from unsure better."""
LISTED = 0.2
"""The confidence from which a swap is listed as withheld."""
_ROUNDS = 4
_QUOTE = regex.compile(r"“[^“”\n]*”|\"[^\"\n]*\"")


class _Task(NamedTuple):
    """How a text is to be read."""

    mode: Mode
    siblings: Sequence[str]
    ranker: Ranker | None
    folder: Path
    model: Path


def _evidence(choice: Choice, siblings: Siblings | None, model: ContextModel) -> tuple[str, ...]:
    arc = choice.place.arcs[choice.best]
    candidate = arc.candidate
    found = [f"{candidate.strength} pair {candidate.pair}"]
    if candidate.seen:
        told = "seen in real spun texts" if candidate.seen == SEEN else "usual in its dialect"
        found.append(told)
    if candidate.dialects:
        found.append("table " + ", ".join(candidate.dialects))
    if choice.place.changes_article(arc):
        found.append("article agrees")
    if siblings and siblings.support(choice.place, arc.numbers, model) > 0:
        found.append("wording of a sibling")
    return tuple(found)


def _reason(choice: Choice, analysis: Analysis, *, ranked: bool) -> str:
    """Why the best candidate of a place is not put there; empty when it is."""
    seen = choice.place.arcs[choice.best].candidate.seen
    threshold = RANKED if ranked else THRESHOLDS[seen]
    if choice.confidence < threshold:
        return NARROW if sum(choice.confidences) >= threshold else UNSURE
    last = choice.place.end - 1
    own = next(p for p in analysis.paragraphs if p.first <= last < p.last)
    return "" if own.probability >= 0.5 else ELSEWHERE


def _bare(arc: Arc) -> str:
    """What an arc writes, without the article that it takes."""
    return arc.instead.partition(" ")[2] if arc.takes_article else arc.instead


def _swaps(
    text: str, analysis: Analysis, known: Engine, siblings: Siblings | None, *, ranked: bool
) -> list[Swap]:
    words = analysis.lattice.words
    quotes = [match.span() for match in _QUOTE.finditer(text)]
    swaps = []
    for choice in disjoint([c for c in analysis.choices if c.confidence >= LISTED]):
        place, best = choice.place, choice.best
        arc = place.arcs[best]
        # An article that stays is no part of the swap.
        kept = arc.takes_article and not place.changes_article(arc)
        start, end = words[place.begin + kept].start, words[place.end - 1].end
        chances: dict[str, float] = {}
        for other, chance in zip(place.arcs, choice.confidences, strict=True):
            wording = _bare(other) if kept else other.instead
            chances[wording] = max(chance, chances.get(wording, 0.0))
        likeliest = sorted(chances.items(), key=lambda pair: (-pair[1], pair[0]))
        swaps.append(Swap(
            start, end, text[start:end], _bare(arc) if kept else arc.instead,
            round(choice.confidence, 3),
            tuple((wording, round(chance, 3)) for wording, chance in likeliest[:5]),
            _evidence(choice, siblings, known.model),
            any(low < start and end < high for low, high in quotes),
            _reason(choice, analysis, ranked=ranked),
        ))  # fmt: skip
    return swaps


def _parts(analysis: Analysis, swaps: Sequence[Swap], text: str, folder: Path) -> tuple[Part, ...]:
    return tuple(
        Part(
            p.start,
            p.end,
            round(p.probability, 3),
            sum(p.start <= swap.start < p.end for swap in swaps if swap.applied),
            traces_in(text[p.start : p.end], folder, 3),
        )
        for p in analysis.paragraphs
    )


def _once(text: str, task: _Task) -> Reading:
    """One pass over a text."""
    gate = open_gate()
    traces, trace, stretch = spot(text, task.folder, gate.floor)
    forced = task.mode == "always"
    if stretch is None and not forced:
        return Reading(gate.at_screen(trace), traces=traces)
    known = open_engine(task.folder, task.model)
    if stretch and not forced:
        # Clean texts that pass the screen are told from spun ones by a small part, mostly.
        part = glance(text, stretch, known)
        if part is not None:
            return Reading(part, traces=traces)
    siblings = Siblings(task.siblings, known.model) if task.siblings else None
    analysis = analyse(
        text, stretch.trace if stretch else trace, known, siblings, None if forced else stretch
    )
    probability = gate.probability(analysis.signs, analysis.gain)
    evidence = (*(f"trace: {trace}" for trace in traces_in(text, task.folder)),
                *_told(analysis.signs))  # fmt: skip
    if probability < gate.open_at and not forced:
        return Reading(probability, "", evidence, traces=traces)
    shares = {x: n for x, n in analysis.dialects.items() if x not in COMMON_TABLES}
    dialect = max(shares, key=lambda x: (shares[x], x), default="")
    if task.ranker is not None:
        analysis = analysis._replace(choices=rerank(text, analysis, task.ranker))
    swaps = _swaps(text, analysis, known, siblings, ranked=task.ranker is not None)
    if task.mode == "report":
        swaps = [swap._replace(withheld=swap.withheld or REPORT_ONLY) for swap in swaps]
    parts = _parts(analysis, swaps, text, task.folder)
    return Reading(probability, dialect, evidence, tuple(swaps), parts, traces)


def _told(signs: Signs) -> tuple[str, ...]:
    return (
        f"sure swaps for 100 words: {signs.swaps:.1f}",
        f"share of a dialect's words replaced: {signs.dose:.2f}",
    )


def may_be_spun(traces: Traces, text: str) -> bool:
    """Whether `auto` may find a text spun that is a part of one which it found clean.

    `traces` are those that the reading of the whole tells of.
    """
    return open_gate().floor.still_in_reach(traces, len(text.encode("utf-8", "surrogatepass")))


def read_spun(
    text: str,
    *,
    mode: Mode = "auto",
    siblings: Sequence[str] = (),
    ranker: Ranker | None = None,
    folder: Path | None = None,
    model: Path | None = None,
) -> Reading:
    """Whether `text` is machine-spun, in which paragraphs, and which words stood there.

    `auto` undoes what is sure in spun paragraphs when the gate is open; `report` lists and
    makes no edit; `always` takes all of the text for spun. `siblings` are other texts of the
    same story; `folder` holds tables and `model` is a context model other than the shipped
    ones. Offsets are code points of `text`.

    Law: the text after the edits is one in which a second call makes none; an edit for which
    this cannot be had is withheld. Raises ConfigError for an unknown mode, RuleError for a
    bad table, InputError for a bad model.
    """
    if mode not in MODES:
        raise ConfigError(f"unknown mode {mode!r}, expected one of {', '.join(MODES)}")
    task = _Task(mode, siblings, ranker, folder or tables_folder(), model or MODEL)
    reading = _once(text, task)
    for _ in range(_ROUNDS):
        edits = reading.edits
        if not edits:
            return reading
        again = _once(apply(text, edits), task).edits
        if not again:
            return reading
        reading = merge(text, reading, again)
    return reading._replace(swaps=withhold(reading.swaps, range(len(reading.swaps))))
