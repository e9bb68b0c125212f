"""A second opinion on where the article is: points of paragraphs, and what they make of it."""

from __future__ import annotations

from cleaner.mark.content.candidates import BROTHER, OUTSIDE, Candidates
from cleaner.mark.content.outline import Outline
from cleaner.page import Page
from cleaner.read.html import read_html

PROSE = "The ferry is back after two weeks on the slip, and the crew, at last, is glad of it."
OTHER = "Wolves were seen near the suburb on Sunday by three people who were walking a dog."


def candidates(page: Page, apart: frozenset[int] = frozenset()) -> Candidates:
    assert page.markup is not None
    texts = page.blocks.texts
    return Candidates(texts, Outline(texts, page.markup, apart), apart)


def depths(page: Page, found: Candidates) -> list[int]:
    """The depth of each block's element."""
    assert page.markup is not None
    return [found.depth(owner) for owner in page.markup.owners]


def test_the_element_around_most_paragraphs_wins() -> None:
    page = read_html(
        f"<div id=a><p>{PROSE}</p><p>{PROSE} Yes.</p><div><p>{PROSE} No.</p></div></div>"
        f"<div id=b><p>{OTHER}</p></div>"
    )
    found = candidates(page)
    assert page.markup is not None
    assert page.markup.names[found.best] == "a"
    assert found.won(found.best) == 1
    assert depths(page, found) == [1, 1, 2, OUTSIDE]


def test_commas_and_length_give_points_and_links_take_them() -> None:
    long, linked = f"{PROSE} {PROSE}", f"<a href=/x>{PROSE} {PROSE[:40]}</a> {OTHER[:20]}"
    page = read_html(f"<div id=a><p>{OTHER}</p></div><div id=b><p>{long}</p></div>")
    assert page.markup is not None
    assert page.markup.names[candidates(page).best] == "b"
    page = read_html(f"<div id=a><p>{OTHER}</p></div><div id=b><p>{linked}</p></div>")
    assert page.markup is not None
    assert page.markup.names[candidates(page).best] == "a"


def test_brothers_belong_to_the_winner_if_they_won_much_or_are_sentences() -> None:
    page = read_html(
        f"<section><div class=part><p>{PROSE} {PROSE}</p><p>{PROSE} Yes.</p></div>"
        f"<div class=part><p>{PROSE} No.</p></div><p>Short, but a sentence.</p>"
        f"<p><a href=/x>More stories of today</a></p></section>"
    )
    assert depths(page, candidates(page)) == [1, 1, BROTHER, BROTHER, OUTSIDE]


def test_names_and_boxes_set_apart_win_nothing() -> None:
    thread = "".join(f"<p>{OTHER} {n}, {n}, {n}.</p>" for n in range(4))
    story = f"<div class=story-body><p>{PROSE}</p></div>"
    page = read_html(f"{story}<div class=comments>{thread}</div>")
    assert page.markup is not None
    assert page.markup.names[candidates(page).best] == "story-body"
    page = read_html(f"<div><p>{PROSE}</p></div><div>{thread}</div>")
    assert depths(page, candidates(page))[0] == OUTSIDE
    assert depths(page, candidates(page, frozenset(range(1, 5))))[0] == 1


def test_a_page_without_paragraphs_has_no_winner() -> None:
    page = read_html("<ul><li>Home</li><li>News</li></ul>")
    found = candidates(page)
    assert found.best == -1
    assert depths(page, found) == [OUTSIDE, OUTSIDE]


def test_deep_nesting_is_no_trouble() -> None:
    page = read_html("<div>" * 3000 + f"<p>{PROSE}</p><p>{OTHER}</p>")
    assert min(depths(page, candidates(page))) >= BROTHER
