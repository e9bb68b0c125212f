"""What elements are by their tags, and what their attributes say of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

SKIPPED = frozenset(
    "script style noscript template svg iframe frame frameset object embed applet canvas audio "
    "video select datalist option button input textarea head title meta link base map "
    "area param source track dialog progress meter noframes rp".split()
)
"""Elements that show no text, or none that is reading matter."""

INLINE = frozenset(
    "a abbr acronym b bdi bdo big blink cite code data del dfn em font i img ins kbd label mark "
    "nobr picture q rb rt rtc ruby s samp slot small span strike strong sub sup time tt u var wbr "
    "math mi mn mo mrow msup msub mfrac mtext semantics".split()
)
"""Elements that begin no block: their text belongs to the words around it."""

VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source "
    "track wbr".split()
)
"""Elements that have no content and no end tag."""

UNSEEN = frozenset(("tbody", "thead", "tfoot", "colgroup"))
"""Parts of tables that some parsers add and others do not: they begin a block, no more."""
MARKING = frozenset(("a", "b", "strong", "code"))
"""Inline elements of which blocks know: links and bold type, whose characters are counted, and
programs."""
CONTROLS = frozenset("audio button iframe input object select textarea video".split())
"""These are seen, if not read, and so part the words on either side."""

NAVIGATION = frozenset(("nav", "navigation"))
"""Tags and roles of the ways around a site."""
SITES_OWN = frozenset((*NAVIGATION, "footer", "contentinfo"))
"""Those, and footers, which are the site's own unless they stand in one of `PROPER`."""
PROPER = frozenset(("article", "main", "section"))
"""Elements that are the page's own."""
CONSENT = (
    "onetrust-", "cybotcookiebotdialog", "didomi-", "usercentrics-", "qc-cmp2-",
    "sp_message_container",
)  # fmt: skip
"""How ids begin (in lower case) of what consent services put over a page."""

_EDITING = "mw-editsection"
"""Class of the link in every heading of a wiki by which its section is edited."""
_HIDDEN_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)


@lru_cache(maxsize=8192)
def names_of(
    names: str | None, ident: str | None = None, prop: str | None = None, role: str | None = None
) -> str:
    """What an element is called, lower case, parted by spaces; most repeat within a site."""
    said = names or ""
    if ident or prop or role:
        said = " ".join(filter(None, (names, ident, prop, role and f"role-{role}")))
    return " ".join(said.lower().split())


def is_hidden(attributes: Mapping[str, str | None]) -> bool:
    """Whether an element's own attributes keep it from being seen, or make it an editor's tool."""
    if "style" in attributes and _HIDDEN_STYLE.search(attributes["style"] or ""):
        return True
    if "aria-hidden" in attributes and attributes["aria-hidden"] == "true":
        return True
    if "class" in attributes and _EDITING in (attributes["class"] or ""):
        return True
    return "hidden" in attributes and attributes["hidden"] != "until-found"
