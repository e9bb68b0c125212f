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
