"""The page as it would be written at one moment, and the way back to the page that was read."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.config import Options
from cleaner.delta import Copy, Replacement, Trace, chain, to_old, trace
from cleaner.finding import Finding
from cleaner.lazy import Later
from cleaner.mark.content import find_article, left_out
from cleaner.mark.elements import Boxes
from cleaner.markup import Mark, Nest
from cleaner.page import Blocks, Page, Span
from cleaner.read import read_plain
from cleaner.read.mend import mend
from cleaner.read.plain import CONTEXTUAL, blocks_of
from cleaner.write import Change, join, write

_CAPTION = 600
"""Most characters of what may have gone around an image that stays."""

MAX_LAYOUTS = 8
"""Bound on laying a page out again, where what is written reads as something else."""


class Located(NamedTuple):
    """A finding, its place in the page's text, and the reason if it is withheld."""

    finding: Finding
    span: Span
    reason: str = ""


class Draft(NamedTuple):
    """The page as it would be written now; `copies` lead back to the page's text."""

    text: str
    blocks: Blocks
    copies: Trace

    def laid_out(self, options: Options) -> Draft:
        """In canonical layout.

        Where a role depends on neighbours, what was written is read again, until that
        changes nothing.
        """
        draft = self
        for _ in range(MAX_LAYOUTS):
            written = write(draft.text, draft.blocks, paragraphs=options.paragraphs)
            if written.text == draft.text:
                break
            roles = draft.blocks.roles
            certain = roles is None or CONTEXTUAL.isdisjoint(roles)
            draft = Draft(
                written.text,
                written.blocks if certain else blocks_of(written.text),
                chain(draft.copies, written.copies),
            )
            if certain:
                break
        return draft

    def article(
        self, page: Page, title: str, options: Options, boxes: Boxes
    ) -> tuple[Draft, Sequence[Located], Sequence[Located]]:
        """Of a web page the article alone, read again as the plain text it is now.

        So cleaning goes on exactly as it would go on with that text in another run. Besides
        the draft: what was left out and why, and what rules found in the markup and did not
        do. `boxes` are the elements that rules mean.
        """
        assert page.markup is not None
        found = find_article(page.blocks, page.markup, title, boxes.apart())
        chosen = set(found.blocks)
        if found.title is not None:
            (chosen.add if options.keep_title else chosen.discard)(found.title)
        judged = boxes.judged(chosen, found.title)
        named = {i for finding in judged.done for i in _inside(page.blocks, finding.span)}
        chosen -= named
        withheld = [Located(f, f.span, reason) for f, reason in judged.withheld]
        blocks = page.blocks.only(sorted(chosen))
        written = write(self.text, blocks, paragraphs=options.paragraphs)
        plain = read_plain(
            written.text,
            name=page.name,
            straight_quotes=options.straight_quotes,
            join_wrapped=options.unwrap,
        )
        steps = tuple(Replacement(r.source, r.before, r.after) for r in plain.repairs)
        again = trace(steps, len(written.text))
        copies = chain(chain(self.copies, written.copies), again)

        def done() -> Iterator[Located]:
            for finding in (*judged.done, *left_out(page.blocks, chosen | named)):
                yield Located(finding, finding.span)
            for r in plain.repairs:
                place = to_old(written.copies, r.source, len(self.text))
                yield Located(Finding(f"repair/{r.kind}", r.source, r.after), place)

        return Draft(plain.text, plain.blocks, copies), Later(done), withheld

    def carried_out(
        self, findings: Sequence[Finding], done: Sequence[Located], page: Page, options: Options
    ) -> tuple[Draft, Sequence[Located]]:
        """With findings and the repairs that they make possible; and these, after what was `done`.

        Where all that stands in the page's text is worked out when somebody asks.
        """
        repairs: list[Finding] = []
        draft = changed = self.without(findings, options)
        if draft is None or changed is None:
            changed = self.changed(findings, options)
            draft, repairs = changed.mended(options, page.name)

        def all_done(changed: Draft = changed) -> Iterator[Located]:
            yield from done
            yield from [Located(f, self._place(f, done, page)) for f in findings]
            yield from [Located(f, changed.to_page(f.span, page)) for f in repairs]

        return draft, Later(all_done)

    def undone(self, withheld: Sequence[tuple[Finding, str]], page: Page) -> Sequence[Located]:
        """Findings that are not carried out, each with its reason, and where they stand."""
        if not withheld:
            return ()
        return Later(lambda: [Located(f, self.to_page(f.span, page), r) for f, r in withheld])

    def without(self, findings: Sequence[Finding], options: Options) -> Draft | None:
        """Without some whole blocks, if that is all that is asked and all that comes of it.

        It is where every block is plain text by its own form, and so stays what it is, and
        where repair, which goes line by line, has nothing left: a `<` that went might have
        kept an entity of a later line from being unescaped.
        """
        blocks = self.blocks
        if blocks.roles is not None or ("<" in self.text and "&" in self.text):
            return None
        if (
            "{" in self.text and "{{" in self.text
        ):  # what goes of template variables depends on other lines
            return None
        gone = set()
        for finding in findings:
            index = blocks.at(finding.span.start)
            whole = index < len(blocks) and finding.span == blocks.span(index)
            if not whole or finding.instead is not None:
                return None
            gone.add(index)
        stays = blocks.only([i for i in range(len(blocks)) if i not in gone])
        written = join(self.text, stays, paragraphs=options.paragraphs)
        return Draft(written.text, written.blocks, chain(self.copies, written.copies))

    def changed(self, findings: Sequence[Finding], options: Options) -> Draft:
        """With findings carried out."""
        changes = [Change(f.span, f.instead) for f in findings]
        written = write(self.text, self.blocks, changes, paragraphs=options.paragraphs)
        copies = chain(self.copies, written.copies)
        return Draft(written.text, blocks_of(written.text), copies).laid_out(options)

    def mended(self, options: Options, name: str) -> tuple[Draft, list[Finding]]:
        """With repairs that became possible because something between was cut."""
        text, repairs = mend(self.text, quotes=options.straight_quotes, name=name)
        if not repairs:
            return self, []
        steps = tuple(Replacement(r.source, r.before, r.after) for r in repairs)
        copies = chain(self.copies, trace(steps, len(self.text)))
        findings = [Finding(f"repair/{r.kind}", r.source, r.after) for r in repairs]
        return Draft(text, blocks_of(text), copies).laid_out(options), findings

    def places(self) -> list[int]:
        """Where in the page's text each block starts."""
        places: list[int] = []
        copies = iter(self.copies)
        copy = next(copies, Copy(0, 0, 0))
        for start in self.blocks.starts:
            while copy.new + copy.length <= start and (following := next(copies, None)):
                copy = following
            places.append(copy.old + max(start - copy.new, 0))
        return places

    def nests(self, page: Page) -> Sequence[Nest]:
        """For each block the elements of a web page that it stood in."""
        markup, starts = page.markup, page.blocks.starts
        if markup is None:
            return ()
        return Later(
            lambda: markup.nests(max(bisect_right(starts, at) - 1, 0) for at in self.places())
        )

    def marks(self, page: Page) -> tuple[Mark, ...]:
        """The inline elements of a web page, as far as they are left, where they stand now."""
        if page.markup is None or not page.markup.marks:
            return ()
        return moved_marks(page.markup.marks, self.copies)

    def _place(self, finding: Finding, done: Sequence[Located], page: Page) -> Span:
        """Where a finding stands in the page's text.

        A cut that begins or ends with words which were put in takes in what stood there.
        """
        span = self.to_page(finding.span, page)
        if finding.instead is not None:
            return span
        text = self.text[finding.span.start : finding.span.end]
        for earlier, place, _ in done:
            if not earlier.instead:
                continue
            if place.start == span.end and text.endswith(earlier.instead):
                span = Span(span.start, place.end)
            elif place.end == span.start and text.startswith(earlier.instead):
                span = Span(place.start, span.end)
        return span

    def to_page(self, span: Span, page: Page) -> Span:
        """Where a span of this draft stands in the page's text."""
        return to_old(self.copies, span, len(page.text))


