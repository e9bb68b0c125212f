"""Training: labels follow the lines that rules leave, and the weights do what was taught."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import cleaner
from cleaner.cli.app import cleaner as program
from cleaner.errors import ConfigError, InputError
from cleaner.evaluation.labelled import read_labelled
from cleaner.mark.model.gaps import KINDS
from cleaner.training.leftover import leftover

PROSE = [
    "The harbour board met on Monday to hear why the new crane had stood idle for six weeks.",
    "Nobody at the meeting could say how much the delay had cost, or who would pay for it all.",
    "A clerk read the minutes of the last meeting, in which the same question had been asked.",
    "The foreman said that he had been promised delivery in March and had heard nothing since.",
]
RESIDUE = ["Tide tables today", "Jobs at the harbour", "Weather and ferries", "More from the quay"]
RULED = "© 2026 The Harbour Post. All rights reserved."


def document(number: int, dice: random.Random) -> dict[str, Any]:
    lines = [(text, "keep") for text in dice.sample(PROSE, 4) * 3]
    lines += [(f"{text} {dice.randrange(100)}", "drop") for text in dice.sample(RESIDUE, 4)]
    lines.append((RULED, "drop"))
    return {
        "id": f"d{number}",
        "domain": f"site{number % 30}.example",
        "lines": [{"text": text, "label": label} for text, label in lines],
    }


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    dice = random.Random(1)
    path = tmp_path / "labelled.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for number in range(90):
            file.write(json.dumps(document(number, dice)) + "\n")
    return path


def test_labels_follow_the_lines(labelled: Path) -> None:
    first = next(read_labelled(labelled))
    left = leftover(first, cleaner.Cleaner(level="careful", select=["copyright"]))
    assert RULED not in left.texts
    assert len(left.texts) == 16
    assert sum(left.gaps.lines) == left.gaps.lines[-1] == 1
    assert left.gaps.kinds == ((16, KINDS.index("notices")),)
    for text, keep, drop in zip(left.texts, left.keep, left.drop, strict=True):
        assert bool(keep) == (text in PROSE)
        assert bool(drop) != bool(keep)


def test_what_is_wrong_with_a_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"lines": [{"text": "a", "label": "maybe"}]}\n')
    with pytest.raises(InputError, match=r"bad\.jsonl:1: lines, 1: label: expected"):
        list(read_labelled(path))
    path.write_text('{"text": "a\\nb", "lines": [{"text": "a", "label": "keep"}]}\n')
    with pytest.raises(InputError, match="1 labels for 2 lines"):
        list(read_labelled(path))
    path.write_text("{")
    with pytest.raises(InputError, match=r"bad\.jsonl"):
        list(read_labelled(path))


def test_it_learns_what_is_taught(labelled: Path, tmp_path: Path) -> None:
    pytest.importorskip("lightgbm", reason="the extra `train` is not installed")
    pytest.importorskip("sklearn", reason="the extra `train` is not installed")
    from cleaner.training.lessons import lessons  # noqa: PLC0415 (needs the extra)
    from cleaner.training.train import train  # noqa: PLC0415

    rules = cleaner.Cleaner(level="careful", select=["copyright"])
    pages = lessons(((doc, 1.0) for doc in read_labelled(labelled)), rules)
    assert len(pages) == 90
    weights = train(pages)
    assert train(pages).hash == weights.hash
    weights.save(tmp_path / "own.npz")
    with pytest.raises(ConfigError, match="too few"):
        train(pages[:5])
    machine = cleaner.Cleaner(
        level="thorough", model=tmp_path / "own.npz", select=["copyright", "model"]
    )
    text = "\n\n".join([*PROSE * 3, *RESIDUE, RULED])
    assert machine.clean(text).text == "\n\n".join(PROSE * 3) + "\n"


def test_it_is_judged_on_other_sites(labelled: Path, tmp_path: Path) -> None:
    pytest.importorskip("lightgbm", reason="the extra `train` is not installed")
    pytest.importorskip("sklearn", reason="the extra `train` is not installed")
    words = ["model", "evaluate", f"{labelled}=2", "--count", "domain=site3.example"]
    result = CliRunner().invoke(program, [*words, "--keep", str(tmp_path / "folds")])
    assert result.exit_code == 0, result.output
    rows = [line.split() for line in result.stdout.splitlines()]
    levels = {row[1]: row for row in rows if row[0] == labelled.name}
    assert set(levels) == {"careful", "balanced", "thorough"}
    assert {row[2] for row in levels.values()} == {"3"}
    left = {level: float(row[-2]) for level, row in levels.items()}
    assert left["thorough"] < left["careful"]
    assert len(list((tmp_path / "folds").glob("fold-*.npz"))) == 5
    lines = [int(row[1]) for row in rows if row[0][0].isdigit()]
    assert sum(lines) > 1000


def test_the_tail_learns_from_pages_that_rules_leave_alone(tmp_path: Path) -> None:
    pytest.importorskip("lightgbm", reason="the extra `train` is not installed")
    pytest.importorskip("sklearn", reason="the extra `train` is not installed")
    from cleaner.training.lessons import bare, lessons  # noqa: PLC0415 (needs the extra)
    from cleaner.training.train import train  # noqa: PLC0415

    dice = random.Random(1)
    path = tmp_path / "both.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(180):
            made = document(number, dice)
            if number % 2:
                made["lines"].pop()
            file.write(json.dumps(made) + "\n")
    rules = cleaner.Cleaner(level="careful", select=["copyright"])
    pages = lessons(((one, 1.0) for one in read_labelled(path)), rules)
    assert [page.hinted for page in pages] == [True] * 90 + [False] * 90
    assert not any(page.hinted for page in bare(pages))
    weights = train(pages)
    assert weights.tail is not None
    assert train(pages[:90]).tail is None  # without them there is nothing to learn
    weights.save(tmp_path / "own.npz")
    machine = cleaner.Cleaner(
        level="thorough", model=tmp_path / "own.npz", select=["copyright", "model"]
    )
    text = "\n\n".join([*PROSE * 3, RESIDUE[0]])
    assert machine.clean(text).text == "\n\n".join(PROSE * 3) + "\n"
