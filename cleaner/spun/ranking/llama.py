"""A small language model of the Llama family, read from a GGUF file and run by numpy.

A ranker wants the likelihood of many short continuations at many places of one text. That is
one pass over a trunk, the text, and branches, the continuations: a branch attends to the trunk
up to its place and to itself, so the trunk is read once, and all goes through a layer
together. Architecture: Touvron et al. 2023 (RMS norm, rotary positions, gated feed-forward,
grouped keys).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from cleaner.errors import ConfigError, InputError
from cleaner.spun.ranking.bpe import KINDS, Bpe

_ROWS = 256
"""Tokens whose scores over the whole vocabulary are held at once."""

Progress = Callable[[int, int], None]
"""Called with layers done and layers in all."""


class Branch(NamedTuple):
    """Tokens that might follow the first `at` tokens of the trunk."""

    at: int
    ids: tuple[int, ...]


class _Shape(NamedTuple):
    layers: int
    heads: int
    groups: int
    epsilon: float
    base: float


class Llama:
    """A model; not changed after it is opened."""

    def __init__(self, path: Path) -> None:
        try:
            import gguf  # noqa: PLC0415
        except ImportError:
            raise ConfigError(
                "a ranker model needs gguf: pip install 'article-cleaner[ranker]'"
            ) from None
        try:
            with path.open("rb") as file:
                if file.read(4) != b"GGUF":
                    raise InputError(f"{path}: expected a model in GGUF format")
            reader = gguf.GGUFReader(path)
        except OSError as error:
            raise InputError(f"{path}: the ranker model cannot be read: {error}") from None
        except (ValueError, IndexError, KeyError) as error:
            raise InputError(f"{path}: the ranker model is damaged: {error}") from None

        def field(name: str, default: Any = None) -> Any:
            found = reader.get_field(name)
            return default if found is None else found.contents()

        kind, pieces = field("general.architecture"), field("tokenizer.ggml.pre")
        if kind != "llama" or field("tokenizer.ggml.model") != "gpt2" or pieces not in KINDS:
            raise InputError(
                f"{path}: expected a model of the Llama family with a byte-pair vocabulary cut "
                f"as one of {', '.join(KINDS)}; found {kind}, {pieces}"
            )
        heads = field("llama.attention.head_count")
        self._shape = _Shape(
            field("llama.block_count"),
            heads,
            field("llama.attention.head_count_kv", heads),
            field("llama.attention.layer_norm_rms_epsilon", 1e-5),
            field("llama.rope.freq_base", 10000.0),
        )
        self.longest = int(field("llama.context_length"))
        self.bpe = Bpe(field("tokenizer.ggml.tokens"), field("tokenizer.ggml.merges"), pieces)
        # Half precision holds what quantised weights say, in half the memory.
        self._weights = {
            tensor.name: gguf.dequantize(tensor.data, tensor.tensor_type).astype(np.float16)
            for tensor in reader.tensors
        }

    def _weight(self, name: str) -> Any:
        return self._weights[name].astype(np.float32)

    def _norm(self, x: Any, name: str) -> Any:
        mean = np.mean(x * x, axis=-1, keepdims=True)
        return x / np.sqrt(mean + self._shape.epsilon) * self._weight(name)

    def likelihoods(
        self, trunk: Sequence[int], branches: Sequence[Branch], progress: Progress | None = None
    ) -> list[float]:
        """The log likelihood of each branch's tokens, given the trunk before it.

        A branch that begins where the trunk begins is taken without its first token, for which
        nothing speaks.
        """
        if not branches:
            return []
        ids = np.array([*trunk, *(i for b in branches for i in b.ids)])
        positions = np.array(
            [*range(len(trunk)), *(b.at + i for b in branches for i in range(len(b.ids)))]
        )
        x = self._weights["token_embd.weight"][ids].astype(np.float32)
        turns = self._turns(positions, x.shape[1] // self._shape.heads)
        for layer in range(self._shape.layers):
            name = f"blk.{layer}."
            x = x + self._attended(self._norm(x, f"{name}attn_norm.weight"), name, turns,
                                   len(trunk), branches)  # fmt: skip
            h = self._norm(x, f"{name}ffn_norm.weight")
            gate = h @ self._weight(f"{name}ffn_gate.weight").T
            gate *= (h @ self._weight(f"{name}ffn_up.weight").T) / (1 + np.exp(-gate))
            x = x + gate @ self._weight(f"{name}ffn_down.weight").T
            if progress:
                progress(layer + 1, self._shape.layers)
        return self._read_off(self._norm(x, "output_norm.weight"), len(trunk), branches)

    def _turns(self, positions: Any, width: int) -> tuple[Any, Any]:
        """Cosine and sine of the rotary angles, for each token and pair of columns."""
        angles = positions[:, None] * self._shape.base ** (-np.arange(0, width, 2) / width)
        return np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)

    def _attended(
        self, h: Any, name: str, turns: tuple[Any, Any], size: int, branches: Sequence[Branch]
    ) -> Any:
        """What attention adds, for the trunk and for every branch."""
        heads, groups = self._shape.heads, self._shape.groups
        q = _turned(_split(h @ self._weight(f"{name}attn_q.weight").T, heads), turns)
        k = _turned(_split(h @ self._weight(f"{name}attn_k.weight").T, groups), turns)
        v = _split(h @ self._weight(f"{name}attn_v.weight").T, groups)
        q = q.reshape(len(q), groups, heads // groups, -1).transpose(1, 2, 0, 3)
        k, v = k.transpose(1, 0, 2), v.transpose(1, 0, 2)
        out = np.empty_like(q)
        out[:, :, :size] = _attend(q[:, :, :size], k[:, :size], v[:, :size], 0)
        place = size
        for at, own in branches:
            end = place + len(own)
            keys = np.concatenate((k[:, :at], k[:, place:end]), axis=1)
            values = np.concatenate((v[:, :at], v[:, place:end]), axis=1)
            out[:, :, place:end] = _attend(q[:, :, place:end], keys, values, at)
            place = end
        merged = out.transpose(2, 0, 1, 3).reshape(len(h), -1)
        return merged @ self._weight(f"{name}attn_output.weight").T

    def _read_off(self, x: Any, size: int, branches: Sequence[Branch]) -> list[float]:
        """Sum the log probabilities of the branches' tokens at the places that foretell them."""
        rows: list[int] = []
        wanted: list[int] = []
        owner: list[int] = []
        place = size
        for number, (at, own) in enumerate(branches):
            before = [at - 1, *range(place, place + len(own) - 1)]
            for row, token in zip(before, own, strict=True):
                if row >= 0:
                    rows.append(row)
                    wanted.append(token)
                    owner.append(number)
            place += len(own)
        name = "output.weight" if "output.weight" in self._weights else "token_embd.weight"
        head = self._weight(name).T
        totals = [0.0] * len(branches)
        for low in range(0, len(rows), _ROWS):
            scores = x[rows[low : low + _ROWS]] @ head
            top = scores.max(axis=1)
            whole = top + np.log(np.exp(scores - top[:, None]).sum(axis=1))
            found = scores[np.arange(len(scores)), wanted[low : low + _ROWS]] - whole
            for number, value in zip(owner[low : low + _ROWS], found, strict=True):
                totals[number] += float(value)
        return totals


def _split(x: Any, parts: int) -> Any:
    return x.reshape(len(x), parts, -1)


def _turned(x: Any, turns: tuple[Any, Any]) -> Any:
    """Rotate neighbouring columns by their angle."""
    cos, sin = turns[0][:, None], turns[1][:, None]
    even, odd = x[..., ::2], x[..., 1::2]
    out = np.empty_like(x)
    out[..., ::2], out[..., 1::2] = even * cos - odd * sin, even * sin + odd * cos
    return out


def _attend(q: Any, k: Any, v: Any, before: int) -> Any:
    """Softmax attention; the first `before` keys are seen by all, later ones causally."""
    scores = q @ k[:, None].swapaxes(-1, -2) / np.sqrt(q.shape[-1])
    size = q.shape[2]
    hidden = np.triu(np.ones((size, size), dtype=bool), 1)
    scores[..., before:][..., hidden] = -np.inf
    scores -= scores.max(axis=-1, keepdims=True)
    weights = np.exp(scores)
    return weights / weights.sum(axis=-1, keepdims=True) @ v[:, None]
