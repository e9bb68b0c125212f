"""The cloze model: as it ships, against the sums written out, and how it learns."""

from math import exp, tanh

import numpy as np
import pytest

from cleaner.errors import ConfigError, InputError
from cleaner.spun import recurrent
from cleaner.spun.cloze import FAR, LITTLE, NEAR, Cloze, Weights, open_cloze
from cleaner.spun.engine import CLOZE, DATA, MODEL
from cleaner.spun.making import cloze as teaching
from cleaner.spun.making import context as counting
from cleaner.spun.ngrams import open_model
from cleaner.spun.places import Gap

WORDS = ["<name>", "<rare>", ".", "the", "party", "won", "vote", "trial"]


@pytest.fixture(scope="module")
def shipped():
    model = open_model(MODEL)
    return model, open_cloze(DATA / CLOZE, model)


def numbers(model, text):
    return [model.number(word) for word in text.lower().split()]


@pytest.mark.parametrize(
    ("text", "rivals"),
    [
        ("the president signed the ? into law on friday .", "bill invoice payments"),
        ("the home team won the ? in overtime on sunday night .", "game recreation match sport"),
        ("police said the man was shot in the ? and later died .", "head chief top"),
    ],
)
def test_a_word_fits_its_own_place_best(shipped, text, rivals):
    model, cloze = shipped
    read = numbers(model, text)
    at = text.split().index("?")
    wordings = tuple((model.number(word),) for word in rivals.split())
    (scores,) = cloze.scores(read, [Gap(at, at + 1, wordings)])
    assert scores[0] == max(scores)


def test_what_is_asked_beside_it_changes_no_answer(shipped):
    model, cloze = shipped
    read = numbers(model, ". a jury cleared him of the charge after the trial in the town .")
    one = Gap(7, 8, ((model.number("charge"),), (model.number("the"), model.number("vote"))))
    other = Gap(10, 11, ((model.number("trial"),),))
    alone = cloze.scores(read, [one])[0]
    among = cloze.scores(read, [other, one, one])
    assert among[1] == pytest.approx(alone, abs=1e-4)
    assert among[2] == pytest.approx(alone, abs=1e-4)


def test_a_phrase_is_judged_as_if_it_stood_there(shipped):
    model, cloze = shipped
    before, after = numbers(model, "they met in"), numbers(model, "the autumn .")
    phrase = tuple(numbers(model, "the course of"))
    (found,) = cloze.scores([*before, 5, *after], [Gap(3, 4, (phrase,))])
    put = [*before, *phrase, *after]
    alone = [cloze.scores(put, [Gap(3 + n, 4 + n, ((w,),))])[0][0] for n, w in enumerate(phrase)]
    assert found[0] == pytest.approx(sum(alone) / 3, abs=1e-3)


def test_a_word_that_is_not_known_is_the_unlikeliest(shipped):
    model, cloze = shipped
    read = numbers(model, ". the party won the vote .")
    (scores,) = cloze.scores(
        read, [Gap(2, 3, ((model.number("zyzzyva"),), tuple(numbers(model, "vote"))))]
    )
    assert scores[0] < scores[1]


def test_no_gap_has_no_answer(shipped):
    model, cloze = shipped
    assert cloze.scores(numbers(model, ". the party ."), []) == []


def weights(random):
    """Chance weights of a small model: vectors of 3, states of 2, a hidden layer of 4."""

    def map_of(name, rows, columns):
        return {
            name: random.integers(-127, 128, (rows, columns)).astype(np.int8),
            f"{name}_scale": random.random(columns).astype(np.float32) / 100,
            f"{name}_offset": random.standard_normal(columns).astype(np.float32) / 4,
        }

    return Weights(
        words=np.array(WORDS),
        vectors=random.integers(-127, 128, (len(WORDS), 3)).astype(np.int8),
        vectors_scale=random.random(len(WORDS)).astype(np.float32) / 50,
        bias=random.standard_normal(len(WORDS)).astype(np.float32),
        bag=random.random(len(WORDS)).astype(np.float32),
        **map_of("left_input", 3, 6), **map_of("left_state", 2, 6),
        **map_of("right_input", 3, 6), **map_of("right_state", 2, 6),
        **map_of("hidden", 7, 4), **map_of("out", 4, 3),
    )  # fmt: skip


