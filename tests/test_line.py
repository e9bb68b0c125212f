"""The kind `line`: what its keys mean, seen on rules made for the purpose."""

from __future__ import annotations

from cleaner import Cleaner, Rulebook
from cleaner.mark.rule import Rule

PROSE = (
    "The ferry left the pier at noon with forty people on board, and by the time it reached "
    "the island the wind had risen so far that nobody wanted to go back."
)


def _clean(text: str, **match: object) -> list[str]:
    rule = Rule(
        id="test/day",
        summary="a day",
        why="",
        kind="line",
        match={"any": [r"(?:mon|tues)day \d+ may(?: \| \w+){0,2}"], "where": "edge", **match},
        anchors=("day ",),
        examples=(),
    )
    return Cleaner(rules=Rulebook([rule]), max_cut_share=1.0).clean(text).text.split("\n\n")


def test_alone_keeps_lines_that_are_the_form_of_the_page() -> None:
    once = ["Monday 4 May", *[PROSE] * 9]
    diary = ["Monday 4 May", *[PROSE] * 5, "Tuesday 5 May", *[PROSE] * 4]
    assert "Monday 4 May" not in _clean("\n\n".join(once), alone=True)
    assert "Monday 4 May" in _clean("\n\n".join(diary), alone=True)
    assert "Monday 4 May" not in _clean("\n\n".join(diary))
    programme = ["Monday 4 May", "Maps of the sea", "Tuesday 5 May", "A walk on the pier"]
    assert _clean("\n\n".join(programme), alone=True) == [*programme[:-1], f"{programme[-1]}\n"]


def test_a_line_with_bars_is_looked_at_only_on_request() -> None:
    page = "\n\n".join(["Monday 4 May | News | Home", *[PROSE] * 9])
    assert "Monday 4 May | News | Home" in _clean(page)
    assert "Monday 4 May | News | Home" not in _clean(page, tables=True)


def test_more_lines_than_the_bound_all_stay() -> None:
    page = "\n\n".join(["Monday 4 May", "Tuesday 5 May", *[PROSE] * 9])
    assert len(_clean(page, **{"max-lines": 1})) == 11
    assert len(_clean(page, **{"max-lines": 2})) == 9
