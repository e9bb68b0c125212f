"""Who signed a letter, a statement or an agency's story: names below that belong to it."""

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
_SIGN_OFF = re.compile(
    r"[(\[*_—–-]{0,2} ?(?:Reporting|Writing|Editing)(?: and \w+)? by [A-Z].{2,240}"
)


def signed(texts: Sequence[str]) -> set[int]:
    """The lines of a signature among the last lines.

    From "Yours," to what follows the name, or "Reporting by Ann Lee; Editing by Bo Ray".
    """
    first = max(len(texts) - _LAST, 0)
    for line in range(len(texts) - 1, first - 1, -1):
        if _CLOSING.fullmatch(texts[line]):
            return set(range(line, line + 1 + _SPAN))
    return {line for line in range(first, len(texts)) if _SIGN_OFF.fullmatch(texts[line])}
