"""The places of a text that can be judged, and what the whole text says about its spinner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from typing import NamedTuple

from cleaner.spun.lattice import Arc, Lattice
from cleaner.spun.lexicon import Lexicon
from cleaner.spun.tables import COMMON_TABLES


class Place(NamedTuple):
    """Arcs over the same words, with the words around them as the decoder reads them."""

    begin: int
    end: int
    arcs: tuple[Arc, ...]
    left: tuple[int, int]
    right: tuple[int, int]
    text: tuple[int, ...]
    far: tuple[int, int]
    """The third word before and after."""
    read: tuple[int, int]
    """Where it stands in the text as read; end exclusive."""

    def changes_article(self, arc: Arc) -> bool:
        """Whether the article in front belongs to the place and becomes another."""
        return arc.takes_article and arc.numbers[0] != self.text[0]


class Gap(NamedTuple):
    """A place in a text as read, and the wordings that could fill it."""

    start: int
    end: int
    wordings: tuple[tuple[int, ...], ...]


class Document(NamedTuple):
    """What the whole text says about its spinner."""

    size: int
    forms: Counter[int]
    undone: float
    density: float
    markers: float
    dose: dict[str, float]
    """Table letter → of the words it replaces, the share that was replaced."""
    dialects: dict[str, float]
    """Table letter → share of the readings undone that it holds."""
    left: Counter[str]
    """Base form of an original → how often the text has one of its forms."""
    pairs: Counter[str]
    """Pair → how often the decoder undid it."""
    bases: Counter[str]
    """Base form of an original → how often the decoder came to it."""


class Read(NamedTuple):
    """A text as the decoder reads it."""

    numbers: list[int]
    """Its words, as the context model numbers them."""
    starts: list[int]
    """Token of the text → where what stands for it begins in `numbers`; one more for the end."""


def as_read(lattice: Lattice, path: Sequence[Arc]) -> Read:
    """The words of the reading `path`, one run."""
    taken = {arc.begin: arc for arc in path}
    numbers: list[int] = []
    starts: list[int] = []
    i, size = 0, len(lattice.words)
    while i < size:
        arc = taken.get(i)
        starts.append(len(numbers))
        if arc is None:
            numbers.append(lattice.numbers[i])
            i += 1
            continue
        numbers.extend(arc.numbers)
        starts += [len(numbers)] * (arc.end - arc.begin - 1)
        i = arc.end
    return Read(numbers, [*starts, len(numbers)])


def places(lattice: Lattice, path: Sequence[Arc], read: Read) -> list[Place]:
    """Every place that can be judged on its own: chosen ones, and others beside them."""
    owner: list[Arc | None] = [None] * len(lattice.words)
    for arc in path:
        for i in range(arc.begin, arc.end):
            owner[i] = arc
    spans: dict[tuple[int, int], list[Arc]] = {}
    for arcs in lattice.arcs.values():
        for arc in arcs:
            inside = {owner[i] for i in range(arc.begin, arc.end)}
            chosen = next((held for held in inside if held is not None), None)
            if chosen is None or (chosen.begin, chosen.end) == (arc.begin, arc.end):
                spans.setdefault((arc.begin, arc.end), []).append(arc)
    around = [lattice.stop] * 3
    result = []
    for (begin, end), arcs in sorted(spans.items()):
        low, high = read.starts[begin], read.starts[end]
        before3, before2, before = [*around, *read.numbers[max(0, low - 3) : low]][-3:]
        after, after2, after3 = [*read.numbers[high : high + 3], *around][:3]
        result.append(
            Place(
                begin,
                end,
                tuple(arcs),
                (before2, before),
                (after, after2),
                tuple(lattice.numbers[begin:end]),
                (before3, after3),
                (low, high),
            )
        )
    return result


def describe(lattice: Lattice, path: Sequence[Arc], lexicon: Lexicon, inside: Set[int]) -> Document:
    """The figures of the tokens `inside`, given the decoder's reading."""
    size = len(inside)
    path = [arc for arc in path if arc.end - 1 in inside]
    hits = len({(arc.begin, arc.end) for arcs in lattice.arcs.values() for arc in arcs
                if arc.end - 1 in inside})  # fmt: skip
    firm = [arc for arc in path if arc.candidate.strength != "weak"]
    undone = Counter(letter for arc in firm for letter in arc.candidate.dialects)
    left: Counter[str] = Counter()
    standing: Counter[str] = Counter()
    covered = {i for arc in path for i in range(arc.begin, arc.end)}
    for i, word in enumerate(lattice.words):
        if i not in inside:
            continue
        left.update(lexicon.originals.get(word.form, ""))
        if i not in covered:
            standing.update(lexicon.bases.get(word.form, ()))
    return Document(
        size,
        Counter(number for i, number in enumerate(lattice.numbers) if i in inside),
        len(path) / (hits + 5),
        len(firm) / (size + 50),
        sum(arc.candidate.strength == "marker" for arc in firm) / (size + 50),
        _shared({letter: n / (n + left[letter] + 2) for letter, n in undone.items()}),
        _shared({letter: n / (len(firm) + 1) for letter, n in undone.items()}),
        standing,
        Counter(arc.candidate.pair for arc in path),
        Counter(arc.candidate.base for arc in path),
    )


def _shared(figures: dict[str, float]) -> dict[str, float]:
    """Tables that spinners of every dialect have get the figure of the text's dialect."""
    most = max(figures.values(), default=0.0)
    return {**figures, **dict.fromkeys(COMMON_TABLES, most)}
