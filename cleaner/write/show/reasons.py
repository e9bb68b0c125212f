"""The reasons that are no rules: what reading and layout change in every document."""

from __future__ import annotations

from cleaner.config import MODEL, TITLE

REASONS = {
    "content/outside": "what stands on a web page around its article",
    "encoding": "the bytes are not UTF-8 without a byte order mark",
    "layout": "spacing or line breaks differ from the canonical layout",
    "restoration/a": "machine-spun wording of dialect A, put back",
    "restoration/b": "machine-spun wording of dialect B, put back",
    "restoration/c": "machine-spun wording of dialect C, put back",
    "restoration/d": "machine-spun wording of dialect D, put back",
    "restoration/spun": "machine-spun wording of no known dialect, put back",
    "repair/control": "control characters",
    "repair/entity": "HTML entities",
    "repair/invisible": "invisible characters: zero-width spaces, soft hyphens, byte order marks",
    "repair/ligature": "typographic ligatures of PDFs",
    "repair/markup": "leftovers of HTML, shortcodes, Markdown links or template variables",
    "repair/mojibake": "text that was decoded with the wrong encoding",
    "repair/newline": "line ends other than LF",
    "repair/nfc": "characters not in Unicode normal form C",
    "repair/quotes": "curly quotation marks, which were to be straight",
    "repair/space": "odd spaces",
    "repair/surrogate": "surrogates, which no text may hold",
    "repair/unwrap": "a paragraph broken into lines of one width",
}
"""Every reason by its id; ids are used like those of rules, the family is the first word."""

FINDERS = {
    MODEL: "what shape, place, words and neighbours tell of residue",
    TITLE: "the article's title, which is to be dropped",
}
"""What cuts like a rule, and has no rule file."""

FAMILIES = tuple(dict.fromkeys(name.partition("/")[0] for name in REASONS))
"""content, encoding, layout, repair."""


def is_reason(name: str) -> bool:
    """Whether a name (id, family or pattern) means one of these rather than a rule."""
    return name.partition("/")[0] in FAMILIES
