"""Teach the cloze model: `cleaner lexicon cloze`.

Every word of clean text that spinners exchange, and some of the others, is a gap to be
filled: the right word against the words that the tables have in exchange for it. Some words
around it are exchanged, as in a spun text they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import numpy as np
import numpy.typing as npt

from cleaner.spun.cloze import FAR, NEAR
from cleaner.spun.lexicon import Lexicon, load
from cleaner.spun.making.context import Corpus, ids_in, read_corpus, read_texts
from cleaner.spun.making.network import Batch, Network
from cleaner.spun.words import STOP

_SEED = 1
_BATCH = 1024
_RIVALS = 8
"""Words exchanged for the right one that it is taught against at a time."""
_NOISE = 0.1
"""How many of the words around are exchanged."""
_OFTEN = 1e-4
"""The share of all words from which a word is passed over sometimes, the oftener the more."""
_OTHERS = 0.3
"""How often a word is taken that no table has."""
_RARE = 1e-3
"""The share at which a word has half the weight in a bag."""
_AGAIN = 0.7
"""The rate at which a pass begins, against the one before."""
_REPORT = 200

Ints = npt.NDArray[np.int64]


class _Exchange:
    """For each word the words that tables have in exchange for it, in both directions."""

    def __init__(self, lexicon: Lexicon, words: list[str]) -> None:
        number = {word: n for n, word in enumerate(words)}
        found: list[set[int]] = [set() for _ in words]
        for entries in lexicon.forms.values():
            for phrase, candidates in entries:
                originals = {
                    number[c.original.lower()] for c in candidates if c.original.lower() in number
                }
                spun = {number[phrase[0]]} if len(phrase) == 1 and phrase[0] in number else set()
                for original in originals:
                    found[original] |= (originals | spun) - {original}
                for form in spun:
                    found[form] |= originals - {form}
        self.counts = np.array([len(x) for x in found])
        self._starts = np.concatenate([[0], np.cumsum(self.counts)[:-1]])
        self._flat = np.array([n for x in found for n in sorted(x)] or [0], np.int32)

    def draw(self, words: Any, random: Any) -> Any:
        """A word in exchange for each of `words`; for one that has none, any."""
        chosen = (random.random(words.shape) * self.counts[words]).astype(np.int64)
        return self._flat[np.minimum(self._starts[words] + chosen, len(self._flat) - 1)]


class _Gaps:
    """A corpus as batches of gaps."""

    def __init__(self, corpus: Corpus, exchange: _Exchange, random: Any) -> None:
        self._tokens = corpus.tokens.astype(np.int32)
        self._document = corpus.document
        self._exchange, self._random = exchange, random
        self.shares = np.bincount(corpus.tokens, minlength=len(corpus.words)) / len(corpus.tokens)
        self._stop = corpus.words.index(STOP)
        taken = np.minimum(1, np.sqrt(_OFTEN / np.maximum(self.shares, 1e-12)))
        taken[exchange.counts == 0] *= _OTHERS
        taken[[0, 1, self._stop]] = 0  # the classes of unknown words, and the sentence end
        self._taken = taken.astype(np.float32)
        self.batches = float(self._taken[self._tokens].sum()) / _BATCH

    def pass_over(self) -> Iterator[Batch]:
        """The corpus once, in chance order."""
        drawn = self._random.random(len(self._tokens), dtype=np.float32)
        places = np.flatnonzero(drawn < self._taken[self._tokens])
        self._random.shuffle(places)
        near = np.array([*range(-NEAR, 0), *range(1, NEAR + 1)])
        far = np.array([*range(-FAR, -NEAR), *range(NEAR + 1, FAR + 1)])
        for start in range(0, len(places), _BATCH):
            at = places[start : start + _BATCH]
            words = self._tokens[at]
            rivals = np.repeat(words[:, None], _RIVALS, axis=1)
            yield Batch(
                words,
                self._around(at, near, self._stop),
                self._around(at, far, 0),
                self._exchange.draw(rivals, self._random),
                self._exchange.counts[words] > 0,
            )

    def _around(self, at: Ints, offsets: Ints, outside: int) -> Any:
        """The words at some distances, a part of them exchanged; `outside` beyond the text."""
        places = at[:, None] + offsets
        held = np.clip(places, 0, len(self._tokens) - 1)
        inside = (held == places) & (self._document[held] == self._document[at][:, None])
        found = np.where(inside, self._tokens[held], outside)
        noisy = self._random.random(found.shape, dtype=np.float32) < _NOISE
        noisy &= self._exchange.counts[found] > 0
        found[noisy] = self._exchange.draw(found[noisy], self._random)
        return found


def teach(corpus: Corpus, lexicon: Lexicon, passes: int) -> dict[str, Any]:
    """The arrays of the model, learned from so many passes over a corpus.

    The rate falls over each pass and begins again, lower, with the next (warm restarts:
    Loshchilov and Hutter 2017).
    """
    random = np.random.default_rng(_SEED)
    gaps = _Gaps(corpus, _Exchange(lexicon, corpus.words), random)
    bag = (_RARE / (_RARE + gaps.shares)).astype(np.float32)
    bag[:2] = 0
    network = Network(gaps.shares, bag, random)
    for number in range(passes):
        told = np.zeros(2)
        for done, batch in enumerate(gaps.pass_over()):
            told += network.learn(batch, _AGAIN**number * max(0.03, 1 - done / gaps.batches))
            if (done + 1) % _REPORT == 0:
                loss, right = told / _REPORT
                click.echo(f"pass {number + 1}, {done + 1:,} of {gaps.batches:,.0f}: "
                           f"loss {loss:.3f}, {right:.1%} right", err=True)  # fmt: skip
                told[:] = 0
    return {"words": np.array(corpus.words), **network.arrays()}


@click.command()
@click.argument("corpus", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path))
@click.option("--min-sites", default=6, show_default=True, type=click.IntRange(1))
@click.option("--passes", default=2, show_default=True, type=click.IntRange(1),
              help="How often to go over the corpus.")  # fmt: skip
@click.option("--exclude", multiple=True, type=click.Path(exists=True, path_type=Path),
              help="JSON Lines whose ids are left out.")  # fmt: skip
def main(
    corpus: tuple[Path, ...], output: Path, min_sites: int, passes: int, exclude: tuple[Path, ...]
) -> None:
    """Learn from CORPUS (as for `context`) which word of those exchanged fills a gap."""
    read = read_corpus(read_texts(corpus, ids_in(exclude)), min_sites)
    with output.open("wb") as file:
        np.savez_compressed(file, **teach(read, load(), passes))
    click.echo(f"{len(read.tokens):,} tokens, {len(read.words):,} words; "
               f"{output.stat().st_size:,} bytes")  # fmt: skip


if __name__ == "__main__":
    main()
