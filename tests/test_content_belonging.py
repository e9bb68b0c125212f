"""Lists, programs and notes stay with the article; nearly nothing is never all that stays."""

from __future__ import annotations

import pytest

from cleaner.mark.content.belonging import with_belongings
from cleaner.mark.content.brothers import DOUBTFUL
from cleaner.mark.content.little import is_little, rescued
from cleaner.mark.content.measure import Measured, measure
from cleaner.read.html import read_html

PROSE = "The ferry is back after two weeks on the slip, and the crew is glad of it at last."
NOTE = "<li>Brandt, E. (2011). Quays of the bay, and who paid for them. Bay Press, p. 21."
ROW = f"<tr><td>1871<td>{PROSE}"
LONG = f"<tr><td>1872<td>{' '.join([PROSE] * 5)}"
NAMES = "<tr><td>Ellen Brandt<td>harbour master"
SURE, UNSURE, HOPELESS = 2.0, DOUBTFUL / 2, 2 * DOUBTFUL


def measured(html: str) -> Measured:
    page = read_html(f"<article><p>{PROSE}</p>{html}</article>")
    assert page.markup is not None
    return measure(page.blocks, page.markup, "")


def staying(html: str, odds: list[float]) -> list[bool]:
    return list(with_belongings(odds, [one > 0 for one in odds], measured(html)))


@pytest.mark.parametrize(
    ("html", "odds", "wanted"),
    [
        (f"<ul><li>rye<li>salt</ul><p>{PROSE}", [SURE, UNSURE, UNSURE, SURE], [1, 1, 1, 1]),
        (f"<ul><li>rye<li>salt</ul><p>{PROSE}", [SURE, UNSURE, UNSURE, UNSURE], [1, 0, 0, 0]),
        (f"<ul><li>rye<li>salt</ul><p>{PROSE}", [SURE, HOPELESS, HOPELESS, SURE], [1, 0, 0, 1]),
        ("<pre>a = 1;\nb = 2;</pre>", [SURE, UNSURE, UNSURE, HOPELESS, UNSURE], [1, 1, 1, 1, 1]),
        ("<pre>a = 1;\nb = 2;</pre>", [UNSURE] * 5, [0] * 5),
        (f"<ol class=references>{NOTE}{NOTE}{NOTE}</ol>", [SURE] + [UNSURE] * 3, [1, 1, 1, 1]),
        (f"<ol class=references>{NOTE}{NOTE}</ol>", [SURE, UNSURE, UNSURE], [1, 1, 1]),
        (f"<ol class=references>{NOTE}</ol>", [SURE, UNSURE], [1, 0]),
        (f"<table>{ROW}{ROW}{ROW}</table>", [SURE, UNSURE, SURE, UNSURE], [1, 1, 1, 1]),
        (f"<table>{ROW}{ROW}{ROW}</table>", [SURE, HOPELESS, SURE, HOPELESS], [1, 0, 1, 0]),
        (f"<table>{ROW}{LONG}{ROW}</table>", [SURE, UNSURE, SURE, SURE, UNSURE], [1, 1, 1, 1, 1]),
        (f"<table>{ROW}{LONG}{ROW}</table>", [SURE, HOPELESS, SURE, SURE, UNSURE], [1, 1, 1, 1, 1]),
        (f"<table>{ROW}{LONG}</table>", [SURE, UNSURE, SURE, SURE], [1, 0, 1, 1]),
        (f"<table>{NAMES}{NAMES}{NAMES}</table>", [SURE, UNSURE, SURE, UNSURE], [1, 0, 1, 0]),
        (f"<ol class=sources>{NOTE}{NOTE}{NOTE}</ol>", [SURE] + [UNSURE] * 3, [1, 0, 0, 0]),
    ],
)
def test_what_belongs_to_an_article_stays_as_a_whole(
    html: str, odds: list[float], wanted: list[int]
) -> None:
    assert staying(html, odds) == [bool(one) for one in wanted]


def test_what_is_doubtful_is_rescued_where_little_stays() -> None:
    page = measured(f"<p>{PROSE} So.</p><p>{PROSE} No.</p><p><a href=/x>{PROSE}</a></p>")
    nothing = [False] * 4
    assert is_little(nothing, page)
    assert not is_little([True, False, False, False], page)
    assert rescued([UNSURE, HOPELESS, UNSURE, UNSURE], nothing, page) == [True, False, True, False]
    some = [True, False, False, False]
    assert rescued([SURE, UNSURE, UNSURE, UNSURE], some, page) == some
