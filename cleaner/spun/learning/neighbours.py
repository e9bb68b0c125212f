"""Find documents of one source: the same story told by different pages, spun or not.

Spinning breaks word n-grams but leaves names, figures and a good half of the vocabulary; so
documents are compared by the words they have, common ones left out, by MinHash (Broder
1997) with locality-sensitive hashing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from cleaner.errors import ConfigError
from cleaner.spun.words import words_of

_PERMUTATIONS = 96
_ALIKE = 0.3
"""The share of common vocabulary from which two documents are compared word by word."""
_COMMON = 0.1
"""The share of documents from which a word says nothing about the story."""
_FEW = 50
"""Documents below which no word is held for common."""


def _library() -> Any:
    try:
        import datasketch  # noqa: PLC0415
    except ImportError:
        raise ConfigError(
            "finding siblings needs datasketch: pip install 'article-cleaner[learn]'"
        ) from None
    return datasketch


def neighbours(texts: Sequence[str], alike: float = _ALIKE) -> Iterator[tuple[int, int]]:
    """Numbers of the texts that may tell one story, each pair once, in order."""
    library = _library()
    vocabularies = [{w.form for w in words_of(text) if w.is_word} for text in texts]
    if len(texts) >= _FEW:
        spread = Counter(word for words in vocabularies for word in words)
        most = _COMMON * len(texts)
        vocabularies = [{w for w in words if spread[w] <= most} for words in vocabularies]
    index = library.MinHashLSH(threshold=alike, num_perm=_PERMUTATIONS)
    for number, words in enumerate(vocabularies):
        sketch = library.MinHash(num_perm=_PERMUTATIONS)
        sketch.update_batch([word.encode() for word in sorted(words)])
        for other in sorted(index.query(sketch)):
            both = len(words & vocabularies[other])
            if both and both >= alike * len(words | vocabularies[other]):
                yield other, number
        if words:
            index.insert(number, sketch)
