"""Days as people write them, in a text or in the address of a page."""

from __future__ import annotations

import re

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero ene gennaio gen januari janeiro",
            "february feb februar février fevrier févr febrero febbraio februari fevereiro fev",
            "march mar märz maerz mrz mars marzo maart março marco",
            "april apr avril avr abril abr aprile",
            "may mai mayo maggio mag mei maio",
            "june jun juni juin junio giugno giu junho",
            "july jul juli juillet juil julio luglio lug julho",
            "august aug août aout agosto ago augustus",
            "september sept sep septembre septiembre settembre set setembro",
            "october oct oktober okt octobre octubre ottobre ott outubro out",
            "november nov novembre noviembre novembro",
            "december dec dezember dez décembre decembre déc diciembre dic dicembre desember "
            "dezembro",
        ),
        1,
    )
    for name in names.split()
}
MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
"""A pattern of the names of months, in the languages of most news sites."""
_DAYS = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)"),
    re.compile(
        rf"(?<!\w)(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.|er)?(?: of| de)? (?P<m>{MONTH})\.?,?"
        r"(?: de)? (?P<y>(?:19|20)\d\d)(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<!\w)(?P<m>{MONTH})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>(?:19|20)\d\d)(?!\d)",
        re.IGNORECASE,
    ),
    # With full stops the day comes first everywhere; with slashes it depends on the country.
    re.compile(r"(?<!\d)(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>(?:19|20)\d\d)(?!\d)"),
    re.compile(r"(?P<y>(?:19|20)\d\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日"),
)
_IN_ADDRESS = re.compile(
    r"/(?P<y>(?:19|20)\d\d)[/-]?(?P<m>0[1-9]|1[0-2])[/-]?(?P<d>[0-3]\d)(?:/|-|\b)"
)


def day_in(text: str) -> str:
    """The first day that a text names, as YYYY-MM-DD, or nothing.

    Days such as 02/03/2026 are not read: whether that is in February depends on the country.
    """
    for pattern in _DAYS:
        if (found := pattern.search(text)) and (day := _as_day(found)):
            return day
    return ""


def day_in_address(url: str) -> str:
    """The day in the address of a page, as YYYY-MM-DD, or nothing."""
    found = _IN_ADDRESS.search(url)
    return _as_day(found) if found else ""


def _as_day(found: re.Match[str]) -> str:
    year, month, day = found["y"], found["m"], int(found["d"])
    number = int(month) if month.isdigit() else _MONTHS[month.lower()]
    return f"{year}-{number:02}-{day:02}" if 1 <= number <= 12 and 1 <= day <= 31 else ""
