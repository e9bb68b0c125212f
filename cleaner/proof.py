"""Proof of rules: each rule's examples hold, and each part of the rule is needed by one.

The second half is mutation testing (DeMillo, Lipton and Sayward 1978) of data: every
pattern, anchor, guard and bound is taken away in turn, and some example must break.
What no example protects may be wrong today, or lost tomorrow, without anybody noticing.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from cleaner.cleaning import Cleaner
from cleaner.errors import RuleError
from cleaner.mark.anchors import Anchors
from cleaner.mark.elements import Boxes
from cleaner.mark.kinds import CSS, FOLLOWERS, UNANCHORED
from cleaner.mark.rule import Example, Rule
from cleaner.mark.rulebook import Rulebook
from cleaner.mark.selectors import parse_selector, wider
from cleaner.read import read

_NO_BOUND = 1_000_000


class Complaint(NamedTuple):
    """What is wrong with a rule: the kind of fault, and where."""

    rule: str
    fault: str
    detail: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.fault}: {self.detail}"


def prove(book: Rulebook, *, mutate: bool = True) -> Iterator[Complaint]:
    """Everything that is wrong with the rules of a book."""
    for rule in book:
        yield from prove_rule(rule, mutate=mutate)
    yield from _same_patterns(book)


def prove_rule(rule: Rule, *, mutate: bool = True) -> Iterator[Complaint]:
    """Everything that is wrong with one rule."""
    if not any(example.cuts for example in rule.examples):
        yield Complaint(rule.id, "no proof", "no example shows it at work")
    if all(example.cuts for example in rule.examples):
        yield Complaint(rule.id, "no proof", "no example shows a near miss that stays")
    failed = False
    for example in rule.examples:
        difference = _difference(rule, example)
        if difference:
            failed = True
            yield Complaint(rule.id, f"example {example.name!r}", difference)
    yield from _idle_examples(rule)
    yield from _dangerous(rule)
    if mutate and not failed:
        for name, mutant in _mutants(rule):
            if not _breaks(mutant):
                yield Complaint(rule.id, "no example needs", name)


def _cleaner(rule: Rule) -> Cleaner:
    carried_out = replace(rule, status="stable", safety="safe")
    # What is left by other rules cannot be shown without them.
    others = Rulebook.load().rules if rule.kind in ("cards", *FOLLOWERS) else ()
    return Cleaner(
        rules=Rulebook([*others, carried_out]), max_cut_share=1.0, restore="never", level="careful"
    )


def _difference(rule: Rule, example: Example) -> str:
    """What an example's outcome should be and is not, or the empty text."""
    if rule.kind == CSS:
        got, wanted = _left_by_elements(rule, example), _texts_of(example.after)
    else:
        result = _cleaner(rule).clean(example.before).text
        got = [line.strip() for line in result.split("\n") if line.strip()]
        wanted = [line.strip() for line in example.after.split("\n") if line.strip()]
    for line in wanted:
        if line not in got:
            return f"should stay: {line!r}"
    for line in got:
        if line not in wanted:
            return f"should go: {line!r}"
    return "" if got == wanted else "lines in another order or number"


def _left_by_elements(rule: Rule, example: Example) -> list[str]:
    """The blocks that a `css` rule leaves of an example, all of which is taken for article."""
    page = read(example.before, html=True, parser="soup")
    book = Rulebook([replace(rule, status="stable", safety="safe")])
    everything = set(range(len(page.blocks)))
    judged = Boxes(page, book.elements, reasons={}, off=set()).judged(everything)
    gone = [finding.span for finding in judged.done]
    return [b.text for b in page.blocks if not any(span.holds(b.span) for span in gone)]


def _texts_of(html: str) -> list[str]:
    return list(read(html, html=True, parser="soup").blocks.texts)


def _breaks(mutant: Rule) -> bool:
    try:
        return any(_difference(mutant, example) for example in mutant.examples)
    except RuleError:
        return True


