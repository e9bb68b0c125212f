"""Leftovers of markup in plain text: tags, shortcodes, Markdown links, template variables.

They are taken out only where nothing else can be meant. A line that speaks *about* markup
("use the <br> tag"), a program, a formula, an editor's brackets ("[the] mayor") keep theirs:
a name must be a known one, its attributes must look like attributes, or it must be closed in
the same line. Each line is judged alone, so that what is cut elsewhere changes nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from cleaner.page import Blocks, Role
from cleaner.read.changes import Change

KIND = "markup"
"""What repairs of this module are called."""

_SPEAKS_OF_MARKUP = re.compile(
    r"[`\\]|\$[a-zA-Z{(]|\b(?:html5?|xhtml|xml|css|javascript|markdown|bbcode|php|latex|jinja2?|handlebars|"
    r"mustache|shortcodes?|markup|syntax|hyperlinks?|source code)\b|-->|=>|::|\w\(\)|[;{}]\s*$",
    re.IGNORECASE,
)
"""Words, and signs of programs and formulas, of a line that speaks about markup."""
_MAY_SPEAK_OF_MARKUP = re.compile(
    r"\b(?:tags?|attributes?|elements?|placeholders?|templat(?:e|es|ing)|variables?|brackets?|braces|"
    r"wordpress|liquid|vue|angular)\b",
    re.IGNORECASE,
)
"""Words that have another meaning, too: they count where the tags are bare."""
_DRESSED = re.compile(r"""\b(?:href|src|class|style|id|width)\s*=\s*["'“”″]""", re.IGNORECASE)
_LAST_ENTITY = re.compile(r"(?:&#?\w{1,10};\s*)+$")

_QUOTED = r"""(?:"[^"<>]*"|'[^'<>]*'|[“”″][^“”″<>]*[“”″]|[^\s"'<>=`]+)"""
_ATTRIBUTES = re.compile(rf"(?:\s+[a-zA-Z_:][\w:.-]*(?:\s*=\s*{_QUOTED})?)*\s*/?\s*")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s[^<>]{0,2000}|/)?)>")
_HIDDEN = re.compile(
    r"<!--.{0,4000}?-->|<\?(?:php|xml)\b.{0,2000}?\?>|<%.{0,1000}?%>"
    r"|<(script|style|iframe|noscript|object|video|audio|svg|button|select|textarea)\b[^<>]{0,2000}>.{0,8000}?</\1\s*>",
    re.IGNORECASE,
)
_BREAKING = frozenset(
    "p div br hr h1 h2 h3 h4 h5 h6 ul ol li table tbody thead tfoot tr blockquote section article "
    "header footer figure figcaption center form nav aside main dl dt dd pre".split()
)
_INLINE = frozenset(
    "a b strong i em u s span font small big strike del ins mark cite q abbr acronym time sup sub "
    "label code kbd tt".split()
)
_CONTAINER = re.compile(
    r"<(?:ul|ol|dl|table|thead|tbody|tfoot|tr|figure|figcaption|section|article|header|footer|aside|main|nav|form|"
    r"blockquote|pre|h[1-6])>"
)
"""Bare tags that a line names ("Single <figure>"), if they are all it has of markup."""
_EMPTY = frozenset(
    "img input source wbr col link meta param embed script style iframe td th".split()
)

_SHORTCODES = (
    "caption|wp_caption|gallery|embed|audio|video|playlist|youtube|youtu|vimeo|tweet|twitter|instagram|"
    "facebook|soundcloud|spotify|dailymotion|ted|slideshare|scribd|googlemaps|google_maps|iframe|"
    "contact-form|contact-form-7|gravityform|ninja_forms?|wpforms|formidable|mc4wp_form|newsletter\\w*|"
    "adrotate|adsense|ad|ads|dropcap|pullquote|blockquote|button|divider|spacer|clear|columns?|row|"
    "one_half\\w*|one_third\\w*|two_third\\w*|one_fourth\\w*|toc|nextpage|bctt|click_?to_?tweet|related\\w*|"
    "read_?more|rev_slider|metaslider|ngg\\w*|footnote|ref|accordions?|tabs?|toggle|section|"
    "(?:vc|et_pb|fusion|av|su|tdc|mk)_\\w+|elementor-template"
)
_BRACKETED = f"{_SHORTCODES}|b|i|u|s|url|img|quote|size|color|center|font"
_SHORTCODE = re.compile(
    rf"\[(?P<end>/?)(?P<name>{_BRACKETED})"
    rf"(?P<rest>=[^\[\]\n]{{1,500}}|(?:\s[^\[\]\n]{{0,1000}})?)\s*/?\]",
    re.IGNORECASE,
)
_GIVEN = re.compile(r"""^=|\s[\w-]+\s*=\s*["'“”″]?\S|\s(?:https?:)?//""")
_EMBEDS = re.compile(
    r"\[(embed|audio|video|youtube|vimeo|tweet|twitter|instagram|facebook|soundcloud|spotify|dailymotion|iframe|"
    r"img|gallery|playlist)\b[^\[\]\n]{0,500}\]\s*(?:https?:)?//[^\s\[\]]{1,1000}\s*\[/\1\]",
    re.IGNORECASE,
)
_ADDRESS = r"(?:https?://|www\.|mailto:|/\w|#\w)[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*"
_LINK = re.compile(
    rf"""(!?)\[([^\[\]\n]{{0,300}})\]\(<?{_ADDRESS}>?(?:\s+["'][^"'\n]{{0,300}}["'])?\)"""
)
_TEMPLATE = re.compile(r"\{\{\{?([^{}\n]{1,300})\}\}\}?")
_PROGRAM = re.compile(r"""\{%|["'=:]\s*\{\{""")
"""Signs of a text that shows a template, and is not made by one: no variable goes from it."""
_MACHINE = re.compile(r"\s*(?:[#/^>&!]\s*\w|[\w$]+(?:[._][\w$]+)+\s*(?:\||$)|[\w ]+\|)")

