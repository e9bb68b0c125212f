"""Writing: what stays becomes canonical text."""

from cleaner.write.layout import Change, Written, write

__all__ = ["Change", "Written", "write"]
