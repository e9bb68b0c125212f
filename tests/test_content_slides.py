"""Slide shows in the midst of an article are none of it; a page that is a show keeps its slides."""

from __future__ import annotations

import pytest

from cleaner.mark.content.measure import measure
from cleaner.mark.content.slides import slides
from cleaner.read.html import read_html

PROSE = "The ferry is back after two weeks on the slip, and the crew is glad of it at last."
OTHER = "Wolves were seen near the suburb on Sunday by three people who were walking a dog."
TEXT = f"<p>{PROSE}</p>" * 3


def show(count: str = "{}/4", *, text: str = f"<h4>{{}} The valley</h4><p>{OTHER}</p>") -> str:
    counts = [count.format(n) for n in range(1, 5)]
    return "".join(f"<li>{text.format(said)}</li>" for said in counts)


def apart(html: str) -> list[int]:
    page = read_html(html)
    assert page.markup is not None
    return sorted(slides([text.lower() for text in page.blocks.texts], page.markup))


@pytest.mark.parametrize("count", ["{}/4", "{} of 4", "{} von 4 |", "{} / 4:"])
def test_a_show_with_prose_above_and_below_is_apart(count: str) -> None:
    around = "<main><h1>Ferry</h1>{}<div><b>In pictures</b><ul>{}</ul></div>{}</main>"
    assert apart(around.format(TEXT, show(count), TEXT)) == [*range(4, 13)]


def test_the_text_of_a_slide_may_stand_above_its_number() -> None:
    late = show(text=f"<p>{OTHER}</p><p>{{}}</p>")
    assert apart(f"<div>{TEXT}<div><ul>{late}</ul></div>{TEXT}</div>") == [*range(3, 11)]


STEPS = show(text=f"<h2>{{}}</h2><p>{OTHER}</p>").replace("li>", "div>")


@pytest.mark.parametrize(
    "html",
    [
        f"<h1>The valley</h1><p>{PROSE}</p><ul>{show()}</ul><p>{PROSE}</p>",
        f"<h1>The valley</h1>{TEXT}{TEXT}<ul>{show()}</ul>",
        f"{TEXT}<div>{TEXT}{STEPS}</div>{TEXT}",
        f"{TEXT}<ul>{show('{}/4/2026')}</ul>{TEXT}",
        f"{TEXT}<ul>{show('{}.4')}</ul>{TEXT}",
        f"{TEXT}<ul>{show('4/{}')}</ul>{TEXT}",
        f"{TEXT}<ul><li>4/4 Late<li>2/4 Early<li>1/4 First</ul>{TEXT}",
    ],
)
def test_what_is_no_show_or_may_be_the_article_stays(html: str) -> None:
    assert apart(f"<main>{html}</main>") == []


def test_a_show_is_not_measured() -> None:
    page = read_html(f"<main><h1>Ferry</h1>{TEXT}<ul>{show()}</ul>{TEXT}</main>")
    assert page.markup is not None
    assert measure(page.blocks, page.markup, "Ferry").numbers == [0, 1, 2, 3, 12, 13, 14]
