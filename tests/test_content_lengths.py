"""How long texts are to the judge of blocks."""

from __future__ import annotations

from cleaner.mark.content.lengths import lengths_of, scaled, words_of

LATIN, GREEK, CHINESE = "The ferry — at last — is back.", "Το πλοίο επέστρεψε.", "渡轮终于回来了。"


def test_signs_that_stand_for_words_count_for_more() -> None:
    latin, greek, chinese = lengths_of([LATIN, GREEK, CHINESE])
    assert (latin, greek) == (len(LATIN), len(GREEK))
    assert chinese == 7 * 2.5 // 1 + 1


def test_counts_of_characters_grow_as_the_text_does() -> None:
    texts = [LATIN, CHINESE, CHINESE]
    assert scaled([5, 0, 8], texts, lengths_of(texts)) == [5, 0, 18]


def test_words_without_spaces() -> None:
    assert words_of([LATIN, CHINESE], [len(LATIN), 18]) == [8, 4]
