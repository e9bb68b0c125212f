"""Who signed a letter or a statement: names below the article that belong to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SPAN = 3
"""So many lines may follow the words before a name: the name, an office, a place."""
_LAST = 12
"""A signature is looked for among so many last lines."""
_CLOSING = re.compile(
    r"(?:yours(?: (?:truly|sincerely|faithfully|ever|always))?|(?:very )?sincerely(?: yours)?"
    r"|(?:best|kind|warm|warmest|kindest)? ?(?:regards|wishes)|respectfully(?: yours)?|cheers"
    r"|with (?:love|thanks|gratitude|best wishes|kind regards)|in solidarity|signed"
    r"|for (?:and on behalf of )?the \w+(?: \w+)?|on behalf of(?: \w+){1,4})[,:]?",
    re.IGNORECASE,
)


def signed(texts: Sequence[str]) -> set[int]:
    """The lines of a signature among the last lines: from "Yours," to what follows the name."""
    first = max(len(texts) - _LAST, 0)
    for line in range(len(texts) - 1, first - 1, -1):
        if _CLOSING.fullmatch(texts[line]):
            return set(range(line, line + 1 + _SPAN))
    return set()
