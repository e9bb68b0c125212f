"""What `cleaner corpus learn` finds again when half of a family of rules is switched off.

    python benchmarks/learn.py TEXTS.jsonl [--family promo] [--half 0] [--seed 1] [--list]

The rules of the family are divided, every other one by name, or by lot with --seed; one half is
switched off, the corpus is cleaned with the rest (rules alone, no restoration), and rules are
learned from what comes out. Of the lines that the missing rules would have cut, and that are left
in three documents of one site or more, the share that the proposed rules cut is printed; and the
same for lines that stand there with a few words or figures changed, counted together. --list
shows every proposed line, to be read by a person.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from cleaner import Cleaner, Rulebook
from cleaner.corpus import Fields
from cleaner.corpus.fields import site_of
from cleaner.corpus.learn import LEAST, learn
from cleaner.corpus.learn.proposals import known_to, load

ALIKE = 0.6
"""Share of their words that lines must have in common to count as one."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("--family", default="promo")
    parser.add_argument("--half", type=int, choices=(0, 1), default=0)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--site-field", default="domain")
    parser.add_argument("--list", action="store_true")
    given = parser.parse_args()
    names = sorted(rule.id for rule in Rulebook.load() if rule.family == given.family)
    if given.seed is not None:
        random.Random(given.seed).shuffle(names)
    off = set(names[given.half :: 2])
    print("switched off:", *sorted(off))
    whole = Cleaner(level="careful", restore="never")
    half = Cleaner(level="careful", restore="never", ignore=sorted(off))
    left: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.jsonl"
        opened = gzip.open if given.texts.suffix == ".gz" else open
        with opened(given.texts, "rt", encoding="utf-8") as texts, corpus.open("w") as out:
            for line in texts:
                row = json.loads(line)
                text = half.clean(row["text"]).text
                out.write(json.dumps({"url": row[given.site_field], "text": text}) + "\n")
                stands = set(text.split("\n"))
                cut = {
                    edit.before
                    for edit in whole.clean(row["text"]).report.edits
                    if edit.rule in off and edit.before in stands
                }
                left.update((site_of(row[given.site_field]), one) for one in cut)
        proposals = learn([corpus], half, fields=Fields())
    cuts = known_to(Cleaner(level="careful", restore="never", rules=load(proposals)))
    repeated = {key: count for key, count in left.items() if count >= LEAST}
    again = {key: count for key, count in repeated.items() if cuts(key[1])}
    members = sum(len(proposal.members) for proposal in proposals)
    print(f"proposed: {members} lines for {len(proposals)} sites")
    print(f"lines in {LEAST} documents of a site or more: {len(repeated)}, cut again: {len(again)}")
    print(f"places in which they stand: {sum(repeated.values())}, cut: {sum(again.values())}")
    alike = [group for group in near(left) if sum(left[key] for key in group) >= LEAST]
    many = [key for group in alike if len(group) > 1 for key in group]
    found = [key for key in many if cuts(key[1])]
    print(f"lines with others like them, together in as many: {len(many)}, cut: {len(found)}")
    for site, line in sorted({*repeated, *many} - {*again, *found}):
        print(f"not found: {site}: {line}")
    if given.list:
        for proposal in proposals:
            for member in proposal.members:
                kind = "weak" if member.weak else "alike" if len(member.shown) > 1 else "line"
                print(f"{proposal.site}\t{member.documents}\t{kind}\t{member.shown[0]}")


def near(lines: Iterable[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Lines of a site in groups: each has most of its words in common with the group's first."""
    groups: list[tuple[str, set[str], list[tuple[str, str]]]] = []
    for site, line in sorted(lines):
        words = set(re.sub(r"\d+", "0", line.lower()).split())
        for other, common, group in groups:
            if site == other and len(words & common) >= ALIKE * len(words | common):
                group.append((site, line))
                break
        else:
            groups.append((site, words, [(site, line)]))
    return [group for _, _, group in groups]


if __name__ == "__main__":
    main()
