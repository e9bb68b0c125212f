"""`Cleaner.clean_all`: the documents of many sources, as `clean` gives them one by one."""

from __future__ import annotations

from itertools import count, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.beginning import AT_ONCE
from cleaner.cleaning import Cleaner
from tests.conftest import pages

EXAMPLES = [one.before for rule in cleaner.Rulebook.load() for one in rule.examples][::4]
WEB = "<html><title>Pier</title><p>One line.</p><ul><li>Share</ul><p>Another &amp; more.</html>"
DIRTY = "One line.\n\nSubscribe\nNotify of\nguest\n0 Comments\nInline Feedbacks\n"


@pytest.mark.parametrize("options", [{"level": "careful", "unsafe": True}, {"keep_title": False}])
def test_all_examples_come_out_as_one_by_one(options: dict[str, object]) -> None:
    machine = Cleaner(**options)  # type: ignore[arg-type]
    sources = [*EXAMPLES, WEB, DIRTY.encode(), ""]
    for source, cleaned in zip(sources, machine.clean_all(sources), strict=True):
        one = machine.clean(source)
        assert cleaned == one, source
        assert cleaned.report.delta == one.report.delta


@given(st.lists(pages, max_size=5))
def test_any_documents_do(standard: Cleaner, sources: list[str]) -> None:
    assert [*standard.clean_all(sources)] == [standard.clean(source) for source in sources]


def test_it_reads_no_further_than_it_must() -> None:
    endless = (f"Line {n}.\n" for n in count())
    read = [cleaned.text for cleaned in islice(Cleaner().clean_all(endless), 3)]
    assert read == ["Line 0.\n", "Line 1.\n", "Line 2.\n"]
    assert next(endless) == f"Line {AT_ONCE}.\n"


def test_what_stands_before_a_bad_source_comes_out() -> None:
    some = Cleaner().clean_all([DIRTY, "Fine.\n", b"\x00\x01\x02\x03" * 64, "Never seen.\n"])
    assert [next(some).text, next(some).text] == ["One line.\n", "Fine.\n"]
    with pytest.raises(cleaner.InputError):
        next(some)


def test_errors_may_stand_in_the_place_of_documents() -> None:
    bad = b"\x00\x01\x02\x03" * 64
    first, second, third = Cleaner().outcomes([bad, DIRTY, bad])
    assert isinstance(first, cleaner.InputError)
    assert isinstance(third, cleaner.InputError)
    assert isinstance(second, cleaner.Cleaned)
    assert second.text == "One line.\n"


def test_something_may_be_known_of_each() -> None:
    machine = Cleaner(keep_title=False)
    text = "Ferry is back\n\nThe ferry to the island is back in service.\n"
    named, page, plain = machine.clean_all(
        [text, "<p>One line.<p>Another.", text],
        [{"title": "Ferry is back", "name": "ferry.txt"}, {"html": True}, {}],
        html=False,
    )
    assert named == machine.clean(text, title="Ferry is back", name="ferry.txt", html=False)
    assert page.text == "One line.\n\nAnother.\n"
    assert plain == machine.clean(text, html=False)
    assert named.text != plain.text


def test_there_must_be_as_many_known_as_sources() -> None:
    with pytest.raises(ValueError, match="shorter"):
        list(Cleaner().clean_all(["One.", "Two."], [{}]))


def test_all_may_be_said_to_be_web_pages() -> None:
    (cleaned,) = Cleaner().clean_all(["<p>One line.<p>Another."], html=True)
    assert cleaned.text == "One line.\n\nAnother.\n"
