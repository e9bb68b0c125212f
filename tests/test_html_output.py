"""Cleaned documents as HTML and as Markdown: their shape, and that nothing in them can run."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import cleaner
from cleaner.mark.content import Article
from cleaner.page import Blocks
from cleaner.read import read

from .conftest import pages
from .test_html_cleaning import PAGE, PROSE
from .test_html_reading import PARSERS

RICH = f"""<html lang=en-GB><head><title>The quay</title><meta name=author content="Ann &quot;A&quot; Lee">
<link rel=canonical href="https://post.example/quay?a=1&b=2"></head><body><article>
<h1 onclick="alert(1)">The quay<script>alert(2)</script></h1><p>{PROSE[0]}</p>
<h3>What is <b>lacking</b></h3><p>{PROSE[1]} The tag was &lt;script&gt;alert(3)&lt;/script&gt;, said the clerk.</p>
<ul><li>a part<ul><li>of steel</ul><li><p>a plan</p><p>that works</p></ul>
<ol><li>Ask<li>Wait</ol><ol><li>Ask again</ol>
<blockquote><p>{PROSE[2]}</p><p>{PROSE[3]}</p></blockquote>
<table><tr><th>Year<th>Boats<tr><td>2019<td>12</table>
<pre>if (a < b) {{\n    return "&lt;b&gt;";\n}}</pre>
<p>{PROSE[0]} <a href="javascript:alert(4)">Read it.</a></p></article></body></html>"""

RICH_HTML = f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>The quay</title>
<meta name="author" content="Ann &quot;A&quot; Lee">
<link rel="canonical" href="https://post.example/quay?a=1&amp;b=2">
</head>
<body>
<article>
<h1>The quay</h1>
<p>{PROSE[0]}</p>
<h3>What is lacking</h3>
<p>{PROSE[1]} The tag was &lt;script&gt;alert(3)&lt;/script&gt;, said the clerk.</p>
<ul>
<li>a part
<ul>
<li>of steel</li>
</ul>
</li>
<li>a plan
<p>that works</p>
</li>
</ul>
<ol>
<li>Ask</li>
<li>Wait</li>
</ol>
<ol>
<li>Ask again</li>
</ol>
<blockquote>
<p>{PROSE[2]}</p>
<p>{PROSE[3]}</p>
</blockquote>
<table>
<tr><th>Year</th><th>Boats</th></tr>
<tr><td>2019</td><td>12</td></tr>
</table>
<pre>
<code>if (a &lt; b) {{
    return &quot;&lt;b&gt;&quot;;
}}</code>
</pre>
<p>{PROSE[0]} Read it.</p>
</article>
</body>
</html>
"""

RICH_MARKDOWN = f"""# The quay

{PROSE[0]}

### What is lacking

{PROSE[1]} The tag was \\<script\\>alert(3)\\</script\\>, said the clerk.

- a part
  - of steel
- a plan

  that works

1. Ask
2. Wait

1) Ask again

> {PROSE[2]}
>
> {PROSE[3]}

| Year | Boats |
| --- | --- |
| 2019 | 12 |

```
if (a < b) {{
    return "<b>";
}}
```

{PROSE[0]} Read it.
"""

PLAIN = """# The quay

One *two* <three & four>.

- eggs
- milk

3. third
4. fourth

> quoted
> again

name\tgoals
Ann\t3

```
x = {1}
```

The ferry came
before the rain
and no one saw
how it was late
"""

