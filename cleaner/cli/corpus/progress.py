"""A line on a terminal that says how far a run is, and one that says what came of it."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from pathlib import Path
from time import monotonic

from cleaner.cli.amount import amount
from cleaner.corpus.plan import STATE
from cleaner.corpus.run import Progress

_EVERY = 0.25
_WIDTH = 20


class Bar:
    """The line of progress, on stderr; nothing unless that is a terminal."""

    def __init__(self) -> None:
        self.wanted = sys.stderr is not None and sys.stderr.isatty()
        self._shown = 0.0
        self._first: tuple[float, int] | None = None
        self._drawn = False

    def show(self, progress: Progress) -> None:
        """Draw the line again, if it is time."""
        now = monotonic()
        documents = progress.tally["documents"]
        if self._first is None:
            self._first = progress.seconds, documents
        if now - self._shown < _EVERY:
            return
        self._shown = now
        self._drawn = True
        seconds = progress.seconds - self._first[0]
        line = words_of(progress, documents - self._first[1], seconds)
        columns = shutil.get_terminal_size().columns
        sys.stderr.write(f"\r{line[: columns - 1]}\x1b[K")
        sys.stderr.flush()

    def end(self) -> None:
        """Take the line away."""
        if self._drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def words_of(progress: Progress, documents: int, seconds: float) -> str:
    """The line: share done, documents, their rate, megabytes a second, share cut, time left."""
    read, total = progress.read, max(progress.total, 1)
    share = min(read / total, 1.0)
    full = round(share * _WIDTH)
    parts = [
        f"[{'#' * full}{'.' * (_WIDTH - full)}] {share:4.0%}",
        amount(progress.tally["documents"], "document"),
    ]
    fresh = read - progress.begun
    if seconds > 0 and fresh > 0:
        parts.append(f"{documents / seconds:,.0f}/s")
        parts.append(f"{fresh / seconds / 1e6:.1f} MB/s")
    parts.append(f"{cut_share(progress.tally):.1%} cut")
    if seconds > 0 and fresh > 0:
        parts.append(f"{_clock((total - read) * seconds / fresh)} left")
    if quarantined := progress.tally["quarantined"]:
        parts.append(f"{quarantined:,} in quarantine")
    return " · ".join(parts)


def summary(counts: Counter[str], output: Path) -> str:
    """What came of a run."""
    parts = [
        amount(counts["documents"], "document"),
        f"{counts['changed']:,} changed",
        f"{cut_share(counts):.1%} of the characters cut",
    ]
    if counts["spun"]:
        parts.append(f"{counts['spun']:,} were spun and had words put back")
    if counts["without text"]:
        parts.append(f"{counts['without text']:,} have no text and went through as they are")
    if counts["quarantined"]:
        where = output / STATE / "quarantine"
        parts.append(f"{counts['quarantined']:,} in quarantine, see {where}")
    return "; ".join(parts)


def cut_share(counts: Counter[str]) -> float:
    """The share of all characters that was cut."""
    return counts["chars cut"] / max(counts["chars before"], 1)


def _clock(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
