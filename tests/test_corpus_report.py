"""The report on a corpus: what is counted, and the page that shows it."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import cleaner
from cleaner.cli.app import cleaner as command
from cleaner.corpus import Fields
from cleaner.corpus.report import page_of, records_in, report_of
from cleaner.corpus.report import tally as counting
from cleaner.corpus.report.tally import Tally, month_of
from cleaner.corpus.run import clean_corpus
from cleaner.errors import InputError
from tests.browser import title_of
from tests.corpora import WIDGET, json_lines, story


@pytest.fixture(scope="module")
def removed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(json_lines(36)))
    clean_corpus(
        [folder / "a.jsonl.gz"],
        folder / "out",
        cleaner.Cleaner(level="careful", restore="never"),
        fields=Fields(date="date"),
        removed=folder / "removed",
        workers=0,
    )
    return folder / "removed"


@pytest.fixture(scope="module")
def report(removed: Path) -> dict[str, Any]:
    return report_of(records_in([removed]))


def test_what_is_counted(report: dict[str, Any]) -> None:
    words = sum(map(len, WIDGET.split("\n")))
    assert report["total"]["documents"] == 36
    assert report["total"]["with cuts"] == 12
    assert report["total"]["cut"] == 12 * words
    assert report["total"]["before"] == sum(len(story(number)) for number in range(36))
    assert report["sites"] == [f"site{number}.example" for number in range(4)]
    assert report["months"] == [f"2026-0{number}" for number in range(1, 10)]
    (rule,) = report["rules"]
    assert (rule["name"], rule["edits"], rule["chars"]) == ("comments/wpdiscuz", 60, 12 * words)
    assert {one["text"] for one in rule["often"]} == set(WIDGET.split("\n")) - {""}
    assert all(one["count"] == 12 and not one["over"] for one in rule["often"])
    assert {one["site"] for one in rule["examples"]} <= set(report["sites"])


def test_cells_add_up(report: dict[str, Any]) -> None:
    assert sum(row[3] for row in report["cells"]) == 60
    assert sum(row[4] for row in report["cells"]) == report["total"]["cut"]
    assert sum(row[5] for row in report["cells"]) == 12
    assert sum(row[2] for row in report["places"]) == 36
    for at in (1, 2):
        assert sum(row[at] for row in report["lengths"]) == 36
    assert sum(count for _, count in report["shares"]) == 36
    assert report["shares"][0] == [0.0, 24]


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MAX_SITES", 3)
    tally = Tally()
    for number in range(500):
        text = f"Read our letter number {number if number % 5 else 0}!"
        edit = {"what": "cut", "rule": "promo/x", "text": text, "fingerprint": text}
        site = f"https://s{number % 10}.example/"
        tally.add({"record": number, "url": site, "chars": [90, 50], "edits": [edit]})
    told = tally.as_dict()
    assert told["sites"] == ["(other sites)", "s0.example", "s1.example", "s2.example"]
    (rule,) = told["rules"]
    assert rule["edits"] == 500
    assert len(tally.rules["promo/x"].often) == counting.REPEATED
    assert len(rule["examples"]) == counting.EXAMPLES
    assert rule["often"][0]["text"] == "Read our letter number 0!"
    assert rule["often"][0]["count"] == 100


@pytest.mark.parametrize(
    ("date", "month"),
    [
        ("2026-03-04T10:00Z", "2026-03"),
        ("2026", "2026"),
        (20260304, "2026-03"),
        (None, ""),
        ("last week", ""),
    ],
)
def test_months(date: object, month: str) -> None:
    assert month_of(date) == month


def test_spun_documents_are_counted() -> None:
    edit = {"what": "swap", "rule": "restoration/a", "text": "x", "instead": "y"}
    record = {"record": 0, "chars": [9, 9], "edits": [{**edit, "fingerprint": "f"}]}
    told = report_of([record, {"record": 1, "chars": [9, 9]}, {"record": 2}])
    assert (told["total"]["spun"], told["total"]["documents"]) == (1, 2)
    assert told["total"]["without text"] == 1
    assert told["total"]["cut"] == 0
    assert told["rules"][0]["examples"][0]["instead"] == "y"


def test_the_page_needs_nothing_else(report: dict[str, Any]) -> None:
    evil = json.loads(json.dumps(report))
    evil["rules"][0]["examples"][0]["text"] = "</script><script>alert(1)</script>[[DATA]]"
    page = page_of(evil, "A <title> & more")
    assert page.count("<script") == 2
    assert "<title>A &lt;title> &amp; more</title>" in page
    assert not re.findall(r"(?:src|href)\s*=|@import|url\(|fetch\(|XMLHttp", page)
    data = page.split('id="data">', 1)[1].split("</script>", 1)[0]
    assert json.loads(data) == evil


def test_the_command(removed: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke
    shown = run(command, ["corpus", "report", str(removed)])
    assert json.loads(shown.stdout)["total"]["documents"] == 36
    for name in ("r.html", "r.json"):
        done = run(command, ["corpus", "report", str(removed), "-o", str(tmp_path / name)])
        assert (done.exit_code, done.output) == (0, "")
    assert json.loads((tmp_path / "r.json").read_text()) == json.loads(shown.stdout)
    bad = run(command, ["corpus", "report", str(removed), "-o", str(tmp_path / "r.pdf")])
    assert bad.exit_code == 2
    assert "ends in .html or .json" in bad.output


def test_what_are_no_records_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there are no records"):
        list(records_in([tmp_path]))
    (tmp_path / "a.jsonl").write_text("{}\nnope\n")
    with pytest.raises(InputError, match="cannot be read as records"):
        list(records_in([tmp_path / "a.jsonl"]))


_PROBE = """
<script>
const click = (home, name) => document.querySelector(`#${home} [data-name="${name}"]`)
  .dispatchEvent(new Event("click"));
const totals = () => [...document.querySelectorAll("#totals dd")].map((one) => one.textContent);
const told = [totals()];
click("sites", "site0.example"); told.push(totals());
click("months", "2026-01"); told.push(totals());
document.getElementById("reset").click(); told.push(totals());
document.querySelector("#rules [data-name]").dispatchEvent(new MouseEvent("mousemove"));
told.push(document.getElementById("tip").textContent);
document.getElementById("search").value = "inline";
document.getElementById("search").dispatchEvent(new Event("input"));
told.push(document.getElementById("which").textContent);
document.title = JSON.stringify(told);
</script>
"""


@pytest.mark.browser
def test_filters_and_hovering_in_a_browser(report: dict[str, Any], tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text(page_of(report) + _PROBE)
    whole, site, month, again, tip, which = json.loads(title_of(page))
    assert (whole[0], whole[4]) == ("36", "60")
    assert (site[0], site[4]) == ("9", "15")
    assert (month[0], month[4]) == ("1", "5")
    assert again == whole
    assert "60 edits in 12 documents" in tip
    assert re.fullmatch(r"\d+ examples of 1 rules\.", which)
