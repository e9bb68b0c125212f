"""The weights of a line model: read from a file, checked, written by training."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cleaner.errors import ConfigError
from cleaner.mark.model.lexicon import Lexicon
from cleaner.mark.model.table import NAMES, WHOLE_PAGE_NAMES
from cleaner.mark.model.trees import Trees

FORMAT = 2
TAIL = "tail "
"""What the names of the arrays of `Weights.tail` begin with."""


class Weights:
    """Everything a model learned: a lexicon and trees over the features of `names`.

    `trees` know what rules cut. Those of `tail`, where there are any, judge the last lines of
    texts of which rules cut nothing.
    """

    def __init__(self, arrays: Mapping[str, npt.NDArray[np.generic]]) -> None:
        self.arrays = dict(arrays)
        self.lexicon = Lexicon(_text(arrays["grams"]).split("\n"), arrays["gram_weights"])  # type: ignore[arg-type]
        self.names = tuple(_text(arrays["names"]).split("\n"))
        self.trees = Trees(arrays, len(self.names))
        tail = {
            name.removeprefix(TAIL): array
            for name, array in self.arrays.items()
            if name.startswith(TAIL)
        }
        self.tail = Trees(tail, len(self.names)) if tail else None

    @classmethod
    def load(cls, path: Path) -> Weights:
        """Read weights; raises `ConfigError` where the file does not fit this version."""
        try:
            with np.load(path, allow_pickle=False) as data:
                arrays = {name: data[name] for name in data.files}
            weights = cls(arrays)
            if int(arrays["format"]) != FORMAT or weights.names not in (NAMES, WHOLE_PAGE_NAMES):
                raise ConfigError(f"{path}: the model was trained for another version; train again")
            return weights
        except (OSError, ValueError, KeyError, IndexError) as error:
            raise ConfigError(f"{path}: expected the weights of a line model: {error}") from None

    def save(self, path: Path) -> None:
        """Write the weights; the same weights give the same bytes."""
        with path.open("wb") as file:
            np.savez_compressed(file, **self.arrays)  # type: ignore[arg-type]

    @cached_property
    def hash(self) -> str:
        """A fingerprint of the weights, 16 hex digits."""
        digest = hashlib.sha256()
        for name in sorted(self.arrays):
            digest.update(name.encode() + b"\0" + np.ascontiguousarray(self.arrays[name]).tobytes())
        return digest.hexdigest()[:16]


def pack(text: str) -> npt.NDArray[np.uint8]:
    """Text as an array, since pickled objects are not read."""
    return np.frombuffer(text.encode(), np.uint8)


def _text(array: npt.NDArray[np.generic]) -> str:
    return array.tobytes().decode()
