"""Tokens, lexicon tables, inflection: what the engine reads from people and from text."""

import json

import pytest
from click.testing import CliRunner

from cleaner.errors import InputError, RuleError
from cleaner.spun.compiled import (
    EXPECTED,
    SEEN,
    compile_folder,
    compile_forms,
    read_compiled,
    write_compiled,
)
from cleaner.spun.inflect import article, inflect
from cleaner.spun.lexicon import assemble, load
from cleaner.spun.making import attested
from cleaner.spun.tables import read_pairs, table_files
from cleaner.spun.words import number_form, words_of


def forms(text):
    return [word.form for word in words_of(text)]


def test_a_possessive_is_a_word_of_its_own():
    assert forms("The mayor’s plan") == ["the", "mayor", "'s", "plan"]


def test_quotes_and_brackets_are_transparent():
    assert forms("a “quiet (and long)” walk") == ["a", "quiet", "and", "long", "walk"]


def test_sentence_ends_in_a_row_are_one():
    assert forms("Stop?!\n\nGo") == ["stop", ".", "go"]


def test_offsets_are_code_points():
    text = "Ünlü 𝒳 café’s end."
    for word in words_of(text):
        assert 0 <= word.start < word.end <= len(text)
    last = [word for word in words_of(text) if word.is_word][-1]
    assert text[last.start : last.end] == "end"


@pytest.mark.parametrize(
    ("digits", "form"),
    [
        ("4", "4"),
        ("2019", "<year>"),
        ("1,200", "<number>"),
        ("3rd", "<ordinal>"),
        ("75", "<number>"),
    ],
)
def test_numbers_are_counted_by_shape(digits, form):
    assert number_form(digits) == form


@pytest.mark.parametrize(
    ("phrase", "tag", "bent"),
    [
        ("state", "VBD", "stated"),
        ("spice~ up", "VBG", "spicing up"),
        ("convenience store~", "NNS", "convenience stores"),
        ("near", "JJR", "nearer"),
    ],
)
def test_the_marked_word_is_bent(phrase, tag, bent):
    assert bent in inflect(phrase, tag)


def test_a_phrase_without_a_mark_is_fixed():
    assert inflect("in the course of", "VBD") == ()
    assert inflect("in the course of", "") == ("in the course of",)


def test_no_comparison_is_made_up():
    assert inflect("important", "JJR") == ()


@pytest.mark.parametrize(
    ("word", "needed"),
    [("hour", "an"), ("university", "a"), ("unusual", "an"), ("U.S.", "a"), ("F.B.I.", "an"),
     ("8", "an"), ("11th", "an"), ("one-off", "a"), ("apple", "an"), ("book", "a")],
)  # fmt: skip
def test_the_article_follows_the_sound(word, needed):
    assert article(word) == needed


ROW = "spun\trank\toriginal\tpos\tstrength\n"


def write(folder, name, rows):
    (folder / name).write_text(ROW + "".join(row + "\n" for row in rows), encoding="utf-8")


def test_pairs_of_two_tables_are_one_candidate(tmp_path):
    write(tmp_path, "pairs-a.tsv", ["state\t1\tsay\tverb\tstrong"])
    write(tmp_path, "pairs-b.tsv", ["state\t2\tsay\tverb\tmarker"])
    rows = compile_forms(p for path in table_files(tmp_path) for p in read_pairs(path))
    stated = [candidate for spun, candidate in rows if spun == "stated"]
    assert [(c.original, c.dialects, c.strength, c.rank) for c in stated] == [
        ("said", "ab", "marker", 1)
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("state\t1\t\tverb\tstrong", "spun and original"),
        ("state\t1\tsay\tverb\tsure", "unknown strength"),
        ("state\tfirst\tsay\tverb\tstrong", "whole number"),
        ("state\t1\tsay\tverb\tstrong\tnote\tmore", "at most"),
    ],
)
def test_a_bad_row_names_file_and_line(tmp_path, row, said):
    write(tmp_path, "pairs-a.tsv", ["warfare\t1\twar\tnoun\tstrong", row])
    with pytest.raises(RuleError, match=said) as caught:
        read_pairs(tmp_path / "pairs-a.tsv")
    assert "pairs-a.tsv:3" in str(caught.value)


