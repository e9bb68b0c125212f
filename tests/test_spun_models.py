"""The context model, the trees and the screen, each built here and read back."""

import json
import math
import random

import pytest
from click.testing import CliRunner

from cleaner.errors import InputError
from cleaner.spun.gate import ENOUGH, Gate, ParagraphSigns, Signs, open_gate
from cleaner.spun.making import context as counting
from cleaner.spun.ngrams import ContextModel
from cleaner.spun.screen import Floor, Traces, screen, spot, traces_in
from cleaner.spun.trees import Trees, open_trees

SENTENCES = [
    "The minister said the war would end.",
    "The minister said the talks would go on.",
    "A minister said the war would go on.",
]


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    corpus = folder / "corpus.jsonl"
    with corpus.open("w", encoding="utf-8") as file:
        for site in range(4):
            for number, sentence in enumerate(SENTENCES):
                record = {"id": f"{site}-{number}", "domain": f"site{site}", "text": sentence}
                file.write(json.dumps(record) + "\n")
        rare = {"id": "rare", "domain": "site0", "text": "The minister said zyzzyva zyzzyva."}
        file.write(json.dumps(rare) + "\n")
    path = folder / "m.ngrams"
    done = CliRunner().invoke(counting.main, [str(corpus), "-o", str(path), "--min-sites", "3"])
    assert done.exit_code == 0, done.output
    return ContextModel(path)


def test_what_one_site_says_is_not_kept(model):
    assert model.knows("minister")
    assert not model.knows("zyzzyva")


def test_probabilities_of_what_may_follow_sum_to_one(model):
    words = [model.number(w) for w in ("the", "a", "minister", "said", "war", "would", "end",
                                       "talks", "go", "on", ".")]  # fmt: skip
    before = model.number("minister"), model.number("said")
    total = sum(math.exp(model.log_probability(*before, word)) for word in words)
    # What is missing belongs to the two classes of unknown words.
    assert 0.7 < total < 1.05


def test_a_seen_neighbour_is_likelier_than_an_unseen_one(model):
    said, the, war, end = (model.number(w) for w in ("said", "the", "war", "end"))
    assert model.log_probability(said, the, war) > model.log_probability(said, the, end) + 1


def test_a_pair_at_a_gap_of_one_is_scored(model):
    minister, said, the = (model.number(w) for w in ("minister", "said", "the"))
    assert model.gap(minister, the) > model.gap(the, minister)
    assert model.gap(minister, said) <= model.gap(minister, the)


def test_a_file_that_is_no_model_is_named(tmp_path):
    path = tmp_path / "wrong.ngrams"
    path.write_bytes(b"nothing of the kind" * 20)
    with pytest.raises(InputError, match=r"wrong\.ngrams.*lexicon context"):
        ContextModel(path)
    with pytest.raises(InputError, match="cannot be read"):
        ContextModel(tmp_path / "absent")


def test_a_corpus_without_text_is_refused(tmp_path):
    path = tmp_path / "bad.jsonl"
    path.write_text('{"id": 1}\n', encoding="utf-8")
    with pytest.raises(InputError, match="field text"):
        list(counting.read_texts([path], frozenset()))


def test_trees_add_their_leaves():
    trees = Trees(("x", "y"), -1.0, ((0, 0.5, (1, 2.0, -2.0, 0.25), 3.0), 0.5))
    high, low = trees.probabilities([(0.6, 0.0), (0.5, 2.5)])
    assert high == pytest.approx(1 / (1 + math.exp(-2.5)))
    assert low == pytest.approx(1 / (1 + math.exp(0.25)))
    assert trees.probabilities([]) == []


def test_trees_come_to_the_leaf_of_a_walk():
    dice = random.Random(5)

    def grown(leaves: int):
        if leaves == 1:
            return dice.uniform(-1, 1)
        low = dice.randrange(1, leaves)
        return [dice.randrange(3), dice.random(), grown(low), grown(leaves - low)]

    def walk(node, vector):
        while isinstance(node, list):
            node = node[2] if vector[node[0]] <= node[1] else node[3]
        return node

    trees = [grown(dice.randrange(1, 17)) for _ in range(40)]
    vectors = [[dice.random() for _ in range(3)] for _ in range(150)]
    wanted = [1 / (1 + math.exp(-sum(walk(tree, v) for tree in trees))) for v in vectors]
    assert Trees(("x", "y", "z"), 0.0, trees).probabilities(vectors) == pytest.approx(wanted)
    with pytest.raises(ValueError, match="at most 16"):
        Trees(("x", "y", "z"), 0.0, [grown(17)])


def test_trees_of_other_features_are_refused(tmp_path):
    path = tmp_path / "trees.json"
    path.write_text('{"features": ["x"], "base": 0, "trees": [0.5]}', encoding="utf-8")
    assert open_trees(path, ("x",)).probabilities([(1.0,)]) == [pytest.approx(0.6225, abs=1e-4)]
    with pytest.raises(InputError, match="other features"):
        open_trees(path, ("x", "y"))


