"""The kind `run`: what its keys mean, seen on rules made for the purpose."""

from __future__ import annotations

from cleaner import Cleaner, Rulebook
from cleaner.mark.rule import Rule

STORY = (
    "The town has opened an account for Ilka Sorn, whose boat went down in the storm, and "
    "hopes that it will buy her another before the season starts."
)


def _clean(lines: list[str], **match: object) -> list[str]:
    rule = Rule(
        id="test/account",
        summary="an account",
        why="",
        kind="run",
        match={"labels": [r"(?:holder|number): .+"], "min": 2, **match},
        anchors=("number:",),
        examples=(),
    )
    cleaner = Cleaner(rules=Rulebook([rule]), max_cut_share=1.0)
    return cleaner.clean("\n\n".join(lines)).text.split()


def test_unless_named_keeps_what_belongs_to_the_story() -> None:
    named = [r"holder: (?P<name>\w+ \w+).*"]
    of_the_story = [STORY, "Holder: Ilka Sorn Fund", "Number: 1"]
    of_a_stranger = [STORY, "Holder: Pierlight News", "Number: 1"]
    assert _clean(of_the_story) == STORY.split()
    assert _clean(of_the_story, **{"unless-named": named}) == " ".join(of_the_story).split()
    assert _clean(of_a_stranger, **{"unless-named": named}) == STORY.split()
