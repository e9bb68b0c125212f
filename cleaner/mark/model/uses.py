"""What the line model is used for, and how each use decides: docs/model.md has the reasons."""

from __future__ import annotations

from typing import NamedTuple

from cleaner.mark.model.bars import Bars, Tail

WHOLE_PAGE = "whole page"


class Use(NamedTuple):
    """What a model is used for: the file of its weights, and how it decides.

    Lines go by their `bars`. Where less would be left than the share `least_share` of what the
    rules leave, or fewer characters than `least_chars`, all stays. `english` means: only pages
    in English. The model is asked where rules cut, and where the share `scraps` of the lines or
    more has under five words; `subheads` means: even where each line but the paragraphs stands
    alone between two. `joins` means: lines that are parts of one sentence are judged
    as one. Of a text in which rules find nothing (more), the last lines go by `tail`.
    """

    weights: str
    bars: Bars
    least_share: float = 0.3
    least_chars: int = 0
    english: bool = True
    scraps: float | None = None
    subheads: bool = True
    tail: Tail | None = None
    joins: bool = False


USES = {
    "balanced": Use(
        "text.npz",
        Bars(
            0.65,
            inside=0.6,
            paragraph=0.8,
            few=0.8,
            first=0.8,
            sentence=0.87,
            islands=8,
            spared=0.85,
            long=0.8,
            risk=0.006,
            doubt=0.3,
            apart=6,
            stray=0.2,
        ),
        subheads=False,
    ),
    "thorough": Use(
        "text.npz",
        Bars(
            0.35,
            inside=0.3,
            paragraph=0.35,
            few=0.55,
            first=0.55,
            islands=8,
            spared=0.9,
            apart=6,
            stray=0.15,
        ),
        tail=Tail(0.2, most=3),
    ),
    WHOLE_PAGE: Use(
        "page.npz",
        Bars(
            0.47,
            inside=0.57,
            paragraph=0.52,
            few=0.57,
            first=0.57,
            apart=8,
            stray=0.19,
            above=True,
        ),
        least_share=0.0,
        least_chars=250,
        english=False,
        scraps=0.5,
        joins=True,
    ),
}
"""How the model is used at each level, and on whole pages."""
