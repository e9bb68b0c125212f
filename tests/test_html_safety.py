"""Nothing in a page that `cleaner.to_html` writes can run, and its words are all there."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import cleaner

from .browser import shown
from .conftest import pages
from .test_html_cleaning import PROSE
from .test_html_output import RICH, whole

__all__ = ["whole"]  # a fixture


def test_addresses_and_languages_that_are_none_stay_out() -> None:
    bad = RICH.replace("https://post.example/quay?a=1&b=2", "javascript:alert(5)")
    html = cleaner.to_html(cleaner.clean(bad.replace("lang=en-GB", "lang='x\" onload=alert(6)'")))
    assert "\n<html>\n" in html
    assert "canonical" not in html


def test_metadata_cannot_run_either() -> None:
    evil = '\\u003c/title\\u003e\\u003cscript\\u003ealert(7)\\u003c/script\\u003e\\" onload=\\"alert(8)'
    told = f'''<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{evil}",
    "author": {{"name": "{evil}"}}, "datePublished": "2026 {evil}", "url": "https://post.example/{evil}",
    "license": "javascript:alert(9)"}}</script>'''
    html = cleaner.to_html(
        cleaner.clean(RICH.replace("<title>", f"{told}<title>"), restore="never")
    )
    Watcher().feed(html)
    assert "<script" not in html
    assert "javascript:" not in html.partition("<article>")[0]
    assert "<title>alert(7) &quot; onload=&quot;alert(8)</title>" in html


SAFE = frozenset(
    "html head meta title link body article aside h1 h2 h3 h4 h5 h6 p br ins ul ol li dl dt dd "
    "blockquote figure figcaption table tr th td pre code".split()
)
ATTRIBUTES = frozenset("lang charset http-equiv content name rel href title value".split())


class Watcher(HTMLParser):
    """Collects the words, and complains of anything that is not expected."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in SAFE
        assert {name for name, _ in attrs} <= ATTRIBUTES

    def handle_data(self, data: str) -> None:
        self.words += re.findall(r"\w+", data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


def body_words(html: str) -> list[str]:
    watcher = Watcher()
    watcher.feed(html)
    watcher.close()
    watcher.words.clear()
    watcher.feed(html.partition("<article>")[2].partition("</article>")[0])
    return watcher.words


SNIPPETS = st.sampled_from(
    ["</p>", "<script>alert(1)</script>", "&lt;img src=x onerror=alert(1)&gt;", "<!--", "]]>", "<?php ?>",
     "</article>", "\"'>", "<ul><li>item", "<table><tr><td>a<td>b", "<h2>head", "<pre>x;\ny;", "</ul>",
     "<dl><dt>a<dd>b", "<blockquote>quoted"]
)  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(PROSE), SNIPPETS, st.text(max_size=30)), max_size=25))
def test_law_nothing_of_a_page_can_run(parts: list[str]) -> None:
    cleaned = cleaner.clean("<html><body>" + " ".join(parts), html=True, restore="never")
    html = cleaner.to_html(cleaned)
    text = re.sub(r"(?m)^(?:```|~~~).*$", "", cleaned.text)
    assert body_words(html) == re.findall(r"\w+", text)


@given(pages)
@example("```\n1\n1. Beat the eggs")
def test_law_plain_text_keeps_its_words(text: str) -> None:
    cleaned = cleaner.clean(text, restore="never", html=False)
    kept = re.findall(r"\w+", re.sub(r"(?m)^ *(?:```|~~~).*$|^\(?\d{1,3}[.)]", "", cleaned.text))
    # In order, among words that the page shows elsewhere, such as the numbers of a list.
    words = iter(body_words(cleaner.to_html(cleaned)))
    assert all(word in words for word in kept)


@pytest.mark.usefixtures("whole")
@pytest.mark.browser
def test_a_browser_shows_it_and_runs_nothing(tmp_path: Path) -> None:
    hostile = RICH.replace(
        "a plan", "the tag &lt;img src=x onerror=\"document.title='run'\"&gt; a plan"
    )
    (tmp_path / "page.html").write_text(
        cleaner.to_html(cleaner.clean(hostile, restore="never")), "utf-8"
    )
    dom = shown(tmp_path / "page.html")
    assert "<title>The quay</title>" in dom
    assert "<img" not in dom
    for part in ("<h1>The quay</h1>", "<li>of steel</li>", "<th>Year</th>", "<td>2019</td>"):
        assert part in dom
    assert body_words(dom.replace("<tbody>", "").replace("</tbody>", "")) == body_words(
        (tmp_path / "page.html").read_text("utf-8")
    )
