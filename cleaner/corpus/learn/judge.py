"""Is a line that a site repeats residue, or something its writers say again?

Background paragraphs, labels of interviews and headings are repeated too, and are part of the
articles. Residue speaks to the reader, or of the page itself, or stands all over a site in
one place. Each sign counts; none is enough without another.
"""

from __future__ import annotations

import re
from statistics import pstdev
from typing import NamedTuple

from cleaner.corpus.learn.lines import Repeated, words_of

BAR = 1.75
"""Weight of signs from which on a line is proposed."""

WEAK_BAR = 1.2
"""The same for a line that nearly always stands beside one that is proposed."""

READER = frozenset(
    "you your yours you’re you'll you’ll you'd us our ours we’re we'll we’ll".split()
)
ASKING = frozenset(
    "click follow subscribe sign download join watch listen read see view get share tweet like "
    "register support donate contact email e-mail send submit visit tap add upgrade explore "
    "discover browse check skip scroll continue enter find learn buy shop stream tune call text "
    "comment respond write".split()
)
PAGE = frozenset(
    "newsletter newsletters inbox email e-mail e-mails website web site page story stories article "
    "articles column post posts updates "
    "podcast podcasts app apps iphone android ipad facebook twitter instagram youtube itunes "
    "spotify snapchat rss feed feeds alerts subscription subscribers subscriber account login log "
    "password privacy policy terms cookies javascript browser recaptcha advertisement advertising "
    "sponsored copyright reserved rights reprinted republished permission syndicated published "
    "updated contributed contributor contributors reporting editing editor editors photo photos "
    "video videos gallery slideshow image images caption credit related recommended trending "
    "comments comment homepage archives archive transcript opinion editorial section press "
    "reuters associated getty".split()
)
_LINK = re.compile(r"https?://|www\.|@\w|\w\.(?:com|org|net|co)\b|[»›>]$|\|", re.IGNORECASE)
_SPEECH = re.compile(r"[“\"].{12,}[”\"]|\b(?:said|says|told)\b", re.IGNORECASE)
_LABEL = re.compile(r"[A-Z][\w .,'’()-]{0,40}:$")
_END = re.compile(r"[.!?…][”\"’')\]]*$")


class Judged(NamedTuple):
    """The weight of the signs, and what they were."""

    weight: float
    signs: tuple[str, ...]


def speaks_to_the_reader(line: str) -> bool:
    """Whether a line asks the reader for something, or speaks of the page."""
    return words_weight(line) >= 1.0 and not _SPEECH.search(line)


def words_weight(line: str) -> float:
    """How much the words of a line speak of readers and pages."""
    words = words_of(line)
    if not words:
        return 0.0
    reader = any(word in READER for word in words)
    asking = words[0] in ASKING or any(word in ASKING for word in words[1:])
    page = sum(word in PAGE for word in set(words))
    weight = 0.5 * asking + min(page, 3) * 0.75 + (0.5 if words[0] in ASKING else 0.0)
    weight += 0.5 if reader and (asking or page) else 0.0
    # A long text that mentions an e-mail is a text.
    return weight * min(1.0, 22 / len(words)) if page < 2 else weight


def judge(one: Repeated, site_documents: int) -> Judged:
    """The signs that speak for residue and against it."""
    line = one.form
    words = words_of(line)
    signs: dict[str, float] = {}
    if weight := words_weight(line):
        signs["its words"] = round(weight, 2)
    if _LINK.search(line):
        signs["links"] = 1.0
    share = one.documents / max(site_documents, 1)
    if one.documents >= 10 and share >= 0.02:
        signs["all over the site"] = 1.5 if share >= 0.1 else 1.0
    elif one.documents >= 6:
        signs["many documents"] = 0.5
    if _same_place(one.places):
        signs["always in one place"] = 1.0
    if _SPEECH.search(line):
        signs["somebody speaks"] = -2.0
    if _LABEL.match(line) and not weight:
        signs["a label"] = -1.5
    if _END.search(line) and len(words) >= 9 and weight < 1:
        signs["a sentence"] = -1.5
    if len(words) < 3 and not weight:
        signs["few words"] = -1.0
    return Judged(sum(signs.values()), tuple(signs))


def _same_place(places: list[float]) -> bool:
    """Whether a line stands at the head or the foot of its documents, always."""
    if len(places) < 3:
        return False
    middle = sum(places) / len(places)
    return pstdev(places) < 0.08 and (middle < 0.1 or middle > 0.9)
