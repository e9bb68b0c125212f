"""The cleaned text as Markdown (CommonMark): the same words, whatever renders them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from cleaner.finding import Cleaned
from cleaner.page import Block, Role

_MARKUP = re.compile(r"[\\`*_\[\]<>|&~]")
_LINE_START = re.compile(r"(?:#{1,6}(?=\s|$)|[-+=](?=\s|[-+=]|$)|\d{1,9}(?=[.)](?:\s|$)))")
_BULLET = re.compile(r"(?P<bullet>[-*+•‣◦▪●■»›·])\s+(?P<rest>.*)", re.DOTALL)
_NUMBER = re.compile(r"\(?(?P<number>\d{1,3})[.)]\s+(?P<rest>.*)", re.DOTALL)
_HEADING = re.compile(r"(?P<marks>#{1,6}) (?P<rest>.*)", re.DOTALL)


def as_markdown(cleaned: Cleaned) -> str:
    """Paragraphs, headings, lists, verse, quotes and code of a document.

    A document that came as Markdown (by its name) passes as it is.
    """
    if cleaned.report.name.lower().endswith((".md", ".markdown")):
        return cleaned.text
    parts: list[str] = []
    for role, blocks in groupby(cleaned.blocks, key=lambda block: block.role):
        parts += _group(role, list(blocks), cleaned.text)
    return "\n\n".join(parts) + "\n" if parts else ""


def _group(role: Role, blocks: list[Block], text: str) -> Iterator[str]:
    if role in (Role.CODE, Role.TABLE):
        whole = text[blocks[0].span.start : blocks[-1].span.end]
        fenced = whole.lstrip().startswith(("```", "~~~"))
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", whole)), default=0))
        yield whole if fenced else f"{fence}\n{whole}\n{fence}"
    elif role is Role.ITEM:
        yield "\n".join(_item(block.text) for block in blocks)
    elif role is Role.VERSE:
        for stanza in _stanzas(blocks, text):
            yield "\\\n".join(escape(block.text) for block in stanza)
    elif role is Role.HEADING:
        for block in blocks:
            found = _HEADING.fullmatch(block.text)
            yield (
                f"{found['marks']} {escape(found['rest'])}" if found else f"## {escape(block.text)}"
            )
    elif role is Role.QUOTE:
        yield "\n>\n".join("> " + escape(block.text.lstrip("> ")) for block in blocks)
    else:
        for block in blocks:
            yield escape(block.text)


def _item(line: str) -> str:
    if found := _BULLET.fullmatch(line):
        return f"- {escape(found['rest'])}"
    if found := _NUMBER.fullmatch(line):
        return f"{found['number']}. {escape(found['rest'])}"
    return f"- {escape(line)}"


def _stanzas(blocks: list[Block], text: str) -> Iterator[list[Block]]:
    stanza: list[Block] = []
    for block in blocks:
        if stanza and text.count("\n", stanza[-1].span.end, block.span.start) > 1:
            yield stanza
            stanza = []
        stanza.append(block)
    yield stanza


def escape(line: str) -> str:
    """A line of plain text, so that Markdown shows it and does not obey it."""
    line = _MARKUP.sub(r"\\\g<0>", line)
    start = _LINE_START.match(line)
    if not start:
        return line
    if start[0].isdigit():
        return f"{start[0]}\\{line[start.end() :]}"
    return "\\" + line
