"""The frozen gate: good articles, of which nothing new may be cut.

The articles are anybody's; what is kept of them beside the code is a ledger of hashes, and
of the fingerprints of those cuts that somebody has looked at and accepted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cleaner.cleaning import Cleaner
from cleaner.config import LEVELS
from cleaner.errors import InputError
from cleaner.evaluation.labelled import read_records
from cleaner.evaluation.ledger import Accepted, Ledger
from cleaner.evaluation.score import fingerprint

_RECORDS = (".jsonl", ".jsonl.gz", ".json", ".json.gz")


class Article(NamedTuple):
    """A good article; `key` is the fingerprint of its text."""

    name: str
    text: str

    @property
    def key(self) -> str:
        """16 hex digits that stand for the article, whatever it is called."""
        return fingerprint(self.text)


class Cut(NamedTuple):
    """Something that a cleaning takes from an article; `fingerprint` names it without its words.

    The rule is no part of the fingerprint: who cuts may change, what is cut may not.
    """

    fingerprint: str
    article: str
    line: int
    rule: str
    before: str
    instead: str | None
    evidence: str


class Gate(NamedTuple):
    """What a cleaning of the frozen articles shows.

    `new` are the cuts that nobody has accepted, `unknown` the names of articles that the
    ledger does not have, `missing` how many of its articles are not there, `stale` the
    accepted cuts that are made no longer. The gate is shut by all but the last.
    """

    articles: tuple[Article, ...]
    cuts: tuple[Cut, ...]
    new: tuple[Cut, ...]
    unknown: tuple[str, ...]
    missing: int
    stale: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether the change may pass."""
        return not (self.new or self.unknown or self.missing)


def read_articles(path: Path) -> Iterator[Article]:
    """The text files below a folder, or the `text` of each record of a JSON Lines file.

    Raises `InputError`.
    """
    if path.name.endswith(_RECORDS):
        for record, place in read_records(path):
            text = record.get("text")
            if not isinstance(text, str):
                raise InputError(f"{place}: expected a `text`")
            yield Article(str(record.get("id", place)), text)
        return
    files = sorted(path.rglob("*.txt")) if path.is_dir() else [path]
    if not files:
        raise InputError(f"{path}: no .txt file in this folder")
    for file in files:
        try:
            name = file.relative_to(path).as_posix() if path.is_dir() else str(file)
            yield Article(name, file.read_bytes().decode("utf-8"))
        except OSError as error:
            raise InputError(f"{file}: {(error.strerror or str(error)).lower()}") from None
        except UnicodeDecodeError:
            raise InputError(f"{file}: is not UTF-8") from None


def cuts_of(article: Article, cleaner: Cleaner) -> list[Cut]:
    """Everything that a cleaning takes from an article or puts instead, repairs aside.

    Line by line, so that it makes no difference whether lines go one by one or together.
    """
    report = cleaner.clean(article.text, name=article.name, html=False).report
    seen: Counter[tuple[str, str]] = Counter()
    found: list[Cut] = []
    for edit in report.edits:
        if edit.rule.startswith("repair/"):
            continue
        lines = edit.before.split("\n") if edit.instead is None else [edit.before]
        for number, line in enumerate(lines, edit.line):
            words, instead = " ".join(line.split()), edit.instead or ""
            if not words and not instead:
                continue
            seen[words, instead] += 1
            parts = (article.key, words, instead, str(seen[words, instead]))
            print_ = fingerprint("\0".join(parts))
            found.append(
                Cut(print_, article.name, number, edit.rule, line, edit.instead, edit.evidence)
            )
    return found


def judge(articles: tuple[Article, ...], cuts: tuple[Cut, ...], ledger: Ledger, level: str) -> Gate:
    """Hold what is cut at a level against the ledger."""
    keys = {article.key for article in articles}
    made = {cut.fingerprint for cut in cuts}
    allowed = {print_ for print_, cut in ledger.cuts.items() if _reaches(cut, level)}
    return Gate(
        articles,
        cuts,
        tuple(cut for cut in cuts if cut.fingerprint not in allowed),
        tuple(article.name for article in articles if article.key not in ledger.articles),
        len(ledger.articles - keys),
        tuple(sorted(allowed - made)),
    )


def accepted(gate: Gate, ledger: Ledger, level: str, reason: str) -> Ledger:
    """The ledger after somebody has accepted, for a reason, all that is new at a level.

    Its articles become those that are there; accepted cuts that are made no longer go.
    """
    cuts = {print_: cut for print_, cut in ledger.cuts.items() if print_ not in gate.stale}
    for cut in gate.new:
        cuts[cut.fingerprint] = Accepted(cut.rule, level, reason)
    return Ledger(frozenset(article.key for article in gate.articles), cuts)


def _reaches(cut: Accepted, level: str) -> bool:
    """Whether a cut that was accepted at one level is accepted at another: there and above."""
    return LEVELS.index(cut.level) <= LEVELS.index(level)
