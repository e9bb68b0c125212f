"""HTML to pieces: what a page's blocks are, by either parser."""

from __future__ import annotations

import importlib.util

import pytest

from cleaner.errors import ConfigError, InputError
from cleaner.page import Page, Role
from cleaner.read import read
from cleaner.read.html import read_html
from cleaner.read.sniff import is_html

HAS_FAST = importlib.util.find_spec("selectolax") is not None
NEEDS_FAST = pytest.mark.skipif(not HAS_FAST, reason="needs selectolax, the extra `fast`")
PARSERS = ["soup", pytest.param("fast", marks=NEEDS_FAST)]

PAGES = {
    "inline markup neither glues nor splits": (
        "<p>un<b>believ</b>able <i>news</i>,<a href=/x>read</a> it</p>",
        ["unbelievable news,read it"],
    ),
    "line breaks part": ("<p>one<br>two<br/><br>three", ["one", "two", "three"]),
    "end tags left out": ("<p>one<p>two<ul><li>a<li>b</ul>end", ["one", "two", "- a", "- b", "end"]),
    "scripts, styles and what is hidden": (
        "<p>seen<script>var a='<p>x';</script><style>p{}</style></p><p hidden>no</p>"
        "<div aria-hidden=true><p>no</div><p style='color:red; display: none'>no</p><p>end",
        ["seen", "end"],
    ),
    "comments and what is in them": ("<p>a<!-- <p>no</p> -->b</p>", ["ab"]),
    "rows of short cells": (
        "<table><tr><th>Name<th>Goals<tr><td>Ann<td>3</table>",
        ["Name\tGoals", "Ann\t3"],
    ),
    "rows with empty cells": (
        "<table><tr><th><th>Goals<tr><td>Ann<td><td>3<td><td></table>",
        ["Goals", "Ann\t\t3"],
    ),
    "a table in a cell": (
        "<table><tr><td>one<td><table><tr><td>two</table><td>three</table>",
        ["one\ttwo\tthree"],
    ),
    "tables for layout": (
        "<table><tr><td><p>one</p><p>two</p></td><td>three</td></tr></table>",
        ["one", "two", "three"],
    ),
    "programs keep their lines": (
        "<pre><code>def f(x):\n    return (x)\n</code></pre>",
        ["```", "def f(x):", "    return (x)", "```"],
    ),
    "programs without a sign of one, in code": (
        "<pre><code>pip install tides</code></pre>", ["```", "pip install tides", "```"],
    ),
    "programs around which the code is": (
        "<code><pre>pip install tides</pre></code>", ["```", "pip install tides", "```"],
    ),
    "programs by their names, or those around them": (
        "<pre class='x language-sh'>pip install tides</pre><div class=highlight><pre>tides</pre></div>",
        ["```", "pip install tides", "```", "```", "tides", "```"],
    ),
    "letters named for something else": ("<pre class=code-of-conduct>Be kind</pre>", ["Be kind"]),
    "code outside of programs": (
        "<p>Say <code>tides</code>.</p><pre>Dear Ann</pre>", ["Say tides.", "Dear Ann"],
    ),
    "letters in preformatted lines are text": ("<pre>Dear  Ann\nall is well</pre>", ["Dear Ann", "all is well"]),
    "entities": ("<p>caf&eacute; &amp;amp; &#8220;tea&#8221; &lt;b&gt;</p>", ["café &amp; “tea” <b>"]),
    "overlapping tags": ("<b><p>one</b> two</p><i>three</p></i> four", ["one two", "three", "four"]),
    "unknown elements": ("<my-card><x-y>one</x-y></my-card><blink>two</blink>", ["one", "two"]),
    "controls part words": ("<p>one<button>Share</button>two</p>", ["one two"]),
    "no end at all": ("<div><p>one <b>two", ["one two"]),
    "invisible signs alone": ("<p>&#8203;</p><p>&nbsp;</p><p>one", ["one"]),
}  # fmt: skip


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("name", PAGES)
def test_pieces(name: str, parser: str) -> None:
    source, wanted = PAGES[name]
    page = read_html(source, parser=parser)
    assert [block.text for block in page.blocks] == wanted
    check_laws(page)


def check_laws(page: Page) -> None:
    at = 0
    for block in page.blocks:
        assert page.text[block.span.start : block.span.end] == block.text
        assert not page.text[at : block.span.start].strip()
        at = block.span.end
    assert page.markup is not None
    columns = page.markup.owners, page.markup.linked, page.markup.strong
    assert {len(column) for column in columns} == {len(page.blocks)}


