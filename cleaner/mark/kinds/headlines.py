"""`headlines`: lists of headlines that do not belong to the article.

No phrase gives these away, so a run of lines is judged as a whole, by three things:
shape (every line reads like a headline, none like the end of a sentence), place (after
the last prose, or between two paragraphs of prose), and how little it shares with the
article: its own lists, subheads and programmes repeat the article's words, the headlines
of other stories do not. A header such as "Read also" speaks for itself and lowers the bar.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.finding import Finding
from cleaner.mark.features import BULLET, ENGLISH, ends_sentence, is_headline
from cleaner.mark.kinds.spec import UNTOUCHED, Spec
from cleaner.mark.rule import Rule
from cleaner.mark.view import View

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_STEM = 6
_BRIDGE_CHARS = 120


class Headlines:
    """Runs of at least `min` headlines (default 3), after the prose or within it.

    Keys: `header` (patterns of a line that announces such a list; then `min-with-header`
    lines, default 1, are enough and `max-related-with-header` is the bound), `where`
    ("tail": no prose follows · "middle": prose before and after), and the bounds, each in
    percent of lines or words unless said otherwise: `max-related` (content words that the
    article's prose also uses, default 30), `min-words` (mean words a line, default 6),
    `min-function-words` (default 12), `min-capitals` (lines with a capital inside, default
    60), `max-digits` (characters that are digits, default 7), `min-prose` (paragraphs of
    prose before the run, default 2), `max-same-start` (lines that start with one word, 60).
    """

    def __init__(self, rule: Rule) -> None:
        spec = Spec(rule)
        self.rule = rule.id
        self.header = spec.patterns("header")
        self.unless = spec.patterns("unless")
        self.where = spec.choice("where", ("tail", "middle"))
        self.min = spec.number("min", 3)
        self.min_with_header = spec.number("min-with-header", 1)
        self.max_with_header = spec.number("max-with-header", 40)
        self.max_related = spec.number("max-related", 30)
        self.max_related_with_header = spec.number("max-related-with-header", 60)
        self.min_words = spec.number("min-words", 6)
        self.min_function_words = spec.number("min-function-words", 12)
        self.min_capitals = spec.number("min-capitals", 60)
        self.max_digits = spec.number("max-digits", 7)
        self.min_prose = spec.number("min-prose", 2)
        self.max_same_start = spec.number("max-same-start", 60)
        self.lang = rule.lang
        spec.done()

    def find(self, view: View, _lines: Sequence[int]) -> Iterator[Finding]:
        """Judge every run of headline-shaped lines."""
        features = view.features
        prose = [i for i in features.prose if view.standing[i] and not features.is_headline(i)]
        if len(prose) < min(self.min_prose, 1):
            return
        for before, run in _runs(view, self):
            if not run and not before:
                continue
            follows = bool(prose) and prose[-1] > (run[-1] if run else before[-1])
            if follows != (self.where == "middle"):
                continue
            taken = self._judge(view, prose, before, run)
            if not taken:
                continue
            for n, i in enumerate(taken[0], 1):
                yield Finding(
                    self.rule,
                    view.blocks[i].span,
                    evidence=f"line {n} of {len(taken[0])}; {taken[1]}",
                )

    def _speaks(self, view: View) -> bool:
        if not self.lang:
            return True
        if view.lang is not None:
            return view.lang.split("-")[0].lower() in self.lang
        return "en" in self.lang and view.features.english_share >= 0.2

    def _judge(
        self, view: View, prose: list[int], header: list[int], run: list[int]
    ) -> tuple[list[int], str] | None:
        if len(run) < (self.min_with_header if header else self.min):
            return None
        if not header and len([i for i in prose if i < run[0]]) < self.min_prose:
            return None
        if not self._speaks(view):
            return None
        texts = [BULLET.sub("", view.blocks[i].text) for i in run]
        measured = [_Line.of(text) for text in texts]
        if not header and (
            self._introduced(view, run[0]) or not self._reads_like_headlines(texts, measured)
        ):
            return None
        vocabulary = view.features.stems(tuple(prose), _STEM)
        shared = [line.shared_with(vocabulary) for line in measured]
        if not header:
            related = _percent(sum(shared), sum(len(line.content) for line in measured))
            if related > self.max_related:
                return None
            return run, f"{related:.0f} % of its words are the article's"
        # Under a header in mid-article the last line may be a subhead of what follows.
        while (
            self.where == "middle" and len(run) > 1 and shared[-1] * 2 > len(measured[-1].content)
        ):
            run, measured, shared = run[:-1], measured[:-1], shared[:-1]
        related = _percent(sum(shared), sum(len(line.content) for line in measured))
        if related > self.max_related_with_header:
            return None
        return header + run[: self.max_with_header], f"under {view.blocks[header[0]].text[:40]!r}"

    def _reads_like_headlines(self, texts: list[str], lines: list[_Line]) -> bool:
        words = sum(line.words for line in lines)
        starts = Counter(text.split(None, 1)[0].lower() for text in texts)
        return (
            words >= self.min_words * len(lines)
            and _percent(sum(line.functions for line in lines), words) >= self.min_function_words
            and _percent(sum(line.capitals > 0 for line in lines), len(lines)) >= self.min_capitals
            and _percent(sum(c.isdigit() for text in texts for c in text), sum(map(len, texts)))
            < self.max_digits
            and (
                len(lines) <= 3
                or _percent(starts.most_common(1)[0][1], len(lines)) <= self.max_same_start
            )
        )

    def _introduced(self, view: View, first: int) -> bool:
        """Whether the article announces the list: the standing line before ends in a colon."""
        for i in range(first - 1, -1, -1):
            if view.standing[i]:
                return view.blocks[i].text.rstrip("\"'”’)*_ ").endswith(":")
        return False


class _Line(NamedTuple):
    """What one line of a run contributes."""

    words: int
    capitals: int
    functions: int
    content: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> _Line:
        words = _WORD.findall(text)
        low = [word.lower() for word in words]
        content = tuple(word for word in low if word not in ENGLISH)
        capitals = sum(1 for word in words[1:] if word[0].isupper())
        return cls(len(words), capitals, len(low) - len(content), content)

    def shared_with(self, vocabulary: frozenset[str]) -> int:
        """How many of its content words the article uses, by their first letters."""
        return sum(1 for word in self.content if word[:_STEM] in vocabulary)


def _percent(part: float, whole: float) -> float:
    return 100.0 * part / whole if whole else 0.0


def _runs(view: View, rule: Headlines) -> Iterator[tuple[list[int], list[int]]]:
    """Header lines and headline lines of each run on the page."""
    header: list[int] = []
    run: list[int] = []
    bridge: int | None = None
    for i, block in enumerate(view.blocks):
        if not view.standing[i]:
            continue
        text = block.text
        if block.role not in UNTOUCHED and len(text) <= 80 and rule.header.full(text):
            if run:
                yield header, run
                header, run = [], []
            header, bridge = [i], None
            continue
        if (
            block.role not in UNTOUCHED
            and view.features.is_headline(i)
            and not rule.unless.find(text)
        ):
            if bridge is not None:
                run.append(bridge)
                bridge = None
            run.append(i)
            continue
        if run and bridge is None and _may_bridge(view, i, len(run)):
            bridge = i
            continue
        if run:
            yield header, run
        header, run, bridge = [], [], None
    if run:
        if bridge is not None:
            run.append(bridge)
        yield header, run


def _may_bridge(view: View, index: int, length: int) -> bool:
    """Whether a line that ends like a sentence may yet be a headline among headlines."""
    text = view.blocks[index].text
    return (
        length >= 3
        and len(text) <= _BRIDGE_CHARS
        and ends_sentence(text)
        and is_headline(text.rstrip(".\"”’'"))
    )
