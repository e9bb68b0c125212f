"""Lower case, fast: what literals are looked up in."""

from __future__ import annotations

_ASCII = bytes(range(128))


def folded(text: str) -> bytes:
    """A text in lower case, as UTF-8.

    Most texts have no capital beyond ASCII, and bytes are lowered ten times as fast.
    """
    data = text.encode("utf-8", "surrogatepass")
    rest = data.translate(None, _ASCII).decode("utf-8", "surrogatepass")
    if rest == rest.lower():
        return data.lower()
    return text.lower().encode("utf-8", "surrogatepass")
