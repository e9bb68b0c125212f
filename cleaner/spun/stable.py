"""Two readings made one: what a second run would do is taken in, or what it touches given up."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.spun.reading import UNSTABLE, Reading, Swap


def withhold(swaps: Sequence[Swap], which: Sequence[int]) -> tuple[Swap, ...]:
    """Give up the swaps of these numbers."""
    chosen = set(which)
    return tuple(
        swap._replace(withheld=swap.withheld or UNSTABLE) if i in chosen else swap
        for i, swap in enumerate(swaps)
    )


def merge(text: str, reading: Reading, again: Sequence[Swap]) -> Reading:
    """Take in what a second run would do: new places are added, changed ones given up."""
    spans: list[tuple[int, int, int]] = []  # place in the result, shift back to the text, number
    shift = 0
    for number, swap in enumerate(reading.swaps):
        if swap.applied:
            start = swap.start + shift
            spans.append((start, start + len(swap.instead), number))
            shift += len(swap.instead) - (swap.end - swap.start)
    unstable: list[int] = []
    added: list[Swap] = []
    for swap in again:
        touched = [n for low, high, n in spans if low < swap.end and swap.start < high]
        if touched:
            unstable += touched
            continue
        back = sum(
            len(reading.swaps[n].before) - len(reading.swaps[n].instead)
            for _, high, n in spans
            if high <= swap.start
        )
        moved = swap._replace(start=swap.start + back, end=swap.end + back)
        if text[moved.start : moved.end] == moved.before:
            added.append(moved)
    kept = [
        swap
        for swap in withhold(reading.swaps, unstable)
        if swap.applied or all(swap.end <= new.start or new.end <= swap.start for new in added)
    ]
    return reading._replace(swaps=tuple(sorted([*kept, *added])))
