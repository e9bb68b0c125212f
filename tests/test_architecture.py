"""The floors of the house: imports point down, and start-up stays light."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = ("ftfy", "regex", "bs4", "numpy", "charset_normalizer", "ahocorasick_rs")


def test_imports_point_down() -> None:
    """The import contract of `pyproject.toml` holds."""
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("statement", ["import cleaner", "import cleaner.cli"])
def test_importing_is_light(statement: str) -> None:
    """Nothing heavy is loaded before a document is read."""
    probe = f"{statement}, sys; print(*(m for m in {HEAVY!r} if m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def test_clean_text_needs_no_ftfy() -> None:
    """Plain English passes the exact fast path."""
    probe = (
        "import cleaner, sys; cleaner.clean('It’s “fine” – really.'); print('ftfy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
