"""The cloze model, taught here on a small corpus and read back."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from cleaner.errors import InputError
from cleaner.spun.cloze import Weights, open_cloze
from cleaner.spun.making import cloze as teaching
from cleaner.spun.making import context as counting
from cleaner.spun.ngrams import ContextModel
from cleaner.spun.places import Gap

NAMES = "Ann Bob Cid Dan Eve Flo Gus Hal Ida Jim Kay Leo".split()


def sentences():
    """Parties vote and workers strike; what the tables exchange stands in different company."""
    for number, name in enumerate(NAMES):
        yield f"The party of {name} won the vote in the council on Monday evening."
        yield f"A jury cleared {name} of the charge after the trial in the town."
        yield f"Doctors said {name} should rest for {number + 2} weeks after the operation."


@pytest.fixture(scope="module")
def taught(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cloze")
    corpus = folder / "corpus.jsonl"
    with corpus.open("w", encoding="utf-8") as file:
        for site in range(3):
            for number, sentence in enumerate([*sentences()] * 60):
                record = {"id": f"{site}-{number}", "domain": f"site{site}", "text": sentence}
                file.write(json.dumps(record) + "\n")
    paths = folder / "m.ngrams", folder / "m.npz"
    for command, path in zip((counting.main, teaching.main), paths, strict=True):
        done = CliRunner().invoke(
            command, [str(corpus), "-o", str(path), "--min-sites", "3"], catch_exceptions=False
        )
        assert done.exit_code == 0, done.output
    model = ContextModel(paths[0])
    return model, open_cloze(paths[1], model), paths[1]


def numbers(model, text):
    return [model.number(word) for word in text.lower().split()]


def test_a_word_fits_its_own_place_best(taught):
    model, cloze, _ = taught
    read = numbers(model, ". the party of ann won the vote in the council on monday evening .")
    rivals = [(model.number(word),) for word in ("party", "trial", "operation", "charge")]
    (scores,) = cloze.scores(read, [Gap(2, 3, tuple(rivals))])
    assert scores[0] == max(scores)
    assert scores[0] > scores[2] + 1


def test_what_is_asked_beside_it_changes_no_answer(taught):
    model, cloze, _ = taught
    read = numbers(model, ". a jury cleared bob of the charge after the trial in the town .")
    one = Gap(7, 8, ((model.number("charge"),), (model.number("the"), model.number("vote"))))
    other = Gap(10, 11, ((model.number("trial"),),))
    alone = cloze.scores(read, [one])[0]
    among = cloze.scores(read, [other, one, one])
    assert among[1] == pytest.approx(alone, abs=1e-4)
    assert among[2] == pytest.approx(alone, abs=1e-4)


def test_a_word_that_is_not_known_is_the_unlikeliest(taught):
    model, cloze, _ = taught
    read = numbers(model, ". the party of ann won the vote .")
    (scores,) = cloze.scores(
        read, [Gap(2, 3, ((model.number("zyzzyva"),), numbers(model, "vote")))]
    )
    assert scores[0] < scores[1]


def test_no_gap_has_no_answer(taught):
    model, cloze, _ = taught
    assert cloze.scores(numbers(model, ". the party ."), []) == []


def test_the_same_corpus_teaches_the_same():
    words = [".", "the", "party", "won"]
    tokens = np.array([1, 2, 3, 0] * 600)
    corpus = counting.Corpus(
        ["<name>", "<rare>", *words], tokens + 2, np.zeros(2400, int), np.zeros(2400, int)
    )
    first, again = (teaching.teach(corpus, teaching.load(), 1) for _ in range(2))
    assert set(first) == set(Weights._fields)
    assert all(np.array_equal(first[name], again[name]) for name in first)


def test_a_file_that_is_no_model_is_named(taught, tmp_path):
    path = tmp_path / "wrong.npz"
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(InputError, match=r"wrong\.npz.*cloze model"):
        open_cloze(path, taught[0])
