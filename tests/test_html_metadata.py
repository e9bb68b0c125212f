"""What a page tells of itself, from the surest source to the least sure one."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.errors import ConfigError
from cleaner.read.days import day_in_address
from cleaner.read.html.visible import shown_byline, shown_date

from .test_html_cleaning import PROSE
from .test_html_reading import NEEDS_FAST

LD = '<script type="application/ld+json">{"@type": "NewsArticle", %s}</script>'
BODY = f"<article><h1>The quay is closed</h1>%s<p>{PROSE[0]}</p><p>{PROSE[1]}</p><p>{PROSE[3]}</p></article>"


def told(head: str = "", body: str = "", **options: object) -> dict[str, tuple[str, ...]]:
    html = f"<html><head>{head}</head><body>{BODY % body}</body></html>"
    return dict(cleaner.check(html, **options).metadata)


@pytest.mark.parametrize(
    ("head", "body", "wanted"),
    [
        (LD % '"datePublished": "2026-02-01"', "<time datetime=2026-02-02>", "2026-02-01"),
        ("<meta property=article:published_time content=2026-02-02>", "<time datetime=2026-02-03>", "2026-02-02"),
        (LD % '"datePublished": "0001-01-01T00:00:00Z"', "<time datetime=2026-02-03>", "2026-02-03"),
        ("", "<p itemprop=datePublished content='2026-02-03T09:00'>yesterday</p>", "2026-02-03T09:00"),
        ("", "<p>Published 4 February 2026 at nine</p>", "2026-02-04"),
        ("", "<p>Fri., Feb. 6, 2026</p>", "2026-02-06"),
        ("", "<p>Stand: 07.02.2026, 12:30 Uhr</p>", "2026-02-07"),
        ("", "<p>Publié le 8 février 2026</p>", "2026-02-08"),
        ("", "<p>9 de febrero de 2026</p>", "2026-02-09"),
        ("", "<p>2026年2月10日</p>", "2026-02-10"),
        ("", "<p>02/03/2026</p>", None),
        ("", "<p>In 2026 the quay was closed</p>", None),
    ],
)  # fmt: skip
def test_dates(head: str, body: str, wanted: str | None) -> None:
    dates = told(head, body, select=["advert"]).get("date")
    assert dates == (wanted and (wanted,))


@pytest.mark.parametrize(
    ("head", "body", "wanted"),
    [
        (LD % '"author": {"name": "Ann Lee"}', "<p>By Bo Fry</p>", ("Ann Lee",)),
        (LD % '"author": [{"name": "Ann Lee"}, {"name": "Bo Fry"}]', "<p>By Ann Lee and Bo Fry</p>", ("Ann Lee", "Bo Fry")),
        ("<meta name=author content='Ann Lee'>", "<p>By Ann Lee</p>", ("Ann Lee",)),
        ("", "<p>Text: <a href=/a rel=author>Ann Lee</a></p>", ("Ann Lee",)),
        ("", "<p class=meta>By <a href=/a>Ann Lee</a> and Bo Fry | 3 comments</p>", ("Ann Lee", "Bo Fry")),
        ("", "<div><p>Von Anna von der Heide, Hamburg</p></div>", ("Anna von der Heide",)),
        ("", "<p>By Ann Lee May 3, 2019</p>", ("Ann Lee",)),
        ("", "<p>By Staff Reporter</p>", None),
        ("", "<p>By the sea</p>", None),
        ("", "<p>By Monday Night it was over</p>", None),
    ],
)  # fmt: skip
def test_bylines(head: str, body: str, wanted: tuple[str, ...] | None) -> None:
    assert told(head, body, select=["advert"]).get("byline") == wanted


def test_a_byline_in_the_text_comes_after_what_the_page_tells() -> None:
    line = "<p>By Bo Fry</p>"
    with_tag = told("<meta name=author content='Ann Lee'>", line)
    assert with_tag["byline"] == ("Ann Lee", "Bo Fry")
    assert told("", line)["byline"] == ("Bo Fry",)
    assert told("<meta name=author content='Bo Fry'>", line)["byline"] == ("Bo Fry",)
    assert told("<meta name=date content=2026-02-04>", "<p>Feb. 4, 2026</p>")["date"] == (
        "2026-02-04",
    )


def test_many_signed_teasers_are_no_byline() -> None:
    teasers = "".join(f"<p><a rel=author href=/{n}>Name {n}</a></p>" for n in "AB")
    assert "byline" not in told("", teasers)


def test_the_address_of_a_saved_page() -> None:
    page = f"<!-- saved from url=(0036)https://post.example/2026/02/05/quay -->\n<html>{BODY % ''}"
    metadata = cleaner.check(page).metadata
    assert metadata["url"] == ("https://post.example/2026/02/05/quay",)
    assert metadata["date"] == ("2026-02-05",)


def test_title_address_and_licence() -> None:
    assert told()["title"] == ("The quay is closed",)
    assert told("<title>The quay</title>")["title"] == ("The quay",)
    described = LD % '"headline": "Pier in a town"' + "<title>The quay is closed | Post</title>"
    assert told(described)["title"] == ("The quay is closed",)
    worded = LD % '"headline": "Pier in a town"' + "<title>Something else altogether</title>"
    assert told(worded)["title"] == ("Pier in a town",)
    assert told(url="https://post.example/2026/02/05/quay")["date"] == ("2026-02-05",)
    link = '<p><a rel="license noopener" href="https://licence.example/by">Some rights</a></p>'
    assert told("", link)["licence"] == ("https://licence.example/by",)
    assert "licence" not in told("", "<p><a href='https://licence.example/by'>licence</a></p>")


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://post.example/2026/02/05/quay", "2026-02-05"),
        ("https://post.example/news/2026-02-05/quay", "2026-02-05"),
        ("https://post.example/20260205-quay", "2026-02-05"),
        ("https://post.example/2026/02/quay", ""),
        ("https://post.example/2026/02/39", ""),
        ("https://post.example/a/120260205", ""),
    ],
)
def test_days_in_addresses(address: str, day: str) -> None:
    assert day_in_address(address) == day


def test_only_the_head_of_the_page_counts() -> None:
    long = PROSE[0] * 3
    assert shown_date(["Heading", long, long, "May 3, 2019"], 0) == ""
    assert shown_byline(["Heading", long, long, "By Ann Lee"], 0) == []
    assert shown_date(["May 3, 2019", "Heading", long], 1) == "2019-05-03"


@NEEDS_FAST
def test_both_parsers_tell_the_same() -> None:
    body = "<p class=b>By <span>Ann Lee</span></p><p>4 February 2026</p>"
    assert told("", body, parser="fast") == told("", body, parser="soup")


def test_htmldate_is_asked_where_the_tags_are_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []

    def find_date(html: str, url: str | None = None) -> str | None:
        asked.append(url)
        return None if "unknown" in html else "2026-02-11"

    htmldate = pytest.importorskip("htmldate", reason="needs htmldate, the extra `date`")
    monkeypatch.setattr(htmldate, "find_date", find_date)
    line = "<p>4 February 2026</p>"
    assert told("", line)["date"] == ("2026-02-04",)
    assert asked == []
    found = told("", line, dates="htmldate", url="https://x.example/")["date"]
    assert found[0] == "2026-02-11"
    assert asked == ["https://x.example/"]
    tagged = told("<meta name=date content=2026-02-12>", line, dates="htmldate")
    assert tagged["date"][0] == "2026-02-12"
    assert told("", line + "<p>unknown</p>", dates="htmldate")["date"][0] == "2026-02-04"
    assert len(asked) == 2


def test_htmldate_itself_finds_a_day() -> None:
    pytest.importorskip("htmldate", reason="needs htmldate, the extra `date`")
    assert told("", "<footer><p>© 2026, printed on 2026-02-13</p></footer>", dates="htmldate")[
        "date"
    ]


def test_an_extra_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "htmldate", None)
    with pytest.raises(ConfigError, match=r"article-cleaner\[date\]"):
        told(dates="htmldate")
    with pytest.raises(ConfigError, match="dates: expected one of own, htmldate"):
        cleaner.Cleaner(dates="guess")
