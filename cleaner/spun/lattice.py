"""The lattice: for every place in a text, the wordings that may have stood there.

A place is a run of words that the lexicon knows as a spun form. The arcs
leaving a place carry the words the context model will see,
and the letters that would be written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleaner.spun.compiled import Candidate
from cleaner.spun.inflect import article
from cleaner.spun.lexicon import Lexicon
from cleaner.spun.ngrams import ContextModel
from cleaner.spun.tables import NAMES
from cleaner.spun.words import STOP, Word, fold, words_of

_SMALL_WORDS = frozenset(("a", "an", "the", "of", "in", "on", "at", "for", "to", "and", "or", "by"))


class Arc(NamedTuple):
    """One way to read the words from `begin` to `end` (token numbers)."""

    begin: int
    end: int
    numbers: tuple[int, ...]
    """The words as the context model numbers them."""
    candidate: Candidate
    instead: str
    """What would be written, in the case of what stands there."""
    takes_article: bool
    """Whether the article in front is part of the arc, since a reading of the words changes it."""


class Lattice(NamedTuple):
    """The tokens of a text, their numbers, and the arcs that begin at each."""

    words: list[Word]
    numbers: list[int]
    arcs: dict[int, list[Arc]]
    stop: int
    """The number of the sentence end."""
    idioms: frozenset[int]
    """The tokens inside idioms of the lexicon, where a spun form may be natural."""


def _matches_case(before: str, candidate: str, *, at_start: bool) -> str:
    """The candidate in the case of the words it replaces."""
    if any(letter.isupper() for letter in candidate):
        return candidate[0].upper() + candidate[1:] if at_start else candidate
    letters = [letter for letter in before if letter.isalpha()]
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        return candidate.upper()
    if not letters or not before[0].isupper():
        return candidate[0].upper() + candidate[1:] if at_start and not letters else candidate
    parts = candidate.split(" ")
    titled = all(w[:1].isupper() or w.lower() in _SMALL_WORDS for w in before.split())
    if titled and (not at_start or len(before.split()) > 1):
        parts = [
            w if w in _SMALL_WORDS and i else w[:1].upper() + w[1:] for i, w in enumerate(parts)
        ]
        return " ".join(parts)
    return candidate[0].upper() + candidate[1:]


def _joined(text: str, words: list[Word], begin: int, end: int) -> bool:
    """Whether nothing but spaces parts the words, so that they are one phrase."""
    return all(
        words[i].end == words[i + 1].start or text[words[i].end : words[i + 1].start].isspace()
        for i in range(begin, end - 1)
    )


def _numbers(text: str, model: ContextModel) -> tuple[int, ...]:
    if text.isalpha():  # one word, as most are
        return (model.number(text.lower(), text[0].isupper()),)
    return tuple(model.number(word.form, word.capital) for word in words_of(text))


def _idioms(keys: list[str], lexicon: Lexicon) -> frozenset[int]:
    """Token numbers inside an idiom."""
    inside: set[int] = set()
    for i, key in enumerate(keys):
        for phrase in lexicon.idioms.get(key, ()):
            if tuple(keys[i : i + len(phrase)]) == phrase:
                inside.update(range(i, i + len(phrase)))
    return frozenset(inside)


def build(
    text: str, words: list[Word], lexicon: Lexicon, model: ContextModel, *, firm: bool = False
) -> Lattice:
    """All arcs over `text`; overlapping ones too, the decoder chooses.

    `firm` leaves weak pairs out.
    """
    keys = [fold(text[word.start : word.end]) for word in words]
    numbers = [model.number(word.form, word.capital) for word in words]
    arcs: dict[int, list[Arc]] = {}
    for i, key in enumerate(keys):
        at_start = i == 0 or (not words[i - 1].is_word and words[i - 1].form != ",")
        if key.isdigit() and not _plain_numeral(text, words[i]):
            continue
        for phrase, candidates in _forms_at(keys, i, lexicon):
            end = i + len(phrase)
            if not _joined(text, words, i, end):
                continue
            before = text[words[i].start : words[end - 1].end]
            readings = [
                (candidate, _matches_case(
                    before, candidate.original, at_start=at_start and before[0].isupper()
                ))
                for candidate in candidates
                if not (firm and candidate.strength == "weak")
                and (candidate.dialects != NAMES or before[0].isupper())
            ]  # fmt: skip
            fronts = _articles(text, words, (i, end), [instead for _, instead in readings])
            begin = i - any(fronts)
            for (candidate, instead), front in zip(readings, fronts, strict=True):
                shown = front + instead
                arcs.setdefault(begin, []).append(
                    Arc(begin, end, _numbers(shown, model), candidate, shown, begin < i)
                )
    return Lattice(words, numbers, arcs, model.number(STOP), _idioms(keys, lexicon))


def _forms_at(
    keys: list[str], i: int, lexicon: Lexicon
) -> Iterator[tuple[tuple[str, ...], tuple[Candidate, ...]]]:
    """The spun forms that stand from a token on, the longest first."""
    for phrase, candidates in lexicon.forms.get(" ".join(keys[i : i + 2]), ()):
        if len(phrase) > 1 and tuple(keys[i : i + len(phrase)]) == phrase:
            yield phrase, candidates
    yield from lexicon.forms.get(keys[i], ())


def _plain_numeral(text: str, word: Word) -> bool:
    """Whether the digits stand alone: not money, a percentage, a score or a list number."""
    before, after = text[max(0, word.start - 2) : word.start], text[word.end : word.end + 2]
    return (
        (not before or before[-1] in " “\"'(‘")
        and not before.strip().endswith(("$", "€", "£", "#", "–", "-"))
        and (not after or after[0] in " ,;.”\"'")
        and not after.strip().startswith(("%", "-", "–"))
    )


def _articles(
    text: str, words: list[Word], place: tuple[int, int], insteads: list[str]
) -> list[str]:
    """The article that each of the new wordings wants in front of it, with a space.

    Nothing for all of them unless "a" or "an" stands there and one of them wants the other: then it
    belongs to the place of them all, so that they are judged against each other.
    """
    begin, end = place
    none = [""] * len(insteads)
    if not begin or words[begin - 1].form not in {"a", "an"}:
        return none
    needed = [article(instead.strip("\"'“‘")) for instead in insteads]
    if all(n == words[begin - 1].form for n in needed) or not _joined(text, words, begin - 1, end):
        return none
    capital = words[begin - 1].capital
    return [f"{n.capitalize() if capital else n} " for n in needed]
