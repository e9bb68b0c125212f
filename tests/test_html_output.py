"""Cleaned documents as HTML and as Markdown: their shape, and that nothing in them can run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cleaner
from cleaner.mark.content import Article
from cleaner.page import Blocks
from cleaner.read import read

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
