"""Lists that an article makes are never residue."""

from __future__ import annotations

import pytest

from cleaner import Cleaner
from cleaner.mark.model.entries import entries

OFFER = "Sign up for our free newsletter and get the best of our stories every morning."


@pytest.mark.parametrize(
    "lines",
    [
        ["1. Dorrow", "2. Lorne", "3. Vik on the Water"],
        ["- 1. Dorrow", "- 2. Lorne", "- 3. Vik"],
        ["#3 Dorrow", "#2 Lorne", "#1 Vik"],
        ["10) Dorrow", "11) Lorne", "12) Vik", "13) Ane"],
        ["7 – Dorrow", "8 – Lorne", "9 – Vik"],
        ["Length: 310 metres", "Built: 1931", "Stone: granite", "Cost: unknown"],
        ["7.00 News", "7.30 The Harbour Master", "10.15 Late debate"],
        ["Falk v. Dorrow", "Ros vs Wied, unpaid ice", "State v Moe"],
        ["Lena Ros, 34, of Vik", "Tom Falk, 19", "Ada Brandt, the harbour master"],
    ],
)
def test_lines_that_count_or_have_one_form_are_a_list(lines: list[str]) -> None:
    assert entries(["They stand so", *lines, "The rest is far behind."]) == {
        *range(1, len(lines) + 1)
    }


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["1. Dorrow", "2. Lorne"],
        ["1. Dorrow", "3. Lorne", "5. Vik"],
        ["1. Dorrow", "2. Lorne", "1. Vik"],
        ["0. Dorrow", "0. Lorne", "0. Vik"],
        ["2019", "2020", "2021"],
        ["Length: 310 metres", "Built: 1931", "Stone"],
        ["Falk v. Dorrow", "7.00 News", "Built: 1931"],
        ["Most read", "Home", "News, Sport, Culture and More", "About us"],
        [f"{n}. Mayor of the Old Town Resigns at Last" for n in (1, 2, 3)],
    ],
)
def test_other_lists_are_none(lines: list[str]) -> None:
    assert entries(lines) == set()


def test_a_ranking_stays_at_every_level_and_so_does_what_follows() -> None:
    ranking = [f"{n}. {name}" for n, name in enumerate(("Dorrow", "Lorne", "Vik", "Ane"), 1)]
    article = [
        "The council counted the ferries of four towns, and said that Dorrow has the most of them.",
        "It took a year, and the towns paid for it, the mayor said on Tuesday, as she had promised.",
        *ranking,
        "The ferries of Ane were sold last winter, and nobody in town knows who has bought them.",
    ]
    text = "\n\n".join([*article[:2], OFFER, *article[2:], OFFER, "Read more", "Most read"])
    for level in ("careful", "balanced", "thorough"):
        cleaned = Cleaner(level=level, restore="never").clean(text).text.split("\n")
        assert [line for line in cleaned if line] == article