def moved_marks(marks: Sequence[Mark], copies: Trace) -> tuple[Mark, ...]:
    """Marks of an old text in the new one; those of which nothing was copied are gone.

    An image whose caption went stays if there is text left close to it on both sides.
    """
    copied = sorted(copies, key=lambda copy: copy.old)
    starts = [copy.old for copy in copied]
    left: list[Mark] = []
    for mark in marks:
        first = bisect_right(starts, mark.start) - 1
        if first < 0 or copied[first].old + copied[first].length <= mark.start:
            first += 1
        last = max(bisect_left(starts, mark.end) - 1, first)
        if first == len(copied):
            continue
        if copied[first].old > mark.end:
            gap = copied[first].old - copied[first - 1].old - copied[first - 1].length
            if mark.tag == "img" and first and gap <= _CAPTION:
                left.append(mark._replace(start=copied[first].new, end=copied[first].new))
            continue
        here, there = copied[first], copied[min(last, len(copied) - 1)]
        start = here.new + max(mark.start - here.old, 0)
        end = there.new + min(mark.end - there.old, there.length)
        if start < end or (mark.start == mark.end and here.old <= mark.start):
            left.append(mark._replace(start=start, end=max(start, end)))
    return tuple(left)


def _inside(blocks: Blocks, span: Span) -> range:
    """The numbers of the blocks in a span that begins and ends with one."""
    return range(blocks.at(span.start), blocks.at(span.end))


def cuts_before(there: Sequence[int], here: Sequence[int]) -> tuple[int, ...]:
    """How many lines are gone before each line that stays, and after the last one.

    `there` are the places where the lines of a page started, `here` those of what stays.
    """
    if len(here) == len(there):
        return (0,) * (len(here) + 1)
    return tuple(
        max(bisect_left(there, after) - bisect_right(there, before), 0)
        for before, after in zip([-1, *here], [*here, sys.maxsize], strict=True)
    )
