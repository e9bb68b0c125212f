"""The hooks of `.pre-commit-hooks.yaml`, run by pre-commit itself on a scratch repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DIRTY = "The bridge was closed on Monday.\nIt opens in May, said the mayor.\nADVERTISEMENT\n"
CLEAN = "The bridge was closed on Monday.\n\nIt opens in May, said the mayor.\n"
LAYOUT = "Only the layout of this one differs.\nSo it stays.\n"
SETTINGS = '[tool.cleaner]\nrules = ["rules"]\nselect = ["demo"]\nmax-cut-share = 1\n'

pytestmark = pytest.mark.install


def git(folder: Path, *words: str) -> None:
    names = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *names, *words], cwd=folder, check=True, capture_output=True)


def repository(folder: Path) -> Path:
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "all")
    return folder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """This package in a repository of its own, as it stands here."""
    wanted = [
        "cleaner",
        "rules",
        "pyproject.toml",
        ".pre-commit-hooks.yaml",
        "README.md",
        "LICENSE",
    ]
    folder = tmp_path / "source"
    folder.mkdir()
    for name in wanted:
        if (ROOT / name).is_dir():
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, folder / name, ignore=ignore)
        else:
            shutil.copy(ROOT / name, folder / name)
    return repository(folder)


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A repository of texts, with rules of its own."""
    folder = tmp_path / "scratch"
    shutil.copytree(ROOT / "tests/cli/rules", folder / "rules")
    (folder / "pyproject.toml").write_text(SETTINGS)
    (folder / "dirty.txt").write_text(DIRTY)
    (folder / "layout.md").write_text(LAYOUT)
    (folder / "code.py").write_text("ADVERTISEMENT = 1\n")
    return repository(folder)


def test_hooks_check_fix_and_prove(source: Path, scratch: Path, tmp_path: Path) -> None:
    pytest.importorskip("pre_commit", reason="pre-commit runs the hooks; it is in the test extra")
    result = subprocess.run(
        [sys.executable, "-m", "pre_commit", "try-repo", str(source), "--all-files"],
        cwd=scratch,
        env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    said = result.stdout
    assert "dirty.txt:3:1: demo/label: advertisement labels" in said, said + result.stderr
    assert "layout.md" not in said
    assert "code.py" not in said
    outcomes = {
        line.split(".")[0]: line.rsplit(".", 1)[1]
        for line in said.splitlines()
        if line.startswith("cleaner ")
    }
    assert outcomes == {
        "cleaner check": "Failed",
        "cleaner fix": "Failed",  # because it changed a file
        "cleaner rules test": "Passed",
    }
    assert (scratch / "dirty.txt").read_text() == CLEAN
    assert (scratch / "layout.md").read_text() == LAYOUT
