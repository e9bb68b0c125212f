"""Repair text: mojibake, entities, line ends, invisible characters, odd spaces.

Only this module and `replay` know ftfy (Robyn Speer, https://ftfy.readthedocs.io). `repair` is

    unify line ends → `ftfy.fix_text` → delete what is unseen → plain spaces

over and over until nothing changes, so that a second run has nothing to do. It is fast
because ftfy sees only the lines that it might change: `suspect` says, from ftfy's own
tables, what such a line must contain. ftfy is not imported before a text needs it.

Entities: like ftfy, which takes a text for HTML source from the first `<` on, we leave
entities alone in the line of the first `<` and in every later one.

C1 controls and line ends: U+0085 may be the last byte of an `Å`, so it is read as a line
end only where it can be nothing else (`tidy.unify_line_ends`), and C1 controls go last.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from cleaner.page import Repair
from cleaner.read.changes import Change, as_repairs, compose
from cleaner.read.replay import CURLY_QUOTES, ENTITY, ligatures, mend_piece
from cleaner.read.suspect import suspect_line
from cleaner.read.tidy import (
    PLAIN_ASCII,
    has_odd_signs,
    plain_spaces,
    remove_unseen,
    unify_line_ends,
)

# A text that does not come to rest in so many rounds was made to do so; it stays as it is.
_ROUNDS = 12
# ftfy's own bound on what it mends in one piece; a longer line is cut there.
_PIECE = 1_000_000
# How much is worked on at a time: only the blocks with something to repair are copied.
_BLOCK = 1 << 16

# Nothing outside this set and plain ASCII can be changed by a repair, entities and quotes apart,
# and no two of its members together can. Most English text passes here, without ftfy.
_UNPLAIN = re.compile("[^‘’“”–—…•]")
_ASCII_AS_SPACES = bytes((0x20,)) * 128 + bytes(range(128, 256))
# Outside this set no sign is changed or composed by NFC, whatever stands before it.
_MAY_COMBINE = re.compile("[^\x00-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2122]")
_CURLY_QUOTE = re.compile(f"[{CURLY_QUOTES}]")


def repair(
    text: str, *, quotes: bool = False, entities: bool = True
) -> tuple[str, tuple[Repair, ...]]:
    """The text repaired, and each repair: sorted, disjoint; outside of them nothing differs.

    `quotes` makes curly quotation marks straight; `entities` unescapes HTML entities as
    ftfy does (switch it off for text that an HTML parser made). Idempotent:
    `repair(repair(x)[0]) == (repair(x)[0], ())`. Lone surrogates come out as U+FFFD, so the
    result can always be encoded; `Repair.before` may hold them.
    """
    blocks = list(_blocks(text))
    unsettled = {
        index for index, block in enumerate(blocks) if not _is_plain(block, quotes, entities)
    }
    changes: list[Change] = []
    for _ in range(_ROUNDS):
        if not unsettled:
            break
        source = _first_with_bracket(blocks) if entities else 0
        step: list[Change] = []
        start = shift = 0
        for index in range(len(blocks)):
            block = blocks[index]
            if index in unsettled:
                mender = _mender(quotes, entities and index <= source)
                blocks[index], found = _round(block, mender, alone=len(blocks) == 1)
                step += (change.moved(start, start + shift) for change in found)
                if not found or _is_plain(blocks[index], quotes, entities):
                    unsettled.remove(index)
                shift += len(blocks[index]) - len(block)
            start += len(block)
        changes = compose(changes, step)
        if entities and _first_with_bracket(blocks) > source:  # `<` and U+0338 are one `≮`
            unsettled.update(range(len(blocks)))
    if unsettled or not changes:
        return text, ()
    repaired = "".join(blocks)
    blocks.clear()
    return repaired, as_repairs(text, repaired, changes)


def _is_plain(text: str, quotes: bool, entities: bool) -> bool:
    """Whether it is certain, at little cost, that there is nothing to repair."""
    if entities and "&" in text and ENTITY.search(text):
        return False
    # Deleting the harmless ASCII first is ten times as fast as searching through it.
    data = text.encode("utf-8", "surrogatepass")
    rest = data.translate(None, PLAIN_ASCII).decode("utf-8", "surrogatepass")
    if quotes and _CURLY_QUOTE.search(rest):
        return False
    return not rest or not _UNPLAIN.search(rest) or _is_quiet(text, data, rest)


def _is_quiet(text: str, data: bytes, rest: str) -> bool:
    """Whether the signs beyond ASCII, of which `rest` is made, want no repair.

    What is suspect is so by what stands beside it beyond ASCII; of ASCII neighbours it
    matters only that they are no such signs. So all of those may be spaces.
    """
    if has_odd_signs(rest):
        return False
    foreign = b" ".join((b"", *data.translate(_ASCII_AS_SPACES).split(), b""))
    if _mender(False, False).suspect.search(foreign.decode("utf-8", "surrogatepass")):
        return False
    return not _MAY_COMBINE.search(rest) or unicodedata.is_normalized("NFC", text)


def _blocks(text: str) -> Iterator[str]:
    """The text in blocks of whole lines, so that a long one is not copied at every step."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _BLOCK) + 1 or len(text)
        yield text[start:end]
        start = end


