"""The kind `foot`: where an article ends, seen on rules made for the purpose."""

from __future__ import annotations

from cleaner import Cleaner, Rulebook
from cleaner.mark.rule import Rule

ARTICLE = [
    "The council voted on Tuesday to close the old ferry pier for the winter, and said the repairs "
    "would begin before the first frost.",
    "Residents who use the pier every morning told the mayor that the detour costs them an hour each "
    "way, and asked for a bus.",
]
CARDS = [
    "Sport",
    "The glass blowers of the inland club scored twice in four minutes and held on until the whistle.",
    "Music",
    "From the hills",
    "A choir without singers",
    "Nine loudspeakers hang under the roof of an empty chapel in the hills and play old hymns to nobody.",
]
SHARE = Rule(
    id="test/share",
    summary="a button",
    why="",
    kind="line",
    match={"any": ["share"]},
    anchors=("share",),
    examples=(),
)


def _clean(lines: list[str], **match: object) -> list[str]:
    rule = Rule(
        id="test/foot",
        summary="the foot",
        why="",
        kind="foot",
        match={"after": ["test/share"], **match},
        anchors=(),
        examples=(),
    )
    cleaner = Cleaner(rules=Rulebook([SHARE, rule]), max_cut_share=1.0, level="careful")
    return cleaner.clean("\n\n".join(lines)).text.strip().split("\n\n")


def test_everything_below_the_line_that_ends_the_article_goes() -> None:
    assert _clean([*ARTICLE, "Share", *CARDS]) == ARTICLE


def test_a_header_may_end_the_article_only_if_a_rule_has_claimed_it() -> None:
    assert _clean([*ARTICLE, "Share", *CARDS], after=[], header=["share"]) == ARTICLE
    assert _clean([*ARTICLE, "More", *CARDS], header=["more"]) == [*ARTICLE, "More", *CARDS]


def test_each_bound_keeps_a_page() -> None:
    page = [*ARTICLE, "Share", *CARDS]
    whole = [*ARTICLE, *CARDS]
    assert _clean(page, **{"min-prose": 3}) == whole
    assert _clean(page, **{"min-lines": 7}) == whole
    assert _clean(page, **{"lines-per-prose": 3}) == whole
    nearly_related = [
        *CARDS[:2],
        "The ferry",
        f"{ARTICLE[0][:50]} {CARDS[1]}",
        "Sea",
        "Tea",
        "Bread",
    ]
    related = [*ARTICLE, "Share", *nearly_related]
    assert _clean(related, **{"max-related-of-one": 20}) == [*ARTICLE, *nearly_related]
    assert _clean(related, **{"max-related": 9}) == [*ARTICLE, *nearly_related]
    assert _clean(related) == ARTICLE


def test_an_article_that_goes_on_stays() -> None:
    in_paragraphs = [*CARDS, CARDS[-1], CARDS[1], *["Tea"] * 4]
    assert _clean([*ARTICLE, "Share", *in_paragraphs]) == [*ARTICLE, *in_paragraphs]
    in_its_own_words = [*CARDS, ARTICLE[0]]
    assert _clean([*ARTICLE, "Share", *in_its_own_words]) == [*ARTICLE, *in_its_own_words]
