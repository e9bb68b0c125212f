"""From repeated lines to rules: one file a site, with counts, examples and near misses.

A proposal is for a person to read: it has the status `preview`, so that it is reported and
not carried out until somebody has taken that line away. Every line of it is shown with the
number of documents it stood in and the signs that spoke for it; what does not belong is
deleted together with its example. The rules prove themselves like the shipped ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from cleaner.cleaning import Cleaner
from cleaner.corpus.learn.judge import (
    BAR,
    WEAK_BAR,
    Judged,
    judge,
    speaks_to_the_reader,
)
from cleaner.corpus.learn.lines import Found, Key, Repeated, grams_of, words_of
from cleaner.corpus.learn.template import common, exact
from cleaner.corpus.learn.toml import NO_TOML, PROSE, Member, rule_text
from cleaner.mark import Rulebook
from cleaner.mark.rulefile import parse_rule
from cleaner.proof import prove_rule

FAMILY = "learned"
COMPANION = 0.6
"""Share of its documents in which a weak line must stand beside a sure one."""
_SLUG = re.compile(r"[^a-z0-9]+")


class Proposal(NamedTuple):
    """A rule file for one site; `misses` are lines like those that go, which stay."""

    id: str
    site: str
    documents: int
    members: tuple[Member, ...]
    misses: tuple[str, ...]
    text: str


def propose(
    found: Found,
    *,
    least: int,
    known: Callable[[str], bool] = lambda line: False,  # noqa: ARG005
) -> list[Proposal]:
    """Rules for what was found; `known` lines are cut by rules that are there already."""
    by_site: dict[str, list[Repeated]] = {}
    for key, one in found.repeated.items():
        by_site.setdefault(key.site, []).append(one)
    groups: dict[str, list[Key]] = {}
    for key in sorted(found.alike):
        groups.setdefault(key.site, []).append(key)
    proposals = []
    taken: Counter[str] = Counter()
    for site in sorted({*by_site, *groups}):
        count = found.sites[site]
        lines = sorted(by_site.get(site, ()), key=lambda one: (-one.documents, one.key))
        alike = {key.line: found.alike[key] for key in groups.get(site, [])}
        members = _members(lines, alike, count, least, known)
        if not members:
            continue
        slug = _SLUG.sub("-", site.lower()).strip("-") or "no-site"
        taken[slug] += 1
        name = f"{FAMILY}/{slug}" + (f"-{taken[slug]}" if taken[slug] > 1 else "")
        misses = _misses(members, lines, found.prose.get(site, []))
        good, text = _written(name, site, count, members, misses)
        if good:
            proposals.append(Proposal(name, site, count, good, misses, text))
    return proposals


def known_to(cleaner: Cleaner) -> Callable[[str], bool]:
    """Whether a line, put between two paragraphs, is cut by a cleaner."""

    def known(line: str) -> bool:
        # So much prose that cutting the line is no great loss.
        prose = f"{PROSE[0]} {PROSE[1]}\n" * (1 + len(line) // 100)
        page = f"{prose}{line}\n{prose}"
        return any(edit.instead is None for edit in cleaner.clean(page).report.edits)

    return known


def _members(
    lines: Sequence[Repeated],
    alike: Mapping[str, Sequence[Repeated]],
    site_documents: int,
    least: int,
    known: Callable[[str], bool],
) -> list[Member]:
    members: list[Member] = []
    sure: set[str] = set()
    for one in lines:
        judged = judge(one, site_documents)
        if judged.weight >= BAR and _provable(one.form) and not known(one.form):
            members.append(_member(exact(one.form), one, judged))
            sure.add(one.key.line)
    for words, group in alike.items():
        told = [re.compile(member.pattern) for member in members]
        if all(any(one.fullmatch(line.form.lower()) for one in told) for line in group):
            continue
        # A line that is repeated may have been written in other words, too.
        kin = [one for one in lines if one.key.line in sure and words in grams_of(one.form)]
        if (kind := _kind_of([*group, *kin], site_documents, least)) is None:
            continue
        if not known(kind.shown[0]):
            members.append(kind)
    forms = {one.key.line: one.form for one in lines}
    for one in lines:
        judged = judge(one, site_documents)
        beside = _companion(one, sure, lines)
        if one.key.line in sure or judged.weight < WEAK_BAR or not beside:
            continue
        if _provable(one.form) and not known(one.form):
            member = _member(exact(one.form), one, judged)
            members.append(member._replace(weak=True, beside=forms[beside]))
    return members


def _member(pattern: str, one: Repeated, judged: Judged) -> Member:
    return Member(pattern, (one.form,), one.documents, tuple(one.names), judged)


def _kind_of(group: Sequence[Repeated], site_documents: int, least: int) -> Member | None:
    """Lines that are alike, as one member; None if they have too little in common."""
    different = {one.key.line: one for one in group}
    if len(different) < 2 or _documents(group) < least:
        return None
    shown = [one.form for one in different.values()]
    template = common(shown)
    # What varies may be what speaks to the reader: the words that stay must do so.
    if template is None or not speaks_to_the_reader(template.fixed):
        return None
    if not all(map(_provable, shown)):
        return None
    whole = Repeated(Key("", ""))
    whole.documents = _documents(group)
    whole.forms.update(shown)
    whole.places = [place for one in group for place in one.places]
    judged = judge(whole, site_documents)
    if judged.weight < BAR:
        return None
    names = tuple(name for one in group for name in one.names)
    return Member(template.pattern, tuple(sorted(shown)[:3]), whole.documents, names[:5], judged)


def _documents(group: Sequence[Repeated]) -> int:
    """In how many documents one line of a group or another stands."""
    once = {one.names[0] for one in group if one.documents == 1}
    return len(once) + sum(one.documents for one in group if one.documents > 1)


def _companion(one: Repeated, sure: set[str], lines: Sequence[Repeated]) -> str:
    """The sure line that nearly always stands above or below a line."""
    for line, count in one.after.most_common(1):
        if line in sure and count >= COMPANION * one.documents:
            return line
    for other in lines:
        if other.key.line in sure and other.after[one.key.line] >= COMPANION * one.documents:
            return other.key.line
    return ""


def _provable(line: str) -> bool:
    return not NO_TOML.search(line) and line[:1].isprintable() and bool(words_of(line))


def _misses(
    members: Sequence[Member], lines: Sequence[Repeated], prose: list[str]
) -> tuple[str, ...]:
    """Lines of the site that share words with those that go, and stay."""
    wanted = [set(words_of(member.shown[0])) for member in members if not member.weak]
    cut = {shown for member in members for shown in member.shown}
    near = []
    for line in [*(one.form for one in lines), *prose]:
        words = set(words_of(line))
        if line not in cut and _provable(line) and words:
            close = max((len(words & other) / len(words | other) for other in wanted), default=0.0)
            near.append((-close, line))
    return tuple(line for close, line in sorted(near)[:3] if close <= -0.2)


def _written(
    name: str, site: str, count: int, members: Sequence[Member], misses: Sequence[str]
) -> tuple[tuple[Member, ...], str]:
    """The rule file, of the members whose examples hold."""
    good = [
        member
        for member in members
        if not member.weak and _holds(name, rule_text(site, count, [member], misses))
    ]
    shown = {line for member in good for line in member.shown}
    weak = [member for member in members if member.weak and member.beside in shown]
    for member in weak:
        text = rule_text(site, count, [*good, member], misses)
        if _holds(name, text):
            good.append(member)
    good = _needed(good)
    return tuple(good), rule_text(site, count, good, misses) if good else ""


def _needed(members: list[Member]) -> list[Member]:
    """Without those whose lines are all matched by others, of which the widest are asked first."""
    kept: list[Member] = []
    for member in sorted(members, key=lambda one: -len(one.shown)):
        others = [re.compile(other.pattern) for other in kept]
        lines = [line.lower() for line in member.shown]
        if not all(any(other.fullmatch(line) for other in others) for line in lines):
            kept.append(member)
    return [member for member in members if any(member is one for one in kept)]


def _holds(name: str, text: str) -> bool:
    rule = parse_rule(text, name)
    return not any(prove_rule(rule, mutate=False))


def load(proposals: Iterable[Proposal]) -> Rulebook:
    """The proposed rules as a rulebook, carried out."""
    texts = ((p.text.replace('status = "preview"\n', ""), p.id) for p in proposals)
    return Rulebook(parse_rule(text, name) for text, name in texts)
