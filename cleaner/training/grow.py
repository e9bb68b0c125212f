"""Grown trees and lexicons, turned into the arrays that the shipped scorer reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from cleaner.forest import LEAVES
from cleaner.mark.model.weights import FORMAT, TAIL, Weights, pack


def to_weights(
    grams: Sequence[str],
    gram_weights: Sequence[float],
    trees: Mapping[str, npt.NDArray[Any]],
    tail: Mapping[str, npt.NDArray[Any]] = MappingProxyType({}),
    *,
    names: Sequence[str],
) -> Weights:
    """Weights out of a lexicon and of trees as `to_arrays` gives them.

    `names` are those of the features.
    """
    return Weights(
        {
            "format": np.array(FORMAT),
            "names": pack("\n".join(names)),
            "grams": pack("\n".join(grams)),
            "gram_weights": np.asarray(gram_weights, np.float16).astype(np.float32),
            **trees,
            **{TAIL + name: array for name, array in tail.items()},
        }
    )


def to_arrays(booster: Any, early: int, floor: float) -> dict[str, npt.NDArray[Any]]:
    """A LightGBM booster of trees with at most 16 leaves as arrays (see `Trees`)."""
    feature: list[int] = []
    threshold: list[float] = []
    mask: list[int] = []
    first: list[int] = []
    leaf: list[list[float]] = []
    credits: list[tuple[int, int, int, float]] = []
    for number, grown in enumerate(booster.dump_model()["tree_info"]):
        values: list[float] = []
        first.append(len(feature))

        def walk(node: Any, path: tuple[tuple[int, float], ...], number: int = number,
                 values: list[float] = values) -> None:  # fmt: skip
            if "leaf_value" in node:
                place = len(values)
                values.append(node["leaf_value"])
                steps = [value for _, value in path] + [node["leaf_value"]]
                for (asked, before), after in zip(path, steps[1:], strict=True):
                    credits.append((number, place, asked, after - before))
                return
            here = len(feature)
            feature.append(int(node["split_feature"]))
            threshold.append(float(node["threshold"]))
            mask.append(0)
            step = (*path, (int(node["split_feature"]), float(node["internal_value"])))
            low = len(values)
            walk(node["left_child"], step)
            left = sum(1 << n for n in range(low, len(values)))
            mask[here] = 0xFFFF & ~left
            walk(node["right_child"], step)

        walk(grown["tree_structure"], ())
        if len(feature) == first[-1]:
            # A tree that is one leaf still needs a node to be counted by.
            feature.append(0)
            threshold.append(float(np.finfo(np.float32).max))
            mask.append(0xFFFF)
        leaf.append(values + [0.0] * (LEAVES - len(values)))
    summed: dict[tuple[int, int, int], float] = {}
    for tree, place, asked, amount in credits:
        summed[tree, place, asked] = summed.get((tree, place, asked), 0.0) + amount
    return {
        "feature": np.array(feature, np.int16),
        "threshold": np.array(threshold, np.float32),
        "mask": np.array(mask, np.uint16),
        "first": np.array(first, np.int32),
        "leaf": np.array(leaf, np.float32),
        "credit_place": np.array(list(summed), np.int16).T.copy(),
        "credit": np.array(list(summed.values()), np.float16),
        "early": np.array(early),
        "floor": np.array(floor),
    }
