"""Leftovers of markup in plain text: what goes, what stays, and that it stays so."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.delta import Replacement, replay
from cleaner.read import read
from cleaner.read.leftovers import may_hold

from .test_html_cleaning import PROSE

GONE = {
    "line breaks": ("The crane stood.<br />Nobody knew why.<br/><br>It rained.", ["The crane stood.", "Nobody knew why.", "It rained."]),
    "entities behind a tag": ("The crane<br>&nbsp;&nbsp;stood &amp; rusted.", ["The crane", "stood & rusted."]),
    "escaped tags": ("&lt;p&gt;The crane stood.&lt;/p&gt;", ["The crane stood."]),
    "escaped twice": ("The crane&amp;lt;br /&amp;gt;stood.", ["The crane", "stood."]),
    "paragraphs": ("<p>One crane.</p><p class='x'>Two cranes.</p>", ["One crane.", "Two cranes."]),
    "inline markup glues nothing": ("un<b>believ</b>able <em>news</em>", ["unbelievable news"]),
    "links": ('It <a href="https://x.example/a">stood</a> <a href=”/b”>idle</a>.', ["It stood idle."]),
    "links side by side": ('<a href="/a">Home</a><a href="/b">Sport</a>', ["Home Sport"]),
    "lists": ("<ul><li>eggs</li><li>milk</li></ul>", ["- eggs", "- milk"]),
    "images": ('The crane <img src="a.jpg" alt="a crane" /> stood.', ["The crane stood."]),
    "scripts and comments": ("<!-- wp:paragraph --><script>var a = 1;</script>The crane stood.", ["The crane stood."]),
    "an embedded player": ('<iframe src=”https://x.example/1” width=”560′′></iframe>', []),
    "powers and ordinals": ("10<sup>3</sup> people, the 5<sup>th</sup>, drank H<sub>2</sub>O.", ["10³ people, the 5th, drank H₂O."]),
    "captions": (
        '[caption id="attachment_9" width="300"]<img src="a.jpg" /> The crane[/caption] It stood.',
        ["The crane", "It stood."],
    ),
    "embedded addresses": ("[embed]https://x.example/watch?v=1[/embed]", []),
    "page builders": ("[vc_row][vc_column width=”1/2”]The crane stood.[/vc_column][/vc_row]", ["The crane stood."]),
    "a tag with words in it": ("<h2> The crane </h2>", ["The crane"]),
    "a tag that words touch": ("The crane stood.<ul>", ["The crane stood."]),
    "a tag alone": ("<ul>", []),
    "galleries": ("[gallery ids=\"1,2\"]", []),
    "forum markup": ("[b]The crane[/b] [url=https://x.example]stood[/url].", ["The crane stood."]),
    "Markdown's links": ("Read [the report (2026)](https://x.example/a_(b)) of the [board](/board \"Board\").", ["Read the report (2026) of the board."]),
    "Markdown's images": ("![A crane](https://x.example/a.jpg)", []),
    "a linked image": ("[![A crane](https://x.example/a.jpg)](https://x.example/)", []),
    "variables": ("{{ article.title }}", []),
    "variables at the end": ("The crane stood. {{ad.slot}}", ["The crane stood."]),
    "sections of templates": ("{{#items}}{{title}}{{/items}}", []),
}  # fmt: skip

STAYS = {
    "a sentence about a tag": "Use the <br> tag for a new line.",
    "a sentence that names tags": "Put <b> before and </b> behind the word.",
    "a heading that names a tag": "Single <figure>",
    "a heading that names two": "<ul> List of <img>",
    "an item that names a tag": "- <blockquote>",
    "a line about shortcodes": 'The shortcode [gallery ids="1,2"] shows two pictures.',
    "code in backticks": 'Write `<a href="x">link</a>` and save.',
    "a statement": 'document.write("<br />");',
    "a diagram": 'A["25%<br/>of it"] --> B',
    "inequalities": "if a<b and c>d then it stops",
    "jokes": "<checks notes> He did it. <sigh>",
    "a key": "Press <enter> to go on.",
    "an address": "Write to <ann@example.com> or see <https://x.example/>.",
    "an editor's brackets": "“[The] crane [sic] [i]n the harbour,” he said [emphasis added].",
    "a footnote": "As was shown [12](see below).",
    "a function": "f[x](y) is what the curve does.",
    "a set": "Let A be {{1,2},{3}}, the family of sets.",
    "TeX": "The sum is \\frac{{a}}{{b}} of it.",
    "a template in a recipe for software": 'name: "{{ user.name }}"',
    "a variable in a sentence": "Put {{ name }} where the name should be.",
    "video in a headline": "Crane falls into the harbour [VIDEO]",
    "a power of letters": "x<sup>2y</sup> grows.",
    "an index": "the vector [x_i] of length n",
    "types": "vector<int> and map<string, int> are types",
}


@pytest.mark.parametrize("name", GONE)
def test_what_goes(name: str) -> None:
    source, wanted = GONE[name]
    page = read(source, html=False)
    assert [" ".join(text.split()) for text in page.blocks.texts] == wanted
    # It is recorded, and can be undone.
    steps = tuple(Replacement(r.source, r.before, r.after) for r in page.repairs)
    assert replay(source, steps) == page.text
    assert {repair.kind for repair in page.repairs} <= {"markup", "entity", "unwrap"}


@pytest.mark.parametrize("name", STAYS)
def test_what_stays(name: str) -> None:
    for text in (STAYS[name], f"{PROSE[0]}\n\n{STAYS[name]}\n\n{PROSE[1]}"):
        assert read(text, html=False).text == text


FENCED = f'{PROSE[0]}\n\n```\n<p class="x">one</p><br />\n{{{{ a.b }}}}\n```\n\n{PROSE[1]}\n'
INDENTED = f'{PROSE[0]}\n\n    <p class="x">one;</p>\n    <br /> {{two}};\n\n{PROSE[1]}\n'


@pytest.mark.parametrize("text", [FENCED, INDENTED], ids=["fenced", "indented"])
def test_programs_stay(text: str) -> None:
    assert cleaner.clean(text, restore="never").text == text


def test_a_tag_broken_by_wrapping_goes() -> None:
    long = " ".join(PROSE)
    lines = textwrap.wrap(f"{long[:138]} <br class='x'>{long[138:]}", 72)
    assert any(line.endswith("<br") for line in lines)
    text = "\n".join(lines) + "\n"
    cleaned = cleaner.clean(text, restore="never").text
    assert "<br" not in cleaned
    assert "class=" not in cleaned
    assert cleaner.clean(cleaned, restore="never").text == cleaned


def test_a_template_shown_in_lines_stays() -> None:
    text = "{% if crane %}\n\n{{ crane }}\n\n{% endif %}\n"
    assert cleaner.clean(text, restore="never").text == text


def test_links_of_a_markdown_document_stay() -> None:
    text = "Read [the report](https://x.example/a).\n"
    assert cleaner.clean(text, name="a.md").text == text
    assert cleaner.clean(text, name="a.txt").text == "Read the report.\n"


def test_a_page_of_html_is_mended_as_well() -> None:
    body = "".join(f"<p>{text}</p>" for text in PROSE)
    page = f"<html><body><article>{body}<p>[caption id='1' width='2']Seen[/caption] {PROSE[0]}</p>{body}"
    cleaned = cleaner.clean(page, restore="never", level="careful")
    assert "[caption" not in cleaned.text
    assert cleaner.clean(cleaned.text, restore="never", level="careful").text == cleaned.text


PIECES = st.sampled_from(
    ["<br />", "<p>", "</p>", "<b>", "</b>", '<a href="/x">', "</a>", "<sup>", "2", "</sup>", "<", ">", "&lt;", "&gt;",
     "&nbsp;", "[caption id=1]", "[/caption]", "[b]", "[/b]", "[", "](/x)", "![", "{{ a.b }}", "{{", "}}", "{%", "<!--",
     "-->", "<script>", "</script>", " ", "\n", "\n\n", "```\n", "    ", "said", "The crane", ". ", "“", "<li>", "&amp;"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30))
def test_law_mending_twice_changes_nothing(pieces: list[str]) -> None:
    text = "".join(pieces)
    page = read(text, html=False)
    steps = tuple(Replacement(r.source, r.before, r.after) for r in page.repairs)
    assert replay(page.decoded, steps) == page.text
    cleaned = cleaner.clean(text, html=False, restore="never").text
    assert cleaner.clean(cleaned, html=False, restore="never").text == cleaned


@given(st.lists(PIECES, max_size=12))
def test_law_the_quick_look_misses_nothing(pieces: list[str]) -> None:
    text = "".join(pieces)
    if any(r.kind == "markup" for r in read(text, html=False, join_wrapped=False).repairs):
        assert may_hold(text) or "&" in text
