"""What each feature of the line model measures, in words for a reader."""

from __future__ import annotations

MEANINGS = {
    # shape
    "chars": "characters",
    "words": "words",
    "logwords": "logarithm of the number of words",
    "ends": "ends like a sentence",
    "asks": "ends with a question mark or an exclamation mark",
    "calls": "has a question mark or an exclamation mark inside",
    "announces": "ends with a colon",
    "trails": "ends with a comma or a dash",
    "closes": "ends with a quotation mark or a bracket",
    "lower start": "starts with a small letter",
    "bullet start": "starts with a bullet",
    "quote start": "starts with a quotation mark",
    "digit start": "starts with a figure",
    "bracket start": "starts with a bracket",
    "capitals": "words with a capital, as a share",
    "all caps": "capitals after capitals, as a share of the letters",
    "figures": "figures, as a share of the characters",
    "technical": "characters of addresses and code",
    "domain": "full stops inside of words, as in addresses",
    "bullets": "bullets",
    "copyright": "copyright signs",
    "commas": "commas",
    "quotes": "quotation marks",
    "word length": "letters a word",
    "sentences": "sentence ends inside of the line",
    "brackets": "brackets",
    "dashes": "dashes",
    "colons": "colons",
    "symbols": "other signs",
    "last capital": "the last word has a capital",
    "functions": "function words, as a share of the words",
    "said": "words such as said and told, as a share",
    "reader": "you and we, as a share",
    "person": "he, she, they and I, as a share",
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
}
"""By the name of the feature; those of neighbours go by the name of the line's own."""


def meaning(name: str) -> str:
    """What a feature of `table.NAMES` measures, or "" where nobody has said."""
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
