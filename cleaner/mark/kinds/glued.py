"""A call that a scraper joined to a paragraph of the article: which sentences are the call?

"The council meets on Tuesday. Sign up for our newsletter." matches a rule that lets words
lead to a call, or follow it. What is the article's speaks neither of the house (our newsroom,
a newsletter, a gift) nor to its reader, so its sentences tell where a call begins and ends.
English only, as are the rules that ask.
"""

from __future__ import annotations

import regex

from cleaner.mark.kinds.lines import Lines
from cleaner.mark.lowered import Lowered

_FLAGS = regex.IGNORECASE | regex.VERSION0

_STOP = (
    r"(?<=[\w%)\]”\"’'][.!?…][\"”’')\]]{0,2})"
    r"(?<!\b(?:\p{Lu}|Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|vs|No|Jr|Sr)\.)"
    r" +(?=[\"“‘'(\[]?[\p{Lu}\d])"
)
_COLON = r"(?<=:) +(?=\p{Lu})"
# Below a headline or an item of a list a call may follow without a stop; it begins like this.
_OPENING = (
    r"(?:Support|Become|Help (?:us|keep)|Sign up|Subscribe|Get|Download|Follow|Listen|Join|Donate"
    r"|Click|Read (?:more|all|our)|Take our|Your (?:gift|donation|support)|Do you|Not a"
    r"|Have (?:a|you))\b"
)
_NO_STOP = rf"(?<=\S{{2,40}} (?:\S{{1,40}} ){{4}}[^\s.!?]{{1,40}}) +(?={_OPENING})"
_BOUND = regex.compile(f"{_STOP}|{_COLON}|{_NO_STOP}", regex.VERSION0)

_OWN_TOPIC = regex.compile(
    r"\b(?:journalism|newsrooms?|reporting|readers?|listeners?|viewers|subscri\w+|membership"
    r"|donat\w+|supporters?|gifts?|contributions?|newsletters?|inbox|podcasts?|non-?profit"
    r"|ad-free|paywalls?|whatsapp|briefing|dispatch|bulletin|round-?up|episodes?"
    r"|free to read|expensive to produce)\b",
    _FLAGS,
)
"""What a house speaks of and stories seldom do."""
_TOPIC = regex.compile(
    r"\b(?:news|headlines|newspapers?|media|stories|story|articles?|posts?|magazine|coverage|website|site"
    r"|blog|channel|app|e-?mails?|tips?|letters?|alerts|notifications|facebook|ads?|digest)\b",
    _FLAGS,
)
_PERSON = regex.compile(r"\b(?:we|ours?|(?-i:us)|yours?|you|my|me|i)\b", _FLAGS)
_BOTH = regex.compile(r"(?=.*\b(?:we|our|(?-i:us))\b)(?=.*\byour?\b)", _FLAGS)
_READER = regex.compile(r"\b(?:we|our|(?-i:us)|you|your)\b", _FLAGS)
_MANNER = regex.compile(
    r"\b(?:help|thanks?|reading|enjoy\w*|love|like (?:what|this|our)|want more|support|miss|free"
    r"|latest|share|join|favou?r|price|cost|stay|never)\b",
    _FLAGS,
)
_IMPERATIVE = regex.compile(
    r"\W{0,4}(?:please|subscribe|sign|join|give|donate|support|chip in|pitch in|become|click|get"
    r"|keep|call|text|contact|e-?mail|send|tell|share|write|drop|follow|add|download|listen|hear"
    r"|tap|register|stay|fight|protect|never|not (?:yet )?a|shop"
    r"|don['’]t miss|dear|thanks?|want|got|have|interested in|looking for|lov(?:e|ed|ing)"
    r"|(?:see|watch|read|visit|browse) (?:our|more|all|every)|lik(?:e|ed|ing)"
    r"|enjoy(?:ed|ing)?|new to|before you go|(?:were|are|did|do) you)\b",
    _FLAGS,
)
_OF_ITSELF = regex.compile(
    r"\W{0,4}(?:this (?:is an? (?:\S{1,20} ){1,2})?"
    r"(?:story|article|site|post|interview|podcast|newsletter)\b"
    r"|(?:the |at )?(?:(?-i:\p{Lu})\S{0,24} ){0,4}"
    r"(?-i:News|Foundation|Report|Media|Press|Times|Post|Journal|Project|Magazine|Review|Wire)"
    r"(?: (?:is|relies|depends|needs|covers|exists|believes|works)\b|, we\b))",
    _FLAGS,
)

_BRIEF, _SHORT, _MEDIUM, _LONG = 40, 90, 110, 140
"""Lengths of a sentence, in characters, up to which weak signs count."""


def call_in(lines: Lines, text: str) -> tuple[int, int] | None:
    """Where, in a line that matches as a whole, the call stands; None: the line stays.

    The whole line, unless its first sentence is the article's, or a long one is.
    """
    sentences = sentences_of(text)
    if len(sentences) == 1:
        return 0, len(text)
    starts, ends = zip(*sentences, strict=True)
    own = [speaks_of_house(text[a:b]) for a, b in zip(starts, ends, strict=True)]
    if own[0] and all(
        mine or end - start <= _MEDIUM for mine, start, end in zip(own, starts, ends, strict=True)
    ):
        return 0, len(text)
    after = [(starts[-1 - n], len(text)) for n in range(_leading(own[::-1]))]
    before = [(0, ends[n]) for n in range(_leading(own))]
    for start, end in after[::-1] + before[::-1]:
        if lines.match(Lowered(text[start:end])) is not None:
            return start, end
    return None


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a line stand, and what is as good as one to a call."""
    bounds = [found.span() for found in _BOUND.finditer(text)]
    starts = [0, *(end for _, end in bounds)]
    return [*zip(starts, [*(start for start, _ in bounds), len(text)], strict=True)]


def _leading(own: list[bool]) -> int:
    """How many sentences in a row speak of the house; the first may do so unknown."""
    return max(1, own.index(False) if False in own else len(own))


def speaks_of_house(sentence: str) -> bool:
    """Whether a sentence may be that of a publication about itself, or to its reader."""
    size = len(sentence)
    own = _OWN_TOPIC.search(sentence) is not None
    topic = own or _TOPIC.search(sentence) is not None
    if _IMPERATIVE.match(sentence):
        return topic or size <= _MEDIUM
    if _OF_ITSELF.match(sentence):
        return True
    if _BOTH.match(sentence):
        return True
    if _PERSON.search(sentence) is None:
        return own and size <= _MEDIUM
    if topic:
        return own or size <= _LONG
    signs = _READER if size <= _BRIEF else _MANNER
    return size <= _SHORT and signs.search(sentence) is not None
