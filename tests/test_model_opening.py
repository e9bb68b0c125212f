"""How lines stand to the article's opening, on the text of a whole page."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.mark.model.gaps import Gaps
from cleaner.mark.model.lexicon import Lexicon
from cleaner.mark.model.opening import PARAGRAPHS
from cleaner.mark.model.table import NAMES, WHOLE_PAGE_NAMES, table

MENU = ["Home", "Harbour", "Weather"]
HEADLINE = "Ferry to the island stops for winter repairs"
STORY = [
    f"The ferry to the island will stop {when}, the harbour office said, because repairs of the "
    "engine and of the winter quay take longer than anybody had expected."
    for when in ("today", "tomorrow", "on Monday", "in March", "in April", "in May", "in June")
]
TEASERS = [
    "A baker in the old town has won a prize for her bread, which she makes at night with flour "
    "from a mill that her family has owned for a hundred years.",
    "Schools open late on Friday since teachers meet to talk about exams, marks and the choice "
    "of books that pupils have to read before they leave.",
]
PAGE = [*MENU, HEADLINE, *STORY, "More stories", *TEASERS]


@pytest.fixture
def rows() -> np.ndarray:
    gaps = Gaps((0,) * (len(PAGE) + 1))
    return table(PAGE, gaps, Lexicon(["sign up"], [1.0]), WHOLE_PAGE_NAMES)


def column(rows: np.ndarray, name: str) -> list[float]:
    return rows[:, WHOLE_PAGE_NAMES.index(name)].tolist()


def test_a_story_goes_on_with_the_words_of_its_opening(rows: np.ndarray) -> None:
    high, low = 0.8, 0.2
    told = column(rows, "told in opening here")
    assert told[len(MENU) + len(STORY)] > high
    assert max(told[-2:]) < low
    ahead = column(rows, "told so far with 4 after")
    assert ahead[len(MENU) + 3] > high
    assert ahead[-2] < low


def test_the_headline_is_the_line_above_that_shares_most(rows: np.ndarray) -> None:
    assert column(rows, "to headline").index(0) == PAGE.index(HEADLINE)
    said = column(rows, "in headline here")
    assert min(said[len(MENU) + 1 : -3]) > max(said[-2:])


def test_the_first_paragraphs_are_the_opening(rows: np.ndarray) -> None:
    first = len(MENU) + 1
    inside = [line for line, flag in enumerate(column(rows, "in opening")) if flag]
    assert inside == list(range(first, first + PARAGRAPHS))
    assert column(rows, "to opening")[inside[-1]] == 0


def test_the_other_features_are_the_same_as_without(rows: np.ndarray) -> None:
    gaps = Gaps((0,) * (len(PAGE) + 1))
    assert (table(PAGE, gaps, Lexicon(["sign up"], [1.0])) == rows[:, : len(NAMES)]).all()


def test_a_page_without_a_paragraph_can_be_measured() -> None:
    lines = ["Home", "Jobs"]
    measured = table(lines, Gaps((0, 0, 0)), Lexicon(["sign up"], [1.0]), WHOLE_PAGE_NAMES)
    assert np.isfinite(measured).all()
    assert column(measured, "in opening") == [1, 0]
    assert column(measured, "to headline") == [-99, -99]
