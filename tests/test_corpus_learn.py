"""Rules for what a corpus repeats, and families of documents that tell one story."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.cli.app import cleaner as command
from cleaner.corpus import Fields
from cleaner.corpus.documents import Document, documents
from cleaner.corpus.learn import learn, write_rules
from cleaner.corpus.learn.proposals import Proposal, load
from cleaner.corpus.learn.sketch import Sketch, hashed
from cleaner.corpus.learn.template import common, exact
from cleaner.corpus.siblings import find_families
from cleaner.errors import ConfigError
from cleaner.proof import prove

_WHO = (
    "The harbour master",
    "A teacher from the hill",
    "The ferry's cook",
    "An old pilot",
    "Her brother",
)
_DID = ("counted", "painted", "sold", "carried", "forgot", "measured", "borrowed", "mended")
_WHAT = ("the nets", "a crate of lamps", "two sails", "the long ladder", "every rope", "the clock")
_WHEN = ("before the storm", "in the first week of May", "while the band played", "at low tide")

PITCH = "Get the Quay Letter in your inbox every Friday. Sign up here."
INTEREST = "Interested in {0}? Add {0} as an interest to stay up to date on the latest {0} stories."
FORM = ("Subscribe by email", "Your name", "Postal code")
BACKGROUND = (
    "The quay was closed in 2019 after an inspection found that two of its piers had rotted."
)
KNOWN = "© 2026 The Quay Post. All rights reserved."


def prose(dice: random.Random, sentences: int = 3) -> str:
    return " ".join(
        f"{dice.choice(_WHO)} {dice.choice(_DID)} {dice.choice(_WHAT)} {dice.choice(_WHEN)}, "
        f"and took number {dice.randint(100, 10**6)} home to house {dice.choice('ABCDEFGH')}{dice.randint(1, 99)}."
        for _ in range(sentences)
    )


def corpus(path: Path) -> None:
    """Forty documents of one site, with what it repeats, and ten of another."""
    dice = random.Random(5)
    rows = []
    for number in range(40):
        lines = [prose(dice) for _ in range(4)]
        if number % 4 == 0:
            lines.insert(2, PITCH)
        if number % 5 == 1:
            lines.insert(
                1, INTEREST.format(("Whales", "Old Clocks", "The Ferry", "Rope")[number % 4])
            )
        if number % 6 == 2:
            lines.insert(3, BACKGROUND)
        if number % 3 == 0:
            lines += FORM
        if number % 8 == 0:
            lines.append(KNOWN)
        rows.append({"url": "https://www.quay.example/a", "id": number, "text": "\n\n".join(lines)})
    copy = "\n\n".join(
        [prose(dice) for _ in range(3)] + ["Watch this video of our quay: click here"]
    )
    for number in range(10):
        rows.append({"url": "https://other.example/", "id": f"o{number}", "text": copy})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.fixture(scope="module")
def proposals(tmp_path_factory: pytest.TempPathFactory) -> list[Proposal]:
    path = tmp_path_factory.mktemp("learn") / "a.jsonl"
    corpus(path)
    machine = cleaner.Cleaner(level="careful", restore="never", ignore=["promo"])
    return learn([path], machine, sketch_bits=14)


def shown(proposals: list[Proposal]) -> set[str]:
    return {line for one in proposals for member in one.members for line in member.shown}


def test_what_is_repeated_is_proposed_and_nothing_else(proposals: list[Proposal]) -> None:
    found = shown(proposals)
    assert [one.site for one in proposals] == ["quay.example"]
    assert PITCH in found
    assert FORM[0] in found
    assert BACKGROUND not in found  # writers say it again
    assert KNOWN not in found  # there are rules for it
    assert not any("house" in line for line in found)


def test_lines_that_differ_a_little_are_one(proposals: list[Proposal]) -> None:
    (kind,) = (m for one in proposals for m in one.members if "nterested" in m.shown[0])
    assert kind.documents == 8
    assert len(kind.shown) > 1
    book = load(proposals)
    page = "\n\n".join(
        [prose(random.Random(1)), INTEREST.format("Lighthouses"), prose(random.Random(2))]
    )
    left = cleaner.Cleaner(rules=book, select=["learned"], restore="never").clean(page).text
    assert "Lighthouses" not in left


def test_long_forms_and_kinds_of_which_one_form_is_repeated(tmp_path: Path) -> None:
    dice = random.Random(8)
    form = (
        "Get the Quay Letter in your inbox, with all that came in by ship and what it cost. We could "
        "not sign you up: please try again, and enable JavaScript to use the form. Email address: "
        "Send me updates on special offers. By signing up, you agree to our Privacy Policy and our "
        "Terms. Sign up. Thanks for signing up! You can manage your newsletter subscriptions here."
    )
    names = ["Boats"] * 6 + ["Ropes", "Sails", "Old Lamps", "Long Ladders"]
    with (tmp_path / "a.jsonl").open("w") as out:
        for number, name in enumerate(names):
            parts = [prose(dice), INTEREST.format(name), prose(dice), form, prose(dice)]
            url = f"https://quay.example/{number}"
            out.write(json.dumps({"id": number, "url": url, "text": "\n\n".join(parts)}) + "\n")
    half = cleaner.Cleaner(level="careful", restore="never", ignore=["promo"])
    (proposal,) = learn([tmp_path / "a.jsonl"], half, sketch_bits=14)
    assert [member.documents for member in proposal.members] == [10, 10]
    machine = cleaner.Cleaner(level="careful", restore="never", rules=load([proposal]))
    for line in (form, *map(INTEREST.format, (*names, "Cranes"))):
        page = f"{prose(dice, 9)}\n\n{line}\n\n{prose(dice, 9)}\n"
        assert line not in machine.clean(page).text


def test_copies_of_one_article_do_not_count(proposals: list[Proposal]) -> None:
    assert not any("video of our quay" in line for line in shown(proposals))


def test_the_rules_prove_themselves(proposals: list[Proposal], tmp_path: Path) -> None:
    write_rules(proposals, tmp_path)
    book = cleaner.Rulebook.load(tmp_path, shipped=False)
    assert [str(complaint) for complaint in prove(book)] == []
    assert all(rule.status == "preview" for rule in book)
    text = (tmp_path / "learned/quay-example.toml").read_text()
    assert "# 10 documents, such as 0, 4, 8" in text
    with pytest.raises(ConfigError, match="has rules already"):
        write_rules(proposals, tmp_path)


def test_until_accepted_they_only_report(proposals: list[Proposal], tmp_path: Path) -> None:
    write_rules(proposals, tmp_path)
    page = "\n\n".join(
        [prose(random.Random(1)), PITCH.replace("Quay", "Quay"), prose(random.Random(2))]
    )
    careful = {"select": ["learned"], "restore": "never"}
    report = cleaner.clean(page, rules=[tmp_path], **careful).report
    assert not report.edits
    assert [item.before for item in report.withheld] == [PITCH]
    assert PITCH not in cleaner.clean(page, rules=[tmp_path], preview=True, **careful).text


@given(st.lists(st.lists(st.sampled_from([f"w{n}" for n in range(300)]), unique=True), max_size=60))
def test_a_sketch_never_counts_too_little(batches: list[list[str]]) -> None:
    sketch = Sketch(1 << 8, 3)
    true: Counter[str] = Counter()
    for batch in batches:
        if batch:
            sketch.add(hashed(batch))
            true.update(batch)
    for word, count in true.items():
        assert sketch.count(hashed([word]))[0] >= count


def test_a_roomy_sketch_counts_right() -> None:
    sketch = Sketch()
    for number in range(2000):
        sketch.add(hashed([f"{number}", f"{number % 10}x"]))
    assert sketch.count(hashed(["3x", "17", "none"])).tolist() == [200, 1, 0]
    with pytest.raises(ValueError, match="power of two"):
        Sketch(1000)


@pytest.mark.parametrize(
    ("lines", "pattern"),
    [
        (
            [
                "More on Rope? Read all our rope stories.",
                "More on Old Sails? Read all our sail stories.",
            ],
            r"more on.{0,90}read all our.{0,90}stories\.",
        ),
        (["One and only words here now", "Nothing of the sort at all"], None),
    ],
)
def test_templates(lines: list[str], pattern: str | None) -> None:
    found = common(lines)
    assert (found and found.pattern) == pattern


def test_exact_patterns_are_safe() -> None:
    assert exact("Call 555 (24h) [now] {x} a|b*?") == r"call \d+ \(\d+h\) \[now\] .x. a\|b\*\?"


def test_documents_of_every_container(tmp_path: Path) -> None:
    rows = [{"id": "p", "url": "https://a.example/", "text": "Parquet."}, {"id": "q", "text": None}]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    lines = [
        *map(json.dumps, [rows[1], {"text": "Lines.", "url": "b.example"}]),
        "{broken",
        "",
        "[]",
    ]
    (tmp_path / "b.jsonl").write_text("\n".join(lines))
    head = "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://c.example/1\r\n"
    (tmp_path / "c.wet").write_text(head + "Content-Length: 5\r\n\r\nWarc.\r\n\r\n", newline="")
    (tmp_path / "d.example").mkdir()
    (tmp_path / "d.example" / "d.txt").write_bytes("Fichier é.".encode("utf-16"))
    (tmp_path / "d.example" / "bad.txt").write_bytes(b"\0\1\2" * 99)
    found = {(one.site, one.text) for one in documents([tmp_path], Fields())}
    assert found == {
        ("a.example", "Parquet."),
        ("b.example", "Lines."),
        ("c.example", "Warc."),
        ("d.example", "Fichier é."),
    }


def test_families() -> None:
    dice = random.Random(3)
    story = prose(dice, 12)
    swapped = story.replace("took number", "took quantity").replace("house", "residence")
    longer = story + " " + prose(dice, 1)
    texts = {
        "spun": swapped,
        "short": story,
        "long": longer,
        "other": prose(dice, 12),
        "tiny": "A.",
    }

    def all_of_them() -> list[Document]:
        return [Document(name, "x", "", text) for name, text in texts.items()]

    (family,) = find_families(all_of_them, spun=lambda text: float("quantity" in text))
    assert [one.name for one in family.members] == ["long", "short", "spun"]
    assert family.members[0].alike > 0.8
    assert find_families(all_of_them, threshold=0.99) == []


def test_the_commands(tmp_path: Path) -> None:
    corpus(tmp_path / "a.jsonl")
    words = ["corpus", "learn", str(tmp_path / "a.jsonl"), "--isolated", "--sketch-bits", "14"]
    words += ["--level", "careful", "--restore", "never", "--ignore", "promo"]
    done = CliRunner().invoke(command, [*words, "-o", str(tmp_path / "proposed")])
    assert done.exit_code == 0, done.output
    assert "lines of 1 sites proposed" in done.stderr
    printed = CliRunner().invoke(command, words)
    assert "# learned/quay-example.toml" in printed.stdout
    found = CliRunner().invoke(command, ["corpus", "siblings", str(tmp_path / "a.jsonl")])
    families = [json.loads(line) for line in found.stdout.splitlines()]
    assert any(len(one["members"]) == 10 and one["canonical"] == "o0" for one in families)
