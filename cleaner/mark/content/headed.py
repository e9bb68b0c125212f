"""What a heading below the article says is something else: comments, or other stories.

Class names tell that on most pages. Where they do not, a heading may: what it heads is the rest
of the element that begins with it, or, if that element holds it alone, what comes next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from cleaner.mark.content.candidates import Candidates
from cleaner.mark.content.outline import Outline
from cleaner.markup import Markup

_LONGEST = 60
"""Characters of such a heading, at most."""
_RANKS = ("h2", "h3", "h4", "h5", "h6")
_HEADINGS = frozenset(("h1", *_RANKS))
_COMMENTS = "comments|kommentare|commentaires|comentarios|comentários|commenti|reacties|kommentarer"
_COUNTED = re.compile(
    rf"(?:\d[\d.,]*|one|two|three|no) (?:comment|{_COMMENTS}|responses?|thoughts?)"
    r"(?: (?:on|to|zu|sur) .*)?"
    rf"|(?:{_COMMENTS}) ?\(\d+\)|(?:leave|post|write) (?:a|your) (?:comment|reply)"
)
"""Headings of comments, and of nothing else."""
_STORIES = "posts?|articles?|stories|news|topics|headlines|reads|recipes|reviews|podcasts"
_OTHERS = re.compile(
    rf"(?:{_COMMENTS}|(?:our |the |see )?(?:(?:recent|latest|related|similar|popular|"
    rf"trending|recommended|more|other|newest|top|featured) ){{1,2}}(?:{_STORIES})|more from .*|"
    r"most (?:read|popular|viewed|commented|shared)|trending(?: now)?|(?:read|up) next|"
    r"keep reading|(?:you )?(?:may|might) also (?:like|enjoy)|around the web|"
    r"from (?:our|the) (?:network|web|partners|archives?)|recommended(?: for you)?|in other news|"
    r"mehr zum thema|mehr aus .*|weitere (?:artikel|themen|nachrichten|meldungen)|meistgelesen|"
    r"auch interessant|(?:ähnliche|neueste) (?:artikel|beiträge)|(?:à )?lire aussi|les plus lus|"
    r"articles (?:similaires|récents|liés)|sur le même (?:sujet|thème)|te puede interesar|"
    r"(?:artículos|noticias|entradas) (?:relacionad[ao]s|recientes)|lo más leído|leggi anche|"
    r"articoli (?:correlati|recenti)|lees ook|meer nieuws|les også|mest leste?|siste nytt|"
    r"läs (?:mer|också)|mest läst|senaste nytt|関連記事|人気記事)\W?"
)
"""Headings of what may be a part of the article, if it stands in the midst of it."""


def headed(
    folded: Sequence[str], markup: Markup, headline: int, page: Outline, candidates: Candidates
) -> Set[int]:
    """The blocks that such headings head, and these, with prose above them.

    `folded` are the blocks' texts in lower case, and `headline` is the number of the title's
    block, or -1. Other stories have no more prose than stands above; if they are in the winner,
    they come last in it, in an element of their own.
    """
    owners = markup.owners
    heads = [
        i
        for i, text in enumerate(folded)
        if i > headline and len(text) <= _LONGEST and markup.tags[owners[i]] in _RANKS
    ]
    heads = [i for i in heads if _COUNTED.fullmatch(folded[i]) or _OTHERS.fullmatch(folded[i])]
    if not heads:
        return frozenset()
    is_in = [candidates.depth(owner) >= 0 for owner in owners]
    found: set[int] = set()
    for i in heads:
        section, is_own = _section(i, markup)
        above = sum(page.prose[headline + 1 : i])
        if _COUNTED.fullmatch(folded[i]):
            found.update(section if above else ())
        elif above and above >= sum(page.prose[i : section.stop]):
            rest = range(section.stop, len(owners))
            is_last = is_own and not any(is_in[n] and page.prose[n] for n in rest)
            found.update(n for n in section if is_last or not is_in[n])
    return found


def _section(heading: int, markup: Markup) -> tuple[range, bool]:
    """The blocks that a heading heads, itself first, and whether an element holds just these."""
    tags, parents, owners = markup.tags, markup.parents, markup.owners
    element = owners[heading]
    inside = markup.inside(element)
    while (parent := parents[element]) >= 0:
        around = markup.inside(parent)
        if around.start < heading:
            break
        element, inside = parent, around
    if len(inside) > 1 or parent < 0:
        return inside, True
    rank = tags[owners[heading]]
    for n in range(inside.stop, around.stop):
        if tags[owners[n]] in _HEADINGS and tags[owners[n]] <= rank:
            return range(heading, n), False
    return range(heading, around.stop), False
