"""The five seeds: what must come out, and why each line went, written by hand.

A findings file has one line a finding: line of the seed, family or id of the rule, text.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaner

ROOT = Path(__file__).parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
GOLDEN = Path(__file__).parent / "golden"


def test_there_are_five_seeds() -> None:
    """Each kind of noise has one, and each has its expectation."""
    assert len(SEEDS) == 5
    assert {p.stem for p in SEEDS} == {p.stem for p in GOLDEN.glob("*.findings")}


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_text(seed: Path, standard: cleaner.Cleaner) -> None:
    """The article, whole, and nothing else."""
    cleaned = standard.clean(seed.read_bytes(), name=seed.name)
    assert cleaned.text == (GOLDEN / seed.name).read_text("utf-8")


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_findings(seed: Path, standard: cleaner.Cleaner) -> None:
    """Each line that went, in its place, by a rule of the right family."""
    report = standard.clean(seed.read_bytes(), name=seed.name).report
    wanted = [
        line.split("\t")
        for line in (GOLDEN / f"{seed.stem}.findings").read_text("utf-8").splitlines()
    ]
    got = [(str(edit.line), edit.rule, edit.before) for edit in report.edits]
    assert [(line, text) for line, _, text in wanted] == [(line, text) for line, _, text in got]
    for (_, family, text), (_, rule, _) in zip(wanted, got, strict=True):
        assert rule == family or rule.startswith(family + "/"), text
