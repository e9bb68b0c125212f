"""What each feature of the line model measures, in words for a reader."""

from __future__ import annotations

MEANINGS = {
    # shape
    "chars": "characters",
    "words": "words",
    "logwords": "logarithm of the number of words",
    "ends": "ends like a sentence",
    "closes": "ends with a quotation mark or a bracket",
    "lower start": "starts with a small letter",
    "bullet start": "starts with a bullet",
    "quote start": "starts with a quotation mark",
    "capitals": "words with a capital, as a share",
    "all caps": "capitals after capitals, as a share of the letters",
    "figures": "figures, as a share of the characters",
    "technical": "characters of addresses and code",
    "domain": "full stops inside of words, as in addresses",
    "bullets": "bullets",
    "commas": "commas",
    "quotes": "quotation marks",
    "word length": "letters a word",
    "sentences": "sentence ends inside of the line",
    "brackets": "brackets",
    "last capital": "the last word has a capital",
    "functions": "function words, as a share of the words",
    "said": "words such as said and told, as a share",
    "time": "months, days and hours, as a share",
    "repeated words": "words that occur twice, as a share",
    "inner stops": "full stops a word",
    # words
    "lexicon": "what its sequences of words say for residue, less what they say for article",
    "lexicon mean": "what its sequences of words say, for its length",
    "positive": "what its sequences of words say for residue",
    "strongest": "the sequence of words that says most for residue",
    # meaning
    "related": "words that the article's paragraphs have, too, as a share",
    "new words": "words that no paragraph of the article has",
    "in first": "words of the first line, as a share",
    "told before": "words that an earlier paragraph has, as a share",
    "told after": "words that a later paragraph has, as a share",
    "often told": "how many paragraphs have its words (mean logarithm)",
    "new names": "words with a capital that no other paragraph has",
    "names before": "words with a capital that an earlier paragraph has, as a share",
    "shared with last": "words that the paragraph before has, as a share",
    "shared with next": "words that the paragraph after has, as a share",
    "copies": "other lines of the page that say the same",
    "prose": "is a paragraph",
    # place
    "place": "lines before it",
    "place from end": "lines after it",
    "relative": "place on the page, from 0 to 1",
    "words before": "logarithm of the words before it",
    "words after": "logarithm of the words after it",
    "prose before": "paragraphs before it",
    "prose after": "paragraphs after it",
    "since prose": "lines since a paragraph",
    "until prose": "lines until a paragraph",
    "run": "length of the run of lines between paragraphs that it is of",
    "in block": "stands in the main stretch of paragraphs",
    "to block": "lines from the main stretch: before it less than 0, after it more",
    "block share": "words of the page in the main stretch, as a share",
    # page
    "lines": "lines of the page",
    "page words": "words of the page",
    "prose share": "words of the page in paragraphs, as a share",
    "prose lines": "paragraphs of the page",
    "short lines": "lines of the page with under five words, as a share",
    "page functions": "function words of the page, as a share",
    "page lexicon": "mean of what the lines' words say for residue",
    "page positive": "what the page's words say for residue, a word",
    # cuts
    "cut before": "lines that rules cut right before it",
    "cut after": "lines that rules cut right after it",
    "cut near": "lines that rules cut near it",
    "cut in all": "lines that rules cut on the page",
    "since cut": "lines since one that rules cut",
    "until cut": "lines until one that rules cut",
    "cut earlier": "lines that rules cut before it",
    "since related": "lines since a cut of other stories",
    "since offers": "lines since a cut of a newsletter, an appeal or an advert",
    "since site": "lines since a cut of sharing, menus or comments",
    "cut related": "cuts of other stories on the page",
    "cut offers": "cuts of newsletters, appeals and adverts on the page",
    "cut site": "cuts of sharing, menus and comments on the page",
    "cut makers": "cuts of bylines and credits on the page",
    "cut notices": "cuts of copyright and other notices on the page",
    # opening (whole pages)
    "told so far": "words that a paragraph of the article before it has, as a share",
    "told in opening": "words that the first paragraphs of the article have, as a share",
    "in headline": "words of the headline, as a share",
    "to headline": "lines from the headline: above it less than 0",
    "to opening": "lines from the end of the article's first paragraphs",
    "in opening": "is one of the article's first paragraphs",
    "paragraphs": "paragraphs",
    "short": "lines with under five words",
}
"""By the name of the feature; those of neighbours go by the name of the line's own."""

_SIDES = {
    " all before": "all lines before it",
    " all after": "all lines after it",
    " 10 before": "up to 10 lines before it",
    " 10 after": "up to 10 lines after it",
}
_REACHES = {
    " here": "",
    " with 4 before": "the line and 4 before it: ",
    " with 4 after": "the line and 4 after it: ",
    " 12 before": "12 lines before it: ",
    " 11 after": "11 lines after it: ",
    " 39 after": "39 lines after it: ",
}


def meaning(name: str) -> str:
    """What a feature of the table measures, or "" where nobody has said."""
    for side, words in _SIDES.items():
        if name.endswith(side) and name not in MEANINGS:
            return f"mean of {words}: {MEANINGS[name.removesuffix(side)]}"
    for reach, words in _REACHES.items():
        if name.endswith(reach):
            return words + MEANINGS[name.removesuffix(reach)]
    base, _, where = name.rpartition(" ")
    if base.endswith(" within"):
        base, near = base.removesuffix(" within"), f"mean of {where} lines on each side: "
    elif where.lstrip("+-").isdigit() and base:
        step = int(where)
        side = "after" if step > 0 else "before"
        near = f"the line {abs(step)} {side}: " if abs(step) > 1 else f"the line {side}: "
    else:
        base, near = name, ""
    words = MEANINGS.get(base, "")
    return f"{near}{words}" if words else ""
