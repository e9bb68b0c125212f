"""Web pages through the whole cleaner: the article, its metadata, its report, its bounds."""

from __future__ import annotations

import json

import pytest

import cleaner
from cleaner.delta import replay
from cleaner.errors import CleanerError
from cleaner.write.show import FORMS, remarks, removed

from .test_cli_report import VALIDATOR
from .test_html_reading import PARSERS

PROSE = (
    "The harbour board met on Monday to hear why the new crane had stood idle for six weeks.",
    "Nobody at the meeting could say how much the delay had cost, or who would pay for it.",
    "“We were promised delivery in March,” said the foreman, who has worked here since 1998.",
    "The crane, which was built in another country, lacks a part that nobody makes any more.",
)
LIST = "".join(
    f"<li><a href=/{n}>A headline about something else, number {n}</a>" for n in range(9)
)
PAGE = f"""<!doctype html><html lang=en-GB><head><title>The quay is closed - Harbour Post</title>
<meta property=og:title content="The quay is closed"><meta property=og:site_name content="Harbour Post">
<link rel=canonical href="https://post.example/quay"><link rel=license href="https://licence.example/by">
<script type="application/ld+json">{{"@graph": [{{"@type": "NewsArticle", "headline": "The quay is closed",
"author": [{{"@type": "Person", "name": "Ann Lee"}}, {{"name": "Bo Fry"}}], "datePublished": "2026-02-03",
"publisher": {{"name": "The Harbour Post"}}}}]}}</script></head>
<body><header><nav><ul><li><a href=/>Home</a><li><a href=/s>Sport</a></ul></nav></header>
<main><article class=story><h1>The quay is closed</h1><div class=story-body>
<p>{PROSE[0]}</p><p>{PROSE[1]}</p><div class=newsletter-box><p>Sign up for our newsletter</p></div>
<h2>A part is lacking</h2><p>{PROSE[2]}</p><p>{PROSE[3]}</p></div></article>
<aside class=related><h3>Related</h3><ul>{LIST}</ul></aside></main>
<footer><p>© 2026 The Harbour Post. All rights reserved.</p></footer></body></html>"""  # fmt: skip
ARTICLE = "\n\n".join(
    ["The quay is closed", PROSE[0], PROSE[1], "A part is lacking", PROSE[2], PROSE[3]]
)


@pytest.mark.parametrize("parser", PARSERS)
def test_the_article_is_taken_and_nothing_else(parser: str) -> None:
    cleaned = cleaner.clean(PAGE, parser=parser)
    assert cleaned.text == ARTICLE + "\n"
    assert cleaner.clean(PAGE.encode("utf-16"), parser=parser).text == cleaned.text


def test_the_article_is_repaired_after_entities() -> None:
    cleaned = cleaner.clean("<p>caf&Atilde;&copy; &amp;amp;&nbsp;bar</p>", html=True)
    assert cleaned.text == "café & bar\n"


def test_metadata() -> None:
    assert dict(cleaner.check(PAGE, url="https://post.example/quay?x=1").metadata) == {
        "title": ("The quay is closed",),
        "byline": ("Ann Lee", "Bo Fry"),
        "date": ("2026-02-03",),
        "site": ("The Harbour Post",),
        "language": ("en-GB",),
        "url": ("https://post.example/quay",),
        "licence": ("https://licence.example/by",),
    }


def test_the_title_is_kept_or_dropped() -> None:
    assert cleaner.clean(PAGE, keep_title=False).text == ARTICLE.partition("\n\n")[2] + "\n"


def test_law_cleaning_the_text_again_changes_nothing() -> None:
    for options in ({}, {"keep_title": False}, {"paragraphs": "line"}):
        text = cleaner.clean(PAGE, **options).text
        assert cleaner.clean(text, **options).text == text


