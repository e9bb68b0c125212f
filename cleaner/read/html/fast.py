"""The fast parser: lexbor, by way of selectolax (the extra `fast`)."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaner.read.html.gather import Gatherer


def feed(html: str, gatherer: Gatherer) -> None:
    """Parse a page and tell its elements and text in order."""
    root = LexborHTMLParser(html.encode("utf-8", "replace")).root
    if root is None:
        return
    open_, text, close = gatherer.open, gatherer.text, gatherer.close
    path: list[tuple[str, LexborNode]] = []
    node = root
    while True:
        # Walked by hand: recursion would end at the first thousand of nested elements.
        number = node.tag_id
        down = None
        if number == 2:
            text(node.text_content or "")
        elif node.is_element_node:
            tag = node.tag or ""
            if open_(tag, node.attributes):
                down = node.first_child
                if down is not None:
                    path.append((tag, node))
                    node = down
                    continue
                close(tag)
        after = node.next
        while after is None:
            if not path:
                return
            tag, parent = path.pop()
            close(tag)
            after = parent.next
        node = after
