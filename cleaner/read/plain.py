"""Plain text into blocks: each non-blank line is one, and its form says what it is.

A hard-wrapped page is unwrapped first. It is taken for one when its lines obey the law
that a greedy wrapper leaves behind: where a line ends, the next word would not have
fitted. See `unwrap`.
"""

from __future__ import annotations

import re
from operator import itemgetter

from cleaner.page import Blocks, Repair, Role, Span

_ITEM = re.compile(r"\s*(?:[-*+•‣◦▪●■»›·]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+\S")
_HEADING = re.compile(r"#{1,6} \S")
_AFTER_LETTER = frozenset(".)")
_FIRST, _SECOND = itemgetter(0), itemgetter(slice(1, 2))
_OTHER_FIRST = frozenset("-*+•‣◦▪●■»›·(>#`~0123456789")
_CODE_DEPTH = 4
_FENCE = re.compile(r"\s*(?:```|~~~)")
_CODE_MARKS = re.compile(r"[{}();=<>\[\]$]")
_MID_SENTENCE = re.compile(r"[^\s.!?…:;”\"’')\]]$")

CONTEXTUAL = frozenset((Role.VERSE, Role.CODE))
"""Roles that a line has because of its neighbours; the others show in its own form."""

VERSE_WIDTH = 60
"""Longest line, in characters, that can belong to verse."""
VERSE_LINES = 4
"""Fewest lines, unparted by blank ones, that make a stanza."""
WRAP_WIDTHS = range(40, 101)
"""Page widths, in characters, that count as hard wrapping."""
WRAP_BREAKS = 4
"""Fewest line breaks from which wrapping can be told."""


def blocks_of(text: str) -> Blocks:
    """Divide text (LF line ends) into blocks; white space at line ends belongs to none."""
    lines = text.split("\n")
    if lines[-1] == "":
        del lines[-1]
    return _paragraphs(text, lines) or _blocks_by_form(text, lines)


def _paragraphs(text: str, lines: list[str]) -> Blocks | None:
    """The blocks of the usual page: paragraphs, and a blank line between any two or nowhere.

    None for any other page.
    """
    spaced = len(lines) > 1 and not any(lines[1::2])
    texts = lines[::2] if spaced else lines
    if not texts or not all(texts) or list(map(str.strip, texts)) != texts:
        return None
    if not _all_text_by_form(text, texts):
        return None
    return Blocks(None, texts, apart=1 + spaced)


def _blocks_by_form(text: str, lines: list[str]) -> Blocks:
    starts: list[int] = []
    texts: list[str] = []
    at = 0
    flush = True
    for line in lines:
        stripped = line.strip()
        if stripped:
            if line[0].isspace():
                starts.append(at + line.index(stripped[0]))
                flush = False
            else:
                starts.append(at)
            texts.append(stripped)
        at += len(line) + 1
    spans = [(start, start + len(line), line) for start, line in zip(starts, texts, strict=True)]
    roles = [role_by_form(line) for line in texts]
    if not flush or "```" in text or "~~~" in text:
        _find_code(text, spans, roles)
    if "\n\n" in text:
        _find_verse(text, spans, roles)
    if all(role is Role.TEXT for role in roles):
        return Blocks(starts, texts)
    return Blocks([span[0] for span in spans], [span[2] for span in spans], roles)


def _all_text_by_form(text: str, lines: list[str]) -> bool:
    """Whether no line is anything but text, by its own form or by that of its neighbours.

    The lines are tidy. If none has a blank line beside it, or all have, there is no verse.
    """
    if "\t" in text or "|" in text or "`" in text or "~" in text:
        return False
    if _OTHER_FIRST.isdisjoint(map(_FIRST, lines)) and _AFTER_LETTER.isdisjoint(
        map(_SECOND, lines)
    ):
        return True
    return all(role_by_form(line) is Role.TEXT for line in lines)


def role_by_form(line: str) -> Role:
    """What one line is, its neighbours aside."""
    first = line[0]
    if first.isalpha() and "\t" not in line and "|" not in line and line[1:2] not in _AFTER_LETTER:
        return Role.TEXT
    if _ITEM.match(line):
        return Role.ITEM
    if "\t" in line or line.count("|") >= 2:
        return Role.TABLE
    if first == ">":
        return Role.QUOTE
    if first == "#" and _HEADING.match(line):
        return Role.HEADING
    return Role.TEXT


