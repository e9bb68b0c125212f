"""A simulated spinner: clean text in, spun text and the list of what was done out.

It gives unlimited labelled data, so that no tree is fitted to the few real spun texts there
are. Each text gets a spinner of its own: a part of the tables, mostly one replacement for a
word throughout the text, a dose, and a habit about articles. How likely a spinner has a pair
of each sort follows what real texts show.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from cleaner.spun.compiled import EXPECTED, SEEN, Candidate
from cleaner.spun.inflect import article
from cleaner.spun.lexicon import split
from cleaner.spun.words import fold, words_of

_KNOWN = {EXPECTED: 0.75, SEEN: 0.9}
"""How likely a spinner has a pair expected of its dialect, and one that real texts of it show."""
_WEAK = 0.45
"""How likely it has a weak pair, against a strong one: most of the weak are guesses."""
_SECOND = 0.6
"""How likely it has a pair of a lower rank, against one of the first."""
_FOREIGN = 0.03
"""How likely it has a pair that only tables of other dialects hold."""
_PREFERRED = {EXPECTED: 3.0, SEEN: 4.0}
"""How much rather it takes such a pair than others."""
_INFLECTED = (0.3, 0.6, 0.8, 1.0)
"""Shares of the forms of a word that a spinner's table has: where "country" is replaced,
"countries" often stays, but hardly ever do a form and its replacement stand in one text."""
_FICKLE = 0.5
"""At most so often does a spinner with several replacements of a word leave its usual one."""


class Replacement(NamedTuple):
    """One thing the spinner did: a span of the spun text, and the words that stood there."""

    start: int
    end: int
    original: str


class Spun(NamedTuple):
    """A spun text with its history; offsets are code points of `text`."""

    text: str
    replacements: tuple[Replacement, ...]

    def undone(self, start: int, end: int) -> str | None:
        """What stood in a span of the text; None if nothing was replaced there, or if more was
        than the span."""
        inside = [r for r in self.replacements if r.start < end and start < r.end]
        if not inside or inside[0].start < start or inside[-1].end > end:
            return None
        parts = []
        for replacement in inside:
            parts += [self.text[start : replacement.start], replacement.original]
            start = replacement.end
        return "".join([*parts, self.text[start:end]])


class _Habits:
    """What one spinner does throughout one text: its part of the tables, its usual choices."""

    def __init__(self, random: Random, dialects: frozenset[str], share: float) -> None:
        self.random = random
        self.dialects = dialects
        self.share = share
        self.mends_articles = random.random() < 0.7
        self._fickle = random.random() * _FICKLE
        self._inflected = random.choice(_INFLECTED)
        self._known: dict[str, bool] = {}
        self._forms: dict[str, bool] = {}
        self._usual: dict[str, str] = {}

    def knows(self, candidate: Candidate) -> bool:
        """Whether the pair is in this spinner's part of the tables."""
        chance = self.share if candidate.rank == 1 else self.share * _SECOND
        if candidate.strength == "weak":
            chance *= _WEAK
        if not self.dialects & set(candidate.dialects):
            chance *= _FOREIGN
        else:
            chance = _KNOWN.get(candidate.seen, chance)
        return self._known.setdefault(
            candidate.pair, self.random.random() < chance
        ) and self._has_form(candidate)

    def _has_form(self, candidate: Candidate) -> bool:
        """Whether its table has this form of the word."""
        chance = self._inflected**0.5 if candidate.seen else self._inflected
        return self._forms.setdefault(candidate.original, self.random.random() < chance)

    def choose(self, original: str, options: Sequence[tuple[str, int]]) -> str:
        """One replacement, mostly the one used before; an option says how it is known."""
        usual = self._usual.get(original)
        forms = [form for form, _ in options]
        if usual is not None and usual in forms and self.random.random() > self._fickle:
            return usual
        weights = [_PREFERRED.get(seen, 1.0) for _, seen in options]
        chosen = self.random.choices(forms, weights)[0]
        self._usual.setdefault(original, chosen)
        return chosen


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

    def spin(
        self, text: str, random: Random, *, dialects: frozenset[str], dose: float, share: float
    ) -> Spun:
        """Spin a text: `dose` of the chances taken, `share` of the pairs of `dialects` known."""
        words = words_of(text)
        keys = [fold(text[word.start : word.end]) for word in words]
        habits = _Habits(random, dialects, share)
        out: list[str] = []
        done: list[Replacement] = []
        size = place = i = 0
        while i < len(words):
            choice = self._choose(keys, i, habits)
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
            if (
                habits.mends_articles
                and i
                and keys[i - 1] in {"a", "an"}
                and lead.endswith((" a ", " an "))
            ):
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

    def _choose(self, keys: list[str], i: int, habits: _Habits) -> tuple[int, str] | None:
        """Of the longest original that begins here: its number of words and a replacement."""
        length = 0
        options: list[tuple[str, int]] = []
        for key, spun, candidate in self._by_original.get(keys[i], ()):
            if options and len(key) < length:
                break
            if tuple(keys[i : i + len(key)]) == key and habits.knows(candidate):
                length = len(key)
                options.append((spun, candidate.seen))
        if not options:
            return None
        return length, habits.choose(" ".join(keys[i : i + length]), options)
