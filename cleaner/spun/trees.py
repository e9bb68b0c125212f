"""Read and ask a model of boosted decision trees, without the library that grew it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from math import exp
from pathlib import Path
from typing import Any

from cleaner.errors import InputError

_ROWS = 64
"""So many vectors are looked at at once, so that what is made of them stays small."""


class Trees:
    """A binary classifier: the log odds are the base plus one leaf of every tree.

    A tree is a leaf (a number) or `(feature, threshold, at most, above)`; none may have more
    than 16 leaves.
    """

    def __init__(self, features: Sequence[str], base: float, trees: Sequence[Any]) -> None:
        # Only a text that looks spun needs NumPy.
        import numpy as np  # noqa: PLC0415

        from cleaner.forest import LEAVES, Forest  # noqa: PLC0415

        self.features = tuple(features)
        self.base = base
        nodes: list[tuple[int, float, int]] = []
        first: list[int] = []
        values = np.zeros((len(trees), LEAVES))
        for number, tree in enumerate(trees):
            first.append(len(nodes))
            leaves: list[float] = []
            _flatten(tree, nodes, leaves)
            if len(leaves) > LEAVES:
                raise ValueError(f"a tree of {len(leaves)} leaves, expected at most {LEAVES}")
            if len(nodes) == first[-1]:  # a leaf alone: a question that changes nothing
                nodes.append((0, 0.0, 0))
            values[number, : len(leaves)] = leaves
        feature, threshold, taken = zip(*nodes, strict=True)
        self._values = values.ravel()
        self._places = np.arange(0, values.size, LEAVES)
        self._forest = Forest(
            np.array(feature), np.array(threshold), ~np.array(taken, np.uint16), np.array(first)
        )

    def probabilities(self, vectors: Sequence[Sequence[float]]) -> list[float]:
        """The probability of the class for each vector of features."""
        import numpy as np  # noqa: PLC0415

        found: list[float] = []
        for start in range(0, len(vectors), _ROWS):
            rows = np.array(vectors[start : start + _ROWS], np.float64)
            leaves = self._forest.leaves(rows) + self._places
            odds = self.base + self._values.take(leaves).sum(1)
            found += [1 / (1 + exp(-value)) if value > -700 else 0.0 for value in odds.tolist()]
        return found


def _flatten(node: Any, nodes: list[tuple[int, float, int]], leaves: list[float]) -> None:
    """Add the nodes below one, each with the bits of the leaves on its left, and its leaves."""
    if not isinstance(node, list | tuple):
        leaves.append(float(node))
        return
    feature, threshold, low, high = node
    here, before = len(nodes), len(leaves)
    nodes.append((int(feature), float(threshold), 0))
    _flatten(low, nodes, leaves)
    nodes[here] = (*nodes[here][:2], (1 << len(leaves)) - (1 << before))
    _flatten(high, nodes, leaves)


@cache
def open_trees(path: Path, features: tuple[str, ...]) -> Trees:
    """The model at `path`; its features must be the ones the caller computes."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        found = Trees(data["features"], float(data["base"]), data["trees"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: expected a model of decision trees: {error}") from None
    if found.features != features:
        raise InputError(f"{path}: the model was trained on other features; train it again")
    return found


def write_trees(path: Path, grown: Any, features: Sequence[str]) -> None:
    """Write a fitted scikit-learn HistGradientBoostingClassifier of two classes."""

    def node(nodes: Any, place: int) -> Any:
        it = nodes[place]
        if it["is_leaf"]:
            return round(float(it["value"]), 4)
        return [
            int(it["feature_idx"]),
            float(f"{float(it['num_threshold']):.6g}"),
            node(nodes, int(it["left"])),
            node(nodes, int(it["right"])),
        ]

    # The library has no public way to read a fitted tree.
    trees = [node(stage[0].nodes, 0) for stage in grown._predictors]
    base = float(grown._baseline_prediction.ravel()[0])
    body = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in trees)
    head = json.dumps({"features": list(features), "base": base}, indent=0)[:-2]
    path.write_text(f'{head},\n"trees": [\n{body}\n]}}\n', encoding="utf-8")
