"""The judge: findings in, verdict out. Nobody else decides what is done.

Every finding ends in exactly one place: among those carried out, or among the withheld
with one of the reasons below.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cleaner.finding import Finding
from cleaner.mark.rule import Rule
from cleaner.page import Claims

REPORT_ONLY = "the rule only reports"
UNSAFE = "the rule is unsafe; --unsafe carries it out"
PREVIEW = "the rule is in preview; --preview carries it out"
DEPRECATED = "the rule is deprecated"
COVERED = "inside what {rule} does"
TOO_MUCH = "more than {share:.0%} of the page would go (max-cut-share)"
HOLDS_ARTICLE = "{share:.0%} of the article stands in the element"
HOLDS_TITLE = "the title stands in the element"
TOO_LITTLE = "the line model would leave too little of the page"
UNSETTLED = "the page did not settle in {rounds} rounds"


class Verdict(NamedTuple):
    """One round's findings, each in one half: to be done (sorted, disjoint), or not, and why."""

    done: tuple[Finding, ...]
    withheld: tuple[tuple[Finding, str], ...]


def held_back(rule: Rule, *, unsafe: bool, preview: bool) -> str | None:
    """Why a rule's findings are not carried out under these options, or None if they are."""
    if rule.status == "deprecated":
        return DEPRECATED
    if rule.status == "preview" and not preview:
        return PREVIEW
    if rule.safety == "report":
        return REPORT_ONLY
    if rule.safety == "unsafe" and not unsafe:
        return UNSAFE
    return None


def judge(findings: Iterable[Finding], reasons: Mapping[str, str]) -> Verdict:
    """Divide the findings of one round.

    `reasons` says why findings of a rule are held back, for the rules of which they are
    (see `held_back`). Of two that overlap the larger wins (a cut takes in the cuts and
    swaps inside it); of two of one size, the one whose rule came first.
    """
    withheld: list[tuple[Finding, str]] = []
    willing: list[Finding] = []
    for finding in findings:
        reason = reasons.get(finding.rule)
        if reason is None:
            willing.append(finding)
        else:
            withheld.append((finding, reason))
    if not willing:
        return Verdict((), tuple(withheld))
    done: list[Finding] = []
    claims = Claims()
    for finding in sorted(willing, key=lambda f: f.span.start - f.span.end):
        winner = claims.claim(finding.span, finding.rule)
        if winner is None:
            done.append(finding)
        else:
            withheld.append((finding, COVERED.format(rule=winner)))
    return Verdict(tuple(sorted(done, key=lambda f: f.span)), tuple(withheld))
