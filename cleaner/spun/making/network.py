"""The network of the cloze model while it learns, in torch (extra `cloze`).

The same sums as `cloze.py` and `recurrent.py`, with gradients. A large network learns first
and then teaches the small one that ships (distillation: Hinton et al. 2015): which other words
would have done in a gap, and how well, is more than the one word that stood there.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from cleaner.spun.cloze import FAR, LITTLE, NEAR

_GENERAL = 0.5
"""The weight of the loss against all words, beside that against the words exchanged."""
_TOLD = 0.4
"""The weight of the words themselves for the small network, beside what the large one says."""
_SUM = 0.05
"""The weight of the rule that probabilities of all words sum to one without being divided
(Devlin et al. 2014), so that a gap is filled without asking for all."""
_WARM_UP = 300
_LEAST = 0.01


class Size(NamedTuple):
    """The measures of a network, and how it learns."""

    vector: int
    state: int
    layers: int
    hidden: int
    dropout: float
    rate: float


LARGE = Size(320, 1024, 2, 1024, 0.25, 1.5e-3)
SMALL = Size(192, 448, 1, 512, 0.08, 2.5e-3)


class Batch(NamedTuple):
    """Stretches of text, and the gaps in them."""

    words: Tensor
    """What is heard: a stretch a row, some words exchanged."""
    gaps: Tensor
    """Which of these places are gaps."""
    right: Tensor
    """The word that stood in each gap, row by row."""
    rivals: Tensor
    """Words exchanged for it."""
    has_rivals: Tensor


class Network(nn.Module):
    """Hears a text from both sides of every word; `bag` is the weight of each word in a bag."""

    def __init__(self, size: Size, shares: Any, bag: Any) -> None:
        super().__init__()
        self.size = size
        self.vectors = nn.Embedding(len(shares), size.vector)
        nn.init.normal_(self.vectors.weight, std=0.1)
        self.bias = nn.Parameter(torch.tensor(np.log(np.maximum(shares, 1e-8)).astype("f4")))
        self.register_buffer("bag", torch.tensor(np.asarray(bag, "f4")))
        between = size.dropout if size.layers > 1 else 0.0
        cell = size.vector, size.state, size.layers
        self.left = nn.GRU(*cell, batch_first=True, dropout=between)
        self.right = nn.GRU(*cell, batch_first=True, dropout=between)
        self.hidden = nn.Linear(2 * size.state + size.vector, size.hidden)
        self.out = nn.Linear(size.hidden, size.vector)
        self.drop = nn.Dropout(size.dropout)
        self.drop_heard = nn.Dropout(size.dropout * 2 / 3)

    def forward(self, words: Tensor, gaps: Tensor) -> Tensor:
        """The log odds of every word for each gap."""
        vectors = self.vectors(words)
        bags = self._bags(vectors, words)
        vectors = self.drop_heard(vectors)
        left, _ = self.left(vectors)
        right, _ = self.right(vectors.flip(1))
        before = functional.pad(left[:, :-1], (0, 0, 1, 0))[gaps]
        after = functional.pad(right.flip(1)[:, 1:], (0, 0, 0, 1))[gaps]
        heard = torch.cat([self.drop(before), self.drop(after), bags[gaps]], -1)
        asked = self.out(self.drop(functional.relu(self.hidden(heard))))
        odds: Tensor = asked @ self.vectors.weight.T + self.bias
        return odds.float()

    def _bags(self, vectors: Tensor, words: Tensor) -> Tensor:
        shares = self.bag[words][..., None]
        sums = torch.cumsum(torch.cat([vectors * shares, shares], -1).float(), 1)
        sums = functional.pad(sums, (0, 0, 1, 0))
        size = words.shape[1]
        at = torch.arange(size, device=words.device)

        def upto(place: Tensor) -> Tensor:
            return sums[:, place.clamp(0, size)]

        whole = upto(at - NEAR) - upto(at - FAR) + upto(at + FAR + 1) - upto(at + NEAR + 1)
        return (whole[..., :-1] / (whole[..., -1:] + LITTLE)).to(vectors.dtype)


class Learner:
    """A network with its optimiser; the rate rises for some steps and falls to the end."""

    def __init__(self, network: Network, steps: int, large: Network | None = None) -> None:
        self.network = network
        self._steps, self._done = steps, 0
        self._large = large
        self._optimiser = torch.optim.AdamW(
            network.parameters(), lr=network.size.rate, betas=(0.9, 0.99), weight_decay=0.01
        )

    def learn(self, batch: Batch) -> tuple[float, float]:
        """One step; the loss against rivals, and how often the right word was the likeliest."""
        fall = 0.5 * (1 + np.cos(np.pi * min(1.0, self._done / self._steps)))
        warm = min(_WARM_UP, self._steps // 10 + 1)
        rate = min(1.0, (self._done + 1) / warm) * ((1 - _LEAST) * fall + _LEAST)
        for group in self._optimiser.param_groups:
            group["lr"] = self.network.size.rate * rate
        device = batch.words.device.type
        with torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda"):
            odds = self.network(batch.words, batch.gaps)
            if self._large is not None:
                with torch.no_grad():
                    said = self._large(batch.words, batch.gaps)
        among = _among_rivals(odds, batch)
        truth = torch.zeros(len(among), dtype=torch.long, device=among.device)
        against = functional.cross_entropy(among, truth) if len(among) else odds.sum() * 0
        loss = _GENERAL * functional.cross_entropy(odds, batch.right) + against
        if self._large is not None:
            all_words = functional.kl_div(
                functional.log_softmax(odds, 1), functional.log_softmax(said, 1),
                reduction="batchmean", log_target=True,
            )  # fmt: skip
            rivals = functional.softmax(_among_rivals(said, batch), 1)
            alike = -(rivals * functional.log_softmax(among, 1)).sum(1)
            loss = _TOLD * loss + _GENERAL * all_words + (alike.mean() if len(among) else 0)
        loss = loss + _SUM * torch.logsumexp(odds, 1).square().mean()
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self._optimiser.step()
        self._done += 1
        right = (among.argmax(1) == 0).float().mean() if len(among) else torch.ones(())
        return float(against.detach()), float(right)


def _among_rivals(odds: Tensor, batch: Batch) -> Tensor:
    """The odds of the right word and of its rivals, where it has some."""
    own = odds.gather(1, batch.right[:, None])
    rivals = odds.gather(1, batch.rivals)
    rivals = rivals.masked_fill(batch.rivals == batch.right[:, None], -1e9)
    return torch.cat([own, rivals], 1)[batch.has_rivals]


def arrays(network: Network) -> dict[str, Any]:
    """What is kept: the fields of `cloze.Weights` but the words, matrices as bytes."""

    def plain(value: Tensor) -> Any:
        return value.detach().float().cpu().numpy()

    vectors, scale = _bytes(plain(network.vectors.weight), 1)
    found = {"vectors": vectors, "vectors_scale": scale, "bias": plain(network.bias),
             "bag": plain(network.bag)}  # fmt: skip
    maps: dict[str, tuple[Tensor, Tensor]] = {
        "hidden": (network.hidden.weight, network.hidden.bias),
        "out": (network.out.weight, network.out.bias),
    }
    for side, cell in (("left", network.left), ("right", network.right)):
        maps[f"{side}_input"] = cell.weight_ih_l0, cell.bias_ih_l0
        maps[f"{side}_state"] = cell.weight_hh_l0, cell.bias_hh_l0
    for name, (matrix, offset) in maps.items():
        found[name], found[f"{name}_scale"] = _bytes(plain(matrix).T, 0)
        found[f"{name}_offset"] = plain(offset)
    return found


def _bytes(values: Any, axis: int) -> tuple[Any, Any]:
    """Values as bytes, and what a byte of each row (axis 1) or column (axis 0) is worth."""
    scale = np.maximum(np.abs(values).max(axis, keepdims=True), 1e-8) / 127
    return np.rint(values / scale).astype(np.int8), scale.reshape(-1).astype(np.float32)
