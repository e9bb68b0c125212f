"""The kind `cards`: headlines with marks, seen on rules made for the purpose."""

from __future__ import annotations

import pytest

from cleaner import Cleaner, Rulebook
from cleaner.mark.rule import Rule

from .test_foot import ARTICLE

CARDS = [
    "Goats double in a decade",
    "12 views",
    "Minister eats a pie",
    "3 views",
    "Rain falls again",
    "9 views",
]


def _clean(lines: list[str], lang: str = "en", bounds: dict[str, int] | None = None) -> list[str]:
    rule = Rule(
        id="test/cards",
        summary="cards",
        why="",
        kind="cards",
        match={"mark": [r"\d+ views"], "min-words": 2, **(bounds or {})},
        anchors=(),
        examples=(),
    )
    machine = Cleaner(rules=Rulebook([rule]), level="careful", restore="never", max_cut_share=1.0)
    return machine.clean("\n\n".join(lines), lang=lang).text.split("\n\n")


def test_headlines_with_a_mark_each_go() -> None:
    assert _clean(ARTICLE + CARDS) == [*ARTICLE[:1], ARTICLE[1] + "\n"]


@pytest.mark.parametrize("bound", [{"min": 4}, {"min-words": 9}, {"min-prose": 3}])
def test_a_bound_keeps_them(bound: dict[str, int]) -> None:
    assert len(_clean(ARTICLE + CARDS, bounds=bound)) == len(ARTICLE + CARDS)


def test_what_the_article_speaks_of_stays() -> None:
    own = ["Council to close the pier", "1 views", "Repairs before frost", "2 views"]
    own += ["Mayor asked for a bus", "3 views"]
    assert len(_clean(ARTICLE + own)) == len(ARTICLE + own)


def test_headlines_of_which_half_lack_a_mark_stay() -> None:
    few = [CARDS[0], CARDS[2], CARDS[4], "Snow falls north", "Wolves come south", CARDS[1]]
    assert len(_clean(ARTICLE + few)) == len(ARTICLE + few)


def test_another_language_stays() -> None:
    assert len(_clean(ARTICLE + CARDS, lang="de")) == len(ARTICLE + CARDS)
