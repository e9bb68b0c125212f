"""`cleaner check --format html`: documents to look at, with what goes struck out."""

from __future__ import annotations

import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given

import cleaner
from cleaner.write.show import FINDINGS, Checked, remarks

from .browser import title_of
from .conftest import pages

SEEDS = Path(__file__).parent.parent / "seeds"


def _page(machine: cleaner.Cleaner, text: str, name: str = "quay.txt") -> str:
    report = machine.check(text, name=name)
    summaries = {rule.id: rule.summary for rule in machine.rulebook.rules}
    return "".join(FINDINGS["html"]([Checked(name, remarks(report), summaries, report)]))


class _Text(HTMLParser):
    """The document as the page shows it, without what would be put in its place."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.around: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.around or ("class", "text") in attrs:
            self.around.append(tag)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        if self.around:
            self.around.pop()

    def handle_data(self, data: str) -> None:
        if self.around and "ins" not in self.around:
            named = self.around[-1] == "small"
            self.words.append(chr(int(data[2:], 16)) if named else data)


@given(pages)
def test_the_page_holds_the_document(standard: cleaner.Cleaner, text: str) -> None:
    """Law: what is shown, replacements aside, is the text that was read."""
    shown = _Text()
    shown.feed(_page(standard, text))
    assert "".join(shown.words) == standard.check(text).decoded


def test_what_goes_is_struck_out_with_its_reason(standard: cleaner.Cleaner) -> None:
    page = _page(standard, "The quay is shut.\n\nSubscribe\nNotify of\nguest\n0 Comments\n")
    struck = re.findall(r'<del class="cut" [^>]*title="([^"]*)">([^<]*)</del>', page)
    assert [words for _, words in struck] == ["Subscribe", "Notify of", "guest", "0 Comments"]
    assert all(unescape(told).startswith("comments/wpdiscuz: labels of") for told, _ in struck)
    assert '<section class="changed">' in page


def test_repairs_show_what_nobody_could_see(standard: cleaner.Cleaner) -> None:
    page = _page(standard, "The qu\u200bay is shut, said the clerk.\n")
    assert "<small>U+200B</small></del>" in page


def test_a_clean_document_says_so(standard: cleaner.Cleaner) -> None:
    page = _page(standard, "The quay is shut.\n")
    assert '<section class="same">' in page
    assert "nothing to do" in page


def test_words_of_a_document_are_no_markup(standard: cleaner.Cleaner) -> None:
    page = _page(standard, "The tag <script>alert(1)</script> is shown & told.\n", name="<b>.txt")
    assert "<script>alert" not in page
    assert "<b>" not in page


_PROBE = """
const buttons = [...document.querySelectorAll("nav button")];
const told = [buttons.length, document.getElementById("hint").textContent];
buttons.find((one) => one.dataset.name === "comments/wpdiscuz").click();
told.push([...document.querySelectorAll("main > section")].filter((one) => !one.hidden).length);
document.dispatchEvent(new KeyboardEvent("keydown", { key: "n" }));
told.push(document.activeElement.dataset.rule);
document.querySelector(".cut").dispatchEvent(new MouseEvent("mouseenter"));
told.push(document.getElementById("hint").textContent);
document.title = JSON.stringify(told);
"""


@pytest.mark.browser
def test_filters_keys_and_hovering_in_a_browser(
    standard: cleaner.Cleaner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The script runs under the page's own policy, to which the probe belongs here."""
    original = Path.read_text

    def read_text(path: Path, *args: str) -> str:
        text = original(path, *args)
        return text + _PROBE if path.name == "page.js" else text

    monkeypatch.setattr(Path, "read_text", read_text)
    summaries = {rule.id: rule.summary for rule in standard.rulebook.rules}
    documents = []
    for seed in sorted(SEEDS.glob("*.txt")):
        report = standard.check(original(seed, "utf-8"), name=seed.name)
        documents.append(Checked(seed.name, remarks(report), summaries, report))
    page = tmp_path / "review.html"
    page.write_text("".join(FINDINGS["html"](documents)), "utf-8")
    rules, hint, sections, focused, reason = json.loads(title_of(page))
    assert rules > 3
    assert f"in {len(documents)} documents" in hint
    assert 1 <= sections < len(documents)
    assert focused == "comments/wpdiscuz"
    assert "/" in reason.partition(":")[0]
