"""placeholder, replaced in the next step"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.finding import Finding
from cleaner.mark.kinds.spec import Spec
from cleaner.mark.rule import Rule
from cleaner.mark.view import View


class Headlines:
    def __init__(self, rule: Rule) -> None:
        Spec(rule)

    def find(self, view: View, lines: Sequence[int]) -> Iterator[Finding]:
        yield from ()
