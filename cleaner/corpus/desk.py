"""Where one block of a corpus is worked on, document by document.

A worker gets a `Job`, walks its documents through a `Desk`, and hands back a `Result`:
bytes that only need to be put behind those of the jobs before.
"""

from __future__ import annotations

import base64
import pickle
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from cleaner.cleaning import Cleaner
from cleaner.corpus.fields import About, Fields
from cleaner.corpus.packing import pack
from cleaner.corpus.record import Record, json_line, record_of
from cleaner.errors import CleanerError
from cleaner.finding import Cleaned
from cleaner.sparing import Sparing, untouched
from cleaner.write.show import utf8


class Choice(Protocol):
    """Which cleaner a file gets, and which differences are passed over in it."""

    def of(self, name: str, /) -> tuple[Cleaner, Sparing]:
        """The choice for the file at a path."""

    @property
    def facts(self) -> dict[str, Any]:
        """All that it depends on, as plain values."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is done to every document: the same for all workers and all jobs.

    `choice` may give another cleaner for a file; `cleaner` is that of all others.
    """

    cleaner: Cleaner
    fields: Fields = field(default_factory=Fields)
    records: bool = False
    attributes: bool = False
    keep_source: bool = False
    html: bool | None = None
    encoding: str | None = None
    choice: Choice | None = None

    def of(self, path: str) -> tuple[Cleaner, Sparing]:
        """The cleaner for the file at a path, and what is passed over."""
        return self.choice.of(path) if self.choice else (self.cleaner, _NOTHING)


_NOTHING = Sparing()


class Job(NamedTuple):
    """One block of a corpus.

    `data` is what the container's reader cut off, `first` the number of its first document
    in the file, `packing` the compression of the output, `path` that of the file or of the folder
    that holds its documents, `poisoned` the documents (by their
    place in the block) that must not be touched, with the reason. A job that is done `again`,
    because a worker died at it, comes with what is cleaned of it already, packed by `Desk`.
    """

    container: str
    data: bytes
    first: int
    packing: str = ""
    path: str = ""
    poisoned: Mapping[int, str] = {}
    again: bool = False
    cleaned: Mapping[int, bytes] = {}


class Result(NamedTuple):
    """What came of a job, packed; `files` are (name, content) where each document is a file.

    `tally` counts: documents, changed, spun, quarantined, those without text; chars before,
    after and cut.
    """

    out: bytes
    records: bytes
    quarantine: bytes
    files: tuple[tuple[str, bytes], ...]
    tally: Counter[str]


class Desk:
    """One job while it is worked on.

    `touch` is called with the place of each document before it is cleaned, `keep` with the
    place and all that came of it, packed, afterwards.
    """

    def __init__(
        self,
        work: Work,
        job: Job,
        touch: Callable[[int], None],
        keep: Callable[[int, bytes], None] | None = None,
    ) -> None:
        self.work = work
        self.fields = work.fields
        self.job = job
        self.files: list[tuple[str, bytes]] = []
        self.tally: Counter[str] = Counter()
        self._touch = touch
        self._keep = keep
        self._records: list[bytes] = []
        self._quarantine: list[bytes] = []

    def clean(
        self,
        place: int,
        source: str | bytes,
        raw: bytes | Callable[[], bytes],
        about: About,
        *,
        html: bool | None = None,
        name: str = "",
        encoding: str | None = None,
        keep: bool = False,
        more: Mapping[str, Any] | None = None,
    ) -> Cleaned | None:
        """Clean one document; None if it was put into quarantine.

        `place` counts from the start of the block. `raw` is the document as its container
        has it, for the quarantine; `more` goes into its record, and with `keep` the source,
        if it is a web page.
        """
        self._touch(place)
        number = self.job.first + place
        if (reason := self.job.poisoned.get(place)) is not None:
            self.refuse(place, raw, reason, about)
            return None
        words = about.words()
        words |= {"name": name, "html": html, "encoding": encoding or self.work.encoding}
        try:
            cleaned = self._cleaned(place, source, words)
        except CleanerError as error:
            self.refuse(place, raw, str(error), about)
            return None
        except MemoryError:
            raise
        except Exception as error:  # a fault of ours must not end the run
            self.refuse(place, raw, f"{type(error).__name__}: {error}", about)
            return None
        if self.work.records:
            record = record_of(cleaned, source, number=number, about=about, keep_source=keep)
            self._records.append(json_line(record | dict(more or {})))
        self._count(cleaned)
        return cleaned

    def _cleaned(self, place: int, source: str | bytes, words: Mapping[str, Any]) -> Cleaned:
        """What comes of a document, which may be known."""
        known = self.job.cleaned.get(place)
        if known is not None:
            cleaned: Cleaned = pickle.loads(known)
            return cleaned
        path = f"{self.job.path}/{words['name']}" if words["name"] else self.job.path
        cleaner, sparing = self.work.of(path)
        cleaned = cleaner.clean(source, **words)
        if any(sparing) and sparing.spares(cleaned, data := _bytes(source)):
            with suppress(UnicodeDecodeError):  # what is no UTF-8 cannot stay in a corpus
                text = source if isinstance(source, str) else data.decode()
                cleaned = untouched(cleaned, text, encoding="utf-8", newline="\n", bom=False)
        if self._keep is not None:
            self._keep(place, pickle.dumps(cleaned))
        return cleaned

    def passed(self, place: int) -> None:
        """Note a document that goes through untouched, because it has no text."""
        self.tally["without text"] += 1
        if self.work.records:
            self._records.append(json_line({"record": self.job.first + place}))

    def refuse(
        self,
        place: int,
        raw: bytes | Callable[[], bytes],
        reason: str,
        about: About = About(),  # noqa: B008 (immutable)
    ) -> None:
        """Put a document into quarantine."""
        raw = raw() if callable(raw) else raw
        told: Record = {"record": self.job.first + place}
        if about.id is not None:
            told["id"] = about.id
        told["reason"] = reason
        try:
            told["document"] = raw.decode()
        except UnicodeDecodeError:
            told["base64"] = base64.b64encode(raw).decode()
        self._quarantine.append(json_line(told))
        self.tally["quarantined"] += 1

    def result(self, out: bytes) -> Result:
        """Everything that came of the job; `out` is packed already."""
        records = b"".join(self._records)
        return Result(
            out,
            pack(records, self.job.packing) if records else b"",
            b"".join(self._quarantine),
            tuple(self.files),
            self.tally,
        )

    def _count(self, cleaned: Cleaned) -> None:
        report, tally = cleaned.report, self.tally
        tally["documents"] += 1
        tally["changed"] += report.output != report.page_text or bool(report.repairs)
        tally["chars before"] += len(report.page_text)
        tally["chars after"] += len(report.output)
        spun = False
        for edit in report.edits:
            if edit.instead is None:
                tally["chars cut"] += len(edit.before)
                tally["cuts"] += 1
            elif edit.rule.startswith("restoration/"):
                spun = True
        tally["spun"] += spun


def _bytes(source: str | bytes) -> bytes:
    return source if isinstance(source, bytes) else utf8(source)
