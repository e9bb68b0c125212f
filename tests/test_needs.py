"""What is known of a pattern is only ever a reason to skip one that could not match anyway."""

from __future__ import annotations

import sys
import unicodedata

import pytest
import regex

from cleaner.mark import Rulebook
from cleaner.mark.kinds.needs import Needs
from cleaner.mark.kinds.patterns import Patterns
from cleaner.mark.kinds.pieces import ENDLESS
from cleaner.mark.kinds.reader import Alternative, alternatives_of
from cleaner.mark.kinds.spec import Spec
from cleaner.mark.lowered import HEAD, MARK, Lowered, length_of_marks
from cleaner.mark.rule import Rule

BOOK = Rulebook.load()
KEYS = ("any", "open", "member", "labels", "sure", "header", "each", "unless")


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
        (r".+[!?]”", [{"!”", "?”"}]),
        (r".+[,.]", []),
    ],
)
def test_the_literals_that_every_match_holds(pattern: str, clauses: list[set[str]]) -> None:
    (found,) = alternatives_of(pattern)
    assert found.source == pattern
    assert [set(clause) for clause in found.clauses] == clauses


@pytest.mark.parametrize(
    ("pattern", "heads"),
    [
        ("pier", {"pier"}),
        ("the quayside", {"the q"}),
        (r"[^\w“”]{0,4}(?:the )?pier", {"the p", "pier"}),
        (r"(?:please )?(?:read|see)\b.*", {"pleas", "read", "see"}),
        (r"[\s|•]*by .+", {"by "}),
        (r"\d{1,2} may", {"0"}),
        (r"(?=.*quay)pier", {"pier"}),
        (r"(?:pier|quay)+", {"pier", "quay"}),
        (r"\[\w+\]", {MARK}),
        (r"[—–-]{1,2}", {""}),
        (r"\W*", {""}),
        (r".{0,9}pier", None),
        (r"(?:\w+ )?pier", None),
        (r"(?-i:\p{Lu})\w+", None),
    ],
)
def test_how_every_match_begins(pattern: str, heads: set[str] | None) -> None:
    (found,) = alternatives_of(pattern)
    assert found.heads == heads


@pytest.mark.parametrize(
    ("pattern", "longest"),
    [
        ("pier", 4),
        (r"a{2,5}[bc]\d", 7),
        (r"(?:quay|pi){2}\W?", 9),
        (r".{0,9}(?=.*pier)", 9),
        (r"x{3}y*?", ENDLESS),
        (r"(?:a|b+)c", ENDLESS),
        (r"(?:a{0,3}){0,4}", 12),
    ],
)
def test_how_long_a_match_can_be(pattern: str, longest: int) -> None:
    (found,) = alternatives_of(pattern)
    assert found.longest == longest


@pytest.mark.parametrize(
    "pattern", [r"(pier)\1", "(?i)pier", "(?P<a>pier)(?P=a)", "(?:pier){e<=1}"]
)
def test_what_is_not_understood_makes_no_demand(pattern: str) -> None:
    assert alternatives_of(pattern) == (Alternative(pattern),)


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        (r"a(?:b|c)|[|]d\||e", ["a(?:b|c)", r"[|]d\|", "e"]),
        ("(?:a|(?:b|c)d)", ["a", "(?:b|c)d"]),
        ("(?:(?:a|b))", ["a", "b"]),
        ("(?:a|b)?", ["(?:a|b)?"]),
        ("(?:a)|(?:b|c)", ["(?:a)", "(?:b|c)"]),
        ("(?>a|ab)", ["(?>a|ab)"]),
    ],
)
def test_alternatives_are_parted_at_the_top_alone(pattern: str, parts: list[str]) -> None:
    assert [one.source for one in alternatives_of(pattern)] == parts


def test_every_alternative_has_its_own_clauses() -> None:
    needs = Needs([one.clauses for one in alternatives_of("pier.*boat|quay|..")])
    met = needs.met(b"the pier and the quay")
    assert [not mask & ~met for mask in needs.masks] == [False, True, True]


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("Pier 4", {"p", "pi", "pie", "pier", "pier "}),
        ("• 14 May", {"0", "00", "00 ", "00 m", "00 ma", MARK}),
        ("By", {"b", "by"}),
        ("***", {"", MARK}),
    ],
)
def test_the_heads_of_a_line(text: str, heads: set[str]) -> None:
    assert set(Lowered(text).heads) == heads


def test_a_sign_in_lower_case_is_a_mark_if_it_is_one_in_capitals() -> None:
    """So marks may be counted in the lowered line, and patterns match the other one."""
    for code in range(sys.maxunicode + 1):
        sign = chr(code)
        lowered = sign.lower()
        if lowered != sign and len(lowered) == 1:
            assert length_of_marks(sign) == length_of_marks(lowered), unicodedata.name(sign)


def test_no_rule_loses_a_match_to_what_is_known_of_its_patterns() -> None:
    """Lines of all examples, and what can be made of them, against every pattern."""
    for rule in BOOK:
        texts = [line.text for example in rule.examples for line in example.lines]
        texts += [sign + text for text in texts for sign in ("• ", "“", "[", "¹ ", "— The ")]
        texts += [text[:HEAD] for text in texts]
        # The i without a dot has no way back from its capital.
        texts += [text.upper() for text in texts if "ı" not in text]
        lines = [Lowered(text) for text in texts]
        for key in KEYS:
            if isinstance(rule.match.get(key), list) and key != "names":
                _same_with_and_without(rule, key, lines)


def _same_with_and_without(rule: Rule, key: str, lines: list[Lowered]) -> None:
    patterns = Spec(rule).patterns(key)
    plain = [regex.compile(source, regex.IGNORECASE) for source in patterns.sources]
    for line in lines:
        found = bool(patterns.full(line))
        assert found == any(p.fullmatch(line.text) for p in plain), (rule.id, key, line.text)
        found = bool(patterns.find(line))
        assert found == any(p.search(line.text) for p in plain), (rule.id, key, line.text)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Pier, at last", True),
        ("“The Pier", True),
        ("12 piers", True),
        ("On the pier", False),
        ("On the quay", True),
        ("İstanbul pier", False),
        ("İstanbul quay", True),
        ("", False),
    ],
)
def test_what_must_begin_the_line_is_found_there_alone(line: str, found: bool) -> None:
    rule = Rule("test/start", "", "", "line", {}, (), examples=())
    patterns = Patterns(rule, "unless", (r"^[^\w]{0,4}(?:the |\d+ )?pier", "quay"))
    assert bool(patterns.find(Lowered(line))) == found


def test_many_literals_are_looked_up_at_once_with_the_same_answer() -> None:
    words = [f"{a}{b}{c}" for a in "bdfg" for b in "aeio" for c in "klmn"]
    rule = Rule("test/words", "", "", "line", {}, (), examples=())
    patterns = Patterns(rule, "any", tuple(f".*{word}.*" for word in words))
    for word in (*words, "none", "bak gon"):
        assert bool(patterns.full(Lowered(f"the {word} pier"))) == (word in words or "bak" in word)
