"""A simulated spinner: clean text in, spun text and the list of what was done out.

It gives unlimited labelled data, so that no weight and no threshold is fitted to the few real
spun texts there are. Each text gets a spinner of its own: a part of the tables, mostly one
replacement for a word throughout the text, a dose, and a habit about articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from cleaner.spun.inflect import article
from cleaner.spun.lexicon import Candidate, split
from cleaner.spun.words import fold, words_of


class Replacement(NamedTuple):
    """One thing the spinner did: a span of the spun text, and the words that stood there."""

    start: int
    end: int
    original: str


class Spun(NamedTuple):
    """A spun text with its history; offsets are code points of `text`."""

    text: str
    replacements: tuple[Replacement, ...]


class Spinner:
    """Tables turned round: original form → spun forms."""

    def __init__(self, rows: Sequence[tuple[str, Candidate]]) -> None:
        self._by_original: dict[str, list[tuple[tuple[str, ...], str, Candidate]]] = {}
        for spun, candidate in rows:
            key = split(candidate.original)
            if key:
                self._by_original.setdefault(key[0], []).append((key, spun, candidate))
        for entries in self._by_original.values():
            entries.sort(key=lambda entry: (-len(entry[0]), entry[1]))

    def spin(self, text: str, random: Random, *, dialect: str, dose: float, share: float) -> Spun:
        """Spin a text: `dose` of the chances taken, `share` of the pairs of `dialect` known."""
        words = words_of(text)
        keys = [fold(text[word.start : word.end]) for word in words]
        active: dict[str, bool] = {}
        habit: dict[str, str] = {}
        out: list[str] = []
        done: list[Replacement] = []
        size = place = i = 0
        mends = random.random() < 0.7
        fickle = random.random() * 0.3
        while i < len(words):
            choice = self._choose(keys, i, random, dialect, share, active, habit, fickle)
            if choice is None or random.random() > dose:
                i += 1
                continue
            length, spun = choice
            start, end = words[i].start, words[i + length - 1].end
            before = text[start:end]
            shown = spun
            if before[0].isupper():
                shown = spun[0].upper() + spun[1:]
            lead = text[place:start]
            if mends and i and keys[i - 1] in {"a", "an"} and lead.endswith((" a ", " an ")):
                wanted = article(shown)
                if wanted != keys[i - 1]:
                    lead = lead[: -len(keys[i - 1]) - 1]
                    before = f"{keys[i - 1]} {before}"
                    shown = f"{wanted} {shown}"
            out += [lead, shown]
            size += len(lead)
            done.append(Replacement(size, size + len(shown), before))
            size += len(shown)
            place = end
            i += length
        out.append(text[place:])
        return Spun("".join(out), tuple(done))

    def _choose(
        self, keys: list[str], i: int, random: Random, dialect: str, share: float,
        active: dict[str, bool], habit: dict[str, str], fickle: float,
    ) -> tuple[int, str] | None:  # fmt: skip
        options: list[tuple[int, str]] = []
        for key, spun, candidate in self._by_original.get(keys[i], ()):
            if dialect not in candidate.dialects or tuple(keys[i : i + len(key)]) != key:
                continue
            if options and len(key) < options[0][0]:
                break
            name = candidate.pair
            if name not in active:
                weight = share if candidate.rank == 1 else share * 0.6
                active[name] = random.random() < weight
            if active[name]:
                options.append((len(key), spun))
        if not options:
            return None
        original = " ".join(keys[i : i + options[0][0]])
        usual = habit.get(original)
        for option in options:
            if option[1] == usual and random.random() > fickle:
                return option
        chosen = random.choice(options)
        habit.setdefault(original, chosen[1])
        return chosen
