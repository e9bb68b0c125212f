"""The words that say nothing of what a text is about, in groups."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cleaner.mark.model.lexicon import Index
from cleaner.mark.model.signs import Hashes, gram_hash
from cleaner.mark.shapes import ENGLISH

_SAID = "said says told tells adds added asked wrote explained noted according"
_TIME = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sept sep oct nov dec monday tuesday wednesday thursday "
    "friday saturday sunday ago am pm hours hour minutes mins min today"
)
_JOINTS = ENGLISH | frozenset(
    "any before between both did do does during even may most much off only other over own "
    "should such these those though through until very was well were while within "
    "you your yours our us we you're you'll we're he she they his him her their i my me it "
    "its them i'm".split()
)
NONE, SAYING, TIMING, JOINING = range(4)
"""Groups of words; that of a function word is the number less than 0."""


def _groups() -> tuple[Index, npt.NDArray[np.int8]]:
    group = dict.fromkeys(_SAID.split(), SAYING) | dict.fromkeys(_TIME.split(), TIMING)
    group = {word: -of if word in _JOINTS else of for word, of in group.items()}
    group |= dict.fromkeys(sorted(_JOINTS - group.keys()), -JOINING)
    return Index([gram_hash(word) for word in group]), np.array([*group.values()], np.int8)


_WORDS, _GROUP = _groups()


def groups_of(words: Hashes) -> npt.NDArray[np.int8]:
    """The group of each word, by its hash."""
    groups = np.zeros(len(words), np.int8)
    which, found = _WORDS.find(words)
    groups[which] = _GROUP.take(found)
    return groups
