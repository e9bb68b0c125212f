"""The forms of a report: what a program reads must fit its schema and replay."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from hypothesis import given

from cleaner import Cleaner, Report, Rulebook
from cleaner.cli.app import cleaner
from cleaner.write.show import FINDINGS, FORMS, REASONS, Checked, diff, remarks, utf8
from cleaner.write.show.record import record_of
from tests.conftest import pages

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads((ROOT / "docs/report.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
DIRTY = (
    "A &amp; B.\r\nADVERTISEMENT\r\nIt’s here. (Photo by Ann Lee)\r\nCorrection: it was not.\r\n"
)


@pytest.fixture(scope="module")
def demo() -> Cleaner:
    book = Rulebook.load(ROOT / "tests/cli/rules", shipped=False)
    return Cleaner(rules=book, max_cut_share=1)


def test_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_json_report_fits_the_schema_and_says_what_was_done(demo: Cleaner) -> None:
    record = json.loads(FORMS["json"](demo.clean(DIRTY.encode(), name="a.txt")))
    VALIDATOR.validate(record)
    assert record["text"] == "A & B.\n\nIt’s here.\n\nCorrection: it was not.\n"
    assert record["input"] == {"encoding": "utf-8", "newline": "\r\n", "bom": False}
    assert [(e["rule"], e["line"], e["column"]) for e in record["edits"]] == [
        ("demo/label", 2, 1),
        ("demo/credit", 3, 11),
    ]
    assert record["metadata"] == {"photographer": ["Ann Lee"]}
    assert [(w["rule"], w["reason"]) for w in record["withheld"]] == [
        ("demo/hint", "the rule only reports")
    ]
    assert [(r["rule"], r["before"], r["instead"]) for r in record["repairs"]] == [
        ("repair/entity", "&amp;", "&")
    ]


def test_schema_refuses_what_is_not_a_report(demo: Cleaner) -> None:
    record = record_of(demo.clean(DIRTY))
    del record["edits"][0]["source"]
    assert not VALIDATOR.is_valid(record)


def test_jsonl_is_one_line(demo: Cleaner) -> None:
    line = FORMS["jsonl"](demo.clean(DIRTY))
    assert line.count("\n") == 1
    VALIDATOR.validate(json.loads(line))


@given(pages)
def test_json_report_replays(standard: Cleaner, page: str) -> None:
    cleaned = standard.clean(page)
    record = json.loads(FORMS["json"](cleaned))
    VALIDATOR.validate(record)
    text = put(page, [(r["source"], r["before"], r["instead"]) for r in record["repairs"]])
    for edit in record["edits"]:
        assert text[slice(*edit["span"])] == edit["before"]
    assert (
        put(text, [(s["span"], s["before"], s["instead"]) for s in record["delta"]])
        == (record["text"])
    )


@given(pages)
def test_every_difference_is_a_remark_and_no_other(standard: Cleaner, page: str) -> None:
    data = page.encode()
    report = standard.check(data)
    said = [remark for remark in remarks(report, data) if not remark.withheld]
    assert bool(said) == (utf8(report.output) != data)
    lines = report.decoded.split("\n")
    for remark in said:
        start = sum(len(line) + 1 for line in lines[: remark.line - 1]) + remark.column - 1
        assert start == remark.source.start


@given(pages)
def test_diff_is_a_patch_that_gives_the_output(standard: Cleaner, page: str) -> None:
    report = standard.check(page)
    assert patched(report) == report.output


def test_diff_of_what_is_clean_is_empty(standard: Cleaner) -> None:
    assert diff(standard.check("A.\n\nB.\n")) == ""


def test_encoding_is_a_remark_at_the_first_bad_byte(standard: Cleaner) -> None:
    data = "Ça va, “dit-il”, où ça ? Là-bas, déjà.\n".encode() + b"It\x92s.\n"
    found = remarks(standard.check(data), data)
    assert [(r.rule, r.line, r.column) for r in found if r.rule == "encoding"] == [
        ("encoding", 2, 3)
    ]


@pytest.mark.parametrize(
    ("data", "evidence"),
    [
        (b"\xef\xbb\xbfA.\n", "the encoding is utf-8, with a byte order mark"),
        ("“A.”\n".encode("utf-16"), "the encoding is utf-16-le, with a byte order mark"),
    ],
)
def test_marks_and_other_encodings_are_remarks(
    standard: Cleaner, data: bytes, evidence: str
) -> None:
    assert [(r.rule, r.evidence) for r in remarks(standard.check(data), data)] == [
        ("encoding", evidence)
    ]


def test_ascii_declared_as_another_encoding_is_clean(standard: Cleaner) -> None:
    assert remarks(standard.check(b"A.\n", encoding="windows-1252"), b"A.\n") == []


@given(pages)
def test_every_repair_has_words(standard: Cleaner, page: str) -> None:
    assert {f"repair/{r.kind}" for r in standard.check(page).repairs} <= set(REASONS)


def test_sarif_names_rules_and_places(demo: Cleaner) -> None:
    data = DIRTY.encode()
    report = demo.check(data, name="in/a.txt")
    document = Checked("in/a.txt", remarks(report, data), {"demo/label": "labels"}, report)
    log = json.loads("".join(FINDINGS["sarif"]([document])))
    run = log["runs"][0]
    known = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in run["results"]} == known
    label = next(r for r in run["results"] if r["ruleId"] == "demo/label")
    assert label["message"]["text"] == "labels"
    place = label["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "in/a.txt"
    assert place["region"] == {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 14}
    assert {r["level"] for r in run["results"]} == {"warning", "note"}


@pytest.mark.parametrize(
    ("words", "environment", "colored"),
    [
        (["--color", "always"], {}, True),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color", "never"], {}, False),
        ([], {}, False),
    ],
)
def test_color(words: list[str], environment: dict[str, str], colored: bool) -> None:
    result = CliRunner(env=environment).invoke(
        cleaner, ["check", "--isolated", *words], input=b"A."
    )
    assert ("\033[" in result.stdout) is colored


def put(text: str, steps: list[tuple[Any, str, str]]) -> str:
    for (start, end), before, instead in reversed(steps):
        assert text[start:end] == before
        text = text[:start] + instead + text[end:]
    return text


def patched(report: Report) -> str:
    """The input with the diff carried out, as strictly as `patch` does it."""
    old = report.decoded.split("\n")
    old = [line + "\n" for line in old[:-1]] + ([old[-1]] if old[-1] else [])
    lines = diff(report).split("\n")[:-1]
    new: list[str] = []
    at = 0
    for number, line in enumerate(lines):
        sign, words = line[:1], line[1:]
        if line.startswith(("--- ", "+++ ")) and number < 2:
            continue
        if sign == "@":
            start, _, count = line.split()[1][1:].partition(",")
            until = int(start) - (count != "0")
            new += old[at:until]
            at = until
        elif sign in " -+":
            last = lines[number + 1 : number + 2] == ["\\ No newline at end of file"]
            words += "" if last else "\n"
            if sign != "+":
                assert old[at] == words
                at += 1
            if sign != "-":
                new.append(words)
        else:
            assert sign == "\\"
    return "".join(new + old[at:])
