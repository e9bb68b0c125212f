"""How much of each line is found again in a text that may have lost, joined or split lines.

Lines become tuples of lower-cased words. Whole lines are aligned first, in order; inside a
stretch that changed, its words are. So neither spacing nor punctuation nor the joining of
wrapped lines counts as loss, and a line that only moved does.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

KEPT, GONE = 0.8, 0.2
"""From this share of its words on a line counts as kept, and up to that one as gone."""

RUN = 3
"""So many words in a row are no coincidence; fewer count only as the whole of a line."""

_WORD = re.compile(r"\w+")

Words = tuple[str, ...]


def words_of(line: str) -> Words:
    """The words of a line, as they are compared."""
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", line).lower().replace("_", " ")))


def survival(lines: Sequence[Words], output: str) -> list[float]:
    """For each line the share of it, 0 to 1, that stands in the output; 0 for one without words."""
    places = [place for place, words in enumerate(lines) if words]
    given = [lines[place] for place in places]
    there = [words for line in output.split("\n") if (words := words_of(line))]
    share = [0.0] * len(lines)
    for sign, a, b, c, d in SequenceMatcher(None, given, there, autojunk=False).get_opcodes():
        if sign == "equal":
            for place in places[a:b]:
                share[place] = 1.0
        elif sign == "replace":
            found = _found_again(given[a:b], [word for words in there[c:d] for word in words])
            for place, count in zip(places[a:b], found, strict=True):
                part = count / len(lines[place])
                share[place] = 1.0 if part >= KEPT else 0.0 if part <= GONE else part
    return share


def _found_again(lines: Sequence[Words], text: Sequence[str]) -> list[int]:
    """How many words of each line are found, in order, in a run of words."""
    owner = [number for number, words in enumerate(lines) for _ in words]
    flat = [word for words in lines for word in words]
    found: Counter[int] = Counter()
    for start, _, size in SequenceMatcher(None, flat, text, autojunk=False).get_matching_blocks():
        if not size:
            continue
        first = owner[start]
        whole = size == len(lines[first]) and owner[start + size - 1] == first
        if size >= RUN or whole:
            found.update(owner[start : start + size])
    return [found[number] for number in range(len(lines))]


def is_exact(lines: Sequence[tuple[str, bool | None]], output: str) -> bool:
    """Whether the output is the lines that must stay, and nothing else.

    Each line comes with what must become of it: it stays (True), goes (False), or either
    (None). A line without a word that must stay may be missing. Spacing does not count.
    """
    there = [line for text in output.split("\n") if (line := " ".join(text.split()))]
    # All the places in the output where one may stand after the lines so far.
    reached = {0}
    for text, stays in lines:
        line = " ".join(text.split())
        if not line or stays is False:
            continue
        further = {at + 1 for at in reached if at < len(there) and there[at] == line}
        reached = further if stays and words_of(line) else reached | further
        if not reached:
            return False
    return len(there) in reached
