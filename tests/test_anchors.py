"""Anchors find the lines where a rule may match; a leading `^` ties one to the line's start."""

from __future__ import annotations

from cleaner.mark.anchors import SHORT, Anchors


def test_a_literal_is_found_wherever_it_stands() -> None:
    anchors = Anchors([("pier",), ("ferry",)])
    assert anchors.hits(["the pier", "no boat", "ferry and pier"]) == {0: [0, 2], 1: [2]}


def test_a_caret_asks_for_the_start_of_the_line() -> None:
    anchors = Anchors([("^by ",), ("by ",)])
    lines = ["By Ann Lee", "stand by me", "by the sea"]
    assert anchors.hits(lines) == {0: [0, 2], 1: [0, 1, 2]}


def test_marks_may_stand_before_what_begins_a_line() -> None:
    lines = ["• By Ann Lee", "[by Bo Ray]", "“By the sea", "stand by", "by by"]
    assert Anchors([("^by ",), ("^[by",), ("bo",)]).hits(lines) == {0: [0, 1, 4], 1: [1], 2: [1]}


def test_lines_are_counted_in_text_beyond_ascii() -> None:
    assert Anchors([("^©",)]).hits(["é — Ü", "© Zeitung", "Schluß ©"]) == {0: [1]}


def test_letters_beyond_ascii_are_found_in_either_case() -> None:
    anchors = Anchors([("café",), ("pier",), ("’s pier",), ("©",)])
    lines = ["The pier", "CAFÉ’S PIER", "cafe", "© Café"]
    assert anchors.hits(lines) == {0: [1, 3], 1: [0, 1], 2: [1], 3: [3]}


def test_long_lines_count_for_those_rules_that_look_at_them() -> None:
    long = "the ferry at the pier " * 20
    anchors = Anchors([("pier",), ("ferry",), ("the",)], [len(long) - 1, len(long), 8])
    lines = ["a pier", long, "ferry, pier, ferry", long, "the pier"]
    assert anchors.hits(lines) == {0: [0, 2, 4], 1: [1, 2, 3], 2: [4]}


def test_marks_before_a_long_line_begin_it() -> None:
    anchors = Anchors([("^by ",)])
    assert anchors.hits(["• By " + "x" * (SHORT - 5), "• By " + "x" * SHORT]) == {0: [0]}


def test_a_block_of_several_lines_is_one() -> None:
    anchors = Anchors([("pier",)])
    assert anchors.hits(["quay\npier\npier", "boat", "pier"]) == {0: [0, 2]}


def test_a_dollar_asks_for_the_end_of_the_line() -> None:
    anchors = Anchors([("more$",), ("more",), ("^more$",), ("s’$",), ("m",)])
    lines = ["read more", "more pier", "more", "the boats’", "Café: More"]
    assert anchors.hits(lines) == {0: [0, 2, 4], 1: [0, 1, 2, 4], 2: [2], 3: [3], 4: [0, 1, 2, 4]}
