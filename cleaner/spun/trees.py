"""Read and ask a model of boosted decision trees, without the library that grew it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from math import exp
from pathlib import Path
from typing import Any

from cleaner.errors import InputError


class Trees:
    """A binary classifier: the log odds are the base plus one leaf of every tree.

    A tree is a leaf (a number) or `(feature, threshold, at most, above)`; none may have more
    than 16 leaves.
    """

    def __init__(self, features: Sequence[str], base: float, trees: Sequence[Any]) -> None:
        # Only a text that looks spun needs NumPy.
        from cleaner.forest import Forest  # noqa: PLC0415

        self.features = tuple(features)
        self.base = base
        self._forest = Forest.of(trees)

    def probabilities(self, vectors: Sequence[Sequence[float]]) -> list[float]:
        """The probability of the class for each vector of features."""
        import numpy as np  # noqa: PLC0415

        if not vectors:
            return []
        odds = self.base + self._forest.sums(np.array(vectors, np.float64).T.copy())
        return [1 / (1 + exp(-value)) if value > -700 else 0.0 for value in odds.tolist()]


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