def test_a_compiled_list_reads_as_the_tables_do_and_is_not_used_when_it_is_old(tmp_path):
    write(tmp_path, "pairs-a.tsv", ["state\t1\tsay\tverb\tstrong"])
    (tmp_path / "idioms.tsv").write_text("state~ the obvious\tstate\n", encoding="utf-8")
    bent = load(tmp_path)
    write_compiled(tmp_path)
    load.cache_clear()
    assert load(tmp_path) == bent
    assert ("stated", "the", "obvious") in bent.idioms["stated"]
    write(tmp_path, "pairs-a.tsv", ["warfare\t1\twar\tnoun\tstrong"])
    load.cache_clear()
    assert "warfare" in load(tmp_path).forms
    assert "stated" not in load(tmp_path).forms
    load.cache_clear()


def test_the_longest_spun_form_comes_first():
    rows = compile_forms([])
    assert rows == []
    lexicon = assemble([], ["once in a while"])
    assert lexicon.idioms == {"once": (("once", "in", "a", "while"),)}


def test_a_pair_seen_in_a_real_text_is_marked_in_all_its_forms(tmp_path):
    write(tmp_path, "pairs-a.tsv", ["state\t1\tsay\tverb\tstrong", "warfare\t1\twar\tnoun\tweak"])
    edits = [
        {"family": "A", "spun": "stated", "restored": "said", "page": "p", "certainty": "certain"},
        {"family": "A", "spun": "warfare’s", "restored": "war’s", "page": "p",
         "certainty": "plausible"},
    ]  # fmt: skip
    source = tmp_path / "edits.jsonl"
    source.write_text("".join(json.dumps(edit) + "\n" for edit in edits), encoding="utf-8")
    done = CliRunner().invoke(attested.main, [str(source), "-o", str(tmp_path)])
    assert done.exit_code == 0, done.output
    rows = compile_folder(tmp_path)[0]
    assert {(spun, candidate.seen) for spun, candidate in rows} >= {
        ("states", SEEN), ("stated", SEEN), ("warfare", 0),
    }  # fmt: skip
    source.write_text("[]\n", encoding="utf-8")
    with pytest.raises(InputError, match="expected an edit"):
        list(attested.seen_in(source))


def test_a_usual_pair_is_marked_where_its_dialect_has_it(tmp_path):
    for letter in "ab":
        write(tmp_path, f"pairs-{letter}.tsv", ["state\t1\tsay\tverb\tstrong"])
    write(tmp_path, "pairs-c.tsv", ["warfare\t1\twar\tnoun\tweak"])
    (tmp_path / "usual.tsv").write_text("state\tsay\tb\nwarfare\twar\ta\n", encoding="utf-8")
    found = {(spun, candidate.seen) for spun, candidate in compile_folder(tmp_path)[0]}
    assert found >= {("states", EXPECTED), ("stated", EXPECTED), ("warfare", 0)}
    for wrong in ("state\tsay\n", "state\tsay\tx\n"):
        (tmp_path / "usual.tsv").write_text(wrong, encoding="utf-8")
        with pytest.raises(RuleError, match=r"usual\.tsv.*letter of a dialect"):
            compile_folder(tmp_path)


def test_a_change_of_the_usual_pairs_makes_the_compiled_list_old(tmp_path):
    write(tmp_path, "pairs-a.tsv", ["state\t1\tsay\tverb\tstrong"])
    write_compiled(tmp_path)
    assert read_compiled(tmp_path) is not None
    (tmp_path / "usual.tsv").write_text("state\tsay\ta\n", encoding="utf-8")
    assert read_compiled(tmp_path) is None
