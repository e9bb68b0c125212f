"""The command line. `main` is the entry point of the `cleaner` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command and leave with its exit status."""
    try:
        from cleaner.cli.app import run  # noqa: PLC0415 (Ctrl-C is quiet from here on)

        status = run()
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)
