"""The fast parser: lexbor, by way of selectolax (the extra `fast`)."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaner.read.html.bounds import is_deep, with_short_tags
from cleaner.read.html.elements import INLINE, MARKING, SKIPPED, UNSEEN, is_hidden
from cleaner.read.html.gather import Gatherer
from cleaner.read.html.unread import without_unread

_TEXT, _INLINE, _MARKING, _BREAK, _PART, _SKIPPED, _BLOCK, _OTHER = range(8)
_TEXT_NODE = 2
# lexbor numbers the elements it knows; greater numbers stand for others, page by page.
_KNOWN = 256
_kinds: dict[int, tuple[int, str]] = {_TEXT_NODE: (_TEXT, "")}


def feed(data: bytes, gatherer: Gatherer) -> None:  # noqa: PLR0912, PLR0915 (one loop, see below)
    """Parse a page in UTF-8 and tell its elements and text in order."""
    data = with_short_tags(without_unread(data, everything=gatherer.everything))
    if is_deep(data):
        # Lexbor's time grows with the square of the depth; Beautiful Soup's events' does not.
        from cleaner.read.html.soup import feed as from_soup  # noqa: PLC0415 (hostile pages)

        from_soup(data, gatherer)
        return
    root = LexborHTMLParser(data).root
    if root is None:
        return
    parts, inline = gatherer.parts, gatherer.inline
    kinds = _kinds
    path: list[tuple[int, str, LexborNode]] = []
    node = root
    marks = 0
    # Walked by hand: recursion would end at the first thousand of nested elements. What
    # `Gatherer.open` and `text` decide is decided here, once a tag, since calls cost most.
    while True:
        number = node.tag_id
        kind, tag = kinds.get(number) or _kind_of(node)
        down = None
        if kind == _TEXT:
            words = node.text_content
            if words and (parts or not words.isspace() or gatherer.in_program):
                if marks:
                    gatherer.text(words)
                else:
                    parts.append(words)
        elif kind == _BLOCK:
            if gatherer.open_block(tag, node.attributes):
                down = node.first_child
                if down is None:
                    gatherer.close_block(tag)
        elif kind <= _MARKING:
            down = node.first_child
            if down is not None:
                attributes = node.attributes
                if attributes and is_hidden(attributes):
                    down = None
                else:
                    if kind == _MARKING:
                        marks += 1
                        gatherer.mark(tag)
                    if inline is not None:
                        gatherer.begin(tag, attributes)
            elif inline is not None and tag == "img" and not is_hidden(node.attributes):
                gatherer.begin(tag, node.attributes)
        elif kind == _BREAK:
            gatherer.line_break()
        elif kind == _SKIPPED:
            gatherer.skip(tag)
        elif kind == _PART:
            gatherer.flush()
            down = node.first_child
        if down is not None:
            path.append((kind, tag, node))
            node = down
            continue
        after = node.next
        while after is None:
            if not path:
                return
            kind, tag, parent = path.pop()
            if kind == _BLOCK:
                gatherer.close_block(tag)
            elif kind <= _MARKING:
                if kind == _MARKING:
                    marks -= 1
                    gatherer.mark(tag, -1)
                if inline is not None:
                    inline.end(tag, len(parts))
            elif kind == _PART:
                gatherer.flush()
            after = parent.next
        node = after


def _kind_of(node: LexborNode) -> tuple[int, str]:
    if not node.is_element_node:
        kind = _OTHER, ""
    else:
        tag = node.tag or ""
        kind = (
            _MARKING if tag in MARKING
            else _INLINE if tag in INLINE
            else _BREAK if tag == "br"
            else _PART if tag in UNSEEN
            else _SKIPPED if tag in SKIPPED
            else _BLOCK
        ), tag  # fmt: skip
    if node.tag_id < _KNOWN:
        _kinds[node.tag_id] = kind
    return kind
