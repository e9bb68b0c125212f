"""The title line: kept by default, dropped when asked, and nothing else with it."""

from __future__ import annotations

import pytest

import cleaner

PROSE = (
    "The council voted on Tuesday to close the old ferry pier for the winter, and said that "
    "repairs would begin before the first frost."
)
TITLE = "Council Closes Ferry Pier for the Winter"


def test_kept_by_default() -> None:
    assert cleaner.clean(f"{TITLE}\n{PROSE}").text == f"{TITLE}\n\n{PROSE}\n"


def test_dropped_by_shape_and_place() -> None:
    cleaned = cleaner.clean(f"{TITLE}\n{PROSE}\n{PROSE}", keep_title=False)
    assert cleaned.text == f"{PROSE}\n\n{PROSE}\n"
    assert [edit.rule for edit in cleaned.report.edits] == ["title"]


@pytest.mark.parametrize("given", [TITLE, f"{TITLE} | The Dorrow Gazette", TITLE.upper()])
def test_dropped_by_agreement(given: str) -> None:
    page = f"{TITLE}.\nA word before the story\n{PROSE}"
    text = cleaner.clean(page, title=given, keep_title=False).text
    assert TITLE not in text
    assert PROSE in text


def test_prose_at_the_head_is_no_title() -> None:
    assert cleaner.clean(f"{PROSE}\n{PROSE}", keep_title=False).text == f"{PROSE}\n\n{PROSE}\n"


def test_a_subhead_further_down_stays() -> None:
    page = f"{PROSE}\n\nWhat the Council Will Do Next\n\n{PROSE}\n"
    assert cleaner.clean(page, keep_title=False).text == page


def test_stable_without_a_title() -> None:
    machine = cleaner.Cleaner(keep_title=False)
    once = machine.clean(f"{TITLE}\nA Second Line Like a Title\n{PROSE}").text
    assert machine.clean(once).text == once


def test_a_known_title_is_found_below_a_label() -> None:
    page = f"Local news\n\nFriday\n\n{TITLE}\n\n{PROSE}\n"
    text = cleaner.clean(page, title=TITLE, keep_title=False, level="careful").text
    assert TITLE not in text
    assert PROSE in text


def test_below_the_first_paragraph_no_title_is_looked_for() -> None:
    page = f"{PROSE}\n\n{TITLE}\n\n{PROSE}\n"
    assert cleaner.clean(page, title=TITLE, keep_title=False).text == page


def test_a_headline_that_says_something_else_than_the_known_title_stays() -> None:
    page = f"{TITLE}\n\n{PROSE}\n"
    kept = cleaner.clean(page, title="Snow closes the roads in the mountains", keep_title=False)
    assert kept.text == page
    like = cleaner.clean(page, title=f"Why {TITLE.lower()} will not be", keep_title=False)
    assert TITLE not in like.text


def test_a_button_is_no_title() -> None:
    page = f"* Copy Link Of This Page\n\n{PROSE}\n"
    assert "title" not in [e.rule for e in cleaner.clean(page, keep_title=False).report.edits]
