"""Commands as a user types them; the cases stand in `tests/cli/*.toml`.

A case runs in an empty folder that holds its `files`, the rules of `tests/cli/rules` in
`rules/`, and a `pyproject.toml` that selects them and lets them cut as much as they like.
It says `args` and perhaps `stdin`, and what must come of it: `status` (0 if not said),
`stdout` and `stderr` to the letter (a line end after the opening quotes does not count), or
parts that they must have (`stdout_has`, `stderr_has`), the files `after` it, and those that
must be `absent`. `@` in an expected stderr is the folder.
"""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cleaner.cli.app import cleaner

HERE = Path(__file__).parent / "cli"
SETTINGS = '[tool.cleaner]\nrules = ["rules"]\nselect = ["demo"]\nmax-cut-share = 1\n'
KEYS = {
    "name", "args", "stdin", "files", "status", "stdout", "stderr", "stdout_has", "stderr_has",
    "after", "absent",
}  # fmt: skip

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted(HERE.glob("*.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["case"]
]


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(case) <= KEYS
    assert {"status", "stdout", "stdout_has", "stderr", "stderr_has", "after"} & set(case)
    shutil.copytree(HERE / "rules", tmp_path / "rules")
    write(tmp_path, {"pyproject.toml": SETTINGS, **case.get("files", {})})
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cleaner, case["args"], input=case.get("stdin", "").encode())

    place = str(tmp_path)
    assert result.stdout_bytes.decode().replace("\r", "<CR>") == case.get(
        "stdout", result.stdout
    ).removeprefix("\n")
    for part in case.get("stdout_has", ()):
        assert part in result.stdout
    if "stderr" in case:
        assert result.stderr == case["stderr"].removeprefix("\n").replace("@", place)
    for part in case.get("stderr_has", ()):
        assert part.replace("@", place) in result.stderr
    assert result.exit_code == case.get("status", 0), result.stderr
    for name, text in case.get("after", {}).items():
        assert (tmp_path / name).read_bytes() == text.removeprefix("\n").encode()
    for name in case.get("absent", ()):
        assert not (tmp_path / name).exists()


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
