"""Which elements of a page hold another article."""

from __future__ import annotations

import pytest

from tests.measured import TITLE, numbers

PROSE = "The ferry is back after two weeks on the slip, and the crew is glad of it at last."
OTHER = "Wolves were seen near the suburb on Sunday by three people who were walking a dog."
FIRST = f"<h1>{TITLE}</h1><p>{PROSE}</p><p>{PROSE} So.</p>"
SECOND = f"<h1>Wolves near the town</h1><p>{OTHER}</p><p>{OTHER} No.</p>"


@pytest.mark.parametrize(
    "around",
    [
        "<article>{}</article><article>{}</article>",
        "<div class=story-1>{}</div><div class=story-2>{}</div>",
        "<main><div><section>{}</section></div><div><section>{}</section></div></main>",
    ],
)
def test_a_twin_with_a_headline_of_its_own_is_another_article(around: str) -> None:
    assert numbers(around.format(FIRST, SECOND)) == [0, 1, 2]
    assert numbers(around.format(SECOND, FIRST)) == [3, 4, 5]


@pytest.mark.parametrize(
    "html",
    [
        f"<div>{FIRST}{SECOND}</div>",
        f"<div class=story>{FIRST}</div><div class=more>{SECOND}</div>",
        f"<h1>{TITLE}</h1><article>{FIRST.replace(TITLE, 'Part one')}</article><article>{SECOND}</article>",
        f"<article>{FIRST}</article><article>{SECOND.replace('h1', 'h2')}</article>",
        f"<div>{FIRST}</div><div>{SECOND.replace('Wolves near the town', TITLE)}</div>",
        f"<div>{FIRST.replace('h1', 'h3')}</div><div>{SECOND.replace('h1', 'h3')}</div>",
    ],
)
def test_what_is_no_twin_of_it_is_a_part_of_the_page(html: str) -> None:
    found = numbers(html)
    assert len(found) == len(range(found[-1] + 1)) >= 6
