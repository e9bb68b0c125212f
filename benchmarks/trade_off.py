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
from html import escape
from math import exp, log
from pathlib import Path
from typing import NamedTuple

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
COLORS = ("#3566c8", "#d98a2b", "#2a8a57", "#8a4fb0", "#b3261e")
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 360, 56, 20, 150, 48


class Point(NamedTuple):
    """Shares in percent; `level` where these are the bars of one."""

    lost: float
    left: float
    level: str


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
        for point in curve(documents, every):
            print(f"{label:<40} {point.level:<9} lost {point.lost:.2f} %  left {point.left:.1f} %")
            curves[label].append(point)
    if given.output:
        given.output.write_text(drawn(curves), encoding="utf-8")


def curve(documents: Sequence[Labelled], every: Sequence[Weights]) -> Iterator[Point]:
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


def shares(documents: Sequence[Labelled], cleaners: Sequence[Cleaner], level: str) -> Point:
    scores = [score(one, cleaners[fold_of(site_of(one))]) for one in documents]
    keep, drop = (sum(one.words(label) for one in scores) for label in ("keep", "drop"))
    lost, left = sum(one.lost for one in scores), sum(one.residue for one in scores)
    return Point(100 * lost / max(keep, 1), 100 * left / max(drop, 1), level)


def drawn(curves: dict[str, list[Point]]) -> str:
    """The curves as a picture (SVG)."""
    most = max(point.lost for points in curves.values() for point in points)
    tops = max(point.left for points in curves.values() for point in points)
    across = (WIDTH - LEFT - RIGHT) / (most or 1)
    high, up = 10 * (int(tops) // 10 + 1), HEIGHT - TOP - BOTTOM

    def place(point: Point) -> tuple[float, float]:
        return LEFT + across * point.lost, TOP + up * (1 - point.left / high)

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="system-ui, sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for left in range(0, high + 1, 10):
        _, y = place(Point(0, left, ""))
        lines += [
            f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#e3e7ee"/>',
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#667085">{left}</text>',
        ]
    for half in range(int(2 * most) + 1):
        x, _ = place(Point(half / 2, 0, ""))
        lines.append(
            f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle" fill="#667085">'
            f"{half / 2:g}</text>"
        )
    middle = (LEFT + WIDTH - RIGHT) / 2
    lines += [
        f'<text x="{middle}" y="{HEIGHT - 8}" text-anchor="middle">% of the article lost</text>',
        f'<text transform="translate(14 {TOP + up / 2}) rotate(-90)" text-anchor="middle">'
        "% of the residue left</text>",
    ]
    for color, (label, points) in zip(COLORS, curves.items(), strict=False):
        ordered = sorted(points)
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(place, ordered))
        lines.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>')
        for point in ordered:
            x, y = place(point)
            if point.level:
                told = f"{label}, {point.level}: {point.lost:.2f} % lost, {point.left:.1f} % left"
                lines.append(
                    f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{color}">'
                    f"<title>{escape(told)}</title></circle>"
                )
        x, y = place(ordered[-1])
        lines.append(f'<text x="{x + 8:.1f}" y="{y + 4:.1f}" fill="{color}">{escape(label)}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"


if __name__ == "__main__":
    main()