_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|re|e|o|a|ème|tm|sm|®|™)", re.IGNORECASE)


_HINTS = {
    "<": re.compile(r"<[a-zA-Z/!?%]"),
    "[": re.compile(
        rf"\[(?=/?(?i:{_BRACKETED})(?!\w))"
        r"(?:/?(?:[a-z]+_)?[a-zA-Z]{1,20}[\w-]*(?:[ =][^\]]|\][^\s\[])|/[a-zA-Z]|gallery\])"
    ),
    "]": re.compile(r"\]\(\S"),
    "{": re.compile(r"\{\{"),
}
"""The signs that leftovers have, and what follows then: one sign is found faster than a pattern."""


def may_hold(text: str) -> bool:
    """Whether a text may have leftovers; quick, and never no where there are some."""
    for sign, hint in _HINTS.items():  # noqa: SIM110 (asked of every line; a generator takes longer)
        if sign in text and hint.search(text):
            return True
    return False


def take_out(text: str, blocks: Blocks, *, links: bool = True) -> tuple[str, list[Change]]:
    """A text without leftovers, and the changes; programs among its blocks are left alone.

    `links` says whether Markdown's links are leftovers, too.
    """
    parts: list[str] = []
    changes: list[Change] = []
    done = shift = 0
    kinds: list[Callable[[str], Iterator[_Cut]]] = [_hidden, _embeds, _tags, _shortcodes]
    if links:
        kinds.append(_links)
    if "{" in text and not _PROGRAM.search(text):
        kinds.append(_templates)
    for index, line in enumerate(blocks.texts):
        if not may_hold(line) or blocks.role(index) is Role.CODE:
            continue
        block = blocks[index]
        for start, end, instead in _of_line(block.text, kinds):
            at = block.span.start + start
            parts += (text[done:at], instead)
            done = block.span.start + end
            changes.append(Change(KIND, at, done, at + shift, at + shift + len(instead)))
            shift += len(instead) - (end - start)
    if not changes:
        return text, changes
    parts.append(text[done:])
    return "".join(parts), changes


class _Cut(NamedTuple):
    """A stretch of a line that goes, and what takes its place."""

    start: int
    end: int
    instead: str


def _of_line(line: str, kinds: Sequence[Callable[[str], Iterator[_Cut]]]) -> list[_Cut]:
    """What goes from one line: sorted, disjoint."""
    taken = bytearray(len(line))
    cuts: list[_Cut] = []
    for kind in kinds:
        for cut in kind(line):
            if not any(taken[cut.start : cut.end]):
                taken[cut.start : cut.end] = b"\x01" * (cut.end - cut.start)
                cuts.append(cut)
    if not cuts:
        return []
    cuts.sort()
    rest = "".join(sign for sign, gone in zip(line, taken, strict=True) if not gone)
    rest = _LAST_ENTITY.sub("", rest)
    if _SPEAKS_OF_MARKUP.search(rest):
        return []
    if rest.strip() and all(_is_named(line, cut) for cut in cuts):
        return []
    dressed = any(_DRESSED.search(line, cut.start, cut.end) for cut in cuts)
    if not dressed and _MAY_SPEAK_OF_MARKUP.search(rest):
        return []
    return _parted(line, cuts)


def _is_named(line: str, cut: _Cut) -> bool:
    """Whether a tag is of `_CONTAINER`, with spaces around: leftovers of such come in pairs."""
    apart = line[: cut.start][-1:].strip() + line[cut.end :][:1].strip()
    return not apart and _CONTAINER.fullmatch(line, cut.start, cut.end) is not None


