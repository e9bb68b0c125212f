"""Libraries that only some corpora need: asked for when they are, with a clear word if missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cleaner.errors import ConfigError

PACKAGES = {
    "datasketch": "datasketch",
    "fastwarc.warc": "FastWARC",
    "fastwarc.stream_io": "FastWARC",
    "pyarrow": "pyarrow",
    "pyarrow.parquet": "pyarrow",
    "zstandard": "zstandard",
}
"""Each module and the package that has it; all belong to the extra `corpus`."""

ENGINES = {
    "datatrove": "datatrove",
    "datasets": "datasets",
    "dolma": "dolma",
    "pyspark": "spark",
    "ray": "ray",
}
"""Each engine's package and its extra; modules below belong to it."""


def need(module: str) -> Any:
    """The module of that name; raises `ConfigError` where it is not installed."""
    try:
        return import_module(module)
    except ImportError:
        package = module.partition(".")[0]
        extra = ENGINES.get(package, "corpus")
        package = PACKAGES.get(module, package)
        raise ConfigError(f"this needs {package}; install article-cleaner[{extra}]") from None
