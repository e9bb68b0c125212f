"""Emphasis, links and images of a page: kept where they are asked for, and harmless."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner

import cleaner
from cleaner.cli.app import cleaner as main
from cleaner.delta import Copy
from cleaner.draft import moved_marks
from cleaner.finding import Cleaned
from cleaner.markup import Mark
from tests.test_html_reading import PARSERS

FERRY = "The ferry is back after two weeks on the slip, and the crew is glad of it. "
ADDRESS = "https://harbour.example/news/ferry.html"


def page(inside: str) -> str:
    return f"<html><body><article><h1>The Ferry</h1><p>{inside}</p><p>{FERRY * 3}</p><p>{FERRY * 2}</p></article>"


def cleaned(inside: str, parser: str = "auto", url: str | None = ADDRESS) -> Cleaned:
    return cleaner.clean(page(FERRY + inside), html=True, url=url, parser=parser, inline=True)


def paragraph(html: str) -> str:
    found = re.search(rf"<p>(?:{FERRY})?(.*?)</p>", html)
    assert found
    return found[1].removeprefix(FERRY.rstrip()).strip()


INLINE = {
    "emphasis": ("It <b>was <i>very</i> long</b>.", "It <strong>was <em>very</em> long</strong>.", "It **was *very* long**."),
    "inside a word": ("un<b>believ</b>able", "un<strong>believ</strong>able", "un**believ**able"),
    "beside a letter": ("so<i>“said”</i>she", "so<em>“said”</em>she", "so<em>“said”</em>she"),
    "spaces at its ends": ("a<em> great </em>day", "a <em>great</em> day", "a *great* day"),
    "a program": ("run <code>a*b</code>", "run <code>a*b</code>", "run `a*b`"),
    "small letters": ("H<sub>2</sub>O", "H<sub>2</sub>O", "H<sub>2</sub>O"),
    "overlapping": ("<b>one <i>two</b>three</i>", "<strong>one <em>two</em></strong><em>three</em>", "**one *two***<em>three</em>"),
    "an address of this site": (
        "<a href=' /a?b=1&amp;c=2 '>read</a>",
        '<a href="https://harbour.example/a?b=1&amp;c=2" rel="noopener noreferrer nofollow">read</a>',
        "[read](<https://harbour.example/a?b=1&c=2>)",
    ),
    "no address": ("<a href='javascript:x()'>run</a> <a href='#top'>up</a> <a href='data:text/html,x'>it</a>", "run up it", "run up it"),
    "an image": (
        "<img src=/a.jpg alt='The *quay*' onerror=x()>Seen.",
        '<img src="https://harbour.example/a.jpg" alt="The *quay*" referrerpolicy="no-referrer">Seen.',
        "![The \\*quay\\*](<https://harbour.example/a.jpg>)Seen.",
    ),
    "an image that is loaded late": (
        "<img src='data:image/gif;base64,R0' data-src=b.jpg>Seen.",
        '<img src="https://harbour.example/news/b.jpg" alt="" referrerpolicy="no-referrer">Seen.',
        "![](<https://harbour.example/news/b.jpg>)Seen.",
    ),
    "quotes in an address": ("<a href='https://e.example/&quot;onclick=x'>it</a>", "it", "it"),
}  # fmt: skip


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("name", INLINE)
def test_inline_elements(name: str, parser: str) -> None:
    source, html, markdown = INLINE[name]
    found = cleaned(source, parser)
    assert paragraph(cleaner.to_html(found)) == html
    assert cleaner.to_markdown(found).splitlines()[2].removeprefix(FERRY) == markdown


@pytest.mark.parametrize("name", INLINE)
def test_the_words_are_the_same_with_and_without(name: str) -> None:
    source = page(FERRY + INLINE[name][0])
    plain = cleaner.clean(source, html=True, url=ADDRESS)
    assert not plain.marks
    with_marks = cleaner.clean(source, html=True, url=ADDRESS, inline=True)
    assert with_marks.text == plain.text
    one, other = (unescape(re.sub("<[^>]*>", "", cleaner.to_html(c))) for c in (plain, with_marks))
    assert one == other


def test_addresses_need_a_page() -> None:
    found = cleaned("<a href='/a'>one</a> <a href='https://e.example/b'>two</a>", url=None)
    assert [mark.address for mark in found.marks] == ["https://e.example/b"]


def test_an_image_that_a_line_begins_with_is_not_glued_to_the_words() -> None:
    figure = "<figure><a href=/b><img src=/a.jpg alt=Quay></a><figcaption>{}</figcaption></figure>"
    for caption in (FERRY, f"<b>{FERRY[:9]}</b>{FERRY[9:]}"):
        found = cleaned(figure.format(caption))
        assert "Quay](<https://harbour.example/a.jpg>)" in cleaner.to_markdown(found)
        assert ".jpg>)The" not in cleaner.to_markdown(found)
        assert re.search(r"<img [^>]*>(</a>)? (<strong>)?The", cleaner.to_html(found))


def test_images_need_a_policy() -> None:
    assert "img-src" not in cleaner.to_html(cleaned("<b>plain</b>"))
    assert "default-src 'none'; img-src http: https:" in cleaner.to_html(
        cleaned("<img src=/a.jpg>x")
    )


def test_what_is_cut_takes_its_marks_along() -> None:
    promo = "Subscribe\nNotify of\nguest\n0 Comments\nInline Feedbacks"
    form = "".join(f"<p><a href='/x'>{line}</a></p>" for line in promo.splitlines())
    found = cleaner.clean(
        page(f"{FERRY}<i>Glad.</i></p>{form}<p>"), html=True, url=ADDRESS, inline=True
    )
    assert "Notify" not in found.text
    assert [mark.tag for mark in found.marks] == ["em"]
    assert [found.text[m.start : m.end] for m in found.marks] == ["Glad."]


def test_links_around_blocks_and_in_rows() -> None:
    rows = "<table><tr><td><b>Ann</b><td>3<tr><td>Bo<td><i>4</i></table>"
    found = cleaner.clean(page(f"{FERRY}</p>{rows}<p>{FERRY * 2}"), html=True, inline=True)
    if "Ann\t3" in found.text:
        assert [found.text[m.start : m.end] for m in found.marks] == ["Ann", "4"]
    around = cleaner.clean(f"<a href={ADDRESS}><p>One.</p><p>Two.</p></a>", html=True, inline=True)
    assert [around.text[m.start : m.end] for m in around.marks] == ["One.", "Two."]


@pytest.mark.parametrize(
    ("mark", "wanted"),
    [
        (Mark(0, 4, "em"), (0, 4)),
        (Mark(2, 12, "em"), (2, 7)),
        (Mark(6, 8, "em"), None),
        (Mark(12, 14, "em"), (7, 9)),
        (Mark(40, 44, "em"), None),
        (Mark(7, 7, "img"), (5, 5)),
        (Mark(3, 3, "img"), (3, 3)),
        (Mark(40, 40, "img"), None),
    ],
)
def test_marks_move_with_the_text(mark: Mark, wanted: tuple[int, int] | None) -> None:
    copies = (Copy(0, 0, 5), Copy(10, 5, 10))
    found = [(m.start, m.end) for m in moved_marks([mark], copies)]
    assert found == ([wanted] if wanted else [])


def test_the_command_line_asks_for_them(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page(f"{FERRY}<a href='/b'>It</a> was <i>long</i>."))
    command = ["clean", "--url", ADDRESS, str(tmp_path / "a.html"), "--format"]
    html, markdown, text = (
        CliRunner().invoke(main, [*command, form]).stdout for form in ("html", "markdown", "text")
    )
    assert 'href="https://harbour.example/b"' in html
    assert "[It](<https://harbour.example/b>) was *long*." in markdown
    assert "It was long." in text
    told = CliRunner().invoke(main, [*command, "json"]).stdout
    assert ADDRESS in told
    (tmp_path / "b.html").write_text(page(FERRY))
    both = CliRunner().invoke(
        main, ["check", "--url", ADDRESS, str(tmp_path / "a.html"), str(tmp_path / "b.html")]
    )
    assert both.exit_code == 2
    assert "--url is that of one article" in both.stderr


@pytest.mark.parametrize("parser", PARSERS)
def test_marks_on_hostile_pages_are_bounded(parser: str) -> None:
    many = cleaner.clean(f"<p>{'<b>x</b> y ' * 30_000}", html=True, parser=parser, inline=True)
    assert 0 < len(many.marks) <= 10_000
    assert {many.text[m.start : m.end] for m in many.marks} == {"x"}
    deep = cleaner.clean("<i>" * 5_000 + "<p>x</p>" * 5_000, html=True, parser=parser, inline=True)
    assert len(deep.marks) <= 10_000


@pytest.mark.parametrize("space", [" ", "\n\t ", "&nbsp; ", " &#8203; "])
def test_marks_stand_where_their_words_are(space: str) -> None:
    source = (
        f"{space}<b>{space}one{space}</b>{space}{space}<i>two</i>{space}<a href=/x>three</a>{space}"
    )
    found = cleaner.clean(f"<p>{source}</p>", html=True, url=ADDRESS, inline=True)
    assert [found.text[m.start : m.end].strip("\u200b\xa0 ") for m in found.marks] == [
        "one",
        "two",
        "three",
    ]


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("https://other.example/a/", "https://other.example/a/tide.html"),
        ("/archive/?a=1&amp;b=2", "https://harbour.example/archive/tide.html"),
        ("javascript:alert(1)", ""),
        ("http://[", "https://harbour.example/news/tide.html"),
        ("", "https://harbour.example/news/tide.html"),
    ],
)
def test_relative_addresses_start_from_the_base(parser: str, base: str, expected: str) -> None:
    html = f"<head><base target=_top><base href='{base}'><base href='https://last.example'></head>"
    if not base:
        html = "<head></head>"
    html += page(f"{FERRY}<a href=tide.html>Tide</a>")
    out = cleaner.clean(html, html=True, url=ADDRESS, parser=parser, inline=True)
    assert [mark.address for mark in out.marks if mark.tag == "a"] == ([expected] * bool(expected))
