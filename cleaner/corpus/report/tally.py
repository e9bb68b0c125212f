"""Counting what records say, in one pass and in bounded memory."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from math import floor, log2
from typing import Any

from cleaner.corpus.fields import site_of
from cleaner.corpus.record import Record

MAX_SITES = 2000
"""Sites that are counted one by one; those that come later are counted as `OTHERS`."""
OTHERS = "(other sites)"
EXAMPLES = 12
"""Examples kept of each rule."""
REPEATED = 64
"""Texts watched for repetition, of each rule."""
SHOWN = 10
LONGEST = 300

_MONTH = re.compile(r"\s*(\d{4})-?(\d{2})?")
_SHARES = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0)


class Tally:
    """Everything a report tells."""

    def __init__(self) -> None:
        self.total: Counter[str] = Counter()
        self.places: dict[tuple[str, str], Counter[str]] = {}
        self.cells: dict[tuple[str, str, str], Counter[str]] = {}
        self.rules: dict[str, Rule] = {}
        self.before: Counter[int] = Counter()
        self.after: Counter[int] = Counter()
        self.shares: Counter[int] = Counter()
        self.notes: Counter[str] = Counter()
        self._sites: set[str] = set()

    def add(self, record: Record) -> None:
        """Count one document; a record without counts is one that had no text."""
        if "chars" not in record:
            self.total["without text"] += 1
            return
        site = self._site(site_of(record.get("url")))
        month = month_of(record.get("date"))
        before, after = record["chars"]
        place = self.places.setdefault((site, month), Counter())
        edits = record.get("edits", ())
        cut = sum(len(edit["text"]) for edit in edits if edit["what"] == "cut")
        spun = any(edit["rule"].startswith("restoration/") for edit in edits)
        counts = {
            "documents": 1,
            "changed": int("delta" in record or bool(edits)),
            "with cuts": int(cut > 0),
            "spun": int(spun),
            "before": before,
            "after": after,
            "cut": cut,
        }
        for counter in (self.total, place):
            counter.update(counts)
        self.before[_bin(before)] += 1
        self.after[_bin(after)] += 1
        share = cut / max(before, 1)
        self.shares[sum(share > bound for bound in _SHARES)] += 1
        self.notes.update(_plain(note) for note in record.get("notes", ()))
        if edits:
            self._count_edits(record, edits, site, month)

    def _count_edits(self, record: Record, edits: Iterable[Any], site: str, month: str) -> None:
        seen: set[str] = set()
        for edit in edits:
            name = edit["rule"]
            cell = self.cells.setdefault((site, month, name), Counter())
            cell.update(edits=1, chars=len(edit["text"]), documents=int(name not in seen))
            seen.add(name)
            rule = self.rules.get(name)
            if rule is None:
                rule = self.rules[name] = Rule()
            rule.add(edit, site, record)

    def _site(self, site: str) -> str:
        if site in self._sites:
            return site
        if len(self._sites) >= MAX_SITES:
            return OTHERS
        self._sites.add(site)
        return site

    def as_dict(self) -> dict[str, Any]:
        """Plain values, the same whatever the order of equal counts."""
        sites = sorted({site for site, _ in self.places})
        months = sorted({month for _, month in self.places})
        rules = sorted(self.rules)
        site_at, month_at = ({n: i for i, n in enumerate(names)} for names in (sites, months))
        rule_at = {name: number for number, name in enumerate(rules)}
        return {
            "total": dict(sorted(self.total.items())),
            "sites": sites,
            "months": months,
            "rules": [{"name": name, **self.rules[name].as_dict()} for name in rules],
            "places": [
                [site_at[site], month_at[month], c["documents"], c["before"], c["cut"], c["spun"]]
                for (site, month), c in sorted(self.places.items())
            ],
            "cells": [
                [site_at[s], month_at[m], rule_at[r], c["edits"], c["chars"], c["documents"]]
                for (s, m, r), c in sorted(self.cells.items())
            ],
            "lengths": [
                [_edge(number), self.before[number], self.after[number]]
                for number in range(
                    min([*self.before, *self.after], default=0),
                    max([*self.before, *self.after], default=-1) + 1,
                )
            ],
            "shares": [
                [0.0 if not i else _SHARES[i - 1], self.shares[i]] for i in range(len(_SHARES))
            ],
            "notes": dict(self.notes.most_common(50)),
        }


class Rule:
    """What is told of one rule: counts, examples spread over its cuts, texts it cut often."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self.examples: dict[str, tuple[str, dict[str, Any]]] = {}
        self.often: dict[str, list[Any]] = {}

    def add(self, edit: dict[str, Any], site: str, record: Record) -> None:
        """Count one edit."""
        text = edit["text"][:LONGEST]
        self.count.update(edits=1, chars=len(edit["text"]))
        print_ = edit["fingerprint"]
        self._watch(print_, text)
        rank = hashlib.blake2b(f"{print_}{site}".encode(), digest_size=8).hexdigest()
        if len(self.examples) >= EXAMPLES and rank >= max(self.examples):
            return
        told = {"text": text, "site": site, "what": edit["what"]}
        told |= {key: record[key] for key in ("id", "url") if key in record}
        if "instead" in edit:
            told["instead"] = edit["instead"]
        self.examples[rank] = rank, told
        if len(self.examples) > EXAMPLES:
            del self.examples[max(self.examples)]

    def _watch(self, fingerprint: str, text: str) -> None:
        """Count a text among the frequent ones (Metwally et al. 2005, "space saving").

        A text that takes the place of another inherits its count, which is told as `over`.
        """
        known = self.often.get(fingerprint)
        if known is not None:
            known[0] += 1
        elif len(self.often) < REPEATED:
            self.often[fingerprint] = [1, 0, text]
        else:
            rarest = min(self.often, key=lambda one: (self.often[one][0], one))
            count = self.often.pop(rarest)[0]
            self.often[fingerprint] = [count + 1, count, text]

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        often = sorted(self.often.values(), key=lambda one: (one[1] - one[0], one[2]))
        return {
            "edits": self.count["edits"],
            "chars": self.count["chars"],
            "examples": [told for _, told in sorted(self.examples.values(), key=lambda e: e[0])],
            "often": [
                {"text": text, "count": count, "over": over}
                for count, over, text in often[:SHOWN]
                if count - over > 1
            ],
        }


def month_of(date: Any) -> str:
    """Year and month of an ISO date; the year alone, or the empty text, where no more is known."""
    found = _MONTH.match(str(date)) if date is not None else None
    if found is None:
        return ""
    return f"{found[1]}-{found[2]}" if found[2] else found[1]


def _bin(length: int) -> int:
    """Half-octaves: two for each doubling."""
    return floor(2 * log2(length)) if length else -1


def _edge(number: int) -> int:
    return 0 if number < 0 else round(2 ** (number / 2))


def _plain(note: str) -> str:
    """A note without its figures, so that like notes count together."""
    return re.sub(r"\d[\d.,]*", "N", note)
