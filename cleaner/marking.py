"""Mark a page and carry out what is found, in rounds, until nothing more is said.

A cut makes new neighbours, a new head and a new tail, so the page is marked again as it would
be written. The rules come first; the line model is asked about what they leave.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from cleaner.config import Options
from cleaner.draft import Draft, Located, cuts_before
from cleaner.finding import Finding
from cleaner.mark import Rulebook, View, find_title, mark
from cleaner.mark.judge import TOO_LITTLE, TOO_MUCH, UNSETTLED, held_back, judge
from cleaner.mark.title import RULE as TITLE
from cleaner.page import Page

if TYPE_CHECKING:
    from cleaner.mark.model import LineModel

MAX_ROUNDS = 8
"""Bound on marking a page again; a page that needs more is left as it is."""

STRUCTURED = frozenset(("section", "run"))
"""Kinds whose cuts do not count against `max_cut_share`: several lines vouch for each other."""


class Seen(NamedTuple):
    """What the rules said of a page when they saw it first."""

    view: View
    findings: list[Finding]


class Marked(NamedTuple):
    """The page as far as it is marked; a `reason` says why this must not be carried out.

    `view` is the last one that was looked at, on which nothing more was found; `seen` what
    the rules are known to say of the first.
    """

    draft: Draft
    done: Sequence[Located]
    withheld: Sequence[Located]
    cut: int = 0
    reason: str = ""
    view: View | None = None
    seen: Seen | None = None

    def unless_withheld(self, after: Marked) -> Marked:
        """The page after a step; if that must not be carried out, the page before it."""
        if not after.reason:
            return after
        held = [item._replace(reason=after.reason) for item in after.done[len(self.done) :]]
        return self._replace(withheld=[*self.withheld, *held])


@dataclass(frozen=True, slots=True)
class Marker:
    """A rulebook and a line model, ready to mark pages.

    `held_back` tells of rules that must not act why, `active` holds the numbers of the
    others; `structured` are the rules that `STRUCTURED` means. `off` gathers rules that took
    too long.
    """

    rulebook: Rulebook
    model: LineModel | None
    options: Options
    held_back: Mapping[str, str]
    active: frozenset[int]
    structured: frozenset[str]
    off: set[str]

    @classmethod
    def of(cls, book: Rulebook, model: LineModel | None, options: Options) -> Marker:
        """A marker that lets act what the options allow."""
        held = {
            rule.id: reason
            for rule in book.rules
            if (reason := held_back(rule, unsafe=options.unsafe, preview=options.preview))
            is not None
        }
        active = frozenset(n for n, rule in enumerate(book.rules) if rule.id not in held)
        structured = frozenset(rule.id for rule in book.rules if rule.kind in STRUCTURED)
        return cls(book, model, options, held, active, structured, set())

    def look(self, views: Sequence[View]) -> list[Seen]:
        """What the rules say at first of some pages, faster than of one after the other."""
        return list(map(Seen, views, mark(views, self.rulebook, self.active, self.off)))

    def cut(
        self,
        page: Page,
        draft: Draft,
        done: Sequence[Located],
        title: str,
        lang: str | None,
        *,
        again: bool,
        seen: Seen | None = None,
    ) -> Marked:
        """Carry out what rules and model say of a draft; `done` is what was done to it before.

        Of a page that is marked `again`, what rules cut is no hint to the model any more. `seen`
        is what `look` said of it; it is not heeded if the draft is another one by now.
        """
        marked = Marked(draft, done, [], seen=seen)
        found = self._by_rules(page, marked, len(draft.text), title, lang)
        if found.reason:
            held = [item._replace(reason=found.reason) for item in found.done[len(done) :]]
            return Marked(draft, done, [*found.withheld, *held])
        if self.model is not None:
            return self._by_model(page, None if again else draft, found, title, lang)
        return found

    def _by_rules(
        self, page: Page, marked: Marked, length: int, title: str, lang: str | None
    ) -> Marked:
        """Carry out what the rules say, until they say nothing more.

        `length` is that of the text they may cut a share of.
        """
        options = self.options
        draft, done, cut = marked.draft, marked.done, marked.cut
        withheld: Sequence[Located] = ()
        view, seen = marked.view, marked.seen
        for _ in range(MAX_ROUNDS):
            if seen is not None and seen.view.blocks is draft.blocks:
                view, findings = seen.view, [*seen.findings]
            else:
                view = View.of(draft.text, draft.blocks, lang=lang, title=title, before=view)
                (findings,) = mark([view], self.rulebook, self.active, self.off)
            if not options.keep_title and (headline := find_title(view)) is not None:
                findings.append(headline)
            verdict = judge(findings, self.held_back)
            withheld = draft.undone(verdict.withheld, page)
            if not verdict.done:
                return Marked(draft, done, withheld, cut, view=view)
            cut += sum(
                f.span.end - f.span.start for f in verdict.done if f.rule not in self.structured
            )
            draft, done = draft.carried_out(verdict.done, done, page, options)
            if cut > options.max_cut_share * length and not options.whole_page:
                reason = TOO_MUCH.format(share=options.max_cut_share)
                return Marked(draft, done, withheld, cut, reason)
        return Marked(draft, done, withheld, cut, UNSETTLED.format(rounds=MAX_ROUNDS))

    def _by_model(
        self, page: Page, plain: Draft | None, rules: Marked, title: str, lang: str | None
    ) -> Marked:
        """Carry out what the line model says of a page that the rules are done with.

        It is asked where rules cut a line: that tells a scraped page from a clean text, and
        where they cut is half of what the model knows. `plain` is the page before they did.
        A second cleaning has no such hint. What the model would say then (if it
        `LineModel.asks_again`) it says at once, until nothing more is said.
        """
        assert self.model is not None
        now = rules
        if rules.done and plain is not None:
            now = rules.unless_withheld(self._ask(page, rules, title, lang, plain))
        start = now
        for _ in range(MAX_ROUNDS):
            if now.view is None or not self.model.asks_again(now.view):
                return now
            found = self._ask(page, now, title, lang)
            if found is now or found.reason:
                return start.unless_withheld(found)
            now = found
        return start.unless_withheld(now._replace(reason=UNSETTLED.format(rounds=MAX_ROUNDS)))

    def _ask(
        self, page: Page, marked: Marked, title: str, lang: str | None, plain: Draft | None = None
    ) -> Marked:
        """What the line model says of a page, and then the rules; the same page if nothing.

        With the page as it was before any rule cut, it is asked only if a line is gone.
        """
        assert self.model is not None
        draft = marked.draft
        view = marked.view or View.of(draft.text, draft.blocks, lang=lang, title=title)
        if not self.model.looks_at(view):
            return marked
        if plain is None:
            findings = self.model.find_again(view)
        else:
            places = draft.places()
            headline = {item.span.start for item in marked.done if item.finding.rule == TITLE}
            cuts = cuts_before([p for p in plain.places() if p not in headline], places)
            if not any(cuts):
                return marked
            by = [(item.finding.rule, item.span.start) for item in marked.done]
            findings = self.model.find(view, cuts, places, by)
        if not findings:
            return marked
        before = draft
        draft, done = draft.carried_out(findings, marked.done, page, self.options)
        marked = Marked(draft, done, [], view=view)
        found = self._by_rules(page, marked, len(draft.text), title, lang)
        if not self.model.leaves_enough(len(before.text), len(found.draft.text)):
            return found._replace(reason=found.reason or TOO_LITTLE)
        return found