@pytest.mark.parametrize("parser", PARSERS)
def test_ways_around_the_site_are_passed_over(parser: str) -> None:
    prose = "<p>The ferry is back after two weeks on the slip, and the crew is glad of it.</p>" * 4
    ways = "<nav>Home</nav><div role=navigation>Sport</div><footer><p>All rights</footer>"
    page = read_html(f"{ways}<article>{prose}<footer>By Ann</footer></article>", parser=parser)
    assert page.blocks.texts[3:] == [page.blocks.texts[0], "By Ann"]
    little = read_html(f"<p>The ferry is back.</p>{ways}", parser=parser)
    assert little.blocks.texts == ["The ferry is back.", "Home", "Sport", "All rights"]


@NEEDS_FAST
@pytest.mark.parametrize("name", PAGES)
def test_both_parsers_give_the_same_elements(name: str) -> None:
    whole = f"<html><body class=a>{PAGES[name][0]}</body></html>"
    fast, soup = (read_html(whole, parser=parser) for parser in ("fast", "soup"))
    assert fast.text == soup.text
    assert [fast.path(b.span) for b in fast.blocks] == [soup.path(b.span) for b in soup.blocks]


def test_roles_and_paths() -> None:
    page = read_html(
        "<html><body><article class='Story big' id=x><h2>Head</h2><blockquote>Said</blockquote>"
        "<ul><li>Item</ul><figure><figcaption>Seen</figcaption></figure></article>"
    )
    assert [(b.role, page.path(b.span)) for b in page.blocks] == [
        (Role.HEADING, "html/body/article.story/h2"),
        (Role.QUOTE, "html/body/article.story/blockquote"),
        (Role.ITEM, "html/body/article.story/ul/li"),
        (Role.CAPTION, "html/body/article.story/figure/figcaption"),
    ]


@pytest.mark.parametrize(
    ("data", "encoding", "wanted"),
    [
        ("<meta charset=windows-1251><p>мир</p>".encode("cp1251"), None, "мир"),
        ("<p>мир</p>".encode("koi8-r"), "koi8-r", "мир"),
        ("<meta charset=iso-8859-1><p>мир</p>".encode(), None, "мир"),
        ("<meta charset=nonsense><p>naïve</p>".encode(), None, "naïve"),
        ("<p>naïve</p>".encode("utf-8-sig"), "latin-1", "naïve"),
        ("<html><p>naïve</p>".encode("utf-16"), None, "naïve"),
        (b'<?xml version="1.0" encoding="windows-1252"?><p>na\xefve</p>', None, "naïve"),
    ],
)
def test_encoding(data: bytes, encoding: str | None, wanted: str) -> None:
    assert read(data, html=True, encoding=encoding).blocks.texts[-1] == wanted


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<!DOCTYPE html><p>x", True),
        ("\n <!-- saved --> <HTML lang=en>", True),
        ("<?xml version='1.0'?>\n<html xmlns='x'>", True),
        ("<p>One.</p>\n<p>Two.</p>\n", True),
        ("<div class='a'>x</div>", True),
        ("<p>One.</p> and on it goes", False),
        ("One <br /> two <p>three</p>", False),
        ("The tag <html> opens a page.", False),
        ("<3 this", False),
        ("", False),
    ],
)
def test_sniffing(source: str, html: bool) -> None:
    assert is_html(source) is html
    assert is_html(source.encode()) is html


SAVED = (
    b"From: <Saved by a browser>\r\nSnapshot-Content-Location: https://harbour.example/quay\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"==x\"\r\n\r\n"
    b"--==x\r\nContent-Type: text/css\r\n\r\np{}\r\n"
    b"--==x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: "
    b"quoted-printable\r\n\r\n<html><p>Caf=C3=A9 at the =\r\nquay</p></html>\r\n--==x--\r\n"
)  # fmt: skip


def test_saved_pages() -> None:
    page = read(SAVED)
    assert page.blocks.texts == ["Café at the quay"]
    assert ("url", "https://harbour.example/quay") in page.metadata
    with pytest.raises(InputError, match="without any HTML"):
        read(SAVED.replace(b"text/html", b"text/xml"), name="a.mht")


def test_a_parser_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "cleaner.read.html.fast", None)
    with pytest.raises(ConfigError, match=r"article-cleaner\[fast\]"):
        read_html("<p>x", parser="fast")
    assert read_html("<p>x").blocks.texts == ["x"]
