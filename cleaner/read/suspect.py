"""Which lines could ftfy change? A cheap test in front of an expensive one.

ftfy decodes a line only if its badness pattern matches. Every alternative of that pattern
needs a C1 control, `œ` before something that is no letter, a `Ђ`, or two neighbours out of
its character categories that real text seldom puts side by side. We search for those. That
nothing is missed is proved by a test that takes ftfy's own pattern apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping


def suspect_line(categories: Mapping[str, str], alone: str, *, entities: bool) -> re.Pattern[str]:
    """A pattern that finds something in every line that ftfy would change, NFC apart.

    `categories` are those of `ftfy.badness`; `alone` are characters that it changes
    wherever they stand. The pattern begins with one character class, which `re` finds
    fast, and looks back from there.
    """
    common, bad, box = categories["common"], categories["bad"], categories["box"]
    # Of the opening marks only ‚ begins a pair that is suspect by itself.
    opening = categories["start_punctuation"].replace("‚", "")
    closing = categories["end_punctuation"]
    numeric = categories["numeric"]
    symbols = bad + box + numeric + categories["currency"] + categories["law"] + "‚°"
    upper = categories["upper_accented"]
    letters = upper + categories["lower_accented"] + categories["kaomoji"]
    alphabets = categories["upper_common"] + categories["lower_common"]
    alone = (
        "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u206a-\u206f\ufeff\ufff9-\ufffc\ud800-\udfff"
        f"Ђ{alone}"
    )
    return re.compile(
        f"[{'&' if entities else ''}{alone}{symbols}{opening}{closing}{letters}]"
        "(?:"
        f"(?<=[{alone}])"
        f"|(?<=[{letters}{symbols}{closing}][{symbols}{upper}])"
        f"|(?<=[{letters}{symbols}][{opening}{closing}])"
        f"|(?<=[{symbols}{closing}][{letters}])"
        f"|(?<=[{opening}][{bad}{box}{numeric}])"
        f"|(?<=[{alphabets}][{bad}{upper}])"
        f"|(?<=[ВГРСΒΓΞΟβ][{symbols}{opening}{closing}])"
        "|(?<=[Œœ])(?![A-Za-z])"
        f"|(?<=[ÂÃÎÐØÙ√])(?=[ œšž{common}])"
        "|(?<=&)#?[0-9A-Za-z]{1,24};"
        ")"
    )
