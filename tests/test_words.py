"""`[match.words]`: a rule's vocabulary, written once and used in its patterns."""

from __future__ import annotations

from typing import Any

import pytest

from cleaner import Cleaner, Rulebook
from cleaner.errors import RuleError
from cleaner.mark.rule import Rule


def _rule(**match: Any) -> Rule:
    return Rule(
        id="test/words",
        summary="words",
        why="",
        kind="line",
        match=match,
        anchors=("ferry", "boat"),
        examples=(),
    )


def _clean(text: str, **match: Any) -> str:
    book = Rulebook([_rule(**match)])
    return Cleaner(rules=book, max_cut_share=1.0).clean(text).text


def test_a_word_stands_for_its_pattern_as_a_whole() -> None:
    match = {"any": [r"the {ship} again"], "words": {"ship": "ferry|boat"}}
    assert _clean("the boat again\n\nthe ferry\n", **match) == "the ferry\n"


def test_a_word_may_use_words_before_it() -> None:
    words = {"ship": "ferry|boat", "two-ships": "{ship} and {ship}"}
    assert _clean("ferry and boat\n\nferry\n", any=["{two-ships}"], words=words) == "ferry\n"


def test_counts_in_braces_are_left_to_the_pattern() -> None:
    assert _clean("boattt\n\nboat\n", any=["boat{2,3}"]) == "boat\n"


@pytest.mark.parametrize(
    ("match", "told"),
    [
        ({"any": ["{ship}"]}, "'ship'"),
        ({"any": ["ferry"], "words": {"pair": "{ship}", "ship": "boat"}}, "'ship'"),
        ({"any": ["ferry"], "words": {"Ship": "boat"}}, "'Ship'"),
        ({"any": ["ferry"], "words": {"ship": ["boat"]}}, "'ship'"),
        ({"any": ["ferry"], "words": ["boat"]}, "words"),
        ({"any": ["{ship}"], "words": {"ship": "(boat"}}, "not a regular expression"),
    ],
)
def test_a_mistake_in_the_words_is_told(match: dict[str, Any], told: str) -> None:
    with pytest.raises(RuleError, match=told):
        _clean("the ferry\n", **match)
