"""Marking: a view and a rulebook become findings."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.finding import Finding
from cleaner.mark.elements import Boxes
from cleaner.mark.kinds.part import Overtime
from cleaner.mark.kinds.spec import ANYWHERE, reach
from cleaner.mark.rule import Rule
from cleaner.mark.rulebook import Rulebook
from cleaner.mark.title import find_title
from cleaner.mark.view import View

__all__ = ["Boxes", "Rule", "Rulebook", "View", "find_title", "mark"]


def mark(view: View, book: Rulebook, active: frozenset[int], off: set[str]) -> Iterator[Finding]:
    """Everything the rules have to say about a view, in the order of the kinds.

    `active` are the positions of rules whose findings will be carried out: their lines
    are claimed, and later rules do not see them. `off` collects the ids of rules that
    ran out of time; they are not asked again.
    """
    features, claims = view.features, view.claims
    hits = features.hits(book.anchors, book.still_open)
    compiled, places, followers = book.compiled, book.places, book.followers
    for number in sorted([*hits, *book.unanchored]):
        lines, place = hits.get(number, ()), places[number]
        if lines and place != ANYWHERE and not reach(features, lines, place):
            continue
        if (number in followers and not claims) or (off and book.rules[number].id in off):
            continue
        try:
            matcher = compiled[number] or book.matcher(number)
            findings = list(matcher.find(view, lines))
        except Overtime:
            off.add(book.rules[number].id)
            continue
        if findings:
            if number in active:
                for finding in findings:
                    if finding.instead is None:
                        _claim(view, finding)
            yield from findings


def _claim(view: View, finding: Finding) -> None:
    first = view.blocks.at(finding.span.start)
    for index in range(first, len(view.blocks)):
        if view.blocks.span(index).end > finding.span.end:
            break
        view.standing[index] = 0
        view.claims[index] = finding.rule
