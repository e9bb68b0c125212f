"""All rows at once come to the leaves that a walk down each tree comes to."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from cleaner.forest import Forest
from cleaner.mark.content.measure import Measured
from cleaner.mark.content.own import BLOCK
from cleaner.mark.content.surroundings import BRANCH, HOLDER, Column, Shared
from cleaner.mark.content.trees import Judge

FEATURES = 7


def grown(dice: random.Random, depth: int = 4) -> Any:
    if depth == 0 or dice.random() < 0.15:
        return round(dice.uniform(-1, 1), 3)
    asked = dice.randrange(FEATURES), round(dice.uniform(-1, 1), 3)
    return [*asked, grown(dice, depth - 1), grown(dice, depth - 1)]


def walk(node: Any, row: Any) -> float:
    while isinstance(node, list):
        node = node[3] if row[node[0]] > node[1] else node[2]
    return float(node)


def test_sums_are_those_of_a_walk() -> None:
    dice = random.Random(5)
    trees = [grown(dice) for _ in range(40)] + [0.5]
    rows = np.random.default_rng(5).uniform(-1, 1, (1100, FEATURES))
    forest = Forest.of(trees)
    wanted = [[walk(tree, row) for tree in trees] for row in rows]
    assert len(forest) == len(trees)
    assert forest.sums(rows.T) == pytest.approx(np.sum(wanted, 1))
    assert forest.part(7, 20).sums(rows.T) == pytest.approx(np.sum(wanted, 1, where=_some(7, 20)))


def _some(low: int, high: int) -> Any:
    return [low <= n < high for n in range(41)]


def test_a_tree_of_too_many_leaves_is_refused() -> None:
    tree: Any = 0.0
    for n in range(16):
        tree = [0, n, 1.0, tree]
    with pytest.raises(ValueError, match="17 leaves"):
        Forest.of([tree])


def measured(sizes: list[int], cues: list[int]) -> Measured:
    given = {"chars": sizes, "cues": cues}
    nought = [0] * len(sizes)
    blocks: list[Column] = [given.get(label, nought) for label in BLOCK]
    holders, branches = (Shared([[0]] * len(labels), nought) for labels in (HOLDER, BRANCH))
    numbers = list(range(len(sizes)))
    return Measured(numbers, blocks, holders, branches, numbers, numbers, [-1] * len(sizes))


def test_a_judge_asks_bits_and_neighbours() -> None:
    data = {
        "columns": ["b.cues&4", "d1.chars", "b.chars"],
        # The second tree is asked only where the first is in doubt.
        "bounds": [[-1.0, 1.5], [-99.0, 99.0]],
        "groups": [[[0, 0, [1, 20.5, -0.5, 2.0], -3.0]], [[2, 10.0, -1.0, 1.0]]],
    }
    page = measured([5, 30, 8, 12, 12], [0, 0, 1 | 4, 2, 8])
    # Long below; short below and long; the bit; short below and long; nobody below, and long.
    sure, no = float("inf"), -float("inf")
    assert Judge(data).odds(page).tolist() == [sure, 0.5, no, 0.5, 0.5]
    page = measured([5, 10], [0, 0])
    assert Judge(data).odds(page).tolist() == [-1.5, -1.5]


def test_weights_that_name_an_unknown_column_are_refused() -> None:
    data = {"columns": ["b.nothing"], "bounds": [[-99.0, 99.0]], "groups": [[]]}
    with pytest.raises(ValueError, match=r"b\.nothing"):
        Judge(data)
