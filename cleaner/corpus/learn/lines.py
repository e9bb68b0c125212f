"""The lines that a site repeats: counted in a sketch, then looked at one by one.

Two passes. The first counts, for each site, the documents in which a line stands, and, of lines
that speak to the reader, those in which the same four words do; the second keeps what was
counted often enough.
Copies of one article count once: documents that share one of their longest lines are taken
for copies.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from cleaner.corpus.documents import Document
from cleaner.corpus.learn.sketch import Sketch, hashed

LONGEST = 400
"""Longer lines are prose, whoever repeats them, unless they speak to the reader."""
LONGEST_FORM = 1000
"""Longer ones are prose, whatever they say; sign-up forms run together are shorter."""
GRAM = 4
"""Words in a row by which lines that differ are found to be alike."""
MAX_LINES = 100_000
"""Lines that are looked at closely; beyond that the rarest are given up."""
SAMPLES = 5
_COPIES = 64

_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")


class Key(NamedTuple):
    """A line of a site, up to case, spacing and figures."""

    site: str
    line: str


@dataclass(slots=True)
class Repeated:
    """A line that is repeated: what it looks like, where it stood, what stood around it.

    `documents` counts those that are no copies of one another; `places` are shares of the
    document, 0 for its first line and 1 for its last.
    """

    key: Key
    documents: int = 0
    forms: Counter[str] = field(default_factory=Counter)
    names: list[str] = field(default_factory=list)
    places: list[float] = field(default_factory=list)
    after: Counter[str] = field(default_factory=Counter)
    _seen: set[int] = field(default_factory=set)

    def note(self, form: str, name: str, marks: tuple[int, ...], place: float, after: str) -> None:
        """One more document has it."""
        copy = not self._seen.isdisjoint(marks)
        if len(self._seen) < _COPIES:
            self._seen.update(marks)
        if copy:
            return
        self.documents += 1
        if len(self.forms) < _COPIES or form in self.forms:
            self.forms[form] += 1
        if after and (len(self.after) < _COPIES or after in self.after):
            self.after[after] += 1
        if len(self.names) < SAMPLES:
            self.names.append(name)
        if len(self.places) < _COPIES:
            self.places.append(place)

    @property
    def form(self) -> str:
        """How it is written most often."""
        return min(self.forms, key=lambda form: (-self.forms[form], form))


class Found(NamedTuple):
    """What two passes over a corpus found.

    `alike` are lines that are not repeated, but have four words in a row that are;
    `prose` some lines of a site that are not repeated; `sites` its documents.
    """

    repeated: dict[Key, Repeated]
    alike: dict[Key, list[Repeated]]
    prose: dict[str, list[str]]
    sites: Counter[str]


def folded(line: str) -> str:
    """A line without what may differ between repetitions."""
    return _DIGITS.sub("0", " ".join(line.casefold().split()))


def words_of(line: str) -> list[str]:
    """The words of a line, folded."""
    return _WORD.findall(_DIGITS.sub("0", line.casefold()))


def grams_of(line: str) -> list[str]:
    """All sequences of four words."""
    words = words_of(line)
    return [" ".join(words[at : at + GRAM]) for at in range(len(words) - GRAM + 1)]


def find_repeated(
    documents: Callable[[], Iterable[Document]],
    *,
    least: int,
    interesting: Callable[[str], bool],
    sketch: Sketch | None = None,
) -> Found:
    """Lines that stand in `least` documents of a site or more, in two passes.

    `interesting` says of a line whether lines that are only alike are worth a look.
    """
    sketch = sketch or Sketch()
    sites: Counter[str] = Counter()
    for document in documents():
        sites[document.site] += 1
        keys = list(_keys(document, interesting))
        if keys:
            sketch.add(hashed(keys))
    found = Found({}, {}, {}, sites)
    for document in documents():
        if sites[document.site] >= least:
            _look(document, found, sketch, least, interesting)
    kept = {key: one for key, one in found.repeated.items() if one.documents >= least}
    return found._replace(repeated=kept)


def _keys(document: Document, interesting: Callable[[str], bool]) -> Iterator[str]:
    """What is counted of a document, each once: its lines, and the words of some."""
    keys: dict[str, None] = {}
    for line in lines_of(document.text, interesting):
        keys[f"{document.site}\n{folded(line)}"] = None
        if interesting(line):
            keys |= dict.fromkeys(f"{document.site}\n~{gram}" for gram in grams_of(line))
    return iter(keys)


def lines_of(text: str, interesting: Callable[[str], bool]) -> list[str]:
    """The lines that may be residue."""
    lines = (line.strip() for line in text.split("\n"))
    return [
        line
        for line in lines
        if 0 < len(line) <= LONGEST or (LONGEST < len(line) <= LONGEST_FORM and interesting(line))
    ]


def _look(
    document: Document,
    found: Found,
    sketch: Sketch,
    least: int,
    interesting: Callable[[str], bool],
) -> None:
    lines = lines_of(document.text, interesting)
    if not lines:
        return
    site = document.site
    folds = [folded(line) for line in lines]
    counts = sketch.count(hashed([f"{site}\n{fold}" for fold in folds])).tolist()
    often = [count >= least for count in counts]
    # A boilerplate line may be the longest of all: copies are known by lines that are rare.
    rare = sorted({fold for fold, many in zip(folds, often, strict=True) if not many}, key=len)
    marks = tuple(hash_of(fold) for fold in (rare or sorted(set(folds), key=len))[-2:])
    done: set[str] = set()
    for number, (line, fold) in enumerate(zip(lines, folds, strict=True)):
        if fold in done:
            continue
        done.add(fold)
        place = number / max(len(lines) - 1, 1)
        if often[number]:
            following = folds[number + 1] if number + 1 < len(folds) and often[number + 1] else ""
            key = Key(site, fold)
            if key not in found.repeated and len(found.repeated) >= MAX_LINES:
                _give_up(found.repeated)
            known = found.repeated.setdefault(key, Repeated(key))
            known.note(line, document.name, marks, place, following)
        elif interesting(line):
            one = Repeated(Key(site, fold))
            one.note(line, document.name, marks, place, "")
            _put_with_alike(one, found, sketch, least)
        elif len(found.prose.setdefault(site, [])) < 200:
            found.prose[site].append(line)


def _put_with_alike(one: Repeated, found: Found, sketch: Sketch, least: int) -> None:
    """Put a line that is not repeated beside those that share its most frequent words."""
    site = one.key.site
    grams = grams_of(one.form)
    if not grams:
        return
    counts = sketch.count(hashed([f"{site}\n~{gram}" for gram in grams])).tolist()
    most = max(counts)
    if most >= least:
        group = found.alike.setdefault(Key(site, grams[counts.index(most)]), [])
        if len(group) < _COPIES:
            group.append(one)


def _give_up(repeated: dict[Key, Repeated]) -> None:
    """Forget the rarer half."""
    rarest = sorted(repeated, key=lambda key: (repeated[key].documents, key))
    for key in rarest[: len(rarest) // 2]:
        del repeated[key]


def hash_of(text: str) -> int:
    """A hash of 64 bits."""
    return int(hashed([text])[0])
