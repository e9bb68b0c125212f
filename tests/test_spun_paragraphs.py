"""Texts that are spun only in part: edits stay where the spinner was."""

from random import Random

import pytest

import cleaner
from cleaner.spun import apply, read_spun
from cleaner.spun.compiled import compile_folder
from cleaner.spun.making.gate import in_part
from cleaner.spun.making.samples import Sample, load
from cleaner.spun.making.simulate import Replacement, Spinner, Spun
from cleaner.spun.reading import ELSEWHERE
from cleaner.spun.tables import tables_folder
from tests.spun_texts import CLEAN, SPUN

OTHER = """The museum opened its new wing on Saturday with a show of maps, most of which had never \
left the archive. Visitors waited in the rain for an hour, and the director handed out tea.

Many of the maps were drawn by sailors who could not read. They mark wells, inns and the houses \
of friends, and leave out the king's roads. One shows nothing but trees.

The show stays open until the end of May. On Sundays a guide who grew up on the coast tells what \
the names mean, and children can draw a map of their own street.

Tickets cost four pounds. The old wing is closed because its roof needs work, which the council \
says will take two years."""


def edits_in(reading, start, end):
    return [swap for swap in reading.edits if start <= swap.start < end]


@pytest.mark.parametrize("place", ["before", "after", "between"])
def test_only_the_spun_paragraphs_are_restored(place):
    head, tail = OTHER.split("\n\n", 2)[:2], OTHER.split("\n\n", 2)[2]
    before = {"before": "", "after": OTHER + "\n\n", "between": "\n\n".join(head) + "\n\n"}[place]
    after = {"before": "\n\n" + OTHER, "after": "", "between": "\n\n" + tail}[place]
    text = before + SPUN + after
    reading = read_spun(text)
    inside = edits_in(reading, len(before), len(before) + len(SPUN))
    assert len(inside) > 15
    assert len(reading.edits) == len(inside)
    restored = apply(text, reading.swaps)
    assert restored.startswith(before)
    assert restored.endswith(after)
    assert read_spun(restored).edits == ()


def test_each_paragraph_tells_its_evidence():
    text = OTHER + "\n\n" + SPUN
    parts = read_spun(text).parts
    assert [text[p.start : p.end] for p in parts] == [p for p in text.split("\n\n") if p]
    assert [p.spun for p in parts] == [False] * 4 + [True] * 3
    assert all(p.traces and p.edits for p in parts[4:])
    assert not any(p.edits for p in parts[:4])


def test_what_is_sure_in_a_paragraph_that_is_not_spun_is_listed():
    odd = OTHER.replace("Tickets cost", "The director stated that tickets cost")
    text = SPUN + "\n\n" + odd
    listed = [s for s in read_spun(text).swaps if s.start > len(SPUN)]
    assert all(s.withheld for s in listed)
    assert "stated" in [s.before for s in listed if s.withheld == ELSEWHERE]


def test_always_takes_every_paragraph():
    text = OTHER.replace("tells what", "stated what") + "\n\n" + SPUN
    assert all(part.spun for part in read_spun(text, mode="always").parts)


def test_the_note_says_in_how_many_paragraphs():
    cleaned = cleaner.restore(OTHER + "\n\n" + SPUN)
    assert "in 3 of 7 paragraphs" in " ".join(cleaned.report.notes)
    evidence = " ".join(edit.evidence for edit in cleaned.report.edits)
    assert "paragraph spun with probability" in evidence
    assert "candidates" in evidence


def test_a_sample_spun_in_part_keeps_the_rest():
    spinner = Spinner(compile_folder(tables_folder())[0])
    spun = spinner.spin(CLEAN, Random(1), dialects=frozenset("a"), dose=1.0, share=1.0)
    text, stretch = in_part(Sample(load(), CLEAN, spun, 1.0), Random(2))
    assert CLEAN.startswith(text[: stretch.start])
    assert CLEAN.endswith(text[stretch.end :])
    assert text[stretch.start : stretch.end] in spun.text


def test_a_span_is_undone_with_all_that_was_put_in_it():
    spun = Spun("It is one of many first.", (Replacement(13, 17, "the"),))
    assert spun.undone(13, 17) == "the"
    assert spun.undone(6, 23) == "one of the first"
    assert spun.undone(0, 5) is None, "nothing was put in there"
    assert spun.undone(6, 15) is None, "more was put in than the span"
