"""Induce pairs of the lexicon from documents of one source, for a person to accept.

Two documents that tell the same story are aligned word by word. Where a few words of one
stand for a few of the other, with equal words on both sides, that is a replacement; the
document whose words fit their neighbours better is taken for the original. What recurs is
proposed, with counts and contexts. Nothing is added to a table by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from cleaner.spun.inflect import TAGS, inflect, lemmas
from cleaner.spun.learning.neighbours import neighbours
from cleaner.spun.lexicon import Lexicon
from cleaner.spun.ngrams import ContextModel
from cleaner.spun.words import STOP, Word, fold, words_of

LONGEST = 4
"""Words of a replacement on either side."""
_SIDES = 3
"""Equal words that must stand before and after it together."""
_LEAST, _MOST = 5, 0.45
"""Replacements, and share of words replaced, from which and up to which a document is spun."""
_SURE = 0.7
"""The share of replacements that must fit better in the same document of the two."""
_CONTEXT = 4
_CONTEXTS = 3


class Replaced(NamedTuple):
    """One replacement in one pair of documents."""

    spun: str
    original: str
    context: str
    """The spun words in square brackets, with a few words on either side."""


class Proposal(NamedTuple):
    """A pair for the lexicon, in base forms where its words were bent alike."""

    spun: str
    original: str
    pos: str
    strength: str
    documents: int
    times: int
    known: str
    """Letters of the tables that have it already."""
    contexts: tuple[str, ...]


class _Doc(NamedTuple):
    text: str
    words: list[Word]
    forms: list[str]
    """Words as written, folded, with figures kept."""
    numbers: list[int]


def _read(text: str, model: ContextModel) -> _Doc:
    words = words_of(text)
    return _Doc(
        text,
        words,
        [fold(text[word.start : word.end]) if word.is_word else word.form for word in words],
        [model.number(word.form, word.capital) for word in words],
    )


def _spans(one: _Doc, two: _Doc) -> Iterator[tuple[int, int, int, int]]:
    """Token ranges that replace one another between runs of equal words."""
    blocks = SequenceMatcher(None, one.forms, two.forms, autojunk=False).get_matching_blocks()
    for before, after in pairwise(blocks):
        left, right = before.a + before.size, before.b + before.size
        lengths = after.a - left, after.b - right
        if before.size + after.size < _SIDES or not min(lengths) or max(lengths) > LONGEST:
            continue
        if lengths[0] == lengths[1]:  # neighbours spun together, word by word
            yield from ((left + i, left + i + 1, right + i, right + i + 1)
                        for i in range(lengths[0])
                        if one.forms[left + i] != two.forms[right + i])  # fmt: skip
        else:
            yield left, after.a, right, after.b


def _fit(doc: _Doc, start: int, end: int, model: ContextModel) -> float:
    """How well the words from `start` to `end` go with their neighbours."""
    stop = model.number(STOP)
    numbers = [stop, stop, *doc.numbers, stop, stop]
    return sum(
        model.log_probability(numbers[i - 2], numbers[i - 1], numbers[i])
        for i in range(start + 2, min(end + 4, len(numbers)))
    )


def replaced(one: str, two: str, model: ContextModel) -> tuple[str, list[Replaced]]:
    """What was replaced between two texts of one story, and which is spun: "one", "two" or ""."""
    first, second = _read(one, model), _read(two, model)
    spans = [
        span
        for span in _spans(first, second)
        if all(w.is_word for w in (*first.words[span[0] : span[1]],
                                   *second.words[span[2] : span[3]]))
    ]  # fmt: skip
    size = max(1, min(len(first.words), len(second.words)))
    if len(spans) < _LEAST or sum(a2 - a1 for a1, a2, _, _ in spans) > _MOST * size:
        return "", []
    better = [_fit(first, a1, a2, model) > _fit(second, b1, b2, model) for a1, a2, b1, b2 in spans]
    share = sum(better) / len(better)
    if max(share, 1 - share) < _SURE:
        return "", []
    side = "two" if share >= _SURE else "one"
    found = []
    for a1, a2, b1, b2 in spans:
        whole, other = ((b1, b2), (a1, a2)) if side == "two" else ((a1, a2), (b1, b2))
        spun, original = (second, first) if side == "two" else (first, second)
        found.append(Replaced(
            " ".join(spun.forms[whole[0] : whole[1]]),
            " ".join(original.forms[other[0] : other[1]]),
            _context(spun, *whole),
        ))  # fmt: skip
    return side, [r for r in found if r.spun != r.original and not r.original.isdigit()]


def _context(doc: _Doc, start: int, end: int) -> str:
    low, high = max(0, start - _CONTEXT), min(len(doc.words), end + _CONTEXT)
    first, last = doc.words[start].start, doc.words[end - 1].end
    text = doc.text
    around = (
        f"{text[doc.words[low].start : first]}[{text[first:last]}]"
        f"{text[last : doc.words[high - 1].end]}"
    )
    return " ".join(around.split())


def base_forms(spun: str, original: str) -> tuple[str, str, str]:
    """A replacement as a row of a table: both words in the base form of one part of speech."""
    if spun.isalpha() and original.isalpha():
        # A bent form tells its part of speech; a base form may have several.
        readings = [(pos, tag) for pos in ("verb", "noun", "adj") for tag in TAGS[pos][1:]]
        readings += [(pos, TAGS[pos][0]) for pos in ("noun", "verb", "adj", "adv")]
        for pos, tag in readings:
            for left in lemmas(spun, pos):
                for right in lemmas(original, pos):
                    if (
                        left != right
                        and spun in inflect(left, tag)
                        and original in inflect(right, tag)
                    ):
                        return left, right, pos
    return spun, original, "phrase" if " " in spun + original else "func"


def _strength(spun: str, original: str, model: ContextModel) -> str:
    """By the law of the tables: hardly found in edited English, much rarer, or common."""
    numbers = [model.number(word) for word in spun.split()]
    if len(numbers) > 1 and not all(model.has_pair(a, b) for a, b in pairwise(numbers)):
        return "marker"
    rarest = min(model.count(n) if model.knows(w) else 0
                 for n, w in zip(numbers, spun.split(), strict=True))  # fmt: skip
    usual = min(model.count(model.number(word)) for word in original.split())
    return "strong" if usual >= 4 * max(rarest, 3) else "weak"


def propose(
    texts: Sequence[str],
    model: ContextModel,
    lexicon: Lexicon,
    *,
    least: int = 2,
    pairs: Iterable[tuple[int, int]] | None = None,
) -> list[Proposal]:
    """Pairs seen at least `least` times between siblings, those of most documents first.

    `pairs` are numbers of texts to compare (default: those that `neighbours` finds). Raises
    ConfigError when the libraries of the extra `learn` are not installed.
    """
    seen: dict[tuple[str, str, str], list[tuple[int, str]]] = {}
    for one, two in neighbours(texts) if pairs is None else pairs:
        side, found = replaced(texts[one], texts[two], model)
        for r in found:
            row = base_forms(r.spun, r.original)
            seen.setdefault(row, []).append((one if side == "one" else two, r.context))
    tables = {
        candidate.pair: candidate.dialects
        for entries in lexicon.forms.values()
        for _, candidates in entries
        for candidate in candidates
    }
    proposals = [
        Proposal(
            spun,
            original,
            pos,
            _strength(spun, original, model),
            len({number for number, _ in places}),
            len(places),
            tables.get(f"{spun}<{original}", ""),
            tuple(dict.fromkeys(context for _, context in places))[:_CONTEXTS],
        )
        for (spun, original, pos), places in seen.items()
        if len(places) >= least
    ]
    return sorted(proposals, key=lambda p: (-p.documents, -p.times, p.spun, p.original))
