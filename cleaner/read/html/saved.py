"""Pages saved with their parts (MIME HTML, RFC 2557): the page itself, and its address."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message
from typing import NamedTuple

from cleaner.errors import InputError


class Saved(NamedTuple):
    """The page inside a saved file."""

    html: bytes
    charset: str | None
    url: str | None


def unpack(data: bytes, name: str = "") -> Saved:
    """Find the page; raises `InputError` where there is none."""
    message: Message = message_from_bytes(data)
    for part in message.walk():
        if part.get_content_type() not in ("text/html", "application/xhtml+xml"):
            continue
        body = part.get_payload(decode=True)
        if isinstance(body, bytes):
            url = part.get("Content-Location") or message.get("Snapshot-Content-Location")
            return Saved(body, part.get_content_charset(), str(url) if url else None)
    raise InputError(f"{name or 'the document'}: a saved page (MIME) without any HTML in it")
