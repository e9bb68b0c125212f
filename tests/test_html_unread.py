"""What is cut out of a page before it is parsed, and what is left for the parser to tell."""

from __future__ import annotations

import pytest

from cleaner.read.html.literals import Literals
from cleaner.read.html.unread import without_unread

CUT = {
    "scripts, whatever they hold": ("<p>a<script>if (a < b) '<nav>'</script>b", "<p>ab"),
    "styles and comments": ("a<style>p {}</style >b<!-- <p>x --->c", "abc"),
    "comments that end at once": ("a<!-->b<!--->c", "abc"),
    "comments with another end, or none": ("a<!-- b --!>c--><!-- d", "ac-->"),
    "drawings, in any spelling": ("a<SVG><path/></SVG>b<Style>x</Style>c", "abc"),
    "frames, which part words": ("a<iframe src=x>no</iframe>b", "a b"),
    "ways around the site, which end a paragraph": ("<p>a<nav class=x><a>b</a></nav>c", "<p>a<nav></nav>c"),
}  # fmt: skip
LEFT = {
    "one in another": "a<nav>b<nav>c</nav>d</nav>e",
    "an element that ends itself": "a<svg/>b<svg><g/></svg>c",
    "one without an end": "a<template>b",
    "a longer name": "<navigation>a</navigation><style-guide>b</style-guide>",
    "what stands in an attribute": '<p title="a <nav ">b</p><p title="</nav>">c</p>',
    "what stands in a title": "<title>The <nav> element <!-- </title>a",
    "a script that writes a script": "<script><!-- '<script ></script >' --></script>a",
}


@pytest.mark.parametrize("name", CUT)
def test_cut(name: str) -> None:
    source, wanted = CUT[name]
    assert without_unread(source.encode()).decode() == wanted


@pytest.mark.parametrize("name", LEFT)
def test_left(name: str) -> None:
    source = LEFT[name].encode()
    assert without_unread(source) == source


def test_one_that_is_not_certain_leaves_the_others() -> None:
    assert without_unread(b"<nav>a<nav>b</nav><style>c</style>d") == b"<nav>a<nav>b</nav>d"


def test_ways_around_the_site_stay_where_everything_is_wanted() -> None:
    source = b"a<nav>b</nav>c"
    assert without_unread(source, everything=True) == source


def test_literals_of_a_long_page_are_found_where_its_parts_meet() -> None:
    literals = Literals(b"<nav", b"</nav")
    page = b"x" * 999_997 + b"<nav>" + b"x" * 999_990 + b"</nav>"
    assert list(literals.find(page)) == [(0, 999_997, 1_000_001), (1, 1_999_992, 1_999_997)]
