"""Pairs induced from documents of one source, and their way into a table."""

import gzip
import json
from random import Random

import pytest
from click.testing import CliRunner

from cleaner.cli.lexicon import lexicon
from cleaner.errors import ConfigError, InputError
from cleaner.spun.compiled import compile_folder
from cleaner.spun.engine import MODEL
from cleaner.spun.learning.learn import base_forms, propose, replaced
from cleaner.spun.learning.neighbours import neighbours
from cleaner.spun.learning.proposals import COLUMNS, accept, accepted, read_stories
from cleaner.spun.lexicon import load
from cleaner.spun.making.simulate import Spinner
from cleaner.spun.ngrams import open_model
from cleaner.spun.tables import read_pairs, tables_folder
from tests.spun_texts import CLEAN, SPUN
from tests.test_spun_paragraphs import OTHER


@pytest.fixture(scope="module")
def model():
    return open_model(MODEL)


def test_siblings_are_found_and_strangers_are_not():
    assert list(neighbours([CLEAN, OTHER, SPUN])) == [(0, 2)]
    assert list(neighbours([OTHER, ""])) == []


def test_the_spun_side_is_known_by_its_neighbours(model):
    side, found = replaced(CLEAN, SPUN, model)
    assert side == "two"
    pairs = {(r.spun, r.original) for r in found}
    side, turned = replaced(SPUN, CLEAN, model)
    assert side == "one"
    assert len(pairs & {(r.spun, r.original) for r in turned}) > 0.9 * len(pairs)
    assert {("stated", "said"), ("attorneys", "lawyers"), ("youngsters", "children")} <= pairs
    assert any("[youngsters]" in r.context for r in found)
    assert replaced(CLEAN, OTHER, model) == ("", [])
    assert replaced(CLEAN, CLEAN, model) == ("", [])


def test_a_simulated_spinner_is_found_out(model):
    spinner = Spinner(compile_folder(tables_folder())[0])
    spun = spinner.spin(CLEAN, Random(5), dialects=frozenset("a"), dose=1.0, share=0.7)
    told = {(spun.text[r.start : r.end].lower(), r.original.lower()) for r in spun.replacements}
    side, found = replaced(CLEAN, spun.text, model)
    assert side == "two"
    right = sum((r.spun, r.original) in told for r in found)
    assert right >= 0.6 * len(found)


@pytest.mark.parametrize(
    ("spun", "original", "row"),
    [
        ("stated", "said", ("state", "say", "verb")),
        ("nations", "countries", ("nation", "country", "noun")),
        ("nearer", "closer", ("near", "close", "adj")),
        ("warfare", "war", ("warfare", "war", "noun")),
        ("earlier than", "before", ("earlier than", "before", "phrase")),
    ],
)
def test_words_bent_alike_are_told_in_base_forms(spun, original, row):
    assert base_forms(spun, original) == row


def test_proposals_count_documents_and_know_the_tables(model):
    proposals = propose([CLEAN, SPUN, CLEAN + "\n", OTHER], model, load(), least=2)
    said = next(p for p in proposals if (p.spun, p.original) == ("state", "say"))
    assert said.times > 2
    assert said.documents == 1
    assert "a" in said.known
    assert 1 <= len(said.contexts) <= 3
    assert all(p.times >= 2 for p in proposals)
    order = [(-p.documents, -p.times) for p in proposals]
    assert order == sorted(order)


def test_learning_needs_its_library(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "datasketch", None)
    with pytest.raises(ConfigError, match=r"article-cleaner\[learn\]"):
        list(neighbours([CLEAN, SPUN]))


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "pages" / "sub"
    folder.mkdir(parents=True)
    (folder / "one.txt").write_text(CLEAN, encoding="utf-8")
    with gzip.open(tmp_path / "more.jsonl.gz", "wt", encoding="utf-8") as file:
        for text in (SPUN, OTHER):
            file.write(json.dumps({"body": text}) + "\n")
    return [str(tmp_path / "pages"), str(tmp_path / "more.jsonl.gz")]


def test_from_corpus_to_table(corpus, tmp_path):
    out, table = tmp_path / "proposals.tsv", tmp_path / "pairs-z.tsv"
    done = CliRunner().invoke(
        lexicon, ["learn", *corpus, "--field", "body", "--least", "1", "-o", str(out)]
    )
    assert done.exit_code == 0, done.output
    lines = out.read_text(encoding="utf-8").splitlines()
    assert tuple(lines[0].split("\t")) == COLUMNS
    assert all(len(line.split("\t")) == len(COLUMNS) for line in lines)
    assert accepted(out) == []
    marked = [line for line in lines[1:] if line.startswith("\tstate\tsay\t")]
    assert len(marked) == 1
    out.write_text("\n".join([lines[0], "x" + marked[0]]) + "\n", encoding="utf-8")
    table.write_text("# Columns\nyoung\t1\tnew\tadj\tweak\nnation\t1\tcountry\tnoun\tweak\n")
    done = CliRunner().invoke(lexicon, ["accept", str(out), "--table", str(table)])
    assert done.exit_code == 0, done.output
    assert [(p.spun, p.original, p.rank) for p in read_pairs(table)] == [
        ("nation", "country", 1),
        ("state", "say", 1),
        ("young", "new", 1),
    ]
    taken, refused = accept(out, table)
    assert taken == 0
    assert refused == [("state < say", "the table has it")]


def test_only_new_pairs_on_standard_output(corpus):
    done = CliRunner().invoke(lexicon, ["learn", *corpus, "--field", "body", "--least", "1",
                                        "--new"])  # fmt: skip
    assert done.exit_code == 0, done.output
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert rows[0] == list(COLUMNS)
    assert all(row[7] == "" for row in rows[1:])


def test_bad_corpora_are_named(tmp_path):
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"text": "a"}\n{"text": 3}\n')
    with pytest.raises(InputError, match=r"bad\.jsonl:2: expected JSON with a field text"):
        list(read_stories(bad))
    bad.write_text("no json\n")
    with pytest.raises(InputError, match=r"bad\.jsonl:1"):
        list(read_stories(bad))
    table = tmp_path / "proposals.tsv"
    table.write_text("spun\toriginal\n")
    with pytest.raises(InputError, match="expected the columns"):
        accepted(table)
    table.write_text("\t".join(COLUMNS) + "\nx\ta\n")
    with pytest.raises(InputError, match=r"proposals\.tsv:2"):
        accepted(table)


def test_every_builder_has_a_command():
    assert set(lexicon.commands) == {
        "learn",
        "accept",
        "build",
        "attest",
        "cloze",
        "context",
        "train",
    }
    for name in lexicon.commands:
        done = CliRunner().invoke(lexicon, [name, "--help"])
        assert done.exit_code == 0
        assert done.output.startswith("Usage")
