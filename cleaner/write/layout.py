"""The canonical layout, in one forward pass.

Paragraphs are parted by one blank line, or by a line end alone if so asked. Neighbouring
list items, lines of verse, table rows and lines of code stay together, and a blank line
among them stays one blank line. Runs of spaces inside a paragraph become one space. The
text ends with one line end; a page without a word is the empty text.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import sub
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick

from cleaner.delta import Copy, Trace
from cleaner.lazy import Later
from cleaner.page import Block, Blocks, Role, Span

_TOGETHER = frozenset((Role.ITEM, Role.VERSE, Role.TABLE, Role.CODE))
_AS_THEY_ARE = frozenset((Role.TABLE, Role.CODE))
_APART = {"blank": "\n\n", "line": "\n"}
_NO_SPACE_BEFORE = frozenset(",.;:!?)]}’”")


class Change(NamedTuple):
    """What to do at a span: None lets it go, a text takes its place."""

    span: Span
    instead: str | None


class Written(NamedTuple):
    """The text, what of the old text stands where in it, and the blocks as they stand now.

    The blocks' roles are those they had; where a role depends on neighbours, the text has
    to be read again to know them.
    """

    text: str
    copies: Trace
    blocks: Blocks


def write(
    text: str, blocks: Blocks, changes: Sequence[Change] = (), *, paragraphs: str = "blank"
) -> Written:
    """Lay the blocks of `text` out, the changes made.

    `changes` are sorted, disjoint and each inside one block.
    """
    if not changes and not _stay_together(text, blocks):
        joined = join(text, blocks, paragraphs=paragraphs)
        if not _uneven(joined.text):
            return joined
    apart = _APART[paragraphs]
    parts: list[str] = []
    copies: list[Copy] = []
    starts: list[int] = []
    texts: list[str] = []
    roles: list[Role] = []
    length = 0
    last_end = 0
    loose = False
    at = 0
    for index, (start, old) in enumerate(zip(blocks.starts, blocks.texts, strict=True)):
        end, role = start + len(old), blocks.role(index)
        if roles and not loose and role in _TOGETHER:
            loose = text.count("\n", last_end, start) > 1
        last_end = end
        mine = at
        while at < len(changes) and changes[at].span.start < end:
            at += 1
        # As `_uneven`, in the way that is faster for one block.
        if mine == at and (role in _AS_THEY_ARE or ("\t" not in old and "  " not in old)):
            piece, kept = old, [(start, 0, end - start)]
        else:
            piece, kept = _edited(blocks[index], changes[mine:at])
            if not piece:
                loose = loose or role not in _TOGETHER
                continue
        if roles:
            tight = roles[-1] is role and role in _TOGETHER and not loose
            parts.append("\n" if tight else apart)
            length += len(parts[-1])
        parts.append(piece)
        copies += [Copy(at_old, length + at_new, size) for at_old, at_new, size in kept]
        starts.append(length)
        texts.append(piece)
        roles.append(role)
        length += len(piece)
        loose = False
    if parts:
        parts.append("\n")
    plain = all(role is Role.TEXT for role in roles)
    return Written("".join(parts), tuple(copies), Blocks(starts, texts, None if plain else roles))


def join(text: str, blocks: Blocks, *, paragraphs: str = "blank") -> Written:
    """Lay out blocks that stand apart, all of them, and hold nothing to change.

    That is the short way for most pages, and for what is left of one that was laid out before.
    """
    apart = _APART[paragraphs]
    texts, roles = blocks.texts, blocks.roles
    if roles is not None and roles.count(Role.TEXT) == len(roles):
        roles = None
    if not texts:
        return Written("", (), blocks)
    laid = apart.join(texts) + "\n"
    if laid == text:
        return Written(text, (Copy(0, 0, len(text)),), blocks)
    made = Blocks(None, texts, roles, apart=len(apart))

    def copies() -> Trace:
        old, new, lengths = blocks.starts, made.starts, list(map(len, texts))
        if blocks.roles is not None:  # an image between two blocks belongs to the second
            return tuple(map(Copy, old, new, lengths))
        return _copies(text, laid, old, new, lengths)

    return Written(laid, Later(copies), made)


def _stay_together(text: str, blocks: Blocks) -> bool:
    """Whether any two neighbours, such as items of a list, have no blank line between them."""
    roles = blocks.roles
    if roles is None or _TOGETHER.isdisjoint(roles):
        return False
    starts, texts = blocks.starts, blocks.texts
    return any(
        role is before
        and role in _TOGETHER
        and text.count("\n", starts[i] + len(texts[i]), starts[i + 1]) < 2
        for i, (before, role) in enumerate(pairwise(roles))
    )


def _copies(
    old_text: str, new_text: str, old: Sequence[int], new: Sequence[int], lengths: Sequence[int]
) -> Trace:
    """The copies of blocks; neighbours that moved together are one, with what parts them."""
    if len(set(map(sub, new, old))) == len(old):  # each moved on its own
        return tuple(map(Copy, old, new, lengths))
    copies: list[Copy] = []
    first = last = 0
    for i in range(1, len(old) + 1):
        if i < len(old) and new[i] - old[i] == new[last] - old[last]:
            end, new_end = old[last] + lengths[last], new[last] + lengths[last]
            if old_text[end : old[i]] == new_text[new_end : new[i]]:
                last = i
                continue
        copies.append(Copy(old[first], new[first], old[last] + lengths[last] - old[first]))
        first = last = i
    return tuple(copies)


# What is one search of machine words for this takes `in` a step for each sign.
_TWO_SPACES = BytesAhoCorasick([b"  "])


def _uneven(text: str) -> bool:
    return "\t" in text or bool(
        _TWO_SPACES.find_matches_as_indexes(text.encode("utf-8", "surrogatepass"))
    )


def _edited(block: Block, changes: Sequence[Change]) -> tuple[str, list[tuple[int, int, int]]]:
    """A block with its changes made and its spaces squeezed, and what was copied from where.

    Copies are (offset in the old text, offset in the piece, length).
    """
    start = block.span.start
    signs: list[str] = []
    origins: list[int] = []
    at = 0
    for change in changes:
        cut_from, cut_to = change.span.start - start, change.span.end - start
        signs += block.text[at:cut_from]
        origins += range(start + at, start + cut_from)
        if change.instead is None:
            if cut_to < len(block.text) and block.text[cut_to] in _NO_SPACE_BEFORE:
                while signs and signs[-1] == " ":
                    del signs[-1], origins[-1]
        else:
            signs += change.instead
            origins += [-1] * len(change.instead)
        at = cut_to
    signs += block.text[at:]
    origins += range(start + at, start + len(block.text))
    if block.role not in _AS_THEY_ARE:
        _squeeze(signs, origins)
    while signs and signs[-1].isspace():
        del signs[-1], origins[-1]
    copies: list[tuple[int, int, int]] = []
    for new, old in enumerate(origins):
        if old < 0:
            continue
        if copies and copies[-1][0] + copies[-1][2] == old and copies[-1][1] + copies[-1][2] == new:
            copies[-1] = (copies[-1][0], copies[-1][1], copies[-1][2] + 1)
        else:
            copies.append((old, new, 1))
    return "".join(signs), copies


def _squeeze(signs: list[str], origins: list[int]) -> None:
    kept = 0
    for sign, origin in zip(signs, origins, strict=True):
        blank = sign in " \t"
        if blank and (kept == 0 or signs[kept - 1] == " "):
            continue
        signs[kept], origins[kept] = (
            (" ", origin if sign == " " else -1) if blank else (sign, origin)
        )
        kept += 1
    del signs[kept:], origins[kept:]
