"""What patterns need is only ever a reason to skip one that could not match anyway."""

from __future__ import annotations

import pytest
import regex

from cleaner.mark import Rulebook
from cleaner.mark.kinds.needs import Needs, alternatives_of
from cleaner.mark.kinds.spec import Spec

BOOK = Rulebook.load()


@pytest.mark.parametrize(
    ("pattern", "clauses"),
    [
        ("pier", [{"pier"}]),
        ("(?:the )?Pier.{0,9}quay", [{"pier"}, {"quay"}]),
        ("(?=.*harbour).{0,40}", [{"harbour"}]),
        ("boat(?:s|house)", [{"boats", "boathouse"}]),
        ("boats?", [{"boat"}]),
        ("(?:a ferry|ferries) to", [{"a ferry to", "ferries to"}]),
        ("(?!pier)(?:quay)*", []),
        (r"\w+ (?:\d+|quay)", []),
        (r"(?:quay){2,3}\.", [{"quay"}]),
        (r"[bp]ier\b", [{"bier", "pier"}]),
    ],
)
def test_the_literals_that_every_match_holds(pattern: str, clauses: list[set[str]]) -> None:
    ((source, found),) = alternatives_of(pattern)
    assert source == pattern
    assert [set(clause) for clause in found] == clauses


@pytest.mark.parametrize(
    "pattern", [r"(pier)\1", "(?i)pier", "(?P<a>pier)(?P=a)", "(?:pier){e<=1}"]
)
def test_what_is_not_understood_makes_no_demand(pattern: str) -> None:
    assert alternatives_of(pattern) == ((pattern, ()),)


def test_alternatives_are_parted_at_the_top_alone() -> None:
    assert [source for source, _ in alternatives_of(r"a(?:b|c)|[|]d\||e")] == [
        "a(?:b|c)",
        r"[|]d\|",
        "e",
    ]


def test_every_alternative_has_its_own_clauses() -> None:
    needs = Needs([clauses for _, clauses in alternatives_of("pier.*boat|quay|..")])
    met = needs.met("the pier and the quay")
    assert [not mask & ~met for mask in needs.masks] == [False, True, True]


def test_no_rule_loses_a_match_to_its_needs() -> None:
    """Lines of all examples, against every pattern of the rules, with and without."""
    for rule in BOOK:
        lines = [line.text for example in rule.examples for line in example.lines]
        for key in ("any", "open", "member", "labels", "sure", "header", "each"):
            if key not in rule.match:
                continue
            for source in Spec(rule).patterns(key).sources:
                alternatives = alternatives_of(source)
                needs = Needs([clauses for _, clauses in alternatives])
                whole = regex.compile(source, regex.IGNORECASE)
                for line in lines:
                    met = needs.met(line.lower())
                    tried = [
                        alternative
                        for (alternative, _), mask in zip(alternatives, needs.masks, strict=True)
                        if not mask & ~met
                    ]
                    found = any(regex.fullmatch(a, line, regex.IGNORECASE) for a in tried)
                    assert found == bool(whole.fullmatch(line)), (rule.id, source, line)
