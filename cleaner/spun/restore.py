"""Restoration of one text: gate, lattice, decoding, weighing, and the stop that makes it stable."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import exp, log
from pathlib import Path
from typing import Literal, NamedTuple

import regex

from cleaner.errors import ConfigError
from cleaner.spun import gate as gates
from cleaner.spun.decode import best_path
from cleaner.spun.gate import Gate, Signs
from cleaner.spun.lattice import Arc, Lattice, build
from cleaner.spun.lexicon import COMMON_TABLES, Lexicon, load, tables_folder
from cleaner.spun.ngrams import ContextModel, open_model
from cleaner.spun.ranker import Ranker, rerank
from cleaner.spun.reading import NARROW, REPORT_ONLY, UNSTABLE, UNSURE, Reading, Swap, apply
from cleaner.spun.siblings import Siblings
from cleaner.spun.trees import Trees, open_trees
from cleaner.spun.weigh import FEATURES, Place, Weighed, weigh
from cleaner.spun.words import words_of

Mode = Literal["auto", "report", "always"]
MODES = ("auto", "report", "always")
DATA = Path(__file__).resolve().parent / "data"
MODEL = DATA / "context.ngrams"
THRESHOLD = 0.65
"""The confidence from which a swap is made."""
LISTED = 0.2
"""The confidence from which a swap is listed as withheld."""
ODDS = {"marker": 2.0, "strong": 0.0, "weak": -2.5}
"""The decoder's log odds of a pair, before anything is known about the text."""
_CONFIDENT = 0.7
_ROUNDS = 4
_QUOTE = regex.compile(r"“[^“”\n]*”|\"[^\"\n]*\"")


class Engine(NamedTuple):
    """Everything restoration knows that is not in the text; loaded once a process."""

    folder: Path
    lexicon: Lexicon
    model: ContextModel
    first: Trees
    """Weighs a place when the decoder has read its neighbours."""
    second: Trees
    """Weighs it again when the neighbours have been weighed."""


@cache
def engine(folder: Path, model: Path) -> Engine:
    """The engine for a folder of tables and a context model."""
    return Engine(
        folder,
        load(folder),
        open_model(model),
        open_trees(DATA / "first.json", FEATURES),
        open_trees(DATA / "second.json", FEATURES),
    )


def open_gate() -> Gate:
    """The shipped gate."""
    return gates.open_gate(DATA / "gate.json")


class Choice(NamedTuple):
    """A place with the probability of each of its candidates."""

    place: Place
    confidences: tuple[float, ...]

    @property
    def best(self) -> int:
        """Which candidate is the likeliest."""
        return max(range(len(self.confidences)), key=self.confidences.__getitem__)


class Analysis(NamedTuple):
    """A text decoded as if it were spun."""

    lattice: Lattice
    choices: list[Choice]
    signs: Signs
    dialects: dict[str, float]


def analyse(text: str, trace: float, known: Engine, siblings: Siblings | None = None) -> Analysis:
    """Decode and weigh a text, supposing that it is spun."""
    lattice = build(text, words_of(text), known.lexicon, known.model)
    path = best_path(lattice, known.model, lambda arc: ODDS[arc.candidate.strength])
    # A place can only be judged when its neighbours are undone, so it is judged twice.
    first = weigh(lattice, path, known.lexicon, known.model)
    path = likely(_chances(first, known.first, known, siblings))
    second = weigh(lattice, path, known.lexicon, known.model)
    choices = _chances(second, known.second, known, siblings)
    document = second.document
    sure = [c for c in choices if c.confidences[c.best] >= _CONFIDENT]
    kinds = {c.place.arcs[c.best].candidate.pair for c in sure}
    signs = Signs(
        trace,
        100 * len(sure) / (document.size + 50),
        log(1 + len(kinds)),
        max(document.dose.values(), default=0.0),
        document.undone,
    )
    return Analysis(lattice, choices, signs, document.dialects)


def _chances(
    weighed: Weighed, trees: Trees, known: Engine, siblings: Siblings | None
) -> list[Choice]:
    choices = []
    for place, vectors in weighed.places:
        chances = [trees.probability(vector) for vector in vectors]
        if siblings:
            chances = [
                _shift(chance, siblings.support(place, arc.numbers, known.model))
                for chance, arc in zip(chances, place.arcs, strict=True)
            ]
        whole = max(1.0, sum(chances))
        choices.append(Choice(place, tuple(chance / whole for chance in chances)))
    return choices


def likely(choices: Sequence[Choice]) -> list[Arc]:
    """The arcs that are more likely than not, in order and disjoint."""
    return [
        choice.place.arcs[choice.best]
        for choice in _disjoint([c for c in choices if c.confidences[c.best] >= 0.5])
    ]


def _shift(chance: float, odds: float) -> float:
    if not odds:
        return chance
    chance = min(max(chance, 1e-6), 1 - 1e-6)
    return 1 / (1 + (1 - chance) / chance * exp(-odds))


def _disjoint(choices: list[Choice]) -> list[Choice]:
    """The likeliest choices that do not overlap, in order of place."""
    taken: set[int] = set()
    kept = []
    for choice in sorted(choices, key=lambda c: (-c.confidences[c.best], c.place.begin)):
        inside = range(choice.place.begin, choice.place.end)
        if taken.isdisjoint(inside):
            taken.update(inside)
            kept.append(choice)
    return sorted(kept, key=lambda c: c.place.begin)


