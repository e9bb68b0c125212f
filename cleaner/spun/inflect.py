"""Bend the words of a lexicon entry: stated/said, warfares/wars, nearer/closer.

The forms come from LemmInflect's tables of English. Only building a lexicon needs it; a
compiled lexicon is read without.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from cleaner.errors import ConfigError

TAGS = {
    "noun": ("NN", "NNS"),
    "verb": ("VB", "VBZ", "VBG", "VBD", "VBN"),
    "adj": ("JJ", "JJR", "JJS"),
    "adv": ("RB",),
    "name": ("NNP",),
    "other": ("",),
}
"""Part of speech → the Penn tags of its forms; the first is the base form."""
_BENT = {"NNS", "VBZ", "VBG", "VBD", "VBN", "JJR", "JJS"}
_MOST = 2


@cache
def _library() -> Any:
    try:
        import lemminflect  # noqa: PLC0415
    except ImportError:
        raise ConfigError(
            "a lexicon that is not compiled needs LemmInflect: pip install lemminflect"
        ) from None
    return lemminflect


@cache
def _word_forms(word: str, tag: str) -> tuple[str, ...]:
    if tag not in _BENT:
        return (word,)
    stem, hyphen, last = word.rpartition("-")
    library = _library()
    if tag in {"JJR", "JJS"}:
        # Only a comparison that a dictionary knows: nearer, but not "importanter".
        found = library.getInflection(last, tag, inflect_oov=False)
    else:
        found = library.getInflection(last, tag)
    return tuple(stem + hyphen + form for form in found if form != last or tag in {"VBD", "VBN"})[
        :_MOST
    ]


_UPOS = {"noun": "NOUN", "verb": "VERB", "adj": "ADJ", "adv": "ADV"}


def lemmas(word: str, pos: str) -> tuple[str, ...]:
    """The base forms a word may have as a noun, verb, adj or adv; none if it is none."""
    found = _library().getAllLemmas(word, upos=_UPOS[pos])
    return tuple(found.get(_UPOS[pos], ()))


def inflect(phrase: str, tag: str) -> tuple[str, ...]:
    """The forms of a phrase for a tag; at most two, the usual one first, none if there is none.

    A single word is bent, in a longer phrase the word before `~`; a phrase without one has
    only its base form.
    """
    words = phrase.split()
    marked = [i for i, word in enumerate(words) if word.endswith("~")]
    words = [word.rstrip("~") for word in words]
    if marked:
        place = marked[0]
    elif len(words) == 1:
        place = 0
    else:
        place = -1
    if place < 0 or tag not in _BENT:
        return () if tag in _BENT else (" ".join(words),)
    return tuple(
        " ".join([*words[:place], form, *words[place + 1 :]])
        for form in _word_forms(words[place], tag)
    )


def article(word: str) -> str:
    """Whether "a" or "an" stands before the word, by its usual sound."""
    low = word.lower()
    if not low:
        return "a"
    if low[0].isdigit():
        return "an" if low[0] == "8" or low[:2] in {"11", "18"} else "a"
    if word[:2].isupper() and len(word) > 1 and not word.isalpha():  # U.S., F.B.I.
        return "an" if low[0] in "aefhilmnorsx" else "a"
    if low.startswith(("hour", "honest", "honor", "honour", "heir")):
        return "an"
    if low.startswith(("uni", "use", "usu", "util", "eu", "one", "once", "ubiq", "uran")):
        return "an" if low.startswith(("unin", "unim", "unide", "unin")) else "a"
    return "an" if low[0] in "aeiou" else "a"
