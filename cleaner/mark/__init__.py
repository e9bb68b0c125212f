"""Marking: views and a rulebook become findings."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.finding import Finding
from cleaner.mark.elements import Boxes
from cleaner.mark.features import Features
from cleaner.mark.kinds.part import Overtime
from cleaner.mark.kinds.spec import ANYWHERE, reach
from cleaner.mark.rule import Rule
from cleaner.mark.rulebook import Rulebook
from cleaner.mark.title import find_title
from cleaner.mark.view import View

__all__ = ["Boxes", "Rule", "Rulebook", "View", "find_title", "mark"]


def mark(
    views: Sequence[View], book: Rulebook, active: frozenset[int], off: set[str]
) -> list[list[Finding]]:
    """Everything the rules have to say about each of some views, in the order of the kinds.

    `active` are the positions of rules whose findings will be carried out: their lines
    are claimed, and later rules do not see them. `off` collects the ids of rules that
    ran out of time; they are not asked again. A rule is asked about all views in a row: for
    the next one what it is made of is still in the processor's cache.
    """
    found: list[list[Finding]] = [[] for _ in views]
    if len(views) > 1:
        Features.look_up([view.features for view in views], book.anchors)
    hits = [view.features.hits(book.anchors, book.still_open) for view in views]
    every = [*range(len(views))]
    asked = dict.fromkeys(book.unanchored, every)  # no anchor of theirs is hit
    for n, rules in enumerate(hits):
        for number in rules:
            asked.setdefault(number, []).append(n)
    places, followers, compiled = book.places, book.followers, book.compiled
    for number in sorted(asked):
        place, follows, acts = places[number], number in followers, number in active
        for n in asked[number]:
            view, lines = views[n], hits[n].get(number, ())
            if lines and place != ANYWHERE and not reach(view.features, lines, place):
                continue
            if (follows and not view.claims) or (off and book.rules[number].id in off):
                continue
            try:
                matcher = compiled[number] or book.matcher(number)
                findings = list(matcher.find(view, lines))
            except Overtime:
                off.add(book.rules[number].id)
                continue
            if findings:
                if acts:
                    for finding in findings:
                        if finding.instead is None:
                            _claim(view, finding)
                found[n] += findings
    return found


def _claim(view: View, finding: Finding) -> None:
    first = view.blocks.at(finding.span.start)
    for index in range(first, len(view.blocks)):
        if view.blocks.span(index).end > finding.span.end:
            break
        view.standing[index] = 0
        view.claims[index] = finding.rule
