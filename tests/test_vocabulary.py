"""The words of an article: looked up in the text, or gathered, with the same answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.mark.vocabulary import WORD, Vocabulary

LENGTH = 4
TEXTS = st.lists(st.text("abé’'.-_ \u00a0\n", max_size=30), max_size=4)
STEMS = st.text("abé’.-", min_size=1, max_size=LENGTH)


@given(TEXTS, st.lists(STEMS, max_size=80))
def test_every_stem_is_found_that_a_word_has(texts: list[str], stems: list[str]) -> None:
    words = {word[:LENGTH] for word in WORD.findall("\n".join(texts))}
    vocabulary = Vocabulary(texts, LENGTH)
    for stem in [*stems, *sorted(words)]:
        if WORD.fullmatch(stem) or (len(stem) == LENGTH and WORD.fullmatch(f"{stem}b")):
            assert (stem in vocabulary) == (stem in words)


@pytest.mark.parametrize(
    ("stem", "known"),
    [("pier", True), ("quay", True), ("a", True), ("sid", False), ("side", False), ("pie", False)],
)
def test_a_short_stem_is_a_whole_word(stem: str, known: bool) -> None:
    assert (stem in Vocabulary(["A pier’s quay-side", "piers"], LENGTH)) is (known)
