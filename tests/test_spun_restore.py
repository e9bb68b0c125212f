"""Restoration as a whole, with the shipped tables and models, on text of our own."""

from math import expm1
from pathlib import Path

import pytest

from cleaner.errors import ConfigError
from cleaner.spun import Reading, Swap, apply, read_spun
from cleaner.spun.analysis import analyse, is_english
from cleaner.spun.compiled import read_compiled
from cleaner.spun.engine import MODEL, open_engine
from cleaner.spun.lattice import build
from cleaner.spun.lexicon import load
from cleaner.spun.ngrams import open_model
from cleaner.spun.tables import tables_folder
from cleaner.spun.words import words_of
from tests.spun_texts import CLEAN, FORMAL, SPUN


def test_clean_text_is_left_alone():
    reading = read_spun(CLEAN)
    assert reading.probability < 0.1
    assert reading.swaps == ()
    assert apply(CLEAN, reading.swaps) == CLEAN


def test_formal_words_of_a_writer_are_left_alone():
    licence = Path(__file__).parents[1].joinpath("LICENSE").read_text(encoding="utf-8")
    unwrapped = "\n".join(" ".join(part.split()) for part in licence.split("\n\n"))
    for text in (FORMAL, licence, unwrapped):
        assert read_spun(text).edits == ()


FRENCH = """Les programmes de la chaîne annoncent un voyage au pays des chefs. Le portail offre aux \
lecteurs des publications, des conseils de voyage et des portraits de chefs qui ont fait leurs preuves \
en province. On y trouve aussi les programmes du soir et un guide des marchands.
"""


def test_another_language_is_never_taken_for_spun():
    model = open_model(MODEL)
    assert is_english(words_of(CLEAN), model)
    assert is_english(words_of(SPUN), model)
    assert not is_english(words_of(FRENCH), model)
    assert read_spun(FRENCH * 4).edits == ()


def test_spun_text_is_found_and_mostly_undone():
    reading = read_spun(SPUN)
    assert reading.probability > 0.9
    assert reading.dialect == "a"
    assert reading.evidence
    restored = apply(SPUN, reading.swaps)
    assert "The mayor said on Monday" in restored
    assert restored.count("stated") == 0
    assert "last week" in restored
    assert len(reading.edits) > 20


def test_a_swap_tells_its_place_and_its_reasons():
    reading = read_spun(SPUN)
    end = 0
    for swap in reading.swaps:
        assert end <= swap.start < swap.end <= len(SPUN)
        assert SPUN[swap.start : swap.end] == swap.before != swap.instead
        assert 0 <= swap.confidence <= 1
        assert swap.instead in [wording for wording, _ in swap.candidates]
        assert swap.evidence
        end = swap.end
    assert any(swap.withheld for swap in reading.swaps)


def test_report_lists_and_changes_nothing():
    reading = read_spun(SPUN, mode="report")
    assert reading.swaps
    assert apply(SPUN, reading.swaps) == SPUN


def test_always_looks_at_clean_text_too():
    assert read_spun(CLEAN).swaps == ()
    assert read_spun("Last month he went home.", mode="always").probability < 0.5


def test_an_unknown_mode_is_refused():
    with pytest.raises(ConfigError, match="unknown mode"):
        read_spun(CLEAN, mode="sometimes")  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", " ", "\n", "é", "\ud800", "4", "a", "“", "...", "\0" * 9])
def test_any_text_can_be_read(text):
    for mode in ("auto", "report", "always"):
        reading = read_spun(text, mode=mode)
        assert apply(text, reading.swaps) == text


def test_a_sibling_supplies_wording():
    sibling = "The deal was signed by the coalition of the willing at the palace in May."
    spun = SPUN.replace("ended in a", "by the coalition of the prepared ended in a")
    alone = {s.before: s for s in read_spun(spun).swaps}.get("prepared")
    helped = {s.before: s for s in read_spun(spun, siblings=[sibling]).swaps}["prepared"]
    assert helped.instead == "willing"
    assert "wording of a sibling" in helped.evidence
    assert alone is None or helped.confidence > alone.confidence


class Likes:
    """A ranker that always wants the one word."""

    def __init__(self, word):
        self.word = word
        self.asked = []

    def scores(self, text, questions):
        self.asked += [(text, question) for question in questions]
        return [
            [0.0 if self.word in option.split() else -50.0 for option in question.options]
            for question in questions
        ]


def test_readings_that_want_another_article_are_judged_beside_those_that_do_not():
    text = "He stated a world plan was needed."
    known = open_engine(tables_folder(), MODEL)
    lattice = build(text, words_of(text), known.lexicon, known.model)
    number = next(i for i, word in enumerate(lattice.words) if word.form == "world")
    readings = {
        arc.instead: arc.begin for arcs in lattice.arcs.values() for arc in arcs
        if arc.end == number + 1
    }  # fmt: skip
    assert readings["a global"] == readings["an international"] == number - 1