PLAIN_BODY = """<h1>The quay</h1>
<p>One *two* &lt;three &amp; four&gt;.</p>
<ul>
<li>eggs</li>
<li>milk</li>
</ul>
<ol>
<li value="3">third</li>
<li value="4">fourth</li>
</ol>
<blockquote>
<p>quoted</p>
<p>again</p>
</blockquote>
<table>
<tr><td>name</td><td>goals</td></tr>
<tr><td>Ann</td><td>3</td></tr>
</table>
<pre>
<code>x = {1}</code>
</pre>
<p>The ferry came<br>
before the rain<br>
and no one saw<br>
how it was late</p>
"""


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything on a page is its article: what is judged to be one is another matter."""

    def everything(blocks: Blocks, *_: object) -> Article:
        return Article(list(range(len(blocks))), None)

    monkeypatch.setattr("cleaner.draft.find_article", everything)


@pytest.mark.usefixtures("whole")
@pytest.mark.parametrize("parser", PARSERS)
def test_a_page_keeps_its_shape(parser: str) -> None:
    cleaned = cleaner.clean(RICH, parser=parser, restore="never")
    assert cleaner.to_html(cleaned) == RICH_HTML
    assert cleaner.to_markdown(cleaned) == RICH_MARKDOWN


def test_plain_text_shows_its_own() -> None:
    html = cleaner.to_html(cleaner.clean(PLAIN, select=["advert"]))
    assert html.partition("<article>\n")[2].partition("</article>")[0] == PLAIN_BODY
    assert "<title>The quay</title>" in html


@pytest.mark.usefixtures("whole")
def test_rows_with_empty_cells() -> None:
    rows = "<tr><th><th>Boats<th>Men<tr><td>2019<td><td>40<tr><td>2020<td>12<td>"
    cleaned = cleaner.clean(RICH.replace("<tr><th>Year<th>Boats<tr><td>2019<td>12", rows))
    assert "<tr><th></th><th>Boats</th><th>Men</th></tr>" in cleaner.to_html(cleaned)
    assert "<tr><td>2019</td><td></td><td>40</td></tr>" in cleaner.to_html(cleaned)
    assert "<tr><td>2020</td><td>12</td><td></td></tr>" in cleaner.to_html(cleaned)
    assert (
        "|  | Boats | Men |\n| --- | --- | --- |\n| 2019 |  | 40 |\n| 2020 | 12 |  |\n"
        in cleaner.to_markdown(cleaned)
    )
    assert "\n2019\t\t40\n" in cleaned.text


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


@pytest.mark.parametrize("page", [PAGE, RICH], ids=["page", "rich"])
def test_law_what_is_written_reads_the_same(page: str) -> None:
    cleaned = cleaner.clean(page, restore="never")
    again = read(cleaner.to_html(cleaned), html=True)
    assert list(again.blocks.texts) == list(cleaned.blocks.texts)


def test_restored_words_are_marked() -> None:
    seed = Path(__file__).parent.parent / "seeds" / "port-summit.txt"
    cleaned = cleaner.clean(seed.read_text("utf-8"), restore="always")
    swaps = [e for e in cleaned.report.edits if e.rule.startswith("restoration/")]
    assert swaps
    html, markdown = cleaner.to_html(cleaned), cleaner.to_markdown(cleaned)
    marked = re.findall(r'<ins title="instead of: ([^"]*)">([^<]*)</ins>', html)
    assert marked == [(edit.before, edit.instead) for edit in swaps]
    assert re.findall("<ins>(.*?)</ins>", markdown) == [edit.instead for edit in swaps]
    assert html.index("reconstruction") < html.index("<ins")
    assert markdown.startswith("> the text reads as machine-spun")
    # Without a restored word there is no note either.
    assert "<aside>" not in cleaner.to_html(cleaner.clean(cleaned.text, restore="never"))


CHROMIUM = shutil.which("chromium")


@pytest.mark.usefixtures("whole")
@pytest.mark.browser
def test_a_browser_shows_it_and_runs_nothing(tmp_path: Path) -> None:
    assert CHROMIUM, "Debian's package chromium"
    hostile = RICH.replace(
        "a plan", "the tag &lt;img src=x onerror=\"document.title='run'\"&gt; a plan"
    )
    (tmp_path / "page.html").write_text(
        cleaner.to_html(cleaner.clean(hostile, restore="never")), "utf-8"
    )
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
               f"--user-data-dir={tmp_path / 'profile'}", (tmp_path / "page.html").as_uri()]  # fmt: skip
    shown = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    assert "<title>The quay</title>" in shown
    assert "<img" not in shown
    for part in ("<h1>The quay</h1>", "<li>of steel</li>", "<th>Year</th>", "<td>2019</td>"):
        assert part in shown
    assert body_words(shown.replace("<tbody>", "").replace("</tbody>", "")) == body_words(
        (tmp_path / "page.html").read_text("utf-8")
    )
