"""Count a corpus and write the context model: `cleaner lexicon context`.

What is kept: words, word pairs, pairs with a gap of one word, and triples that were seen on
at least `--min-sites` sites, each with one figure; so nothing in the file is long or rare
enough to be text. The probabilities are interpolated Kneser-Ney (Chen and Goodman 1999)
estimated on the full counts; what is left out is given back to the shorter context, so that
the pruned model still sums to one.

Needs numpy, which the model itself does not.
"""

from __future__ import annotations

import gzip
import json
import struct
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from cleaner.errors import InputError
from cleaner.spun.ngrams import GAP_STEP, LOG_STEP, MAGIC, SECTIONS
from cleaner.spun.words import NAME, RARE, STOP, words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_BITS = 16
_GAP_SMOOTHING = 4.0


class Corpus(NamedTuple):
    """A corpus as numbers: one entry a token."""

    words: list[str]
    tokens: Ints
    document: Ints
    site: Ints


def ids_in(paths: Iterable[Path]) -> frozenset[str]:
    """The ids of the records of JSON Lines."""
    found: set[str] = set()
    for path in paths:
        opener: Any = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            found.update(str(json.loads(line)["id"]) for line in lines if line.strip())
    return frozenset(found)


def read_texts(paths: Iterable[Path], exclude: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Site and text of every record of JSON Lines (fields text, domain, id), or of every paragraph.

    A file that is not JSON Lines is plain text with a document a line, each its own site.
    """
    for path in paths:
        opener: Any = gzip.open if path.suffix == ".gz" else open
        is_json = ".jsonl" in path.name
        try:
            with opener(path, "rt", encoding="utf-8") as lines:
                for number, line in enumerate(lines, 1):
                    if not line.strip():
                        continue
                    if not is_json:
                        yield f"{path}:{number}", line
                        continue
                    record = json.loads(line)
                    if str(record.get("id", "")) not in exclude:
                        yield str(record.get("domain") or f"{path}:{number}"), record["text"]
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"{path}: expected text, or JSON Lines with a field text: {error}"
            ) from None


def read_corpus(texts: Iterable[tuple[str, str]], min_sites: int) -> Corpus:
    """Tokenise texts; a word seen on fewer than `min_sites` sites becomes a class."""
    import numpy as np  # noqa: PLC0415

    first: dict[str, int] = {STOP: 0}
    sites: dict[str, int] = {}
    token, capital, document, site = array("i"), array("b"), array("i"), array("i")
    for number, (name, text) in enumerate(texts):
        place = sites.setdefault(name, len(sites))
        found = words_of(text)
        forms = [(STOP, False), *((word.form, word.capital) for word in found), (STOP, False)]
        if found and found[-1].form == STOP:
            forms.pop()
        for form, big in forms:
            token.append(first.setdefault(form, len(first)))
            capital.append(big)
            document.append(number)
            site.append(place)
    if not token:
        raise InputError("the corpus holds no text")
    old = np.array(token, dtype=np.int64)
    where = np.array(site, dtype=np.int64)
    spread = np.bincount(np.unique(old * len(sites) + where) // len(sites), minlength=len(first))
    count = np.bincount(old, minlength=len(first))
    names = list(first)
    keep = [i for i in np.argsort(-count, kind="stable") if spread[i] >= min_sites]
    words = [NAME, RARE, *(names[i] for i in keep if names[i] not in {NAME, RARE})]
    words = words[: (1 << _BITS) - 1]
    new = np.full(len(first), -1, dtype=np.int64)
    for i, word in enumerate(words):
        if word in first:
            new[first[word]] = i
    tokens = new[old]
    unknown = np.where(np.array(capital, dtype=bool), 0, 1)
    tokens = np.where(tokens >= 0, tokens, unknown)
    return Corpus(words, tokens, np.array(document, dtype=np.int64), where)


def _grams(corpus: Corpus, offsets: tuple[int, ...], min_sites: int) -> tuple[Ints, Ints, Any]:
    """Keys (word numbers packed, 16 bits each), counts, and a mask of what may be kept."""
    import numpy as np  # noqa: PLC0415

    last = offsets[-1]
    size = len(corpus.tokens) - last
    key = np.zeros(size, dtype=np.int64)
    for offset in offsets:
        key = key << _BITS | corpus.tokens[offset : size + offset]
    same = corpus.document[:size] == corpus.document[last:]
    key = key[same]
    keys, counts = np.unique(key, return_counts=True)
    sites = int(corpus.site.max()) + 1
    pairs = np.unique(np.searchsorted(keys, key) * sites + corpus.site[:size][same])
    spread = np.bincount(pairs // sites, minlength=len(keys))
    return keys, counts.astype(np.int64), spread >= min_sites


def _discount(counts: Ints) -> float:
    ones, twos = int((counts == 1).sum()), int((counts == 2).sum())
    return ones / (ones + 2 * twos) if ones else 0.5


def estimate(corpus: Corpus, min_sites: int) -> dict[str, Any]:
    """The arrays of the model: probabilities, back-off weights and gap scores."""
    import numpy as np  # noqa: PLC0415

    size = len(corpus.words)
    low = (1 << _BITS) - 1
    keys3, count3, keep3 = _grams(corpus, (0, 1, 2), min_sites)
    keys2, _, keep2 = _grams(corpus, (0, 1), min_sites)

    # Continuation counts: how many different words stand before.
    follow2 = np.bincount(np.searchsorted(keys2, keys3 & (1 << 2 * _BITS) - 1),
                          minlength=len(keys2)).astype(np.float64)  # fmt: skip
    follow2 = np.maximum(follow2, 1)
    follow1 = np.bincount(keys2 & low, minlength=size).astype(np.float64) + 0.5
    p1 = follow1 / follow1.sum()

    d2 = _discount(follow2.astype(np.int64))
    head2 = keys2 >> _BITS
    total2 = np.bincount(head2, weights=follow2, minlength=size)
    kinds2 = np.bincount(head2, minlength=size)
    p2 = (follow2 - d2) / total2[head2] + d2 * kinds2[head2] / total2[head2] * p1[keys2 & low]

    d3 = _discount(count3)
    head3 = np.searchsorted(keys2, keys3 >> _BITS)
    tail3 = np.searchsorted(keys2, keys3 & (1 << 2 * _BITS) - 1)
    total3 = np.bincount(head3, weights=count3, minlength=len(keys2))
    kinds3 = np.bincount(head3, minlength=len(keys2))
    p3 = (count3 - d3) / total3[head3] + d3 * kinds3[head3] / total3[head3] * p2[tail3]

    def back_off(heads: Ints, long: Floats, short: Floats, size: int) -> Floats:
        left = 1 - np.bincount(heads, weights=long, minlength=size)
        freed = 1 - np.bincount(heads, weights=short, minlength=size)
        return np.maximum(left, 1e-4) / np.maximum(freed, 1e-4)

    b1 = back_off(head2[keep2], p2[keep2], p1[keys2[keep2] & low], size)
    place = np.cumsum(keep2) - 1  # number of a kept pair
    heads = place[head3[keep3]]
    b2 = back_off(heads, p3[keep3], p2[tail3[keep3]], int(keep2.sum()))

    keys_gap, count_gap, keep_gap = _grams(corpus, (0, 2), min_sites)
    uni = np.bincount(corpus.tokens, minlength=size).astype(np.float64)
    kept = keys_gap[keep_gap]
    expected = uni[kept >> _BITS] * uni[kept & low] / uni.sum()
    gap = np.log((count_gap[keep_gap] + _GAP_SMOOTHING) / (expected + _GAP_SMOOTHING))

    def starts(heads: Ints, size: int) -> Any:
        return np.concatenate([[0], np.cumsum(np.bincount(heads, minlength=size))]).astype("<u4")

    def logs(values: Floats) -> Any:
        return np.clip(np.rint(-np.log(values) / LOG_STEP), 0, 255).astype(np.uint8)

    def signed(values: Floats) -> Any:
        return np.clip(np.rint(values / GAP_STEP) + 128, 0, 255).astype(np.uint8)

    return {
        "words": "\n".join(corpus.words).encode(),
        "p1": logs(p1),
        "b1": signed(np.log(b1)),
        "seen": np.rint(uni).astype("<u4"),
        "start2": starts(head2[keep2], size),
        "word2": (keys2[keep2] & low).astype("<u2"),
        "p2": logs(p2[keep2]),
        "b2": signed(np.log(b2)),
        "start3": starts(heads, int(keep2.sum())),
        "word3": (keys3[keep3] & low).astype("<u2"),
        "p3": logs(p3[keep3]),
        "start_gap": starts(kept >> _BITS, size),
        "word_gap": (kept & low).astype("<u2"),
        "gap": signed(gap),
    }


def write(sections: dict[str, Any], path: Path) -> None:
    """Write the arrays as one file that can be mapped into memory."""
    blobs = [
        sections[name] if isinstance(sections[name], bytes) else sections[name].tobytes()
        for name in SECTIONS
    ]
    with path.open("wb") as file:
        file.write(MAGIC)
        file.write(struct.pack(f"<{len(blobs)}Q", *map(len, blobs)))
        for blob in blobs:
            file.write(blob)
            file.write(b"\0" * (-len(blob) % 8))


@click.command()
@click.argument("corpus", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path))
@click.option("--min-sites", default=3, show_default=True, type=click.IntRange(1))
@click.option("--exclude", multiple=True, type=click.Path(exists=True, path_type=Path),
              help="JSON Lines whose ids are left out of the counts.")  # fmt: skip
def main(corpus: tuple[Path, ...], output: Path, min_sites: int, exclude: tuple[Path, ...]) -> None:
    """Count CORPUS (JSON Lines with text and domain, or text with a document a line)."""
    counted = read_corpus(read_texts(corpus, ids_in(exclude)), min_sites)
    sections = estimate(counted, min_sites)
    write(sections, output)
    click.echo(
        f"{len(counted.tokens):,} tokens: {len(counted.words):,} words, "
        f"{len(sections['word2']):,} pairs, {len(sections['word3']):,} triples, "
        f"{len(sections['word_gap']):,} gapped pairs; {output.stat().st_size:,} bytes"
    )


if __name__ == "__main__":
    main()
