"""The line model: what phrases cannot tell, told by shape, place, words and neighbours."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from cleaner.mark.model.asking import LineModel
from cleaner.mark.model.uses import USES, WHOLE_PAGE, Use
from cleaner.mark.model.weights import Weights
from cleaner.mark.rulebook import shipped_rules

__all__ = ["USES", "WHOLE_PAGE", "LineModel", "Use", "open_model"]


def open_model(use: str, path: Path | None = None) -> LineModel:
    """The model for a use (a level, or `WHOLE_PAGE`), with the shipped weights or those at `path`.

    Raises `ConfigError` where the weights are missing or do not fit.
    """
    chosen = USES[use]
    return LineModel(_weights(path or shipped_rules() / "model" / chosen.weights), chosen)


@lru_cache(maxsize=8)
def _weights(path: Path) -> Weights:
    return Weights.load(path)
