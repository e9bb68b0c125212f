"""Trees as masks give what a walk down the trees gives."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cleaner.errors import ConfigError
from cleaner.mark.model.table import NAMES
from cleaner.mark.model.weights import Weights
from cleaner.training.grow import to_arrays, to_weights


class Grown:
    """Random trees, in the form in which LightGBM tells its own."""

    def __init__(self, trees: int, seed: int) -> None:
        self.dice = random.Random(seed)
        self.roots = [self._node(4) for _ in range(trees)]

    def _node(self, depth: int) -> dict[str, Any]:
        if depth == 0 or self.dice.random() < 0.15:
            return {"leaf_value": self.dice.uniform(-1, 1)}
        low, high = self._node(depth - 1), self._node(depth - 1)
        return {
            "split_feature": self.dice.randrange(len(NAMES)),
            "threshold": self.dice.uniform(-1, 1),
            "internal_value": (_mean(low) + _mean(high)) / 2,
            "left_child": low,
            "right_child": high,
        }

    def dump_model(self) -> dict[str, Any]:
        return {"tree_info": [{"tree_structure": root} for root in self.roots]}

    def walk(self, row: np.ndarray) -> float:
        total = 0.0
        for root in self.roots:
            node = root
            while "leaf_value" not in node:
                low = row[node["split_feature"]] <= np.float32(node["threshold"])
                node = node["left_child" if low else "right_child"]
            total += node["leaf_value"]
        return total


def _mean(node: dict[str, Any]) -> float:
    return float(node.get("leaf_value", node.get("internal_value", 0.0)))


def weights_of(grown: Grown, early: int, floor: float) -> Weights:
    return to_weights(["sign up"], [1.0], to_arrays(grown, early, floor), names=NAMES)


@pytest.fixture
def rows() -> np.ndarray:
    return np.random.default_rng(3).uniform(-1, 1, (40, len(NAMES))).astype(np.float32)


def test_masks_walk(rows: np.ndarray) -> None:
    grown = Grown(30, seed=1)
    odds = weights_of(grown, early=30, floor=0).trees.odds(rows)
    assert odds == pytest.approx([grown.walk(row) for row in rows], abs=1e-4)


def test_the_first_trees_rule_lines_out(rows: np.ndarray) -> None:
    grown = Grown(30, seed=2)
    whole = weights_of(grown, early=30, floor=0).trees.odds(rows)
    odds = weights_of(grown, early=10, floor=0.0).trees.odds(rows)
    first = Grown(30, seed=2)
    first.roots = first.roots[:10]
    out = np.array([first.walk(row) < 0 for row in rows])
    assert 0 < out.sum() < len(out)
    assert np.isneginf(odds[out]).all()
    assert odds[~out] == pytest.approx(whole[~out], abs=1e-4)


def test_voices_add_up(rows: np.ndarray) -> None:
    grown = Grown(20, seed=4)
    trees = weights_of(grown, early=20, floor=0).trees
    base = sum(_mean(root) for root in grown.roots)
    for row in rows[:5]:
        # Half precision is enough for words of explanation.
        assert trees.voices(row).sum() + base == pytest.approx(grown.walk(row), abs=0.05)


def test_weights_survive_a_file(tmp_path: Path, rows: np.ndarray) -> None:
    weights = weights_of(Grown(5, seed=5), early=5, floor=0)
    weights.save(tmp_path / "a.npz")
    weights.save(tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    again = Weights.load(tmp_path / "a.npz")
    assert again.hash == weights.hash
    assert (again.trees.odds(rows) == weights.trees.odds(rows)).all()
    assert again.lexicon.grams == ("sign up",)


def test_a_file_that_is_no_weights_is_told(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    path.write_bytes(b"no weights")
    with pytest.raises(ConfigError, match=r"model\.npz: expected the weights"):
        Weights.load(path)
    with pytest.raises(ConfigError, match=r"none\.npz"):
        Weights.load(tmp_path / "none.npz")


def test_weights_of_another_version_are_told(tmp_path: Path) -> None:
    weights = weights_of(Grown(5, seed=5), early=5, floor=0)
    weights.arrays["format"] = np.array(999)
    weights.save(tmp_path / "old.npz")
    with pytest.raises(ConfigError, match="train again"):
        Weights.load(tmp_path / "old.npz")