def _first_with_bracket(blocks: list[str]) -> int:
    return next((index for index, block in enumerate(blocks) if "<" in block), len(blocks))


def _round(block: str, mender: _Mender, *, alone: bool) -> tuple[str, list[Change]]:
    text, changes = unify_line_ends(block, alone=alone)
    for step in (mender.mend, remove_unseen, plain_spaces):
        text, more = step(text)
        changes = compose(changes, more)
    return text, changes


class _Mender:
    """`ftfy.fix_text` with fixed settings, as changes, applied only where it might act."""

    def __init__(self, quotes: bool, entities: bool) -> None:
        from ftfy import TextFixerConfig  # noqa: PLC0415 (costs more than most texts)
        from ftfy.badness import MOJIBAKE_CATEGORIES  # noqa: PLC0415

        self.settings = TextFixerConfig(
            unescape_html="auto" if entities else False,
            # PDFs leave ﬁ and ﬂ behind; nobody types them.
            fix_latin_ligatures=True,
            # Full-width punctuation is right in Chinese and Japanese.
            fix_character_width=False,
            # A curly quote is the writer's; straightening it is a matter of taste.
            uncurl_quotes=quotes,
            # NFKC would change words: `10³` is not `103`.
            normalization="NFC",
            max_decode_length=_PIECE,
        )
        self.entities = entities
        alone = ligatures() + (CURLY_QUOTES if quotes else "")
        self.suspect = suspect_line(MOJIBAKE_CATEGORIES, alone, entities=False)
        self.suspect_or_entity = suspect_line(MOJIBAKE_CATEGORIES, alone, entities=entities)

    def mend(self, text: str) -> tuple[str, list[Change]]:
        """What `ftfy.fix_text(text, self.settings)` gives, and the changes."""
        source_code = self._first_piece_of_source(text)
        parts: list[str] = []
        changes: list[Change] = []
        done = shift = 0
        for start, end in self._suspects(text, source_code):
            piece = text[start:end]
            config = self.settings
            if start >= source_code:
                config = config._replace(unescape_html=False)
            mended, steps = mend_piece(piece, config)
            if steps:
                parts += (text[done:start], mended)
                done = end
                changes += (change.moved(start, start + shift) for change in steps)
                shift += len(mended) - len(piece)
        if not changes:
            return text, changes
        parts.append(text[done:])
        return "".join(parts), changes

    def _first_piece_of_source(self, text: str) -> int:
        """Where the piece with the first `<` begins: from there on entities are left alone."""
        bracket = text.find("<") if self.entities else 0
        if bracket < 0:
            return len(text)
        line = text.rfind("\n", 0, bracket) + 1
        return bracket - (bracket - line) % _PIECE

    def _suspects(self, text: str, source_code: int) -> Iterator[tuple[int, int]]:
        """The pieces (lines, or parts of endless ones) that ftfy might change."""
        if not unicodedata.is_normalized("NFC", text):
            for start, end in _pieces(text, 0, len(text)):
                pattern = self.suspect if start >= source_code else self.suspect_or_entity
                if pattern.search(text, start, end) or not unicodedata.is_normalized(
                    "NFC", text[start:end]
                ):
                    yield start, end
            return
        start = 0
        for pattern, stop in ((self.suspect_or_entity, source_code), (self.suspect, len(text))):
            while start < stop and (match := pattern.search(text, start, stop)):
                line = text.rfind("\n", 0, match.start()) + 1
                line += (match.start() - line) // _PIECE * _PIECE
                start, end = next(_pieces(text, line, stop))
                yield start, end
                start = end
            start = stop


def _pieces(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    while start < stop:
        end = text.find("\n", start) + 1 or stop
        end = min(end, start + _PIECE)
        yield start, end
        start = end


@cache
def _mender(quotes: bool, entities: bool) -> _Mender:
    return _Mender(quotes, entities)
