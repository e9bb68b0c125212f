"""Blocks that look alike stay together."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.mark.content.brothers import DOUBTFUL, together
from cleaner.mark.content.measure import BLOCK, Measured, measure
from cleaner.read.html import read_html

SURE, UNSURE, HOPELESS = 2.0, DOUBTFUL / 2, 2 * DOUBTFUL


def measured(kin: Sequence[int], linked: float = 0.0, chars: int = 80) -> Measured:
    row = tuple({"chars": chars, "linked": linked}.get(column, 0) for column in BLOCK)
    return Measured([*range(len(kin))], [row] * len(kin), [], [], [*kin])


def test_doubtful_blocks_stay_with_their_brothers() -> None:
    odds = [SURE, UNSURE, HOPELESS, SURE]
    assert together(odds, measured([0, 0, 0, 0])) == [True, True, False, True]
    assert together(odds, measured([0, 1, 1, 0])) == [True, False, False, True]


def test_a_single_one_of_many_calls_nobody_back() -> None:
    assert together([SURE, *[UNSURE] * 5], measured([0] * 6)) == [True, *[False] * 5]


def test_links_stay_or_go_by_themselves() -> None:
    assert together([SURE, UNSURE], measured([0, 0], linked=1.0)) == [True, False]


def test_kin_is_of_one_element_and_alike_in_tag_and_names() -> None:
    text = "The ferry is back after two weeks on the slip, and the crew is glad of it."
    page = read_html(
        f"<div><p class=q>{text}</p><p>{text} Yes.</p><p class=q>{text} No.</p></div>"
        f"<div><p class=q>{text} So.</p><p class=q>{text} Or so.</p></div>"
    )
    assert page.markup is not None
    kin = measure(page.blocks, page.markup, "").kin
    assert kin[0] == kin[2]
    assert kin[3] == kin[4]
    assert len({kin[0], kin[1], kin[3]}) == 3
