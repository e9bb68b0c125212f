"""What the names of classes and ids say: a name's topics, as the bits of one number.

The words are those that publishers' systems use; each topic is only a measurement, which
the judge weighs with others: no name alone throws a block out. A space in a word stands
for an end of the name, or for any sign in it that is no letter or digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaner.mark.content.bits import Bits

TOPICS: dict[str, str] = {
    "article": "article|story| post | news |blog",
    "body": "body|content|entry|text|copy| main|rich|paragraph|prose|wysiwyg|absatz",
    "articlebody": "article body|articlebody|article text|articletext|article content|"
    "articlecontent|article copy|article main|article inner|article paragraph|story body|"
    "storybody|story text|story content|storycontent|post body|post text|post content|"
    "postcontent|postbody|entry content|entry body|entry text|news body|news text|newstext|"
    "news content|bodytext|body text|richtext|rich text|main content|maincontent|page content",
    "paragraph": "paragraph| p |textblock|text block|block text|prose",
    "lead": "lead| dek |summary|intro|standfirst|excerpt|abstract|teaser text|teasertext|"
    "subtitle|subhead|sub head|kicker|chapo|vorspann|description| deck|snippet|synopsis",
    "headline": "headline|heading|title| hed ",
    "comment": "comment|disqus|discuss|respond|reply|replies|wpd|talkback|forum",
    "related": "related|recommend| more |similar|suggest|read more|readmore|read next|read also|"
    "outbrain|taboola|trending|popular| most |latest|recirc|onward|further|next|prev|explore|"
    "discover|inline link|inline story|teaser|breaking|ticker|must read|also like",
    "card": "card|tile|promo|list item|listitem|listing|grid|feed|river|stream|carousel|slider|"
    "swiper|rail|stack|package|collection|archive|topics ",
    "share": "share|social|sharing|follow|facebook|twitter|whatsapp|addthis|bookmark|print|email|"
    " tool|action|toolbar|utility|button| btn|cta|icon",
    "signup": "newsletter|subscri|signup|sign up|paywall|premium|member|regwall|register|login|"
    "donat|support|contribut|piano|offer| abo |registr|campaign",
    "advert": " ad | ads |advert|adslot|sponsor|banner|promot|partner|dfp|gpt|anzeige|werbung|"
    "commerc|affiliate|shop|product| deal| buy",
    "navigation": " nav|menu|breadcrumb|crumb| toc |table of contents|pagination|pager|skip| tab|"
    "dropdown|search|filter|jump|index|sitemap",
    "side": "sidebar| side|aside|widget|column right|column left| right | left |secondary|"
    "complement|rail|drawer|infobox|info box| box|factbox|callout|pullquote|pull quote|panel",
    "foot": "foot|bottom|copyright|legal|disclaimer|terms|privacy|policy|colophon|rights|endnote|"
    "end note|correction|credit",
    "meta": "byline|author|meta|date| time|publish| tag|categor|source| bio |profile|contributor|"
    "writer|reporter| info|label|badge|kicker|eyebrow|section name|section title|autor|datum",
    "media": "caption|figure|image| img|photo|picture|media|video|audio|player|gallery|slide|"
    "podcast|credit|legend|thumb|bild|embed|youtube|tweet|instagram|asset",
    "popup": "modal|popup|pop up|overlay|dialog|cookie|consent|gdpr|onetrust|didomi| cmp |ccpa|"
    "toast|notif|alert|message|lightbox|tooltip|hidden| hide|sr only|screen reader|visually|"
    "collapse|noprint|no print|offscreen",
    "form": "form |input|field|poll|quiz|survey|vote|rating| rate|star|review",
    "reference": "references|reflist|footnote|endnote|citation| cite|biblio|glossary|appendix",
}
"""Topic: words of its names, parted by bars."""

BITS = {topic: 1 << number for number, topic in enumerate(TOPICS)}
"""The bit of each topic."""

_REMEMBERED = 1 << 14
_TOPICS = Bits(TOPICS.values())
_SIGNS = re.compile(r"(?:[^\w\n]|_)+")
# Twice, since a table has 256 entries.
_SIGNS_AS_SPACES = bytes(n if chr(n).isalnum() or n == 0x0A else 0x20 for n in range(128)) * 2
_known: dict[str, int] = {"": 0}


def topics_of(names: Iterable[str]) -> dict[str, int]:
    """The topics of each name, as bits; names that were seen before cost nothing."""
    names = set(names)
    new = [name for name in names if name not in _known]
    if new:
        if len(_known) > _REMEMBERED:
            _known.clear()
            new = list(names)
        _known.update(zip(new, _TOPICS.of(_parted(new)), strict=True))
    return {name: _known[name] for name in names}


def _parted(names: Iterable[str]) -> list[str]:
    """The words of each name, a space on either side of each."""
    text = "\n".join(names)
    if text.isascii():  # nearly always, and so ten times as fast
        text = text.encode().translate(_SIGNS_AS_SPACES).decode()
    else:
        text = _SIGNS.sub(" ", text)
    return [f" {' '.join(name.split())} " for name in text.split("\n")]
