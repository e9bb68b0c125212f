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

from cleaner.finding import Finding
from cleaner.mark.features import ENGLISH, ends_sentence
from cleaner.mark.kinds.spec import UNTOUCHED, Spec, captures_of
from cleaner.mark.rule import Rule
from cleaner.mark.view import View

_BULLET = re.compile(r"(?:[•»›*·▪●■◦‣–—>-]+|\d{1,3}[.)])\s+")
_SENTENCE_END = re.compile(r"[.,:;][\"'”’)\]]*$")
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]\.|\b(?:Jr|Sr|Inc|Co|Corp|Ltd|St|No|vs|etc)\.|\.\.\.|…)[\"'”’)\]]*$"
)
_OPENING = "\"“‘'([#*"
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_ADDRESS = re.compile(r"@\w|https?:|www\.")
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

    def find(self, view: View, lines: Sequence[int]) -> Iterator[Finding]:
        """Judge every run of headline-shaped lines; `lines` is not used."""
        prose = [i for i in view.features.prose if view.standing[i]]
        if len(prose) < min(self.min_prose, 1) or not self._speaks(view):
            return
        for before, run, after in _runs(view, self):
            if not run and not before:
                continue
            follows = bool(prose) and prose[-1] > (run[-1] if run else before[-1])
            if follows != (self.where == "middle"):
                continue
            taken = self._judge(view, prose, before, run, after)
            if not taken:
                continue
            for n, i in enumerate(taken[0], 1):
                yield Finding(
                    self.rule,
                    view.blocks[i].span,
                    evidence=f"line {n} of {len(taken[0])}; {taken[1]}",
                    captures=captures_of(None),
                )

    def _speaks(self, view: View) -> bool:
        if not self.lang:
            return True
        if view.lang is not None:
            return view.lang.split("-")[0].lower() in self.lang
        return "en" in self.lang and view.features.english_share >= 0.2

    def _judge(
        self, view: View, prose: list[int], header: list[int], run: list[int], after: int | None
    ) -> tuple[list[int], str] | None:
        if not run:
            return None
        texts = [_BULLET.sub("", view.blocks[i].text) for i in run]
        inside = set(run)
        vocabulary = view.features.stems(tuple(i for i in prose if i not in inside), _STEM)
        measured = [_Line.of(text, vocabulary) for text in texts]
        related = _percent(sum(m.related for m in measured), sum(m.content for m in measured))
        if header:
            # Under a header in mid-article the last line may be a subhead of what follows.
            while (
                self.where == "middle"
                and len(run) > 1
                and measured[-1].related * 2 > measured[-1].content
            ):
                run, measured = run[:-1], measured[:-1]
            if len(run) < self.min_with_header or related > self.max_related_with_header:
                return None
            run = run[: self.max_with_header]
            return header + run, f"under {view.blocks[header[0]].text[:40]!r}"
        if len(run) < self.min or len([i for i in prose if i < run[0]]) < self.min_prose:
            return None
        if self._introduced(view, run[0]):
            return None
        words = sum(m.words for m in measured)
        capitals = _percent(sum(m.capitals > 0 for m in measured), len(run))
        digits = _percent(
            sum(c.isdigit() for text in texts for c in text), sum(map(len, texts))
        )
        functions = _percent(sum(m.functions for m in measured), words)
        starts = Counter(text.split(None, 1)[0].lower() for text in texts)
        same = _percent(starts.most_common(1)[0][1], len(run)) if len(run) > 3 else 0
        fits = (
            related <= self.max_related
            and words >= self.min_words * len(run)
            and functions >= self.min_function_words
            and capitals >= self.min_capitals
            and digits < self.max_digits
            and same <= self.max_same_start
        )
        if not fits:
            return None
        return run, f"{related:.0f} % of its words are the article's"

    def _introduced(self, view: View, first: int) -> bool:
        """Whether the article announces the list: the standing line before ends in a colon."""
        for i in range(first - 1, -1, -1):
            if view.standing[i]:
                return view.blocks[i].text.rstrip("\"'”’)*_ ").endswith(":")
        return False


class _Line:
    """What one line of a run contributes."""

    __slots__ = ("capitals", "content", "functions", "related", "words")

    @classmethod
    def of(cls, text: str, vocabulary: frozenset[str]) -> _Line:
        words = _WORD.findall(text)
        line = cls()
        line.words = len(words)
        line.capitals = sum(1 for word in words[1:] if word[0].isupper())
        low = [word.lower() for word in words]
        line.functions = sum(1 for word in low if word in ENGLISH)
        content = [word for word in low if word not in ENGLISH]
        line.content = len(content)
        line.related = sum(1 for word in content if word[:_STEM] in vocabulary)
        return line


def _percent(part: float, whole: float) -> float:
    return 100.0 * part / whole if whole else 0.0


def _runs(
    view: View, rule: Headlines
) -> Iterator[tuple[list[int], list[int], int | None]]:
    """Header lines, headline lines, and the line after them, for each run on the page."""
    header: list[int] = []
    run: list[int] = []
    bridge: int | None = None
    for i, block in enumerate(view.blocks):
        if not view.standing[i]:
            continue
        text = block.text
        if block.role not in UNTOUCHED and len(text) <= 80 and rule.header.full(text):
            if run:
                yield header, run, i
                header, run = [], []
            header, bridge = [i], None
            continue
        if block.role not in UNTOUCHED and is_headline(text) and not rule.unless.find(text):
            if bridge is not None:
                run.append(bridge)
                bridge = None
            run.append(i)
            continue
        if run and bridge is None and _may_bridge(view, i, len(run)):
            bridge = i
            continue
        if run:
            yield header, run, i
        header, run, bridge = [], [], None
    if run:
        if bridge is not None:
            run.append(bridge)
        yield header, run, None


def _may_bridge(view: View, index: int, length: int) -> bool:
    """Whether a line that ends like a sentence may yet be a headline among headlines."""
    text = view.blocks[index].text
    return length >= 3 and len(text) <= _BRIDGE_CHARS and ends_sentence(text) and is_headline(
        text.rstrip(".\"”’'")
    )


def is_headline(text: str) -> bool:
    """Whether a line has the shape of a headline.

    Three to thirty words, it starts with a capital or a figure, and it does not end as a
    sentence, a clause or an announcement does.
    """
    if len(text) > 200:
        return False
    if _SENTENCE_END.search(text) and not _ABBREVIATION.search(text):
        return False
    bare = _BULLET.sub("", text, count=1) if not text[0].isalpha() else text
    if not 12 <= len(bare) <= 190 or not 2 <= bare.count(" ") < 30:
        return False
    first = bare.lstrip(_OPENING)[:1]
    return bool(first) and (
        (first.isupper() or first.isdigit() or first in "$£€₹") and not _ADDRESS.search(bare)
    )
