"""Terms that every rule's patterns may use: `{stamp}` stands for a date with a time.

Dates, times and names are written in so many ways that a rule which spelt them out would
hide what it is about, and two rules would spell them differently. English only, as are
the rules that use them.

`{date}`   "Nov. 19, 2019", "19 November", "Tuesday", "19/11/2019", "November 2019"
`{time}`   "8:15 pm CST", "15.24", "9 a.m. (GMT+1)", "2156 GMT (0556 HKT)"
`{ago}`    "an hour ago", "29 min", "just now"
`{stamp}`  one to eight of these, or of the unfilled fields of a template, as a line has them
`{name}`   "Ann Lee", "J. M. de la Cruz", "QUAY STAFF": one to six capitalised words
`{told}`   what shows that somebody tells of a phrase: "…, he said", "… was the motto";
           `{told-abroad}` the same in German, French and Spanish
`{house}`  the publication speaks of itself: "our", "we"; `{reader}` to its reader: "your"
`{bid}`    how a sentence begins that bids, thanks or asks the reader: "Sign up", "Have you"
"""

from __future__ import annotations

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_DATE = (
    rf"(?:(?:{_WEEKDAY}[, ]{{0,3}})?"
    rf"(?:{_MONTH}\s?\d{{1,2}}(?:st|nd|rd|th)?(?!\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ -]{_MONTH}|{_MONTH})"
    r"(?:[, -]{0,3}(?:19|20)\d\d)?"
    rf"|\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{1,4}}|{_WEEKDAY}|today|yesterday)"
)
# Capitals that run on into a word are no zone: "ESTUpdated" is EST and a label.
_ZONE = (
    r"(?:(?:ist|gmt|est|utc|(?-i:[A-Z]{2,5}(?![a-z])))(?:[+-]\d{1,2})?"
    r"|(?:eastern|central|mountain|pacific|local)(?: time)?)"
)
_TIME = (
    r"(?:(?:\d{1,2}(?:[:.h]\d\d){1,2}h?(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?)"
    rf"(?:,?\s?\(?{_ZONE}\)?)?"
    r"|\d{4} (?:gmt|utc)(?: \(\d{4} [a-z]{3}\))?)"
)
_AGO = (
    r"(?:(?:about |over )?(?:\d{1,3}|an?) ?"
    r"(?:sec(?:ond)?s?|min(?:ute)?s?|hrs?|hours?|days?|weeks?|months?|years?|[smhdw])\b\.?(?: ago)?"
    r"|just now)"
)
# Atomic, because the parts overlap, and a line that is no stamp must fail at once.
_PART = rf"(?>{_DATE}|{_TIME}|{_AGO}|\[\w{{2,12}}\])"
_CAPITALISED = r"(?-i:\p{Lu})[\w.’'-]{0,24}"
_PARTICLE = r"(?:de|da|del|della|di|du|van|von|der|den|la|le|el|al|bin|ibn|y)"

# A site says "Sign up for our newsletter" and then speaks of itself and its reader. A story goes
# on in the third person, or says where the words stood.
_BEARER = (
    r"(?:sign|poster|banner|notice|board|leaflet|flyer|label|plaque|slogan|motto|joke|line|phrase)"
)
_TOLD = (
    r"(?:\b(?:said|says|told|tells|asked|wrote|writes|promised|suggests|joked)\b"
    r"|\b(?:according to(?! our\b)|(?:would|used to) (?:say|tell))\b"
    r"|, (?:and |but |as |so )?(?:he|she|nobody|everybody|no one)\b"
    r"|, (?:and|but) (?:they|hardly|people d)"
    r"|, (?:runs|goes) the\b"
    rf"|, (?:the|my|an?|his|her|their|one) (?:[\w’']+ ){{0,2}}{_BEARER}\b"
    rf"|\b(?:is|was|were) (?:what (?:the|he|she)|the (?:\w+ )?{_BEARER})\b"
    r"|[.!?] (?-i:That (?:is|was)|He|She|His|Her|Nobody) )"
)

# The same in German, French and Spanish.
_TOLD_ABROAD = (
    r"(?:\b(?:sagte?n?|schrieb|schreibt|heißt es|laut|steht|stand|lautet|erzählt|verspricht|meint"
    r"|dit(?:-elle|-il)?|disait|écrit|selon|lit-on|répète|raconte|explique|affirme|déclare|plaisante"
    r"|dijo|dice|decía|según|escribe|afirma|repite|reza|anima|aconseja|explicó|señaló)\b"
    r"|, (?:und |et |y )?(?:er|niemand|keiner|elle|il|personne|nadie|ella|él)\b)"
)

_BID = (
    r"(?:(?:please|just|simply|also|then|now|so|or|and|why not|you can(?: also)?|be sure to"
    r"|don['’]t forget to|remember to|consider|(?:click|tap)(?: here)? to|to) )?"
    r"(?:subscribe|sign (?:up|in)|log ?in|register|join|get|receive|download|install|follow|like"
    r"|support|donate|contribute|pay|answer|give|chip in|pitch in|share|tell|send|e-?mail|text"
    r"|call|contact|write|click|tap|press|swipe|watch|listen|hear|become|help|visit|browse|explore|discover|check|find"
    r"|read|see|view|add|enter|try|start|stay|keep|catch|(?:never|don['’]t) miss|turn o(?:n|ff)"
    r"|switch|enable|allow|accept|manage|upgrade|renew|activate|claim|save|buy|order|shop|book|reserve"
    r"|play|vote|take|rate|review|leave|post|report|submit|pledge|make|unlock|continue|create"
    r"|use|enjoy|grab|love|want|got|(?:have|did|do|were|are) you|thanks|thank you|welcome"
    r"|not an?|already an?|(?:have|got) (?:an?|any|some|something)|new (?:to|here)"
    r"|looking for|interested in)\b"
)

TERMS = {
    "date": _DATE,
    "time": _TIME,
    "ago": _AGO,
    "stamp": rf"(?:{_PART}(?:[ ,;:|•·–—()/-]{{0,4}}(?:(?:at|on|@) )?{_PART}){{0,7}})",
    "told": _TOLD,
    "told-abroad": _TOLD_ABROAD,
    "house": r"(?:\b(?:ours?|we|we['’](?:re|ve|ll|d))\b|(?-i:\bus\b))",
    "reader": r"\b(?:you|yours?|you['’](?:re|ve|ll|d))\b",
    "bid": _BID,
    "name": rf"(?:{_CAPITALISED}(?: (?:{_PARTICLE} ){{0,2}}{_CAPITALISED}){{0,5}})",
}
