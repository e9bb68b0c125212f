"""Writing: what stays becomes canonical text."""

from cleaner.write.layout import Change, Written, join, write

__all__ = ["Change", "Written", "join", "write"]
