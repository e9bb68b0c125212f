"""The package with its busiest modules compiled (see CONTRIBUTING): it says what Python says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import cleaner

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.compiled

# Every document goes through a cleaner that was pickled and that several threads use at once.
SCRIPT = """
import json, pickle, sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
import cleaner
from cleaner import marking

def shown(cleaned):
    assert pickle.loads(pickle.dumps(cleaned)) == cleaned
    report = cleaned.report
    return repr((cleaned.text, report, report.delta, report.layout, tuple(cleaned.blocks)))

class Loud(cleaner.Cleaner):
    def clean(self, source, **known):
        return replace(super().clean(source, **known), text="loud")

texts = json.load(sys.stdin)
machine = pickle.loads(pickle.dumps(cleaner.Cleaner(unsafe=True, preview=True, keep_title=False)))
with ThreadPoolExecutor(4) as pool:
    answers = [shown(cleaned) for cleaned in pool.map(machine.clean, texts)]
answers.append(Loud(level="careful").clean(texts[0]).text)
json.dump([marking.__file__, answers], sys.stdout)
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this package, its modules compiled, unpacked."""
    folder = tmp_path_factory.mktemp("compiled")
    source = folder / "source"
    ignore = shutil.ignore_patterns("__pycache__", "*.so")
    for name in ("cleaner", "rules"):
        shutil.copytree(ROOT / name, source / name, ignore=ignore)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(source)],
        env={**os.environ, "HATCH_BUILD_HOOKS_ENABLE": "1", "HATCH_BUILD_CLEAN_HOOKS_AFTER": "1"},
        check=True,
    )
    assert not [*source.rglob("*.so")]
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as files:
        files.extractall(folder / "package")
    return folder / "package"


def answers(package: Path, documents: str) -> tuple[str, list[str]]:
    """The file of a module that is to be compiled, and what is said of some documents."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "PYTHONPATH": str(package)},
        cwd=package,
        input=documents,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr
    module, said = json.loads(done.stdout)
    return module, said


def test_compiled_and_plain_say_the_same(built: Path) -> None:
    seeds = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    examples = [one.before for rule in cleaner.Rulebook.load() for one in rule.examples]
    odd = ["", "\ud800 Ã¤ &amp; <br />\r\n\tİstanbul", "\n\n".join(examples).upper()]
    documents = json.dumps([*seeds, *odd, *examples])
    module, compiled = answers(built, documents)
    assert module.endswith((".so", ".pyd")), module
    module, plain = answers(ROOT, documents)
    assert module.endswith(".py"), module
    assert compiled == plain
    assert compiled[-1] == "loud"
