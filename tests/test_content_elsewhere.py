"""Comments and other stories that only a heading tells, and side columns of layout tables."""

from __future__ import annotations

import pytest

from tests.measured import TITLE, numbers

PROSE = (
    "The ferry is back after two weeks on the slip, and the crew, which was paid, is glad of it."
)
OTHER = "Wolves were seen near the suburb on Sunday by three people who were walking a dog."
TEXT = f"<p>{PROSE}</p>" * 3
SHORT = f"<p>{OTHER}</p>" * 2
ARTICLE = f"<h1>{TITLE}</h1>{TEXT}"


@pytest.mark.parametrize(
    "heading",
    [
        "3 comments",
        "3 responses to “The ferry is back”",
        "Leave a reply",
        "Comments (3)",
    ],
)
@pytest.mark.parametrize(
    "page",
    [
        "<div><div>{}</div><div><h3>{}</h3>{}</div></div>",
        "<div><div>{}</div><h2>{}</h2><div>{}</div></div>",
        "<div>{}<div><h2>{}</h2></div><div>{}</div></div>",
    ],
)
def test_comments_are_known_by_their_heading(page: str, heading: str) -> None:
    assert numbers(page.format(ARTICLE, heading, SHORT)) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "heading",
    ["Recent posts", "More from Ann Lee", "Our latest stories:", "Auch interessant", "Lire aussi"],
)
@pytest.mark.parametrize(
    "page",
    [
        "<div><div>{}</div><div><h3>{}</h3>{}<h3>About</h3><p>Since 1998.</p></div></div>",
        "<div>{}<section><h4>{}</h4>{}</section></div>",
        "<main><div class=story>{}</div><h4>{}</h4><ul>{}</ul></main>",
    ],
)
def test_other_stories_below_are_known_by_their_heading(page: str, heading: str) -> None:
    assert numbers(page.format(ARTICLE, heading, SHORT)) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "html",
    [
        f"<div>{ARTICLE}<div><h3>Related news</h3></div>{TEXT}</div>",
        f"<div>{ARTICLE}<h3>More from the crew</h3>{TEXT}{SHORT}</div>",
        f"<div>{ARTICLE}<h3>Comments</h3>{TEXT}<h3>Types</h3>{TEXT}</div>",
        f"<div><h1>{TITLE}</h1><h3>3 comments</h3>{TEXT}</div>",
        f"<div>{ARTICLE}<section><h2>Discussion</h2>{TEXT}</section></div>",
        f"<div>{ARTICLE}<p>Recent posts</p>{SHORT}</div>",
    ],
)
def test_what_such_a_heading_does_not_end_stays(html: str) -> None:
    found = numbers(html)
    assert found == [*range(found[-1] + 1)]
    assert len(found) > 4


LAID_OUT = "<table><tr><td>{}</td><td>{}</td><td>{}</td></tr></table>"


def test_side_columns_of_a_layout_table_are_none_of_it() -> None:
    side = f"<b>In brief</b>{SHORT[: len(SHORT) // 2]}"
    assert numbers(LAID_OUT.format(side, ARTICLE, side)) == [2, 3, 4, 5]
    nested = f"<table><tr><td><h1>{TITLE}</h1></td><td>May 3</td></tr></table>{TEXT}"
    assert numbers(LAID_OUT.format("Home", nested, side)) == [1, 2, 3, 4, 5]


def test_a_column_as_long_as_the_first_stays() -> None:
    assert numbers(LAID_OUT.format(ARTICLE, TEXT, TEXT)) == [*range(10)]
