"""The network of the cloze model while it learns: vectors of words, two layers, gradients.

Vectors are learned by AdaGrad with one rate a word, for most words are rare; the layers by
Adam. A word is learned against all others by a sampled softmax (Jean et al. 2015) and, with
more weight, against the words that spinners exchange for it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner.spun.cloze import LITTLE, NEAR

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]

_INWARD, _HIDDEN, _OUTWARD = 64, 160, 64
_NEGATIVES = 192
_GENERAL = 0.5
"""The weight of the loss against all words, beside that against the words exchanged."""
_VECTOR_RATE, _BIAS_RATE, _LAYER_RATE = 0.1, 0.02, 0.01
_NEVER = -30.0


class Batch(NamedTuple):
    """Words with what is around them and what could be taken for them; a row a word."""

    words: Ints
    near: Ints
    far: Ints
    rivals: Ints
    has_rivals: npt.NDArray[np.bool_]


class _Rows:
    """Rows of which a batch touches a few, each with a rate of its own."""

    def __init__(self, values: Floats, start: float) -> None:
        self.values = values
        self._spent = np.full(len(values), start, np.float32)

    def step(self, ids: Ints, gradients: Floats, rate: float) -> None:
        from scipy.sparse import csr_matrix  # noqa: PLC0415

        touched, place = np.unique(ids, return_inverse=True)
        size = len(ids)
        sums = csr_matrix(
            (np.ones(size, np.float32), (place, np.arange(size))), (len(touched), size)
        )
        total = sums @ gradients
        self._spent[touched] += (total * total).mean(1)
        self.values[touched] -= rate / np.sqrt(self._spent[touched])[:, None] * total


class _Layer:
    """A dense array with Adam's averages."""

    def __init__(self, values: Floats) -> None:
        self.values = values
        self._mean, self._square = np.zeros_like(values), np.zeros_like(values)
        self._steps = 0

    def step(self, gradient: Floats, rate: float) -> None:
        self._steps += 1
        self._mean += 0.1 * (gradient - self._mean)
        self._square += 0.01 * (gradient * gradient - self._square)
        mean = self._mean / (1 - 0.9**self._steps)
        square = self._square / (1 - 0.99**self._steps)
        self.values -= rate * mean / (np.sqrt(square) + 1e-8)


