"""Sentences that a dump of a page broke at its links are judged as one."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.mark.model.wholes import Wholes

BROKEN = [
    "The ferry to the island will stop on Monday, according to",
    "the harbour office",
    ", because repairs of the engine take longer than",
    "Dorrow Yards",
    "had expected.",
    "Nobody was hurt.",
]


def joined(*lines: str, apart: tuple[int, ...] = ()) -> list[str]:
    return list(Wholes.of(lines, apart).texts)


def test_a_sentence_is_one_whole() -> None:
    whole = Wholes.of(BROKEN, ())
    assert list(whole.texts) == [" ".join(BROKEN[:5]), BROKEN[5]]
    assert [list(whole.parts(n)) for n in (0, 1)] == [[0, 1, 2, 3, 4], [5]]


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("T", "he pier is closed."),
        ("Read the report (in Danish", ")"),
        ("It was the mayor of", "Dorrow"),
        ("So said the harbour's", "Ann Lee"),
        ("He came, he saw, and at last,", "Dorrow"),
        ("The ferry", "’s bell rang"),
    ],
)
def test_what_goes_on(before: str, text: str) -> None:
    assert len(joined(before, text)) == 1


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("The pier is closed.", "The ferry is not."),
        ("The pier is closed.", "nobody knows why"),
        ("Home", "News"),
        ("World", "o Israel"),
        ("Sign in", "About"),
        ("Dorrow, Friday,", "Ann Lee"),
        ("The ferry", "...and the pier"),
        ("In", "Dorrow"),
    ],
)
def test_what_does_not(before: str, text: str) -> None:
    assert len(joined(before, text)) == 2


def test_the_words_of_a_link_with_a_capital() -> None:
    open_line = "After a silence there has been news on the fourth film in rebooted"
    assert len(joined(open_line, "Dorrow Quay", "series of the house.")) == 1
    assert len(joined("News", "Dorrow Quay", "series of the house.")) == 2


def test_a_title_stands_apart() -> None:
    assert len(joined("Ferry stops", "by Ann Lee", apart=(0,))) == 2
    assert len(joined("Ferry stops", "by Ann Lee", apart=(1,))) == 2


def test_lines_of_a_sentence_go_or_stay_together() -> None:
    """A paragraph in pieces, each of which might pass for a label, stays in full."""
    story = [
        f"The ferry to the island will stop {when}, the harbour office said, because repairs of "
        "the engine and of the winter quay take longer than anybody had expected."
        for when in ("today", "tomorrow", "on Monday", "in March")
    ]
    menu = [
        "Home",
        "News",
        "Sport",
        "Weather",
        "Sign in",
        "Newsletters",
        "Contact us",
        "Terms of use",
    ]
    page = "\n".join([*menu, *story[:2], *BROKEN, *story[2:], *menu])
    text = cleaner.Cleaner(whole_page=True, restore="never").clean(page).text
    assert [line for line in text.split("\n") if line.strip()] == [*story[:2], *BROKEN, *story[2:]]
