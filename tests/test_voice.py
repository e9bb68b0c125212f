"""The kind `voice`: what its keys mean, seen on a rule made for the purpose."""

from __future__ import annotations

import pytest

from cleaner import Cleaner, Rulebook, RuleError
from cleaner.mark.rule import Rule

PROSE = (
    "The ferry left the pier at noon with forty people on board, and by the time it reached "
    "the island the wind had risen so far that nobody wanted to go back."
)
GUIDE = (
    "You take your bag to the pier at noon, and by the time your boat has reached the island "
    "you have seen more of the coast than most people see in a year."
)
CUES = [[2, r"\byour?\b"], [2, r"\bclub\b"], [2, r"\bhere\b", r"\bclick\b"], [-3, r"\bwas\b"]]


def _rule(**match: object) -> Rule:
    return Rule(
        id="test/voice",
        summary="an offer",
        why="",
        kind="voice",
        match={"address": [r"\byour?\b"], "cues": CUES, "bar": 4, **match},
        anchors=("club", "here"),
        examples=(),
    )


def _clean(*lines: str, **match: object) -> list[str]:
    book = Rulebook([_rule(**match)])
    text = Cleaner(rules=book, max_cut_share=1.0).clean("\n\n".join(lines)).text
    return text.rstrip("\n").split("\n\n")


def _stays(line: str, *, prose: str = PROSE, **match: object) -> bool:
    return line in _clean(PROSE, prose, line, *[prose] * 5, **match)


def test_points_of_a_cue_count_once_and_may_count_against() -> None:
    assert not _stays("Your club")
    assert _stays("Your own, yours or your neighbour's, here or there: a boat", bar=5)
    assert _stays("Your club was closed")
    assert not _stays("Your club was here", bar=3)


def test_it_must_turn_to_somebody() -> None:
    assert _stays("The club meets here")


def test_a_cue_of_the_article_itself_counts_nothing() -> None:
    assert _stays("Your club", prose=GUIDE)
    assert not _stays("Your club", prose=GUIDE, **{"max-share": 100})
    assert not _stays("Your club here", prose=GUIDE)
    quoting = f"{PROSE} “You and your boat,” the sailor told them."
    assert not _stays("Your club", prose=quoting)


def test_every_sentence_shows_a_cue() -> None:
    assert not _stays("Your club. It is here.")
    assert _stays("Your club. Nobody came.")


def test_a_long_line_needs_more() -> None:
    long = f"Your club, {'and a boat, ' * 16}and a pier"
    assert _stays(long)
    assert not _stays(long, handicap=200)
    assert _stays(long, handicap=200, **{"max-chars": 100})


def test_the_tail_and_a_neighbour_count() -> None:
    page = [*[PROSE] * 5, "Your boat", "Your club here", *[PROSE] * 5]
    assert "Your boat" in _clean(*page, bar=6, beside=2)  # it holds no anchor
    page[5] = "Your club"
    assert "Your club" in _clean(*page, bar=6)
    assert "Your club" not in _clean(*page, bar=6, beside=2)
    page = [*[PROSE] * 5, "Your club"]
    assert "Your club" in _clean(*page, bar=6)
    assert "Your club" not in _clean(*page, bar=6, tail=2)


def test_the_first_line_stays() -> None:
    assert _clean("Your club here", *[PROSE] * 5)[0] == "Your club here"


@pytest.mark.parametrize(
    "cues", [None, [], [["2", "a"]], [[2]], [[True, "a"]], [[1, ""]], [[1, "a", 2]], "a"]
)
def test_broken_cues_are_refused(cues: object) -> None:
    with pytest.raises(RuleError, match="cues"):
        _ = Rulebook([_rule(cues=cues)]).matchers
