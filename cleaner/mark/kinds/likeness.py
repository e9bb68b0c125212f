"""What tells the lines of a list of headlines: words, endings, and how much alike they are."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from cleaner.mark.shapes import ENGLISH, ends_sentence, is_title_case
from cleaner.mark.terms import TERMS
from cleaner.mark.vocabulary import WORD, Vocabulary

STEM = 6
"""Characters by which words are compared."""
_JOINTS = ENGLISH | frozenset(
    "against amid among before behind between do does did during may me near off over per say "
    "says should than through under until upon us via vs where while within without".split()
)
"""What joins the words of a headline; lists of names and things have next to none."""
_ROLE = re.compile(r"(?:[^\W\d_][\w.'’-]+ ){1,4}[^\W\d_][\w.'’-]+, (?!and |or |but )[a-z]")
_FIELD = re.compile(r"((?:[^\W\d_][\w'’-]* ?){1,3}):\s")
_ENTRY = re.compile(
    rf"""(?:{TERMS["date"]}|{TERMS["time"]}|\d{{4}})(?: ?[:–—] | - )"""
    r"|[“\"‘'].{1,90}[”\"’'],? by (?-i:[A-Z])|.{2,60} v\. ",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"[\d¼½¾⅓⅔]+(?:[.,/ -]+\d+)? ?(?:cups?|tsp|tbsp|tea ?spoons?|table ?spoons?|ml|litres?|liters?|"
    r"oz|ounces?|pinch(?:es)?|cloves?|(?-i:g)|grams?|sticks?|cans?)\b(?: [a-z,()-]+){1,6}$",
    re.IGNORECASE,
)
_CUT_SHORT = ("...", "…")
_LONG = 140
"""Characters beyond which a line that touches the article's text is rather a paragraph cut off."""
_SAID = re.compile(r"[,?!][\"”] \w+ (?:\w+ )?(?:said|says|added|told|wrote)\b|[,?!][\"”] said\b")
_STOP_WITHIN = re.compile(r"[a-z’'][.!?] [A-Z]")


class Line(NamedTuple):
    """What one line contributes: numbers of words, and the words that mean something.

    `capitals` counts words with a capital after the first, `functions` those that join others.
    """

    words: int
    capitals: int
    functions: int
    content: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Line:
        """The measure of a text."""
        words = WORD.findall(text)
        low = [word.lower() for word in words]
        content = tuple(word for word in low if word not in _JOINTS)
        capitals = sum(1 for word in words[1:] if word[0].isupper())
        return cls(len(words), capitals, sum(1 for word in low if word in _JOINTS), content)

    def shared_with(self, vocabulary: Vocabulary) -> int:
        """How many of its content words the article uses, by their first letters."""
        return sum(1 for word in self.content if word[:STEM] in vocabulary)


def alike(texts: list[str]) -> int:
    """How many lines are made alike, as those of one list of the article's own are.

    They start with the same word, or end with it; or they share a word in lower case that
    joins nothing ("vs." in fixtures), or a comma and such a word ("Ana Vik, mayor of Lorne").
    """
    starts = Counter(text.split(None, 1)[0].lower() for text in texts)
    ends = Counter(text.rsplit(None, 1)[-1].lower() for text in texts)
    inner = Counter(
        word
        for text in texts
        for word in set(text.split())
        if word.islower() and word not in _JOINTS
    )
    roles = sum(1 for text in texts if _ROLE.match(text))
    return max(roles, *(c.most_common(1)[0][1] for c in (starts, ends, inner) if c))


def are_fields(texts: list[str]) -> bool:
    """Whether lines are entries of one form: "Age: 50", "Past posts: …", "Age: 62", and so on.

    Half of them begin with names of fields, and two fields or more come twice.
    """
    fields = Counter(found[1].lower() for text in texts if (found := _FIELD.match(text)))
    recurring = [times for times in fields.values() if times > 1]
    return len(recurring) > 1 and 2 * sum(recurring) >= len(texts)


def are_entries(texts: list[str]) -> bool:
    """Whether lines are entries of a list that an article has.

    Half of them begin with a date, a weekday or an hour, are titles with their authors, or name
    the parties of a case; or one begins with a measure of the kitchen.
    """
    entries = sum(1 for text in texts if _ENTRY.match(text))
    return 2 * entries >= len(texts) or any(map(_MEASURE.match, texts))


def like_a_sentence(text: str) -> bool:
    """Whether a line with the shape of a headline may as well be a sentence of the article.

    It is long, or it ends in a stop, a question mark or an exclamation mark, or a quote ends
    within it and somebody is named who said so; and it is not in title case.
    """
    ends = ends_sentence(text) and not text.endswith(_CUT_SHORT)
    open_end = len(text) > _LONG or _SAID.search(text)
    return bool(ends or open_end) and not is_title_case(text)


def several_sentences(text: str) -> bool:
    """Whether a sentence ends within a line."""
    return bool(_STOP_WITHIN.search(text))
