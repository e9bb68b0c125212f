"""The shipped rules, as data: each proves itself, and all of them live together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import cleaner
from cleaner.mark.rule import Rule
from cleaner.proof import prove_rule

BOOK = cleaner.Rulebook.load()


@pytest.mark.parametrize("rule", list(BOOK), ids=lambda rule: rule.id)
def test_examples(rule: Rule) -> None:
    """Each example comes out as it says (`cleaner rules test` mutates besides)."""
    assert [str(complaint) for complaint in prove_rule(rule, mutate=False)] == []


@pytest.mark.parametrize("rule", list(BOOK), ids=lambda rule: rule.id)
def test_says_what_and_why(rule: Rule) -> None:
    """A summary of one line, and a reason of some words."""
    assert "\n" not in rule.summary
    assert len(rule.summary) <= 110
    assert len(rule.why.split()) >= 8, rule.id


def _stories() -> Iterator[tuple[str, str]]:
    for rule in BOOK:
        for example in rule.examples:
            if not example.cuts:
                yield f"{rule.id}: {example.name}", example.before


def test_near_misses_survive_the_whole_book(standard: cleaner.Cleaner) -> None:
    """What stays by one rule's proof is not prose that another one takes.

    Lines of boilerplate may stand in an example for contrast, so only long sentences count.
    """
    lost: list[str] = []
    for name, text in _stories():
        for edit in standard.clean(text).report.edits:
            if len(edit.before) > 120 and edit.before.endswith(".") and edit.instead is None:
                lost.append(f"{name} -> {edit.rule}: {edit.before[:70]}")
    assert lost == []


def test_hash_knows_what_rules_do() -> None:
    """Leaving a rule out changes the fingerprint; loading again does not."""
    assert BOOK.hash == cleaner.Rulebook.load().hash
    assert BOOK.without("headlines").hash != BOOK.hash
