"""From which probability lines go: by place, by their neighbours, and by the page."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.mark.model.bars import LONG, Bars, Tail
from cleaner.mark.model.signature import signed

BARS = Bars(0.6, inside=0.7, paragraph=0.9, few=0.8, first=0.95, islands=3, spared=0.85)
PARAGRAPH, SENTENCE, LINE = "P", "s", "-"
LONG_WORDS, FEW_WORDS = 50.0, 5.0


def chosen(lines: str, *chances: float, few: bool = False, bars: Bars = BARS) -> list[int]:
    """What goes of a page, by the chance of each line to be residue.

    It has paragraphs (P), shorter sentences (s) and other lines (-).
    """
    assert len(lines) == len(chances)
    chance = np.array(chances)
    odds = np.log(chance / (1 - chance)).astype(np.float32)
    prose = np.array([kind == PARAGRAPH for kind in lines])
    sentences = prose | np.array([kind == SENTENCE for kind in lines])
    return bars.choose(odds, prose, sentences, np.where(prose, LONG_WORDS, FEW_WORDS), few=few)


def test_a_line_goes_sooner_outside_of_the_article() -> None:
    assert chosen("P-P-P-", 0.1, 0.65, 0.1, 0.75, 0.1, 0.65) == [3, 5]


def test_a_paragraph_goes_later_than_a_line_and_then_makes_room() -> None:
    assert chosen("PP-P", 0.1, 0.1, 0.1, 0.85) == []
    # The line stands after the article, once the last paragraph is not of it.
    assert chosen("PP-P", 0.1, 0.1, 0.65, 0.95) == [2, 3]


def test_the_first_line_must_be_surer() -> None:
    assert chosen("--P", 0.9, 0.9, 0.1) == [1]
    assert chosen("-P", 0.97, 0.1) == [0]


def test_a_short_sentence_must_be_surer() -> None:
    bars = BARS._replace(sentence=0.8)
    page = "P-PsPs"
    assert chosen(page, 0.1, 0.75, 0.1, 0.75, 0.1, 0.75) == [1, 3, 5]
    assert chosen(page, 0.1, 0.75, 0.1, 0.75, 0.1, 0.85, bars=bars) == [1, 5]
    # Nor is it put at risk; and the list that it stands in goes as if it went.
    risky = bars._replace(risk=0.1, doubt=0.3)
    assert chosen("PP-Ps", 0.1, 0.1, 0.5, 0.1, 0.5, bars=risky) == [2]
    assert chosen("PP--s-", 0.1, 0.1, 0.7, 0.7, 0.1, 0.1, bars=bars) == []
    assert chosen("PP--s-", 0.1, 0.1, 0.7, 0.7, 0.7, 0.1, bars=bars) == [2, 3]


def test_what_stands_apart_from_the_article_must_be_surer_to_stay() -> None:
    apart = Bars(0.5, inside=0.5, paragraph=0.5, few=0.5, first=0.5, apart=3, stray=0.2)
    page, gone = "PPPP---PP", [4, 5, 6]
    article, residue = [0.1] * 4, [0.9] * 3
    assert chosen(page, *article, *residue, 0.1, 0.1, bars=apart) == gone
    assert chosen(page, *article, *residue, 0.1, 0.45, bars=apart) == [*gone, 7, 8]
    assert chosen(page, *article, *residue, 0.1, 0.45, bars=apart._replace(apart=4)) == gone
    # The longest stretch is the article, however sure it is.
    assert chosen("PP---PPPP", 0.1, 0.1, *residue, *[0.4] * 4, bars=apart) == [2, 3, 4]
    # What stands above it may be how it begins.
    above = 0.45, *residue, *article
    assert chosen("P---PPPP", *above, bars=apart) == [1, 2, 3]
    assert chosen("P---PPPP", *above, bars=apart._replace(above=True)) == [0, 1, 2, 3]


def test_where_rules_cut_next_to_nothing_all_must_be_surer() -> None:
    assert chosen("P-PP-", 0.1, 0.75, 0.1, 0.1, 0.75, few=True) == []
    assert chosen("P-PP-", 0.1, 0.75, 0.1, 0.1, 0.82, few=True) == [4]


@pytest.mark.parametrize("lines", ["P---P", "P---", "PP---"])
def test_a_list_goes_as_a_whole_or_not_at_all(lines: str) -> None:
    first = lines.index(LINE)
    rest = [0.1] * (len(lines) - first - 3)
    assert chosen(lines, *[0.1] * first, 0.99, 0.1, 0.1, *rest) == []
    assert chosen(lines, *[0.1] * first, 0.99, 0.99, 0.1, *rest) == [first, first + 1]


def test_a_page_of_many_entries_is_spared_and_what_follows_must_be_surer() -> None:
    page = "P-P-P-P--"
    assert chosen(page, 0.1, 0.8, 0.1, 0.8, 0.1, 0.8, 0.1, 0.8, 0.9) == [8]
    assert chosen(page, 0.1, 0.8, 0.1, 0.8, 0.1, 0.1, 0.1, 0.8, 0.9) == [1, 3, 7, 8]


def test_a_long_list_below_the_article_must_be_surer() -> None:
    """Winners and results stand there, as menus do; of menus the model is sure."""
    bars = BARS._replace(long=0.9)
    page, lines = "PP" + "-" * LONG, list(range(2, 2 + LONG))
    assert chosen(page, 0.1, 0.1, *[0.7] * LONG, bars=bars) == []
    assert chosen(page, 0.1, 0.1, *[0.7] * (LONG // 2), *[0.95] * (LONG // 2), bars=bars) == lines
    assert chosen(page[:-1], 0.1, 0.1, *[0.7] * (LONG - 1), bars=bars) == lines[:-1]


def test_under_the_bars_the_surest_lines_go_while_little_of_the_article_is_at_risk() -> None:
    """A line of five words and a chance of .5 puts 2.5 words at risk; four paragraphs are 200."""
    bars, page = BARS._replace(risk=0.02, doubt=0.3), "PPPP--"
    paragraphs = [0.01] * 4
    assert chosen(page, *paragraphs, 0.4, 0.5, bars=bars) == [5]
    assert chosen(page[2:], *paragraphs[2:], 0.4, 0.5, bars=bars) == []
    assert chosen(page, *paragraphs, 0.2, 0.2, bars=bars) == []
    assert chosen(page, *paragraphs, 0.4, 0.5, bars=bars, few=True) == []


def test_the_first_line_and_pages_of_many_entries_are_not_put_at_risk() -> None:
    bars = BARS._replace(risk=0.2, doubt=0.3)
    assert chosen("-PPP-", 0.5, 0.01, 0.01, 0.01, 0.5, bars=bars) == [4]
    page = "P-P-P-P--"
    assert chosen(page, 0.1, 0.8, 0.1, 0.8, 0.1, 0.8, 0.1, 0.8, 0.5, bars=bars) == []


def test_a_page_without_paragraphs() -> None:
    assert chosen("--", 0.5, 0.65) == [1]
    assert chosen("--", 0.5, 0.5) == []


@pytest.mark.parametrize(
    ("lines", "chances", "gone"),
    [
        ("PPPP--", (0.1, 0.1, 0.1, 0.1, 0.5, 0.4), [4, 5]),
        ("PP-PPP", (0.1, 0.1, 0.9, 0.1, 0.5, 0.4), [4, 5]),
        ("PPP-P-", (0.1, 0.1, 0.1, 0.5, 0.1, 0.4), [5]),
        ("P-PP--", (0.1, 0.5, 0.1, 0.1, 0.5, 0.1), []),
        ("PPPP--", (0.1, 0.1, 0.1, 0.1, 0.1, 0.4), []),  # no paragraph before it
        ("PPPPP---", (0.1, 0.1, 0.1, 0.1, 0.1, 0.5, 0.5, 0.5), []),  # too many
        ("P--", (0.1, 0.5, 0.5), []),  # more than half of the lines
        ("P", (0.9,), []),
    ],
)
def test_the_last_lines_go_if_all_are_residue_and_few(lines, chances, gone) -> None:
    chance = np.array(chances)
    prose = np.array([kind == PARAGRAPH for kind in lines])
    assert Tail(0.3, most=2).choose(np.log(chance / (1 - chance)), prose) == gone


def test_a_signature_is_what_follows_a_closing() -> None:
    page = ["The trustees met.", "Yours sincerely,", "Edward Lyle", "Chair", "Share", "Jobs"]
    assert signed(page) == {1, 2, 3, 4}
    assert signed(["For the trustees", "Nan"]) >= {0, 1}
    assert signed(["We did it for the trustees who asked.", "Jobs"]) == set()
    assert signed(["Regards", *["Jobs"] * 20]) == set()


def test_an_agency_signs_with_who_reported_and_edited() -> None:
    page = ["The pier stays closed.", "(Reporting by Ann Lee; Editing by Bo Ray)", "Jobs"]
    assert signed(page) == {1}
    assert signed(["Editing by hand is slow.", "Jobs"]) == set()
