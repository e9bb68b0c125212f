"""What the names of classes and ids say: a name's topics, as the bits of one number.

The words are those that publishers' systems use; each topic is only a measurement, which
the judge weighs with others: no name alone throws a block out.
"""

from __future__ import annotations

import re
from functools import lru_cache

TOPICS: dict[str, str] = {
    "article": r"article|story|\bpost\b|post[-_]?(?:content|body|text|entry)|news[-_]?(?:body|text|content)|blog",
    "body": r"body|content|entry|text|copy|main|rich|paragraph|prose|wysiwyg|absatz",
    "articlebody": r"article[-_]*(?:body|text|content|copy|main|inner|paragraph)|(?:story|post|entry|news)[-_]*(?:body|text|content|copy)|bodytext|rich-?text|(?:main|page)-?content",
    "paragraph": r"paragraph|\bp\b|text[-_]?block|block[-_]text|prose",
    "lead": r"lead|dek|summary|intro|standfirst|excerpt|abstract|teaser-?text|subtitle|sub-?head|kicker|chapo|vorspann|description|deck|snippet|synopsis",
    "headline": r"head(?:line|ing)|title|hed\b",
    "comment": r"comment|disqus|discuss|respond|repl(?:y|ies)|wpd|talkback|forum",
    "related": r"related|recommend|more[-_]|also|similar|suggest|read[-_]?(?:more|next|also)|outbrain|taboola|trending|popular|most[-_]|latest|recirc|onward|further|next|prev|explore|discover|inline-?(?:link|story)|teaser",
    "card": r"card|tile|promo|list[-_]?item|listing|grid|feed|river|stream|carousel|slider|swiper|rail|stack|package|collection|archive|topics?\b",
    "share": r"share|social|sharing|follow|facebook|twitter|whatsapp|addthis|bookmark|print|email|tools?\b|actions?|toolbar|utility|button|btn|cta|icon",
    "signup": r"newsletter|subscri|sign-?up|paywall|premium|member|regwall|register|login|donat|support|contribut|piano|offer|abo\b|registr|campaign",
    "advert": r"\bads?\b|advert|ad[-_](?:slot|unit|container|wrap)|sponsor|banner|promot|partner|dfp|gpt|anzeige|werbung|commerc|affiliate|shop|product|deal|buy",
    "navigation": r"nav|menu|breadcrumb|crumb|toc\b|table-of-contents|pagination|pager|skip|tabs?\b|dropdown|search|filter|jump|index|sitemap",
    "side": r"side|aside|widget|column-?(?:right|left)|right-|left-|secondary|complement|rail|drawer|info-?box|box|factbox|callout|pull-?quote|panel",
    "foot": r"foot|bottom|copyright|legal|disclaimer|terms|privacy|policy|colophon|rights|end-?note|correction|credits?",
    "meta": r"byline|author|meta|date|time|publish|tag|categor|source|bio\b|profile|contributor|writer|reporter|info|label|badge|kicker|eyebrow|section-?(?:name|title)|autor|datum|updated",
    "media": r"caption|figure|image|img|photo|picture|media|video|audio|player|gallery|slide|podcast|credit|legend|thumb|bild|embed|youtube|tweet|instagram|asset",
    "popup": r"modal|popup|pop-up|overlay|dialog|cookie|consent|gdpr|onetrust|didomi|\bcmp\b|ccpa|toast|notif|alert|message|lightbox|tooltip|hidden|hide|sr-only|screen-?reader|visually|collapse|no-?print|offscreen",
    "form": r"form|input|field|poll|quiz|survey|vote|rating|rate|star|review",
    "reference": r"reference|footnote|citation|cite|biblio|note|glossary|appendix",
}  # fmt: skip
"""Topic: what its names look like."""

BITS = {topic: 1 << number for number, topic in enumerate(TOPICS)}
"""The bit of each topic."""

_SEARCHES = tuple((BITS[topic], re.compile(words).search) for topic, words in TOPICS.items())


@lru_cache(maxsize=1 << 14)
def topics_of(name: str) -> int:
    """The topics of a name, as bits."""
    bits = 0
    for bit, search in _SEARCHES:
        if search(name):
            bits |= bit
    return bits
