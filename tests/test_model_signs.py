"""Characters, words and sequences of words as numbers."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.mark.model import signs
from cleaner.mark.model.lexicon import Index, Lexicon
from cleaner.mark.model.signs import Signs, gram_hash, words

line = st.text(min_size=1, max_size=60).map(lambda s: " ".join(s.split())).filter(bool)
word = st.from_regex(r"\A[a-zé]{1,9}\Z")


@given(st.lists(line, min_size=1, max_size=8))
def test_hashes_are_those_of_the_words(texts: list[str]) -> None:
    found = Signs.of(texts)
    hashed: list[list[int]] = [[] for _ in texts]
    for owner, value in zip(found.line.tolist(), found.word.tolist(), strict=True):
        hashed[owner].append(value)
    assert hashed == [[gram_hash(w) for w in spoken] for spoken in words(texts)]


@given(st.lists(line, min_size=1, max_size=6))
def test_a_line_is_measured_alone_as_among_others(texts: list[str]) -> None:
    together = Signs.of(texts)
    for number, text in enumerate(texts):
        alone = Signs.of([text])
        assert alone.pair.tolist() == together.pair[together.pair_line == number].tolist()
        assert alone.word.tolist() == together.word[together.line == number].tolist()
        assert alone.before_last[0] == together.before_last[number]


def test_words() -> None:
    assert words(["It’s café time: 12 a.m.!", "© 2024 Harbour-Post"]) == [
        ["it's", "café", "time", ":", "0", "a", "m", "!"],
        ["©", "0", "harbour", "post"],
    ]


def test_pairs_take_the_borders_in() -> None:
    found = Signs.of(["By Ann"])
    pairs = [divmod(pair, signs.KINDS) for pair in found.pair.tolist()]
    low, high, space, end = signs.LOWER, signs.UPPER, signs.SPACE, signs.END
    assert pairs == [
        (end, high), (high, low), (low, space), (space, high), (high, low), (low, low), (low, end)
    ]  # fmt: skip
    assert found.pair_line.tolist() == [0] * len(pairs)


@given(st.lists(st.lists(word, min_size=1, max_size=5), min_size=1, max_size=5))
def test_sequences_of_up_to_three_words(lines: list[list[str]]) -> None:
    grams, owner = Signs.of([" ".join(spoken) for spoken in lines]).grams()
    for number, spoken in enumerate(lines):
        tokens = ["^", *spoken, "$"]
        wanted = {
            gram_hash(" ".join(tokens[at : at + n]))
            for n in (1, 2, 3)
            for at in range(len(tokens) - n + 1)
        }
        assert wanted <= set(grams[owner == number].tolist())


@given(st.sets(st.integers(1, 2**64 - 1), max_size=60), st.integers(0, 2**64 - 1))
def test_index_finds_what_it_holds_and_nothing_else(held: set[int], other: int) -> None:
    members = sorted(held)
    crowded = [*members, *(m ^ 1 for m in members if m ^ 1 not in held)]
    which, found = Index(crowded).find(np.array([other, *crowded, other], np.uint64))
    if other in crowded:
        assert which.tolist() == list(range(len(crowded) + 2))
        assert found[0] == found[-1] == crowded.index(other)
        found = found[1:-1]
    else:
        assert which.tolist() == list(range(1, len(crowded) + 1))
    assert found.tolist() == list(range(len(crowded)))


def test_a_lexicon_sums_what_a_line_says() -> None:
    lexicon = Lexicon(["sign up", "newsletter", "the", "^ sign"], [1.0, 2.0, -0.5, 0.25])
    texts = ["Sign up for the newsletter", "The crane stood idle", "And a sign"]
    total, positive, most = lexicon.lines(Signs.of(texts))
    assert total.tolist() == [2.75, -0.5, 0.0]
    assert positive.tolist() == [3.25, 0.0, 0.0]
    assert most.tolist() == [2.0, 0.0, 0.0]
    assert lexicon.spoken(texts, [0, 1]) == {0: ["newsletter", "sign up", "^ sign"], 1: []}
