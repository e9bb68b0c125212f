"""Decoding: the likeliest reading of the whole text, neighbours taken together.

Two neighbours are often spun together ("safety ensures"), and neither makes sense before
the other is undone; so the choice is made over paths, not word by word. A path's score is
the context model's log probability of its words plus the log odds of each arc; a beam
keeps the best few endings (Viterbi where fewer are alive).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from cleaner.spun.lattice import Arc, Lattice
from cleaner.spun.ngrams import ContextModel

BEAM = 12


class _State(NamedTuple):
    score: float
    before2: int
    before: int
    back: _State | None
    arc: Arc | None


def best_path(lattice: Lattice, model: ContextModel, odds: Callable[[Arc], float]) -> list[Arc]:
    """The arcs of the likeliest reading, in order and disjoint; `odds` is an arc's log odds."""
    size = len(lattice.words)
    stop = model.number(".")
    beams: list[dict[tuple[int, int], _State]] = [{} for _ in range(size + 1)]
    beams[0][stop, stop] = _State(0.0, stop, stop, None, None)

    def reach(end: int, state: _State) -> None:
        beam = beams[end]
        key = (state.before2, state.before)
        old = beam.get(key)
        if old is None or state.score > old.score:
            beam[key] = state

    for i in range(size):
        alive = beams[i]
        states = list(alive.values())
        if len(states) > BEAM:
            states = sorted(states, key=lambda state: -state.score)[:BEAM]
        alive.clear()
        number = lattice.numbers[i]
        arcs = [(arc, odds(arc)) for arc in lattice.arcs.get(i, ())]
        for state in states:
            gain = model.log_probability(state.before2, state.before, number)
            reach(i + 1, _State(state.score + gain, state.before, number, state, None))
            for arc, bonus in arcs:
                score, before2, before = state.score + bonus, state.before2, state.before
                for word in arc.numbers:
                    score += model.log_probability(before2, before, word)
                    before2, before = before, word
                reach(arc.end, _State(score, before2, before, state, arc))
    last = max(beams[size].values(), key=lambda state: state.score)
    path: list[Arc] = []
    step: _State | None = last
    while step is not None:
        if step.arc is not None:
            path.append(step.arc)
        step = step.back
    return path[::-1]