def by_hand(weights, read, at, word):
    """The score of one word at a place, word by word and unit by unit."""

    def mapped(name, row):
        matrix = getattr(weights, name) * getattr(weights, f"{name}_scale").astype(float)
        return (np.array(row) @ matrix + getattr(weights, f"{name}_offset")).tolist()

    def vector(number):
        return (weights.vectors[number] * float(weights.vectors_scale[number])).tolist()

    def state(side, words):
        now = [0.0, 0.0]
        for number in [WORDS.index(".")] * 32 + words:
            x, h = mapped(f"{side}_input", vector(number)), mapped(f"{side}_state", now)
            reset, keep = ([1 / (1 + exp(-x[k] - h[k])) for k in span] for span in ((0, 1), (2, 3)))
            new = [tanh(x[4 + k] + reset[k] * h[4 + k]) for k in (0, 1)]
            now = [keep[k] * now[k] + (1 - keep[k]) * new[k] for k in (0, 1)]
        return now

    total, bag = LITTLE, [0.0, 0.0, 0.0]
    for place, number in enumerate(read):
        if NEAR < abs(place - at) <= FAR:
            total += weights.bag[number]
            bag = [b + weights.bag[number] * v for b, v in zip(bag, vector(number), strict=True)]
    heard = state("left", read[:at]) + state("right", read[:at:-1]) + [b / total for b in bag]
    asked = mapped("out", [max(0.0, value) for value in mapped("hidden", heard)])
    return sum(a * v for a, v in zip(asked, vector(word), strict=True)) + weights.bias[word]


def test_the_sums_are_those_of_the_network(monkeypatch):
    monkeypatch.setattr(recurrent, "_BEFORE", 32)
    random = np.random.default_rng(3)
    small = weights(random)

    class Model:
        words = tuple(WORDS)

    read = random.integers(2, len(WORDS), 30).tolist()
    cloze = Cloze(small, Model())
    for at in (0, 3, 17, 29):
        (found,) = cloze.scores(read, [Gap(at, at + 1, ((4,), (7,)))])
        assert found == pytest.approx([by_hand(small, read, at, word) for word in (4, 7)], abs=1e-4)


def test_a_file_that_is_no_model_is_named(shipped, tmp_path):
    path = tmp_path / "wrong.npz"
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(InputError, match=r"wrong\.npz.*cloze model"):
        open_cloze(path, shipped[0])


def test_teaching_without_torch_says_what_is_missing(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    corpus = counting.Corpus(WORDS, np.arange(2, 8), np.zeros(6, int), np.zeros(6, int))
    with pytest.raises(ConfigError, match=r"torch.*article-cleaner\[cloze\]"):
        teaching.teach(corpus, teaching.load(), 1, 0)


@pytest.mark.torch
def test_what_learns_in_torch_says_the_same_in_numpy():
    import torch  # noqa: PLC0415 (of the extra)

    from cleaner.spun.making import network  # noqa: PLC0415 (of the extra)

    torch.manual_seed(1)
    shares = np.full(len(WORDS), 1 / len(WORDS))
    size = network.Size(6, 5, 1, 8, 0.0, 1e-2)
    learned = network.Network(size, shares, np.full(len(WORDS), 0.5)).eval()
    small = Weights(words=np.array(WORDS), **network.arrays(learned))

    class Model:
        words = tuple(WORDS)

    read = np.random.default_rng(5).integers(2, len(WORDS), 30).tolist()
    heard = torch.tensor([[WORDS.index(".")] * 32 + read + [WORDS.index(".")] * 32])
    gaps = torch.zeros(heard.shape, dtype=torch.bool)
    gaps[0, 32 + 11] = True
    # Stops beyond the text count in a bag in torch alone, so they weigh nothing here.
    learned.bag[WORDS.index(".")] = 0
    small.bag[WORDS.index(".")] = 0
    expected = learned(heard, gaps)[0].tolist()
    (found,) = Cloze(small, Model()).scores(
        read, [Gap(11, 12, tuple((n,) for n in range(2, len(WORDS))))]
    )
    assert found == pytest.approx(expected[2:], abs=0.03)


@pytest.mark.torch
def test_gaps_are_learned():
    from cleaner.spun.making import network  # noqa: PLC0415 (of the extra)

    size = network.Size(8, 8, 1, 16, 0.0, 3e-2)
    shares = np.full(len(WORDS), 1 / len(WORDS))
    words = np.array([2, 3, 4, 5, 3, 6, 2, 3, 7, 5] * 3)[None]
    gaps = np.isin(words, (4, 7))
    right = words[gaps]
    told = words, gaps, right, np.where(right == 4, 7, 4)[:, None], np.ones(len(right), bool)
    import torch  # noqa: PLC0415 (of the extra)

    torch.manual_seed(1)
    batch = network.Batch(*map(torch.from_numpy, told))
    large = network.Network(size, shares, shares)
    learner = network.Learner(large, 60)
    losses = [learner.learn(batch)[0] for _ in range(60)]
    assert losses[-1] < losses[0] / 4
    pupil = network.Learner(network.Network(size, shares, shares), 60, large.eval())
    losses = [pupil.learn(batch)[0] for _ in range(60)]
    assert losses[-1] < losses[0] / 4
