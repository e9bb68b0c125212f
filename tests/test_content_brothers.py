"""Blocks that look alike stay together."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.mark.content.brothers import BAR, DOUBTFUL, together
from cleaner.mark.content.measure import Measured, measure
from cleaner.mark.content.own import BLOCK
from cleaner.mark.content.surroundings import Column, Shared
from cleaner.read.html import read_html

SURE, UNSURE, HOPELESS = 2.0, DOUBTFUL / 2, 2 * DOUBTFUL


def measured(
    kin: Sequence[int], looks: Sequence[int] | None = None, linked: float = 0.0
) -> Measured:
    given = {"chars": 80, "linked": linked}
    columns: list[Column] = [[given.get(label, 0)] * len(kin) for label in BLOCK]
    numbers = [*range(len(kin))]
    alike = kin if looks is None else looks
    nothing = Shared([], [])
    return Measured(numbers, columns, nothing, nothing, [*kin], [*alike], [-1] * len(kin))


def test_doubtful_blocks_stay_with_their_brothers() -> None:
    odds = [SURE, UNSURE, HOPELESS, SURE]
    assert together(odds, measured([0, 0, 0, 0])) == [True, True, False, True]
    assert together(odds, measured([0, 1, 1, 0])) == [True, False, False, True]


def test_what_is_as_likely_as_not_is_doubtful() -> None:
    assert together([BAR, 2 * BAR], measured([0, 1])) == [False, True]


def test_a_single_one_of_many_calls_nobody_back() -> None:
    assert together([SURE, *[UNSURE] * 5], measured([0] * 6)) == [True, *[False] * 5]


def test_blocks_of_other_elements_count_if_half_of_those_that_look_alike_stay() -> None:
    odds = [SURE, SURE, UNSURE, UNSURE, HOPELESS]
    assert together(odds, measured([0, 0, 1, 1, 1], [0] * 5)) == [True] * 2 + [False] * 3
    assert together(odds[:4], measured([0, 0, 1, 1], [0] * 4)) == [True] * 4
    assert together(odds[:4], measured([0, 0, 1, 1], [0, 0, 0, 1])) == [True, True, True, False]


def test_links_stay_or_go_by_themselves() -> None:
    assert together([SURE, UNSURE], measured([0, 0], linked=1.0)) == [True, False]


def test_kin_is_of_one_element_and_looks_are_of_tags_and_names() -> None:
    text = "The ferry is back after two weeks on the slip, and the crew is glad of it."
    page = read_html(
        f"<div><p class=q>{text}</p><p>{text} Yes.</p><p class=q>{text} No.</p></div>"
        f"<div><p class=q>{text} So.</p><p class=q>{text} Or so.</p></div>"
    )
    assert page.markup is not None
    found = measure(page.blocks, page.markup, "")
    assert found.kin == [0, 1, 0, 2, 2]
    assert found.looks == [0, 1, 0, 0, 0]


def test_digits_in_names_make_no_difference_to_looks() -> None:
    text = "The ferry is back after two weeks on the slip, and the crew is glad of it."
    posts = (f"<div id=post-{n}><p>{text} {n}</p><p>{text} So {n}.</p></div>" for n in range(12))
    page = read_html("".join(posts))
    assert page.markup is not None
    found = measure(page.blocks, page.markup, "")
    assert len(set(found.kin)) == 12
    assert set(found.looks) == {0}
