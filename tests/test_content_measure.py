"""What the judge of blocks is told of a page."""

from __future__ import annotations

from cleaner.mark.content.columns import NOBODY
from cleaner.mark.content.measure import measure
from cleaner.mark.content.own import BLOCK, BLOCK_SHARES
from cleaner.mark.content.repeated import described, titled, told
from cleaner.mark.content.subject import Subject, times_near
from cleaner.mark.content.surroundings import BRANCH, HOLDER, SHARES
from cleaner.read.html import read_html

PROSE = "The ferry is back after two weeks on the slip, and the crew is glad of it at last."
OTHER = "Wolves were seen near the suburb on Sunday by three people who were walking a dog."


def test_titles_are_known_with_and_without_the_name_of_the_site() -> None:
    blocks = ["the ferry is back", "ferry", "the ferry is back | harbour post", "the end"]
    assert titled(blocks, ["h1", "p", "p", "p"], "The ferry is back") == [2, 0, 1, 0]


def test_a_summary_is_a_part_of_a_block_or_holds_it() -> None:
    summary = "The ferry is back after two weeks on the slip, the harbour board said."
    blocks = [f"ferry news: {summary.lower()} more", summary[:48].lower(), OTHER.lower(), "the"]
    assert described(blocks, summary) == [1, 1, 0, 0]
    assert described(blocks, "") == [0, 0, 0, 0]


def test_the_text_in_the_metadata_counts_if_the_page_shows_most_of_it() -> None:
    article = f"{PROSE} {OTHER} {PROSE[::-1]} {OTHER[::-1]}"
    shown = [PROSE.lower(), OTHER.lower(), "comments"]
    assert told(shown, article) == [2, 2, 1]
    assert told(shown, "short") == [0, 0, 0]
    assert told(shown, "x".join(str(n) for n in range(400))) == [0, 0, 0]


def test_rows_say_whose_article_a_block_is_in() -> None:
    page = read_html(
        f"<article><h1>The ferry is back</h1><p>{PROSE}</p><article><p>{PROSE} So.</p></article>"
        f"</article><article><p>{OTHER}</p></article><p>{OTHER} No.</p>"
    )
    assert page.markup is not None
    measured = measure(page.blocks, page.markup, "The ferry is back")
    assert measured.numbers == [0, 1, 2, 3, 4]
    article, of = measured.holders.columns[HOLDER.index("article")], measured.holders.of
    assert [article[of[n]] for n in (1, 2, 3, 4)] == [1, 3, 2, 0]
    nobody = [(number,) for number in NOBODY]
    for columns, labels, shares in (
        (measured.blocks, BLOCK, BLOCK_SHARES),
        (nobody, BLOCK, BLOCK_SHARES),
        (measured.holders.columns, HOLDER, SHARES),
        (measured.branches.columns, BRANCH, SHARES),
    ):
        found = {(name, type(v)) for name, col in zip(labels, columns, strict=True) for v in col}
        assert found == {(name, float if name in shares else int) for name in labels}


def test_lists_of_links_are_not_measured() -> None:
    links = "".join(f"<li><a href=/{n}>{OTHER[:50]} {n}</a>" for n in range(8))
    page = read_html(f"<main><div><p>{PROSE}</p><p>{OTHER}</p></div><ul>{links}</ul></main>")
    assert page.markup is not None
    measured = measure(page.blocks, page.markup, "")
    assert measured.numbers == [0, 1]


def test_words_of_the_subject_are_looked_for_in_each_block() -> None:
    folded = ["the ferries are back", "wolves", "harbour boards and ferries", "", "dogs"]
    subject = Subject(folded, "The ferries are back", "Harbour board: ferries run again")
    assert subject.size == 4  # ferries, harbour, board, again; short words tell nothing
    assert subject.shares(subject.words) == [0.25, 0, 0.75, 0, 0]
    assert subject.shares(subject.near()) == [0.75] * 5
    assert Subject(folded, "", "").share(0) == 0


def test_times_are_counted_around_each_block() -> None:
    folded = ["a"] * 10 + ["12:30", "in 2024 " + "x" * 60, "vor 3 tagen"] + ["b"] * 10
    times = times_near(folded)
    assert times[10:13] == [2, 2, 2]
    assert times[0] == times[-1] == 0
    assert times[2] == 1


def test_blocks_set_apart_count_for_nothing() -> None:
    page = read_html(f"<article><h1>The ferry is back</h1><p>{PROSE}</p></article><p>{OTHER}</p>")
    assert page.markup is not None
    whole = measure(page.blocks, page.markup, "The ferry is back")
    part = measure(page.blocks, page.markup, "The ferry is back", {2})
    assert (whole.numbers, part.numbers) == ([0, 1, 2], [0, 1])
    prose = BLOCK.index("prose")
    assert whole.blocks[prose][1] < part.blocks[prose][1] == 1