def _evidence(
    arc: Arc, choice: Choice, siblings: Siblings | None, model: ContextModel
) -> tuple[str, ...]:
    candidate = arc.candidate
    found = [f"{candidate.strength} pair {candidate.pair}"]
    if candidate.seen:
        found.append("seen in real spun texts")
    if candidate.dialects:
        found.append("table " + ", ".join(candidate.dialects))
    if arc.fixes_article:
        found.append("article agrees")
    if siblings and siblings.support(choice.place, arc.numbers, model):
        found.append("wording of a sibling")
    return tuple(found)


def _swaps(text: str, analysis: Analysis, known: Engine, siblings: Siblings | None) -> list[Swap]:
    words = analysis.lattice.words
    quotes = [match.span() for match in _QUOTE.finditer(text)]
    swaps = []
    for choice in _disjoint([c for c in analysis.choices if c.confidences[c.best] >= LISTED]):
        place, best = choice.place, choice.best
        arc, confidence = place.arcs[best], choice.confidences[best]
        start, end = words[place.begin].start, words[place.end - 1].end
        ranked = sorted(zip((a.instead for a in place.arcs), choice.confidences, strict=True),
                        key=lambda pair: (-pair[1], pair[0]))  # fmt: skip
        reason = ""
        if confidence < THRESHOLD:
            reason = NARROW if sum(choice.confidences) >= THRESHOLD else UNSURE
        swaps.append(Swap(
            start, end, text[start:end], arc.instead, round(confidence, 3),
            tuple((wording, round(chance, 3)) for wording, chance in ranked[:5]),
            _evidence(arc, choice, siblings, known.model),
            any(low < start and end < high for low, high in quotes),
            reason,
        ))  # fmt: skip
    return swaps


class _Task(NamedTuple):
    """How a text is to be read."""

    mode: Mode
    siblings: Sequence[str]
    ranker: Ranker | None
    folder: Path
    model: Path


def _once(text: str, task: _Task) -> Reading:
    """One pass over a text."""
    trace = gates.screen(text, task.folder)
    gate = open_gate()
    if task.mode != "always" and not gate.passes(trace, text, task.folder):
        return Reading(gate.at_screen(trace))
    known = engine(task.folder, task.model)
    siblings = Siblings(task.siblings, known.model) if task.siblings else None
    analysis = analyse(text, trace, known, siblings)
    probability = gate.probability(analysis.signs)
    evidence = tuple(f"trace: {trace}" for trace in gates.traces_in(text, task.folder))
    if probability < gate.open_at and task.mode != "always":
        return Reading(probability, "", evidence)
    if task.ranker is not None:
        analysis = analysis._replace(choices=rerank(text, analysis, task.ranker))
    swaps = _swaps(text, analysis, known, siblings)
    if task.mode == "report":
        swaps = [swap._replace(withheld=swap.withheld or REPORT_ONLY) for swap in swaps]
    shares = {x: n for x, n in analysis.dialects.items() if x not in COMMON_TABLES}
    dialect = max(shares, key=lambda x: (shares[x], x), default="")
    return Reading(probability, dialect, evidence, tuple(swaps))


def read_spun(
    text: str,
    *,
    mode: Mode = "auto",
    siblings: Sequence[str] = (),
    ranker: Ranker | None = None,
    folder: Path | None = None,
    model: Path | None = None,
) -> Reading:
    """Whether `text` is machine-spun, and which words stood there.

    `auto` undoes what is sure when the gate is open; `report` lists and makes no edit; `always`
    takes the text for spun. `siblings` are other texts of the same story; `folder` holds
    tables and `model` is a context model other than the shipped ones. Offsets are code points
    of `text`.

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
        reading = _merge(text, reading, again)
    return reading._replace(swaps=_withhold(reading.swaps, range(len(reading.swaps))))


def _withhold(swaps: Sequence[Swap], which: Sequence[int]) -> tuple[Swap, ...]:
    chosen = set(which)
    return tuple(
        swap._replace(withheld=swap.withheld or UNSTABLE) if i in chosen else swap
        for i, swap in enumerate(swaps)
    )


def _merge(text: str, reading: Reading, again: Sequence[Swap]) -> Reading:
    """Take in what a second run would do: new places are added, changed ones given up."""
    spans: list[tuple[int, int, int]] = []  # place in the result, shift back to the text, number
    shift = 0
    for number, swap in enumerate(reading.swaps):
        if swap.applied:
            start = swap.start + shift
            spans.append((start, start + len(swap.instead), number))
            shift += len(swap.instead) - (swap.end - swap.start)
    unstable: list[int] = []
    added: list[Swap] = []
    for swap in again:
        touched = [n for low, high, n in spans if low < swap.end and swap.start < high]
        if touched:
            unstable += touched
            continue
        back = sum(
            len(reading.swaps[n].before) - len(reading.swaps[n].instead)
            for _, high, n in spans
            if high <= swap.start
        )
        moved = swap._replace(start=swap.start + back, end=swap.end + back)
        if text[moved.start : moved.end] == moved.before:
            added.append(moved)
    kept = [
        swap
        for swap in _withhold(reading.swaps, unstable)
        if swap.applied or all(swap.end <= new.start or new.end <= swap.start for new in added)
    ]
    return reading._replace(swaps=tuple(sorted([*kept, *added])))
