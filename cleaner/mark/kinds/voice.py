"""`voice`: a line in which the publication speaks, and not the article.

A promotion that nobody has seen before is still made like every other: the house speaks of
itself (our newsletter), to its reader (you), bids (sign up), points (here), and names what it
offers. Each of these is a cue and counts some points. One alone proves nothing, and none does
where the article talks like this itself: a guide says "you" on every line, a story about
newsletters names them. So a cue counts only where it is foreign to the article's own prose.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

import regex

from cleaner.finding import Finding
from cleaner.mark.kinds.glued import sentences_of, speaks_of_house
from cleaner.mark.kinds.patterns import Patterns
from cleaner.mark.kinds.spec import PLACES, TAIL, Spec, in_place
from cleaner.mark.lowered import Lowered
from cleaner.mark.rule import Rule
from cleaner.mark.view import View

_QUOTED = regex.compile(r"[\"“][^\"“”]{1,400}[\"”]", regex.VERSION0)
"""What others say is not the article's voice."""
_PARAGRAPHS = 24
"""So many of an article's paragraphs, evenly spread, tell how it talks."""
_BRIEF = 90
"""Characters of a sentence up to which two points tell that it is none of the article."""
_USUAL = 120
"""Characters of a line from which on its length counts against it."""


class _Cue:
    """Signs that count some points together."""

    __slots__ = ("points", "signs")

    def __init__(self, points: int, signs: Patterns) -> None:
        self.points = points
        self.signs = signs

    def is_told(self, line: Lowered) -> bool:
        """Whether a line shows the cue in what it says itself."""
        if self.signs.find(line) is None:
            return False
        own = _QUOTED.sub(" ", line.text)
        return own == line.text or self.signs.find(Lowered(own)) is not None


class _Article:
    """Which cues are the article's own: more than `share` per cent of its paragraphs show them."""

    def __init__(self, view: View, share: int) -> None:
        self._line = view.features.line
        prose = [i for i in view.features.prose if view.standing[i]]
        self._prose = prose[:: -(-len(prose) // _PARAGRAPHS) or 1]
        self._few = len(self._prose) * share // 100
        self._told: dict[_Cue, list[int]] = {}

    def shows(self, cue: _Cue, besides: int) -> bool:
        """Whether a cue is the article's own, even if one line is not of it."""
        told = self._told.get(cue)
        if told is None:
            every = (i for i in self._prose if cue.is_told(self._line(i)))
            told = self._told[cue] = [*islice(every, self._few + 2)]
        return len(told) - (besides in told) > self._few


class Voice:
    """A line that turns to somebody and whose cues reach the `bar`.

    Each of several sentences must speak of the house (see `speaks_of_house`), or be short and
    show two points' worth of cues: a scraper may have joined a call to a paragraph.

    One of `address` must be found in the line: that is how it turns to its reader. `cues` are lists
    of points and patterns, which are searched for in the line; a cue counts once, if no more than
    `max-share` (per cent, 12) of the article's paragraphs show it; points below zero always
    count. Keys besides: `unless`, `where`, `max-chars`, `tail` (points for a line at the page's
    tail, 0), `beside` (points for a line next to one that a rule of the same family claims, 0),
    `handicap` (characters beyond 120 for which a line, as it may show more by chance, needs
    a point more, 80). The first line of a page stays. English only.
    """

    def __init__(self, rule: Rule) -> None:
        spec = Spec(rule)
        self.rule = rule.id
        self.family = rule.id.partition("/")[0]
        self.gate = None
        self.address = spec.patterns("address", needed=True)
        cues = [_Cue(points, signs) for points, signs in spec.scores("cues")]
        self.cues = tuple(sorted(cues, key=lambda cue: -cue.points))
        self.unless = spec.patterns("unless")
        self.bar = spec.number("bar", 6)
        self.tail = spec.number("tail", 0)
        self.beside = spec.number("beside", 0)
        self.handicap = max(spec.number("handicap", 80), 1)
        self.max_share = spec.number("max-share", 12)
        self.max_chars = spec.max_chars()
        self.where = spec.choice("where", PLACES)
        self.lang = rule.lang or ("en",)
        spec.done()

    def find(self, view: View, lines: Sequence[int]) -> Iterator[Finding]:
        """Add up the cues of the lines that hold an anchor."""
        some = {i: shown for i in lines if (shown := self._shown_at(view, i))}
        if not some or not view.is_in(self.lang):
            return
        article = _Article(view, self.max_share)
        claimed = {i for i, rule in view.claims.items() if rule.partition("/")[0] == self.family}
        while more := [i for i in some if self._speaks(view, article, i, some[i], claimed)]:
            claimed.update(more)
            for i in more:
                yield Finding(self.rule, view.blocks.span(i), evidence=f"{len(some.pop(i))} cues")

    def _shown_at(self, view: View, index: int) -> tuple[_Cue, ...]:
        if not index or not view.standing[index] or index in view.features.untouched:
            return ()
        if len(view.features.texts[index]) > self.max_chars or not in_place(
            view, index, self.where
        ):
            return ()
        return view.features.once(self._shown)[view.features.line(index)]

    def _shown(self, line: Lowered) -> tuple[_Cue, ...]:
        """The cues that a line shows; none if they cannot do, wherever it stands."""
        if not self.address.find(line) or self.unless.find(line):
            return ()
        text = line.text
        shown = tuple(cue for cue in self.cues if cue.signs.find(line))
        if _points(shown) + self.tail + self.beside < self._needed(text):
            return ()
        sentences = [text[start:end] for start, end in sentences_of(text)]
        if len(sentences) > 1 and not all(self._may_speak(one, shown) for one in sentences):
            return ()
        return shown

    def _may_speak(self, sentence: str, shown: Sequence[_Cue]) -> bool:
        """Whether one sentence of several may be the house's, and not one of the article."""
        if speaks_of_house(sentence):
            return True
        if len(sentence) > _BRIEF:
            return False
        line = Lowered(sentence)
        return _points([cue for cue in shown if cue.points > 0 and cue.signs.find(line)]) > 1

    def _needed(self, text: str) -> int:
        return self.bar + max(0, len(text) - _USUAL) // self.handicap

    def _speaks(
        self,
        view: View,
        article: _Article,
        index: int,
        shown: Sequence[_Cue],
        claimed: Collection[int],
    ) -> bool:
        """Whether the cues that are not the article's own do, where the line stands."""
        spare = _points(shown) - self._needed(view.features.texts[index])
        if self.tail and in_place(view, index, TAIL):
            spare += self.tail
        if index - 1 in claimed or index + 1 in claimed:
            spare += self.beside
        rest = sum(cue.points for cue in shown if cue.points > 0)
        for cue in shown:  # those that count most come first
            if not 0 <= spare < rest:
                break
            rest -= cue.points
            if article.shows(cue, index):
                spare -= cue.points
        return spare >= 0


def _points(cues: Sequence[_Cue]) -> int:
    return sum(cue.points for cue in cues)
