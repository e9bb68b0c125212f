"""Calls that a scraper joined to a paragraph: only the call goes, or nothing."""

from __future__ import annotations

import pytest

import cleaner

PROSE = (
    "The ferry left the pier at noon with forty people on board, and by the time it reached "
    "the island the wind had risen so far that nobody wanted to go back."
)
PARAGRAPHS = [
    "The boats came late on Monday.",
    "The mayor of Dorrow, who owns two papers, sold one of them in the spring of that year.",
    "Pilots of Dr. Ann Lee’s line went out in the storm. None of them came back before Friday.",
    "It was, as the cook put it, “a long day.”",
]
LONG = (
    "The mayor of Dorrow, who owns two papers, sold one of them in the spring of that year to "
    "a man from Lorne, and nobody knew it until the storm, when the ferry went out with him on board."
)
CALLS = [
    "Support our journalism by donating today.",
    "Sign up for our free weekly newsletter.",
    "Listen wherever you get your podcasts.",
    "Do you have a tip? Email us at tips@paper.example.",
    "Download our app from the App Store.",
]


def _lines(*lines: str) -> list[str]:
    page = "\n".join([PROSE, PROSE + " So they stayed.", *lines, PROSE + " They did."])
    return cleaner.clean(page, level="careful", restore="never").text.split("\n\n")


@pytest.mark.parametrize("paragraph", PARAGRAPHS)
@pytest.mark.parametrize("call", CALLS)
def test_the_paragraph_stays(paragraph: str, call: str) -> None:
    assert any(line.startswith(paragraph) for line in _lines(f"{paragraph} {call}"))


@pytest.mark.parametrize("call", CALLS)
def test_a_long_paragraph_below_a_call_stays(call: str) -> None:
    assert any(line.endswith("on board.") for line in _lines(f"{call} {LONG}"))


@pytest.mark.parametrize("call", CALLS)
def test_the_call_goes(call: str) -> None:
    assert len(_lines(call)) == 3
    assert _lines(f"{PARAGRAPHS[0]} {call}")[2] == PARAGRAPHS[0]


def test_a_heading_without_a_stop_stays() -> None:
    heading = "Pilots on the coast of Lorne vote to strike in May"
    assert _lines(f"{heading} {CALLS[0]}")[2] == heading


def test_an_appeal_of_several_sentences_goes_as_a_whole() -> None:
    appeal = "We need your help. Our work costs money. " + CALLS[0]
    assert len(_lines(appeal)) == 3