def test_edits_say_what_went_and_where_it_stood() -> None:
    report = cleaner.check(PAGE)
    assert [(edit.before.split("\n")[0], edit.path) for edit in report.edits][:1] == [
        ("Sign up for our newsletter", "html/body/main/article.story/div.story-body/div.newsletter-box/p"),
    ]  # fmt: skip
    for edit in report.edits:
        assert report.page_text[edit.span.start : edit.span.end] == edit.before
    assert replay(report.page_text, report.delta) == report.output


def test_the_json_report_of_a_page_knows_no_place_in_its_source() -> None:
    cleaned = cleaner.clean(PAGE)
    record = json.loads(FORMS["json"](cleaned))
    VALIDATOR.validate(record)
    assert [edit["path"] for edit in record["edits"]] == [e.path for e in cleaned.report.edits]
    for edit in record["edits"]:
        assert (edit["line"], edit["column"], edit["source"]) == (None, None, None)
    assert all(piece["path"] and piece["source"] is None for piece in removed(cleaned.report))


def test_remarks_on_a_page_leave_its_layout_alone() -> None:
    report = cleaner.check(PAGE)
    assert [r.path for r in remarks(report)] == [edit.path for edit in report.edits]
    plain = cleaner.check("A.\n\n\nB.")
    assert {r.rule: r.path for r in remarks(plain)} == {"layout": None}


def test_plain_text_has_no_paths() -> None:
    assert {edit.path for edit in cleaner.check("© 2026 The Harbour Post.\n").edits} <= {""}


def _hostile() -> dict[str, str]:
    last = f"<p>{PROSE[0]}</p>"
    return {
        "deep": "<html>" + "<div>" * 50_000 + last,
        "deep and closed": "<html>" + "<div>" * 50_000 + last + "</div>" * 50_000,
        "deep lists": "<html>" + "<ul><li>" * 30_000 + last,
        "deep tables": "<html>" + "<table><tr><td>a<td>b" * 5_000 + last,
        "deep inline": "<html>" + "<b>" * 50_000 + last,
        "end tags only": "<html>" + "<div>" * 30_000 + "</p></b>" * 50_000 + last,
        "a million attributes": "<html><div "
        + " ".join(f"a{n}=x" for n in range(1_000_000))
        + f">{last}",
        "tags without end": "<html>" + "<a " * 100_000 + ">" + last,
        "comments without end": last + "<!--" * 100_000,
        "scripts without end": last + "<script>" * 50_000,
        "brackets": last + "<" * 200_000,
        "doctypes": "<!doctype html " * 50_000 + last,
        "JSON-LD nested deep": "<html><script type='application/ld+json'>"
        + "[" * 100_000
        + f"</script>{last}",
        "zero bytes": f"<html>{last.replace('idle', 'id' + chr(0) + 'le')}",
        "surrogates": f"<html>{last}\ud800",
    }


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("name", _hostile())
def test_hostile_pages_are_survived(name: str, parser: str) -> None:
    report = cleaner.check(_hostile()[name], html=True, parser=parser)
    assert PROSE[0] in report.page_text


def test_pages_without_text_say_so() -> None:
    report = cleaner.check("<html><script>document.write('x')</script></html>")
    assert report.output == ""
    assert report.notes == ("the page shows no text",)
    with pytest.raises(CleanerError, match="binary"):
        cleaner.clean(b"<html>" + bytes(5000), html=True)


def test_a_page_that_is_too_long_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("cleaner.read.html", "cleaner.read.html.bounds"):
        monkeypatch.setattr(f"{module}.MAX_CHARS", 5000)
    report = cleaner.check("<html>" + f"<p>{PROSE[0]}</p>" * 100)
    assert 0 < report.output.count(PROSE[0]) < 60
    assert report.notes == ("the page is 9406 characters long; 5000 were read",)


def test_a_page_of_too_many_blocks_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("cleaner.read.html", "cleaner.read.html.gather"):
        monkeypatch.setattr(f"{module}.MAX_PIECES", 20)
    report = cleaner.check("<html>" + f"<p>{PROSE[0]}</p>" * 100)
    assert report.output.count(PROSE[0]) <= 20
    assert report.notes == ("the page has too many elements; the last were not read",)
