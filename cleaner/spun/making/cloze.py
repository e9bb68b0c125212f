"""Teach the cloze model: `cleaner lexicon cloze`.

Every word of clean text that spinners exchange, and some of the others, is a gap to be
filled: the right word against the words that the tables have in exchange for it, and against
all words. Some words around it are exchanged, as in a spun text they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from cleaner.errors import ConfigError
from cleaner.spun.lexicon import Lexicon, load
from cleaner.spun.making.context import Corpus, ids_in, read_corpus, read_texts
from cleaner.spun.words import RARE, STOP

if TYPE_CHECKING:
    from cleaner.spun.making.network import Batch

_SEED = 1
_COMMONEST = 20_000
"""So many words are learned, and those that spinners exchange."""
_BATCH, _STRETCH, _EDGE = 256, 192, 32
"""Stretches at a time, their length, and how many words at each end have no gap."""
_RIVALS = 16
"""Words exchanged for the right one that it is taught against at a time."""
_DOSES = (0.0, 0.05, 0.1, 0.1, 0.2, 0.35)
"""How many of the words of a stretch are exchanged."""
_OFTEN = 1e-4
"""The share of all words from which a word is passed over sometimes, the oftener the more."""
_OTHERS = 0.3
"""How often a word is taken that no table has."""
_BAG = 1e-3
"""The share at which a word has half the weight in a bag."""
_REPORT = 100


def commonest(corpus: Corpus, lexicon: Lexicon, most: int = _COMMONEST) -> Corpus:
    """The corpus with fewer words: the commonest, and those that spinners exchange."""
    exchanged = {
        c.original.lower() for rows in lexicon.forms.values() for _, cs in rows for c in cs
    }
    exchanged.update(form[0] for rows in lexicon.forms.values() for form, _ in rows)
    kept = [n for n, word in enumerate(corpus.words) if n < most or word in exchanged]
    new = np.full(len(corpus.words), corpus.words.index(RARE))
    new[kept] = np.arange(len(kept))
    return corpus._replace(words=[corpus.words[n] for n in kept], tokens=new[corpus.tokens])


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
        self._flat = np.array([n for x in found for n in sorted(x)] or [0])

    def draw(self, words: Any, random: Any) -> Any:
        """A word in exchange for each of `words`; for one that has none, any."""
        chosen = (random.random(words.shape) * self.counts[words]).astype(np.int64)
        return self._flat[np.minimum(self._starts[words] + chosen, len(self._flat) - 1)]


class _Gaps:
    """A corpus as batches of stretches with gaps."""

    def __init__(self, corpus: Corpus, exchange: _Exchange, device: str) -> None:
        self._tokens, self._document = corpus.tokens.astype(np.int64), corpus.document
        self._exchange, self._device = exchange, device
        self.shares = np.bincount(corpus.tokens, minlength=len(corpus.words)) / len(corpus.tokens)
        self._stop = corpus.words.index(STOP)
        taken = np.minimum(1, np.sqrt(_OFTEN / np.maximum(self.shares, 1e-12)))
        taken[exchange.counts == 0] *= _OTHERS
        taken[[0, 1, self._stop]] = 0  # the classes of unknown words, and the sentence end
        self._taken = taken
        self.steps = max(1, len(self._tokens) // (_BATCH * (_STRETCH - 2 * _EDGE)))
        """How many batches are one pass over the corpus."""

    def batches(self, steps: int, random: Any) -> Iterator[Batch]:
        """So many batches, from anywhere in the corpus."""
        import torch  # noqa: PLC0415

        from cleaner.spun.making.network import Batch  # noqa: PLC0415

        exchange = self._exchange
        for _ in range(steps):
            first = random.integers(0, max(1, len(self._tokens) - _STRETCH), (_BATCH, 1))
            at = np.minimum(first + np.arange(_STRETCH), len(self._tokens) - 1)
            own = self._document[at] == self._document[at[:, _STRETCH // 2]][:, None]
            right = np.where(own, self._tokens[at], self._stop)
            gaps = own & (random.random(at.shape) < self._taken[right])
            gaps[:, :_EDGE] = gaps[:, -_EDGE:] = False
            if not gaps.any():
                continue
            changed = random.random(at.shape) < random.choice(_DOSES, (_BATCH, 1))
            changed &= exchange.counts[right] > 0
            heard = np.where(changed, exchange.draw(right, random), right)
            words = right[gaps]
            rivals = exchange.draw(np.repeat(words[:, None], _RIVALS, axis=1), random)
            told = heard, gaps, words, rivals, exchange.counts[words] > 0
            yield Batch(*(torch.from_numpy(part).to(self._device) for part in told))


def teach(corpus: Corpus, lexicon: Lexicon, passes: int, large_passes: int) -> dict[str, Any]:
    """The arrays of the model, learned from so many passes over a corpus.

    A large network goes over it first, `large_passes` times, and teaches the small one too;
    none is needed. On a graphics card if there is one; only on a processor does the same corpus
    always teach exactly the same.
    """
    try:
        import torch  # noqa: PLC0415

        from cleaner.spun.making import network  # noqa: PLC0415
    except ImportError:
        raise ConfigError(
            "teaching a cloze model needs torch: pip install 'article-cleaner[cloze]'"
        ) from None
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(_SEED)
    corpus = commonest(corpus, lexicon)
    gaps = _Gaps(corpus, _Exchange(lexicon, corpus.words), device)
    bag = _BAG / (_BAG + gaps.shares)
    bag[:2] = 0
    random = np.random.default_rng(_SEED)
    large = None
    if large_passes:
        large = network.Network(network.LARGE, gaps.shares, bag).to(device)
        _learn(network.Learner(large, large_passes * gaps.steps), gaps, large_passes, random)
        large.eval()
    small = network.Network(network.SMALL, gaps.shares, bag).to(device)
    _learn(network.Learner(small, passes * gaps.steps, large), gaps, passes, random)
    return {"words": np.array(corpus.words), **network.arrays(small)}


def _learn(learner: Any, gaps: _Gaps, passes: int, random: Any) -> None:
    told = np.zeros(2)
    for done, batch in enumerate(gaps.batches(passes * gaps.steps, random), 1):
        told += learner.learn(batch)
        if done % _REPORT == 0:
            loss, right = told / _REPORT
            click.echo(f"pass {done / gaps.steps:.1f} of {passes}: loss {loss:.3f}, "
                       f"{right:.1%} right", err=True)  # fmt: skip
            told[:] = 0


@click.command()
@click.argument("corpus", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path))
@click.option("--min-sites", default=6, show_default=True, type=click.IntRange(1))
@click.option("--passes", default=8, show_default=True, type=click.IntRange(1),
              help="How often to go over the corpus.")  # fmt: skip
@click.option("--large-passes", default=7, show_default=True, type=click.IntRange(0),
              help="How often a large network does first, which then teaches.")  # fmt: skip
@click.option("--exclude", multiple=True, type=click.Path(exists=True, path_type=Path),
              help="JSON Lines whose ids are left out.")  # fmt: skip
def main(  # noqa: PLR0917
    corpus: tuple[Path, ...],
    output: Path,
    min_sites: int,
    passes: int,
    large_passes: int,
    exclude: tuple[Path, ...],
) -> None:
    """Learn from CORPUS (as for `context`) which word of those exchanged fills a gap.

    Needs torch. Twenty million words take ten minutes on a fast graphics card, days without.
    """
    read = read_corpus(read_texts(corpus, ids_in(exclude)), min_sites)
    learned = teach(read, load(), passes, large_passes)
    with output.open("wb") as file:
        np.savez_compressed(file, **learned)
    click.echo(f"{len(read.tokens):,} tokens, {len(learned['words']):,} words; "
               f"{output.stat().st_size:,} bytes")  # fmt: skip


if __name__ == "__main__":
    main()
