"""How much of the article is lost for how much residue: the curve of the line model, drawn.

    cleaner model evaluate news.jsonl hard.jsonl=2 --count lang=en --keep folds/
    python benchmarks/trade_off.py folds/ LABEL=FILE.jsonl... [--count FIELD=VALUE] -o trade-off.svg

Each document is cleaned by the weights in folds/ that never saw its site, with the bars of
balanced and of thorough, and with these moved together along the log odds. The table is printed;
the picture has a line for each file, and a dot where the three levels are. Restoration is off.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from math import ceil, exp, log
from pathlib import Path
from typing import NamedTuple

from curves import Axis, Point, drawn

from cleaner import Cleaner
from cleaner.evaluation.labelled import Condition, Labelled, read_labelled
from cleaner.evaluation.score import score
from cleaner.mark.model import USES, LineModel
from cleaner.mark.model.bars import Bars
from cleaner.mark.model.weights import Weights
from cleaner.training.lessons import site_of
from cleaner.training.train import FOLDS, fold_of

MOVES = {"balanced": (2.0, 1.0, 0.0), "thorough": (0.5, 0.0, -0.5, -1.0)}
"""By how much the bars of a level are moved, in log odds; at 0.0 they are those shipped."""


class Shares(NamedTuple):
    """In percent; `level` where these are the bars of one."""

    lost: float
    left: float
    level: str

    def point(self) -> Point:
        """Its place on the curve."""
        told = f"{self.level}: {self.lost:.2f} % lost, {self.left:.1f} % left"
        return Point(self.lost, self.left, told if self.level else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folds", type=Path)
    parser.add_argument("files", nargs="+", metavar="LABEL=FILE")
    parser.add_argument("--count", action="append", default=[], metavar="FIELD=VALUE")
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args()
    conditions = [Condition.of(word) for word in given.count]
    every = [Weights.load(given.folds / f"fold-{fold + 1}.npz") for fold in range(FOLDS)]
    curves: dict[str, list[Point]] = {}
    for word in given.files:
        label, _, name = word.rpartition("=")
        documents = [
            document
            for document in read_labelled(Path(name))
            if all(c.field not in document.fields or c.holds(document.fields) for c in conditions)
        ]
        curves[label] = []
        for found in curve(documents, every):
            print(f"{label:<40} {found.level:<9} lost {found.lost:.2f} %  left {found.left:.1f} %")
            curves[label].append(found.point())
    if given.output:
        points = [point for some in curves.values() for point in some]
        most, tops = max(p.across for p in points), max(p.up for p in points)
        picture = drawn(
            curves,
            Axis(0, most or 1, 0.5, "% of the article lost"),
            Axis(0, 10 * ceil((tops + 0.1) / 10), 10, "% of the residue left"),
        )
        given.output.write_text(picture, encoding="utf-8")


def curve(documents: Sequence[Labelled], every: Sequence[Weights]) -> Iterator[Shares]:
    """From rules alone to the lowest bars."""
    yield shares(documents, [Cleaner(level="careful", restore="never")] * FOLDS, "careful")
    for level, moves in MOVES.items():
        cleaner, use = Cleaner(level=level, restore="never"), USES[level]
        for move in moves:
            moved = use._replace(bars=moved_bars(use.bars, move))
            cleaners = [cleaner.asking(LineModel(weights, moved)) for weights in every]
            yield shares(documents, cleaners, "" if move else level)


def moved_bars(bars: Bars, by: float) -> Bars:
    """The bars, each moved along the log odds, and what may be put at risk the other way."""
    counts = {"islands", "apart", "above"}
    numbers = {name: value for name, value in bars._asdict().items() if name not in counts}
    steps = {name: -by if name == "risk" else by for name in numbers}
    return bars._replace(
        **{
            name: 1 / (1 + exp(-log(value / (1 - value)) - steps[name])) if value else value
            for name, value in numbers.items()
        }
    )


def shares(documents: Sequence[Labelled], cleaners: Sequence[Cleaner], level: str) -> Shares:
    scores = [score(one, cleaners[fold_of(site_of(one))]) for one in documents]
    keep, drop = (sum(one.words(label) for one in scores) for label in ("keep", "drop"))
    lost, left = sum(one.lost for one in scores), sum(one.residue for one in scores)
    return Shares(100 * lost / max(keep, 1), 100 * left / max(drop, 1), level)


if __name__ == "__main__":
    main()