def _parted(line: str, cuts: list[_Cut]) -> list[_Cut]:
    """The cuts, with a space where two words would become one that were none before."""
    parted: list[_Cut] = []
    first = 0
    while first < len(cuts):
        last = first
        while last + 1 < len(cuts) and cuts[last + 1].start == cuts[last].end:
            last += 1
        run = cuts[first : last + 1]
        before, after = line[: run[0].start][-1:], line[run[-1].end :][:1]
        words = before.isalnum() and after.isalnum() and not any(cut.instead for cut in run)
        gone = line[run[0].start : run[-1].end]
        if words and (len(run) > 1 or not _TAG.fullmatch(gone)):
            run[0] = run[0]._replace(instead=" ")
        parted += run
        first = last + 1
    return parted


def _hidden(line: str) -> Iterator[_Cut]:
    for found in _HIDDEN.finditer(line):
        yield _Cut(*found.span(), "")


def _embeds(line: str) -> Iterator[_Cut]:
    for found in _EMBEDS.finditer(line):
        yield _Cut(*found.span(), "")


def _tags(line: str) -> Iterator[_Cut]:
    found = [
        tag
        for tag in _TAG.finditer(line)
        if tag[2].lower() in _BREAKING | _INLINE | _EMPTY and _ATTRIBUTES.fullmatch(tag[3])
    ]
    paired = _paired([(tag[2].lower(), bool(tag[1]), tag.span()) for tag in found], line)
    for number, tag in enumerate(found):
        name = tag[2].lower()
        start, end = tag.span()
        before, after = line[:start][-1:], line[end:][:1]
        glued = (before and not before.isspace()) or (after and not after.isspace())
        certain = "=" in tag[3] or tag[3].strip() == "/" or number in paired
        if name in _BREAKING:
            certain = certain or glued or not line[:start].strip() or not line[end:].strip()
        elif tag[1]:
            certain = certain or bool(before and not before.isspace())
        if not certain:
            continue
        if name in ("sup", "sub") and number in paired:
            partner = found[paired[number]]
            inside = line[end : partner.start()] if not tag[1] else line[partner.end() : start]
            raised = inside.translate(_RAISED if name == "sup" else _LOWERED)
            if not _ORDINAL.fullmatch(inside):
                if not tag[1] and not any(a == b for a, b in zip(inside, raised, strict=True)):
                    yield _Cut(start, partner.end(), raised)
                continue
        elif name in ("sup", "sub"):
            continue
        yield _Cut(start, end, _instead(name, bool(tag[1])))


def _instead(name: str, closing: bool) -> str:
    if name in _BREAKING:
        return "\n- " if name == "li" and not closing else "\n"
    return " " if name in ("td", "th") else ""


def _shortcodes(line: str) -> Iterator[_Cut]:
    found = list(_SHORTCODE.finditer(line))
    names = [(code["name"].lower(), bool(code["end"]), code.span()) for code in found]
    paired = _paired(names, line)
    for number, code in enumerate(found):
        name = names[number][0]
        alone = len(name) > 1 and (_GIVEN.search(code["rest"]) or name in ("gallery", "nextpage"))
        ended = bool(code["end"]) and (len(name) > 2 and not line[code.end() :].strip())
        if number in paired or alone or ended or "_" in name:
            yield _Cut(*code.span(), "\n" if name.endswith("caption") and code["end"] else "")


def _paired(found: list[tuple[str, bool, tuple[int, int]]], line: str) -> dict[int, int]:
    """The numbers of tags that belong together, each with its partner: words between them."""
    waiting: dict[str, list[int]] = {}
    partners: dict[int, int] = {}
    for number, (name, closing, (start, _)) in enumerate(found):
        if not closing:
            waiting.setdefault(name, []).append(number)
        elif waiting.get(name):
            partner = waiting[name].pop()
            inside = line[found[partner][2][1] : start]
            # Spaces on both sides are those of a sentence that names the tags.
            if any(map(str.isalnum, inside)) and not (inside[0] == inside[-1] == " "):
                partners[number], partners[partner] = partner, number
    return partners


def _links(line: str) -> Iterator[_Cut]:
    for found in _LINK.finditer(line):
        if found[1] or not found[2].strip():
            yield _Cut(*found.span(), "")
        else:
            yield _Cut(found.start(), found.start(2), "")
            yield _Cut(found.end(2), found.end(), "")


def _templates(line: str) -> Iterator[_Cut]:
    found = list(_TEMPLATE.finditer(line))
    alone = found and not any(map(str.isalnum, _TEMPLATE.sub("", line)))
    for template in found:
        inside = template[1]
        if any(map(str.isalpha, inside)) and (
            _MACHINE.match(inside) or (alone and len(inside.strip()) > 1)
        ):
            yield _Cut(*template.span(), "")