class Network:
    """Learns from batches; `arrays` are the fields of `cloze.Weights` but the words."""

    def __init__(self, shares: npt.NDArray[np.float64], bag: Floats, random: Any) -> None:
        def normal(*shape: int) -> Floats:
            return np.asarray(random.standard_normal(shape), np.float32)

        words, heard = len(shares), (2 * NEAR + 1) * _INWARD
        self._random = random
        self._bag = bag
        self._inward = _Rows(normal(words, _INWARD) * 0.1, 1e-4)
        self._outward = _Rows(normal(words, _OUTWARD) * 0.05, 1e-4)
        bias = np.log(np.maximum(shares, 1e-8)).astype(np.float32)
        self._bias = _Rows(bias[:, None], 1e-3)
        self._hidden = _Layer(normal(heard, _HIDDEN) * 2 / np.sqrt(heard))
        self._hidden_offset = _Layer(np.zeros(_HIDDEN, np.float32))
        self._out = _Layer(normal(_HIDDEN, _OUTWARD) / np.sqrt(_HIDDEN))
        self._out_offset = _Layer(np.zeros(_OUTWARD, np.float32))
        chances = np.where(bag > 0, shares, 0) ** 0.75
        chances /= chances.sum()
        self._drawn = np.cumsum(chances)
        self._expected = np.log(np.maximum(chances, 1e-12) * _NEGATIVES).astype(np.float32)

    def learn(self, batch: Batch, rate: float) -> tuple[float, float]:
        """One step; the loss against rivals, and how often the right word was the likeliest."""
        size = len(batch.words)
        outward, bias = self._outward.values, self._bias.values[:, 0]
        inward = self._inward.values
        # Forward.
        shares = self._bag[batch.far]
        shares = shares / (shares.sum(1, keepdims=True) + LITTLE)
        bags = np.einsum("bk,bkd->bd", shares, inward[batch.far])
        heard = np.concatenate([inward[batch.near].reshape(size, -1), bags], axis=1)
        hidden = np.maximum(heard @ self._hidden.values + self._hidden_offset.values, 0)
        out = hidden @ self._out.values + self._out_offset.values
        drawn = np.searchsorted(self._drawn, self._random.random(_NEGATIVES))
        negatives = np.minimum(drawn, len(bias) - 1)
        own = (out * outward[batch.words]).sum(1) + bias[batch.words]
        general = out @ outward[negatives].T + bias[negatives] - self._expected[negatives]
        general[negatives[None, :] == batch.words[:, None]] = _NEVER
        against = np.einsum("bd,bkd->bk", out, outward[batch.rivals]) + bias[batch.rivals]
        against[~batch.has_rivals] = _NEVER
        among_all = _softmax(np.column_stack([own, general]))
        among_rivals = _softmax(np.column_stack([own, against]))
        # Backward.
        scale = np.float32(1 / size)
        to_own = _GENERAL * (among_all[:, 0] - 1) + (among_rivals[:, 0] - 1) * batch.has_rivals
        to_own = to_own * scale
        to_general = _GENERAL * scale * among_all[:, 1:]
        to_rivals = among_rivals[:, 1:] * batch.has_rivals[:, None] * scale
        to_out = (
            to_own[:, None] * outward[batch.words]
            + to_general @ outward[negatives]
            + np.einsum("bk,bkd->bd", to_rivals, outward[batch.rivals])
        )
        to_hidden = (to_out @ self._out.values.T) * (hidden > 0)
        to_heard = to_hidden @ self._hidden.values.T
        to_bags = to_heard[:, 2 * NEAR * _INWARD :]
        ids = np.concatenate([batch.words, negatives, batch.rivals.ravel()])
        vectors = np.concatenate(
            [
                to_own[:, None] * out,
                to_general.T @ out,
                (to_rivals[:, :, None] * out[:, None, :]).reshape(-1, _OUTWARD),
            ]
        )
        biases = np.concatenate([to_own, to_general.sum(0), to_rivals.ravel()])[:, None]
        around = np.concatenate(
            [
                to_heard[:, : 2 * NEAR * _INWARD].reshape(-1, _INWARD),
                (shares[:, :, None] * to_bags[:, None, :]).reshape(-1, _INWARD),
            ]
        )
        self._outward.step(ids, vectors * size, rate * _VECTOR_RATE)
        self._bias.step(ids, biases * size, rate * _BIAS_RATE)
        heard_ids = np.concatenate([batch.near.ravel(), batch.far.ravel()])
        self._inward.step(heard_ids, around * size, rate * _VECTOR_RATE)
        for layer, gradient in (
            (self._hidden, heard.T @ to_hidden),
            (self._hidden_offset, to_hidden.sum(0)),
            (self._out, hidden.T @ to_out),
            (self._out_offset, to_out.sum(0)),
        ):
            layer.step(gradient, rate * _LAYER_RATE)
        told = among_rivals[batch.has_rivals]
        if not len(told):
            return 0.0, 1.0
        loss = float(-np.log(told[:, 0] + 1e-9).mean())
        return loss, float((told[:, 0] > told[:, 1:].max(1)).mean())

    def arrays(self) -> dict[str, Any]:
        """What is kept, the vectors as bytes with a scale each."""
        inward, inward_scale = _bytes(self._inward.values)
        outward, outward_scale = _bytes(self._outward.values)
        return {
            "inward": inward,
            "inward_scale": inward_scale,
            "bag": self._bag,
            "hidden": self._hidden.values,
            "hidden_offset": self._hidden_offset.values,
            "out": self._out.values,
            "out_offset": self._out_offset.values,
            "outward": outward,
            "outward_scale": outward_scale,
            "bias": self._bias.values[:, 0],
        }


def _softmax(odds: Floats) -> Floats:
    odds = np.exp(odds - odds.max(1, keepdims=True))
    return np.asarray(odds / odds.sum(1, keepdims=True), np.float32)


def _bytes(rows: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    scale = np.maximum(np.abs(rows).max(1), 1e-9) / 127
    return np.rint(rows / scale[:, None]).astype(np.int8), scale.astype(np.float32)