@pytest.mark.parametrize(
    ("sentence", "before", "instead"),
    [
        (" It is an uncommon sight.", "an uncommon", "a rare"),
        (" It is an essential step and an uncommon one.", "uncommon", "unusual"),
    ],
)
def test_an_article_is_part_of_a_swap_when_it_changes(sentence, before, instead):
    swaps = read_spun(SPUN + sentence).swaps
    found = next(s for s in swaps if s.start >= len(SPUN) and "uncommon" in s.before)
    assert (found.before, found.instead) == (before, instead)
    assert ("article agrees" in found.evidence) == before.startswith("an ")
    assert {wording.split()[0] in {"a", "an"} for wording, _ in found.candidates} == {
        before.startswith("an ")
    }


def test_a_ranker_is_asked_where_the_counts_are_unsure():
    ranker = Likes("assembly")
    reading = read_spun(SPUN, ranker=ranker)
    assert 5 < len(ranker.asked) < 400
    for text, question in ranker.asked:
        assert 1 < len(question.options) <= 3
        # It is asked in the text as restored so far.
        assert "said" in text
        shown = text[question.start : question.end]
        assert shown == shown.strip() != ""
    assert reading.edits


def test_a_ranker_decides():
    alone = {s.before: s for s in read_spun(SPUN).swaps}
    unsure = next(
        s
        for s in alone.values()
        if 0.3 < s.confidence < 0.6
        and sum(chance for _, chance in s.candidates) < 0.9
        and " " not in s.before  # a ranker that likes one word cannot like a phrase
    )
    liked = unsure.candidates[0][0].split()[-1]
    heard = {s.before: s for s in read_spun(SPUN, ranker=Likes(liked)).swaps}[unsure.before]
    assert heard.confidence > unsure.confidence
    disliked = {s.before: s for s in read_spun(SPUN, ranker=Likes(unsure.before)).swaps}
    assert unsure.before not in disliked or disliked[unsure.before].confidence < unsure.confidence


def test_own_tables_replace_the_shipped_ones(tmp_path):
    (tmp_path / "pairs-z.tsv").write_text("gnome\t1\tbanker\tnoun\tmarker\n", encoding="utf-8")
    (tmp_path / "traces.tsv").write_text("gnome\t9\n", encoding="utf-8")
    text = (
        "Most gnomes at the firm lost their jobs. One gnome said the bank had lent too much money."
    )
    swaps = read_spun(text, mode="always", folder=tmp_path).swaps
    assert {(s.before, s.instead) for s in swaps} <= {("gnomes", "bankers"), ("gnome", "banker")}
    assert swaps


def test_the_compiled_list_is_as_new_as_the_tables():
    assert read_compiled(tables_folder()) is not None, "run python -m cleaner.spun.making.lexicon"


def test_the_engine_loads_once():
    assert open_engine(tables_folder(), MODEL) is open_engine(tables_folder(), MODEL)
    assert load() is load()


def test_applying_respects_what_is_withheld():
    swap = Swap(0, 3, "abc", "x", 0.9, (("x", 0.9),), (), False)
    assert apply("abcd", [swap]) == "xd"
    assert apply("abcd", [swap._replace(withheld="because")]) == "abcd"
    assert Reading(0.5, "", (), (swap, swap._replace(withheld="no"))).edits == (swap,)


def test_candidates_that_read_the_same_are_one():
    """What two tables say in the same letters counts as one wording, and is listed once."""
    text = SPUN.replace("The mayor stated on Monday", "A White Home official stated on Monday", 1)
    found = [swap for swap in read_spun(text).swaps if swap.before == "White Home"]
    assert [wording for wording, _ in found[0].candidates].count("White House") == 1
    assert found[0].applied


LICENCE = """The name of the author may not be utilized to promote products that were derived from the \
material without prior consent. The material is furnished as is, and the author shall in no event be \
liable for damages, however caused, in connection with the material or the use of the material."""


def test_swaps_of_one_pair_count_once():
    """A writer's own formal words, which stand in a text again and again, are no more for that."""
    known = open_engine(tables_folder(), MODEL)
    read = analyse("\n".join([LICENCE] * 6), 0.0, known)
    sure = [choice for choice in read.choices if choice.confidence >= 0.7]
    counted = read.signs.swaps * (len(read.lattice.words) + 50) / 100
    assert counted == pytest.approx(expm1(read.signs.kinds))
    assert counted < len(sure)


def test_a_tortured_phrase_is_undone():
    """Phrases of science are marks of a spinner by themselves, though news does not have them."""
    text = SPUN + (
        "\n\nThe scientists stated they had trained a convolutional brain organization and a "
        "bolster vector machine, and that profound learning was the better technique."
    )
    found = {s.before: s for s in read_spun(text).swaps}
    assert found["bolster vector machine"].instead == "support vector machine"
    assert found["bolster vector machine"].applied
    assert found["convolutional brain organization"].applied
