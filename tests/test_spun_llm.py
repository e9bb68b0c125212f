"""The language model of the ranker, on tiny models made here."""

import sys
from itertools import pairwise

import numpy as np
import pytest

from cleaner.errors import ConfigError, InputError
from cleaner.spun.ranking.bpe import KINDS, Bpe
from cleaner.spun.ranking.ranker import Question

gguf = pytest.importorskip("gguf", reason="the extra `ranker` is not installed")

LETTERS = [chr(byte) for byte in range(0x21, 0x7F)] + ["Ġ", "Ċ"]
MERGES = ["t h", "th e", "Ġ the", "Ġ a", "w a", "wa r"]
VOCABULARY = [*LETTERS, *(merge.replace(" ", "") for merge in MERGES)]
WIDTH, HEADS, GROUPS, LAYERS, INNER = 16, 4, 2, 2, 24


def write_model(path, *, kind="llama", pieces="smollm", seed=1):
    random = np.random.default_rng(seed)
    writer = gguf.GGUFWriter(path, kind)
    writer.add_block_count(LAYERS)
    writer.add_context_length(256)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(GROUPS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pieces)
    writer.add_token_list(VOCABULARY)
    writer.add_token_merges(MERGES)
    narrow = WIDTH // HEADS * GROUPS

    def add(name, *shape):
        writer.add_tensor(name, random.normal(0, 0.5, shape).astype(np.float32))

    add("token_embd.weight", len(VOCABULARY), WIDTH)
    add("output_norm.weight", WIDTH)
    for layer in range(LAYERS):
        name = f"blk.{layer}."
        add(f"{name}attn_norm.weight", WIDTH)
        add(f"{name}attn_q.weight", WIDTH, WIDTH)
        add(f"{name}attn_k.weight", narrow, WIDTH)
        add(f"{name}attn_v.weight", narrow, WIDTH)
        add(f"{name}attn_output.weight", WIDTH, WIDTH)
        add(f"{name}ffn_norm.weight", WIDTH)
        add(f"{name}ffn_gate.weight", INNER, WIDTH)
        add(f"{name}ffn_up.weight", INNER, WIDTH)
        add(f"{name}ffn_down.weight", WIDTH, INNER)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return write_model(tmp_path_factory.mktemp("model") / "tiny.gguf")


@pytest.fixture(scope="module")
def llama(path):
    from cleaner.spun.ranking.llama import Llama  # noqa: PLC0415 (needs the extra)

    return Llama(path)


def ids(llama, text):
    return tuple(i for piece in llama.bpe.pieces(text) for i in piece.ids)


@pytest.mark.parametrize("kind", KINDS)
def test_pieces_cover_a_text_and_pair_bytes(kind):
    bpe = Bpe(VOCABULARY, MERGES, kind)
    text = "the the war.\n a 12 thewar"
    pieces = bpe.pieces(text)
    assert "".join(text[p.start : p.end] for p in pieces) == text
    assert all(a.end == b.start for a, b in pairwise(pieces))
    assert [VOCABULARY[i] for i in pieces[0].ids] == ["the"]
    assert [VOCABULARY[i] for i in pieces[1].ids] == ["Ġthe"]
    assert [VOCABULARY[i] for i in pieces[-1].ids] == ["Ġthe", "war"]


def test_a_branch_is_as_likely_as_it_is_in_a_text_of_its_own(llama):
    from cleaner.spun.ranking.llama import Branch  # noqa: PLC0415

    trunk = ids(llama, "the war on the")
    branches = [Branch(3, ids(llama, " a war")), Branch(len(trunk), ids(llama, " war the end"))]
    together = llama.likelihoods(trunk, branches)
    for branch, likelihood in zip(branches, together, strict=True):
        alone = llama.likelihoods(trunk[: branch.at], [branch])
        assert alone == pytest.approx([likelihood], rel=1e-4)
        # By the chain rule it is the sum over its tokens, one after the other.
        steps = 0.0
        for i, token in enumerate(branch.ids):
            before = (*trunk[: branch.at], *branch.ids[:i])
            steps += llama.likelihoods(before, [Branch(len(before), (token,))])[0]
        assert steps == pytest.approx(likelihood, rel=1e-4)


def test_all_continuations_share_a_probability_of_one(llama):
    from cleaner.spun.ranking.llama import Branch  # noqa: PLC0415

    trunk = ids(llama, "the war on")
    every = [Branch(len(trunk), (token,)) for token in range(len(VOCABULARY))]
    assert sum(np.exp(llama.likelihoods(trunk, every))) == pytest.approx(1.0, rel=1e-4)
    assert llama.likelihoods(trunk, []) == []


def test_the_ranker_reads_both_sides_and_long_texts_in_windows(path):
    from cleaner.spun.ranking.llm import open_ranker  # noqa: PLC0415

    told = []
    ranker = open_ranker(path, lambda done, whole: told.append((done, whole)))
    text = "the war “on” the end. " * 60
    questions = [Question(4, 7, ("war", "the")), Question(1000, 1003, ("a", "war", "on the")),
                 Question(1, 3, ("he", "ab"))]  # fmt: skip
    scores = ranker.scores(text, questions)
    assert [len(row) for row in scores] == [2, 3, 2]
    assert all(np.isfinite(value) and value < 0 for row in scores for value in row)
    assert ranker.scores(text, questions) == scores
    assert ranker.scores(text, []) == []
    assert told[0] == (1, LAYERS)
    other = ranker.scores(text[:7] + " a" + text[7:], questions[:1])
    assert other[0] != pytest.approx(scores[0])


def test_a_file_that_is_no_model_is_named(tmp_path):
    from cleaner.spun.ranking.llm import open_ranker  # noqa: PLC0415

    with pytest.raises(InputError, match="cannot be read"):
        open_ranker(tmp_path / "absent.gguf")
    wrong = tmp_path / "wrong.gguf"
    wrong.write_bytes(b"no model")
    with pytest.raises(InputError, match="GGUF format"):
        open_ranker(wrong)
    wrong.write_bytes(b"GGUF" + b"\0" * 64)
    with pytest.raises(InputError, match="damaged"):
        open_ranker(wrong)
    with pytest.raises(InputError, match="found mamba, smollm"):
        open_ranker(write_model(tmp_path / "m.gguf", kind="mamba"))
    with pytest.raises(InputError, match="found llama, strange"):
        open_ranker(write_model(tmp_path / "s.gguf", pieces="strange"))


def test_a_missing_library_is_named(path, monkeypatch):
    from cleaner.spun.ranking.llm import open_ranker  # noqa: PLC0415

    monkeypatch.setitem(sys.modules, "gguf", None)
    with pytest.raises(ConfigError, match=r"article-cleaner\[ranker\]"):
        open_ranker(path)