def _mutants(rule: Rule) -> Iterator[tuple[str, Rule]]:
    for anchor in rule.anchors:
        rest = tuple(other for other in rule.anchors if other != anchor)
        yield f"anchor {anchor!r}", replace(rule, anchors=rest)
    for key, value in rule.match.items():
        selectors = rule.kind == CSS and key in ("any", "unless")
        for name, changed in (*_weaker(key, value), *(_wider(key, value) if selectors else ())):
            yield name, replace(rule, match={**rule.match, key: changed})


def _weaker(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The value of a match key with one thing taken away."""
    if isinstance(value, list):
        for n, item in enumerate(value):
            yield f"{key} {item!r}", value[:n] + value[n + 1 :]
    elif isinstance(value, bool):
        yield f"{key} = {value}", not value
    elif isinstance(value, int):
        # At least one is what zero means too: there the looser bound is some larger one.
        bound = _NO_BOUND if key.startswith("max") or value == 1 else 0
        if value != bound:
            yield f"{key} = {value}", bound
    elif key == "where" and value not in ("anywhere", "tail", "middle"):
        yield f"{key} = {value!r}", "anywhere"
    elif key == "where" and value == "tail":
        yield f"{key} = {value!r}", "head"


def _wider(key: str, selectors: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """The selectors with one step, tag or name of one of them taken away."""
    for n, source in enumerate(selectors):
        for shorter in wider(source):
            yield (
                f"{key} {source!r} (and not {shorter!r})",
                [
                    *selectors[:n],
                    shorter,
                    *selectors[n + 1 :],
                ],
            )


def _idle_examples(rule: Rule) -> Iterator[Complaint]:
    if rule.kind == CSS:
        yield from _idle_pages(rule)
    if rule.kind in UNANCHORED:
        return
    anchors = Anchors([rule.anchors])
    for example in rule.examples:
        if not anchors.hits(example.before.splitlines()):
            yield Complaint(
                rule.id, f"example {example.name!r}", "holds no anchor, so it proves nothing"
            )


def _idle_pages(rule: Rule) -> Iterator[Complaint]:
    """Examples without any word of the names that the rule's selectors end in."""
    lasts = [parse_selector(source).steps[-1] for source in rule.match["any"]]
    names = {name for step in lasts for name in (*step.names, *step.prefixes)}
    words = {word for name in names for word in re.findall(r"[a-z]{4,}", name)} | names
    for example in rule.examples:
        if not any(word in example.before.lower() for word in words):
            yield Complaint(
                rule.id,
                f"example {example.name!r}",
                "has no word of the names that selectors end in, so it proves nothing",
            )


_GROUP_REPEATED = re.compile(r"\((?:\?:)?(?:[^()\\]|\\.)*(?<!\\)[+*](?:[^()\\]|\\.)*\)[+*]")


def _dangerous(rule: Rule) -> Iterator[Complaint]:
    for key, value in rule.match.items():
        sources = value.values() if isinstance(value, dict) else value
        for source in sources if isinstance(value, (list, dict)) else ():
            if isinstance(source, str) and (found := _GROUP_REPEATED.search(source)):
                yield Complaint(rule.id, "nested quantifiers", f"{key}: {found[0]!r}")


def _same_patterns(book: Rulebook) -> Iterator[Complaint]:
    owners: dict[tuple[str, str], str] = {}
    for rule in book:
        for key in ("any", "open", "sure"):
            for source in rule.match.get(key, ()):
                other = owners.setdefault((key, source), rule.id)
                if other != rule.id:
                    yield Complaint(rule.id, "same pattern", f"{source!r} stands in {other} too")


def main(names: Iterable[str]) -> int:
    """Prove the named shipped rules, or all; print what is wrong; 1 if anything is."""
    names = tuple(names)
    book = Rulebook.load()
    complaints = list(prove(book.only(*names) if names else book))
    for complaint in complaints:
        print(complaint)
    print(f"{len(complaints)} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