def _find_code(text: str, spans: list[tuple[int, int, str]], roles: list[Role]) -> None:
    """Give the code role to fenced lines and to indented runs that look like a program.

    Code keeps its indentation: the spans are widened to the start of their line. Tools that
    lay out web pages indent whole articles, so what counts is the depth beyond all other lines.
    """
    fenced = False
    run: list[int] = []
    depths = [_depth(text, start) for start, _, _ in spans]
    program = min(depths, default=0) + _CODE_DEPTH
    for i, (_, _, line) in enumerate(spans):
        is_fence = bool(_FENCE.match(line))
        if is_fence or fenced:
            _as_code(text, spans, roles, i)
            fenced ^= is_fence
        elif depths[i] >= program:
            run.append(i)
            continue
        _close_run(text, spans, roles, run)
        run = []
    _close_run(text, spans, roles, run)


def _depth(text: str, start: int) -> int:
    """How many columns stand before a place in its line."""
    return len(text[text.rfind("\n", 0, start) + 1 : start].expandtabs(_CODE_DEPTH))


def _close_run(
    text: str, spans: list[tuple[int, int, str]], roles: list[Role], run: list[int]
) -> None:
    marked = sum(1 for i in run if _CODE_MARKS.search(spans[i][2]))
    if len(run) >= 2 and marked * 2 > len(run):
        for i in run:
            _as_code(text, spans, roles, i)


def _as_code(text: str, spans: list[tuple[int, int, str]], roles: list[Role], index: int) -> None:
    start, end, _ = spans[index]
    line_start = text.rfind("\n", 0, start) + 1
    spans[index] = (line_start, end, text[line_start:end])
    roles[index] = Role.CODE


def _find_verse(text: str, spans: list[tuple[int, int, str]], roles: list[Role]) -> None:
    """Give the verse role to stanzas: short lines, unparted, that seldom end a sentence."""
    run: list[int] = []
    for i, (start, _, line) in enumerate(spans):
        if len(line) > VERSE_WIDTH or roles[i] is not Role.TEXT:
            _close_stanza(spans, roles, run)
            run = []
            continue
        if run and text.count("\n", spans[run[-1]][1], start) > 1:
            _close_stanza(spans, roles, run)
            run = []
        run.append(i)
    _close_stanza(spans, roles, run)


def _close_stanza(spans: list[tuple[int, int, str]], roles: list[Role], run: list[int]) -> None:
    if len(run) < VERSE_LINES:
        return
    stops = sum(1 for i in run if spans[i][2][-1] in ".!?")
    if stops * 2 <= len(run):
        for i in run:
            roles[i] = Role.VERSE


def unwrap(text: str) -> tuple[str, tuple[Repair, ...]]:
    """Join the lines of a hard-wrapped page into paragraphs.

    The page's width is its longest line. A break is a wrap when the next line's first
    word would not have fitted into that width. The page counts as hard-wrapped when at
    least 85 % of the breaks between neighbouring text lines are wraps, at least 40 %
    stand in mid-sentence, and the width is that of a mail or a text file. Each break
    becomes one space (nothing after a hyphen between letters) and is recorded.
    """
    first = text.partition("\n")[0].rstrip()
    if len(text) < 80 or len(first) >= WRAP_WIDTHS.stop or "\n" not in text.strip():
        return text, ()
    width = 0
    lines: list[tuple[int, str]] = []
    at = 0
    for line in text.split("\n"):
        kept = line.rstrip()
        if len(kept) > WRAP_WIDTHS.stop - 1:
            return text, ()
        width = max(width, len(kept))
        lines.append((at, kept))
        at += len(line) + 1
    if width not in WRAP_WIDTHS:
        return text, ()
    breaks: list[int] = []
    wraps: list[int] = []
    mid = 0
    for i in range(len(lines) - 1):
        here, after = lines[i][1], lines[i + 1][1]
        if not here or not after or after[0].isspace() or role_by_form(after) is not Role.TEXT:
            continue
        breaks.append(i)
        if len(here) + 1 + len(after.split(None, 1)[0]) > width:
            wraps.append(i)
            mid += bool(_MID_SENTENCE.search(here))
    if len(breaks) < WRAP_BREAKS or len(wraps) < 0.85 * len(breaks) or mid < 0.4 * len(breaks):
        return text, ()
    repairs: list[Repair] = []
    parts: list[str] = []
    copied = 0
    length = 0
    for i in wraps:
        start = lines[i][0] + len(lines[i][1])
        end = lines[i + 1][0]
        here, after = lines[i][1], lines[i + 1][1]
        glue = "" if here[-1] == "-" and here[-2:-1].isalpha() and after[0].isalpha() else " "
        parts += (text[copied:start], glue)
        length += start - copied
        repairs.append(
            Repair(
                "unwrap", Span(start, end), Span(length, length + len(glue)), text[start:end], glue
            )
        )
        length += len(glue)
        copied = end
    parts.append(text[copied:])
    return "".join(parts), tuple(repairs)
