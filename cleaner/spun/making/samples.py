"""Simulated samples to learn from: clean articles, each spun by a spinner of its own.

In every batch a part of the pairs is hidden from the restorer, which so meets words it
cannot know; in some, the whole table of the spinner's dialect, as where nobody wrote it down.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence, Set
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from cleaner.spun.compiled import Candidate, compile_folder
from cleaner.spun.lexicon import Lexicon, assemble, load
from cleaner.spun.making.simulate import Spinner, Spun

LONGEST = 5000
"""Code points of an article that are used."""
SPINNERS = ("a", "a", "b", "c", "d")
"""Dialects as often as they are simulated, as far as their tables exist."""
_DOSES = (0.15, 0.6, 0.85, 0.95, 1.0, 1.0, 1.0, 1.0)
"""Of the chances to replace a word that a spinner's table has, the share taken: most take all."""
_SHARES = (0.3, 0.5, 0.7, 0.9)
_HIDDEN = (0.0, 0.1, 0.25)
_UNKNOWN = 0.15
"""How often the restorer lacks the table of the spinner's dialect."""
_BATCH = 25
_SCIENCE = 0.3
"""How often a spinner also has the table of tortured phrases; all have that of names."""


class Sample(NamedTuple):
    """One simulated text, and the lexicon that may be used on it."""

    lexicon: Lexicon
    article: str
    spun: Spun
    dose: float


def read_articles(path: Path, most: int, random: Random) -> list[str]:
    """The texts of JSON Lines, shuffled, at most `most`."""
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"][:LONGEST] for line in lines if line.strip()]
    random.shuffle(texts)
    return texts[:most]


def samples(articles: Sequence[str], folder: Path, random: Random) -> Iterator[Sample]:
    """Every article, spun by a spinner of its own."""
    rows, idioms = compile_folder(folder)
    spinner = Spinner(rows)
    names = sorted({candidate.pair for _, candidate in rows})
    letters = [x for x in SPINNERS if any(x in candidate.dialects for _, candidate in rows)]
    lexicon, unknown = load(folder), ""
    for number, article in enumerate(articles):
        if number % _BATCH == 0:
            hidden = set(random.sample(names, int(len(names) * random.choice(_HIDDEN))))
            unknown = random.choice(letters) if random.random() < _UNKNOWN else ""
            lexicon = assemble(_without(rows, hidden, unknown), idioms)
        dose = random.choice(_DOSES)
        dialects = {unknown or random.choice(letters), "n"}
        if random.random() < _SCIENCE:
            dialects.add("t")
        spun = spinner.spin(article, random, dialects=frozenset(dialects), dose=dose,
                            share=random.choice(_SHARES))  # fmt: skip
        yield Sample(lexicon, article, spun, dose)


def _without(
    rows: Iterable[tuple[str, Candidate]], hidden: Set[str], unknown: str
) -> Iterator[tuple[str, Candidate]]:
    """The rows without some pairs, and without the table of one dialect ("" for none)."""
    for spun, candidate in rows:
        dialects = candidate.dialects.replace(unknown, "") if unknown else candidate.dialects
        if dialects and candidate.pair not in hidden:
            yield spun, candidate._replace(dialects=dialects)
