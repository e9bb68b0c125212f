"""The laws of the design, each a named test over texts made of what pages are made of."""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.delta import Replacement, chain, delta_between, replay, reverse, trace
from cleaner.page import Span
from cleaner.read import read
from cleaner.read.plain import _blocks_by_form, _paragraphs
from cleaner.read.repair import repair
from cleaner.write import write
from tests.conftest import pages

STANDARD = cleaner.Cleaner()
EAGER = cleaner.Cleaner(unsafe=True, preview=True, max_cut_share=1.0)
DENSE = cleaner.Cleaner(paragraphs="line", unwrap=False)
SILENT = cleaner.Cleaner(rules=cleaner.Rulebook([]), level="careful")
cleaners = st.sampled_from([STANDARD, EAGER, DENSE])


@given(pages, cleaners)
def test_law_stable(text: str, machine: cleaner.Cleaner) -> None:
    """Cleaning what is clean changes nothing."""
    once = machine.clean(text).text
    again = machine.clean(once)
    assert again.text == once
    assert not again.report.changed
    assert not again.report.edits


@given(pages, cleaners)
def test_law_deterministic(text: str, machine: cleaner.Cleaner) -> None:
    """The same input gives the same output, from a copy of the cleaner too."""
    twin = pickle.loads(pickle.dumps(machine))
    assert twin.clean(text) == machine.clean(text)


@given(pages)
def test_law_blocks_are_the_text_of_their_spans(text: str) -> None:
    """Blocks are in order and disjoint, and only white space lies between them."""
    page = read(text)
    at = 0
    for block in page.blocks:
        assert page.text[block.span.start : block.span.end] == block.text
        assert not page.text[at : block.span.start].strip()
        assert at <= block.span.start < block.span.end
        at = block.span.end
    assert not page.text[at:].strip()


@given(pages)
def test_law_the_short_way_to_blocks_leads_to_the_same_ones(text: str) -> None:
    """Of a page of paragraphs, blank lines between all or none, no line is looked at singly."""
    for page in (text, "\n".join(filter(None, map(str.strip, text.split("\n"))))):
        for apart in ("\n", "\n\n"):
            lines = page.replace("\n", apart).split("\n")
            short = _paragraphs("\n".join(lines), lines)
            assert short is None or short == _blocks_by_form("\n".join(lines), lines)


@given(pages)
def test_law_repairs_replay(text: str) -> None:
    """The repairs of a page lead from the decoded input to its text, and back."""
    page = read(text)
    delta = tuple(Replacement(r.source, r.before, r.after) for r in page.repairs)
    assert replay(page.decoded, delta) == page.text
    assert replay(page.text, reverse(delta)) == page.decoded
    for r in page.repairs:
        assert page.text[r.span.start : r.span.end] == r.after


@given(pages, cleaners)
def test_law_replayable(text: str, machine: cleaner.Cleaner) -> None:
    """The report's delta leads from the page to the output, and back."""
    page = read(text, join_wrapped=machine.options.unwrap)
    cleaned = machine.clean(text)
    assert cleaned.report.page_text == page.text
    assert replay(page.text, cleaned.report.delta) == cleaned.text
    assert replay(cleaned.text, reverse(cleaned.report.delta)) == page.text


@given(pages, cleaners)
def test_law_edits_are_sorted_disjoint_and_true(text: str, machine: cleaner.Cleaner) -> None:
    """An edit's `before` is the page's text at its span, its source the input's."""
    page = read(text, join_wrapped=machine.options.unwrap)
    at = 0
    for edit in machine.clean(text).report.edits:
        assert edit.span.start >= at
        at = edit.span.end
        assert page.text[edit.span.start : edit.span.end] == edit.before
        inside = [
            r
            for r in page.repairs
            if r.span.start <= edit.span.end and edit.span.start <= r.span.end
        ]
        if not inside:
            assert edit.exact
            assert page.decoded[edit.source.start : edit.source.end] == edit.before
        assert edit.line == page.decoded.count("\n", 0, edit.source.start) + 1


@given(pages, cleaners)
def test_law_nothing_goes_without_an_edit(text: str, machine: cleaner.Cleaner) -> None:
    """Outside of edits only white space changes: no other sign is lost, none is added."""
    cleaned = machine.clean(text)
    page_text = cleaned.report.page_text
    kept: list[str] = []
    at = 0
    for edit in cleaned.report.edits:
        kept += (page_text[at : edit.span.start], edit.instead or "")
        at = edit.span.end
    kept.append(page_text[at:])
    assert "".join("".join(kept).split()) == "".join(cleaned.text.split())


@given(pages)
def test_law_untouched(text: str) -> None:
    """Where no finding fires, the output is the layout of the repaired text."""
    page = read(text)
    assert SILENT.clean(text).text == _laid_out(page.text)
    report = STANDARD.clean(text).report
    if not report.edits:
        assert STANDARD.clean(text).text == SILENT.clean(text).text


def _laid_out(text: str) -> str:
    while True:
        page = read(text, join_wrapped=False)
        written = write(page.text, page.blocks).text
        if written == text:
            return text
        text = written


@given(pages)
def test_law_every_finding_is_done_or_withheld(text: str) -> None:
    """What the eager cleaner does, the careful one does or withholds with a reason."""
    done = {(e.rule, e.before) for e in STANDARD.clean(text).report.edits}
    withheld = {(w.rule, w.before) for w in STANDARD.clean(text).report.withheld}
    assert all(w.reason for w in STANDARD.clean(text).report.withheld)
    assert not done & withheld or all(
        # The same words may stand twice on a page, once of each sort.
        STANDARD.clean(text).report.page_text.count(before) > 1
        for _, before in done & withheld
    )


@given(pages)
def test_law_max_cut_share_is_all_or_nothing(text: str) -> None:
    """With a share of nothing, shape alone cuts nothing, and the report says why."""
    strict = cleaner.Cleaner(rules=STANDARD.rulebook, max_cut_share=0.0)
    cleaned = strict.clean(text)
    if any("max-cut-share" in w.reason for w in cleaned.report.withheld):
        assert not cleaned.report.edits
        assert cleaned.text == SILENT.clean(text).text


@given(pages)
def test_law_repair_is_idempotent_on_what_is_written(text: str) -> None:
    """The output holds nothing that reading would repair again."""
    assert repair(STANDARD.clean(text).text)[1] == ()


spans = st.lists(st.integers(0, 30), max_size=8).map(sorted)


@given(st.text("abc \n", min_size=30, max_size=30), spans, spans)
def test_law_deltas_chain(text: str, first: list[int], second: list[int]) -> None:
    """Two deltas, one after the other, are one."""
    one = _delta(text, first, "X")
    middle = replay(text, one)
    two = _delta(middle, [n for n in second if n <= len(middle)], "YY")
    end = replay(middle, two)
    copies = chain(trace(one, len(text)), trace(two, len(middle)))
    both = delta_between(text, end, copies)
    assert replay(text, both) == end
    assert replay(end, reverse(both)) == text


def _delta(text: str, places: list[int], after: str) -> tuple[Replacement, ...]:
    pairs = list(zip(places[::2], places[1::2], strict=False))
    steps: list[Replacement] = []
    at = 0
    for start, end in pairs:
        if start >= at and end > start:
            steps.append(Replacement(Span(start, end), text[start:end], after))
            at = end
    return tuple(steps)
