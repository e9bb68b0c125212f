"""`--ranker` takes the language model of an installed package."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from cleaner.cli.app import cleaner
from cleaner.errors import ConfigError
from cleaner.spun.ranking import carried


def test_model_of_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "carries_a_model"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('must not be run')\n")
    (package / "small.gguf").write_bytes(b"GGUF")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(carried, "_PACKAGE", package.name)
    assert carried.carried_model() == package / "small.gguf"


def test_no_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carried, "_PACKAGE", "no_such_package_anywhere")
    with pytest.raises(ConfigError, match="--ranker-model"):
        carried.carried_model()


def test_no_package_on_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carried, "_PACKAGE", "no_such_package_anywhere")
    result = CliRunner().invoke(cleaner, ["restore", "--ranker", "-"], input="A text.\n")
    assert result.exit_code == 2
