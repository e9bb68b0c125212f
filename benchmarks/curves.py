"""Curves of a trade-off as a picture (SVG), with a dot where a choice was made."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

COLORS = ("#3566c8", "#d98a2b", "#2a8a57", "#8a4fb0", "#b3261e")
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 360, 56, 20, 150, 48


class Point(NamedTuple):
    """A place on a curve; `told` is said of its dot, and without it there is no dot."""

    across: float
    up: float
    told: str = ""


class Axis(NamedTuple):
    """What is drawn in one direction: from, to, the step of the marks, and what it is."""

    low: float
    high: float
    step: float
    label: str

    def marks(self) -> list[float]:
        """Where figures stand."""
        return [self.low + n * self.step for n in range(self._steps() + 1)]

    def share(self, value: float) -> float:
        """How far along a value is, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)

    def _steps(self) -> int:
        return int((self.high - self.low) / self.step + 1e-6)


def drawn(curves: dict[str, Sequence[Point]], across: Axis, up: Axis) -> str:
    """The curves, a colour each, with their names at their ends."""
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM

    def place(point: Point) -> tuple[float, float]:
        return (
            LEFT + (right - LEFT) * across.share(point.across),
            TOP + (bottom - TOP) * (1 - up.share(point.up)),
        )

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="system-ui, sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for value in up.marks():
        _, y = place(Point(across.low, value))
        lines += [
            f'<path d="M{LEFT} {y:.1f}H{right}" stroke="#e3e7ee"/>',
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#667085">'
            f"{value:g}</text>",
        ]
    for value in across.marks():
        x, _ = place(Point(value, up.low))
        lines.append(
            f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle" fill="#667085">'
            f"{value:g}</text>"
        )
    lines += [
        f'<text x="{(LEFT + right) / 2}" y="{HEIGHT - 8}" text-anchor="middle">'
        f"{across.label}</text>",
        f'<text transform="translate(14 {(TOP + bottom) / 2}) rotate(-90)" text-anchor="middle">'
        f"{up.label}</text>",
    ]
    for color, (label, points) in zip(COLORS, curves.items(), strict=False):
        ordered = sorted(points)
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(place, ordered))
        lines.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>')
        for point in ordered:
            if point.told:
                x, y = place(point)
                lines.append(
                    f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{color}">'
                    f"<title>{escape(f'{label}, {point.told}')}</title></circle>"
                )
        x, y = place(ordered[-1])
        lines.append(f'<text x="{x + 8:.1f}" y="{y + 4:.1f}" fill="{color}">{escape(label)}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"
