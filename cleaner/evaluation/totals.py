"""The sums over all documents of an evaluation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from cleaner.evaluation.labelled import DROP, KEEP
from cleaner.evaluation.score import READING, Score

NO_CATEGORY = "(no category)"


@dataclass(slots=True)
class Count:
    """Lines and words, and how many of them are in question (left, or lost)."""

    lines: int = 0
    words: int = 0
    lines_part: float = 0.0
    words_part: float = 0.0

    def add(self, words: int, share: float) -> None:
        """One more line, a share of which is in question."""
        self.lines += 1
        self.words += words
        self.lines_part += share
        self.words_part += words * share

    @property
    def percent(self) -> float:
        """The words in question, as a percentage."""
        return 100 * self.words_part / self.words if self.words else 0.0


@dataclass(slots=True)
class Totals:
    """What was lost and what is left, in all, by category and by rule.

    `keep` counts the article's lines and the part of them that is lost, `drop` the residue and
    the part that is left, `categories` the same of each category; `guilty` counts the lost part
    of lines by the rules that touched them (a line touched by two counts for both).
    """

    scores: Sequence[Score]
    keep: Count = field(default_factory=Count)
    drop: Count = field(default_factory=Count)
    categories: dict[str, Count] = field(default_factory=dict)
    guilty: dict[str, Count] = field(default_factory=dict)

    @classmethod
    def of(cls, scores: Sequence[Score]) -> Totals:
        """The sums over scores."""
        totals = cls(scores)
        categories: dict[str, Count] = defaultdict(Count)
        guilty: dict[str, Count] = defaultdict(Count)
        for score in scores:
            for line in score.lines:
                if not line.words:
                    continue
                if line.label == KEEP:
                    totals.keep.add(line.words, 1 - line.left)
                    if line.left < 1:
                        for rule in line.rules or (READING,):
                            guilty[rule].add(line.words, 1 - line.left)
                elif line.label == DROP:
                    totals.drop.add(line.words, line.left)
                    categories[line.category or NO_CATEGORY].add(line.words, line.left)
        totals.categories = dict(sorted(categories.items(), key=lambda i: (-i[1].words, i[0])))
        totals.guilty = dict(sorted(guilty.items(), key=lambda i: (-i[1].words_part, i[0])))
        return totals

    @property
    def exact(self) -> int:
        """Documents that are exactly right."""
        return sum(score.exact for score in self.scores)

    @property
    def failures(self) -> list[Score]:
        """Documents that could not be cleaned."""
        return [score for score in self.scores if score.failure]

    def worst(self, number: int) -> list[Score]:
        """The documents with the most words lost or left, the worst first."""
        bad = [score for score in self.scores if score.lost + score.residue > 0]
        return sorted(bad, key=lambda score: -(score.lost + score.residue))[:number]