def test_the_screen_counts_whole_wordings_once(tmp_path):
    (tmp_path / "traces.tsv").write_text("on the finish of\t4.0\nsaid\t0\nvery own\t3.0\n")
    once = screen("He left on the finish of May.", tmp_path)
    assert once > 0
    assert screen("He left on the finish of May." + " Yes." * 10, tmp_path) < once
    assert screen("salon the finish offer", tmp_path) == 0
    assert traces_in("Her very own house on the finish of it.", tmp_path) == (
        "on the finish of",
        "very own",
    )


FLOOR = Floor(1.0, 4.0, 0.5)


def test_the_screen_needs_traces_and_the_absence_of_usual_words(tmp_path):
    words = ["said", "war", "people", "children", "office"]
    (tmp_path / "traces.tsv").write_text("very own\t3.0\n" + "".join(f"{w}\t0\n" for w in words))
    _, score, stretch = spot("On her very own.", tmp_path, FLOOR)
    assert score > 1
    assert stretch is not None
    assert spot("nothing", tmp_path, FLOOR) == (Traces(0.0, 7, 0.0), 0.0, None)
    full = "they said the war left people and children no office of their very own"
    assert spot(full, tmp_path, Floor(1.0, 4.0, 0.8)).stretch is None


def test_traces_that_are_too_few_are_too_few_in_any_part():
    floor = Floor(10.0, 10.0, 0.5)  # 3 are enough in a stretch, or 2 in a short text
    assert floor.in_reach(3.0, 10_000)
    assert not floor.in_reach(2.9, 10_000)
    assert floor.in_reach(2.1, 10)
    assert not floor.in_reach(1.9, 0)


def test_no_part_of_a_text_is_found_spun_that_is_said_to_stay_out_of_reach(tmp_path):
    traces = {"very own": 3.0, "on the finish of": 4.0, "a amount of": 5.0}
    (tmp_path / "traces.tsv").write_text("".join(f"{w}\t{n}\n" for w, n in traces.items()))
    floor = Floor(14.0, 30.0, 0.0)
    dice = random.Random(5)
    said = {True: 0, False: 0}
    for _ in range(300):
        words = [dice.choice([*traces, *["grey gulls sat there"] * 60]) for _ in range(150)]
        lines = [f"They saw {' '.join(words[n : n + 5])} again." for n in range(0, 150, 5)]
        found = spot("\n".join(lines), tmp_path, floor)
        if found.stretch is not None:
            continue
        rest = "\n".join(line for line in lines if dice.random() < 0.9)
        reach = floor.still_in_reach(found.traces, len(rest))
        said[reach] += 1
        assert reach or spot(rest, tmp_path, floor).stretch is None
    assert min(said.values()) > 20


def test_the_screen_finds_the_lines_in_which_traces_stand_together(tmp_path):
    (tmp_path / "traces.tsv").write_text("very own\t3.0\non the finish of\t4.0\n")
    plain = "Nobody had anything to say about it, and é came of it. " * 40
    text = f"{plain}\nHe left on the finish of May.\nIt was her very own.\n{plain}"
    floor = Floor(9.0, 9.0, 0.5)
    _, score, stretch = spot(text, tmp_path, floor)
    assert score < 9
    assert stretch is not None
    assert text[stretch.start : stretch.end] == (
        "He left on the finish of May.\nIt was her very own."
    )
    assert stretch.trace > score


def gate(*, paragraph=(1.0, 1.0, -1.0, -0.1)):
    return Gate(FLOOR, (1.0, 0.0), (1.0,) * len(Signs._fields), 0.0, paragraph, 0.9)


def test_the_gate_adds_up_its_signs():
    assert gate().probability(Signs(9, 3, 2, 1, 1)) > 0.5
    assert gate().probability(Signs(0, 0, 0, 0, 0)) == 0.5
    assert 0.5 < gate().probability(Signs(0, 0, 0, 0, 0), ENOUGH + 2) < 0.7
    assert gate().probability(Signs(0, 0, 0, 0, 0), ENOUGH - 1) < 0.2
    assert gate().at_screen(3.0) > gate().at_screen(0.0) == 0.5


def test_a_paragraph_without_evidence_goes_with_its_neighbours():
    spun, clean, silent = (ParagraphSigns(8, 4, 0, 40), ParagraphSigns(0, 0, 6, 40),
                           ParagraphSigns(0, 0, 0, 0))  # fmt: skip
    nowhere = [False] * 6
    found = gate().paragraphs([spun, silent, spun, clean, silent, clean], nowhere)
    assert [p > 0.5 for p in found] == [True, True, True, False, False, False]
    assert gate().paragraphs([silent], [False]) == [0.5]
    assert gate().paragraphs([silent], [True])[0] > 0.5
    assert gate().paragraphs([], []) == []


def test_a_gate_file_that_is_none_is_named(tmp_path):
    path = tmp_path / "gate.json"
    path.write_text("{}")
    with pytest.raises(InputError, match=r"gate\.json: expected the weights"):
        open_gate(path)
