"""What cleaning adds to the text that extractors leave, and what it finds in that of whole pages.

    pip install trafilatura readability-lxml newspaper4k inscriptis html-text
    cleaner model evaluate news.jsonl hard.jsonl=2 --keep folds/
    python benchmarks/after.py PAGES.jsonl[.gz]... --folds folds/
    cleaner model evaluate pages.jsonl --whole-page --keep page-folds/
    python benchmarks/after.py PAGES.jsonl[.gz]... --folds page-folds/ --whole-page

`pages.py` says what a line of PAGES is, and what the metric. Each page is cleaned by the weights in
the folder that never saw its site; without --folds by the shipped ones, which flatters us on sites
that they learned from. Restoration is off. The gold of the news sets holds no headline, so a
first line that is the page's title is dropped there from every text, and cleaner is told the
title and to leave it out. Printed are F1 and recall by set, and what F1 gains as a mean of the
news sets.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from extractors import Extract, installed, others
from pages import NEWS, Ratios, count, documents, ratios, score, titles_of, without_title

from cleaner import Cleaner
from cleaner.training.train import FOLDS, fold_of

EXTRACTORS = ("trafilatura", "readability-lxml", "newspaper4k")
Machines = list[tuple[Cleaner, Cleaner]]
"""Two for each fold: one that leaves titles out, one that keeps them."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--folds", type=Path)
    parser.add_argument("--whole-page", action="store_true")
    parser.add_argument("--levels", nargs="+", default=["careful", "balanced"])
    parser.add_argument("--limit", type=int)
    given = parser.parse_args()
    pages = list(documents(given.pages, given.limit))
    if given.whole_page:
        tools, ways = whole_pages(), {"whole page": {"whole_page": True}}
        pages = [page for page in pages if page["bench"] in NEWS]
    else:
        tools = {name: run for name, run in others().items() if name in EXTRACTORS}
        ways = {level: {"level": level} for level in given.levels}
    machines = {way: made(given.folds, **options) for way, options in ways.items()}
    for name, extract in tools.items():
        texts = [_text(extract, page) for page in pages]
        print("\n".join(report(name, pages, texts, machines)))


def made(folds: Path | None, **options: Any) -> Machines:
    """The cleaners of each fold."""
    found: Machines = []
    for fold in range(FOLDS):
        model = None if folds is None else folds / f"fold-{fold + 1}.npz"
        no_title, title = (
            Cleaner(
                restore="never",
                keep_title=keep,
                model=None if options.get("level") == "careful" else model,
                **options,
            )
            for keep in (False, True)
        )
        found.append((no_title, title))
    return found


def report(
    name: str, pages: Sequence[dict[str, Any]], texts: Sequence[str], machines: dict[str, Machines]
) -> Iterator[str]:
    base: dict[str, float] = {}
    for way in ("as it comes", *machines):
        sets: dict[str, list[Ratios]] = defaultdict(list)
        for page, text in zip(pages, texts, strict=True):
            cleaned = text if way not in machines else _cleaned(page, text, machines[way])
            told = ratios(count(page["gold"], cleaned))
            sets[page["bench"]].append(told)
            if page["bench"] == "fundus":
                sets["fundus, English" if page.get("lang") == "en" else "fundus, other"].append(
                    told
                )
        scores = {which: score(some) for which, some in sorted(sets.items())}
        news = {which: scores[which].f1 for which in NEWS if which in scores}
        base = base or news
        gain = sum(news[which] - base[which] for which in news) / max(len(news), 1)
        yield f"{name:<18} {way:<12} gains {gain:+.4f}   " + "   ".join(
            f"{which} {one.f1:.4f} (R {one.recall:.3f})" for which, one in scores.items()
        )


def _cleaned(page: dict[str, Any], text: str, machines: Machines) -> str:
    no_title, title = machines[fold_of(str(page["domain"]))]
    if page["bench"] in NEWS:
        return no_title.clean(text, title=page.get("title") or "").text
    return title.clean(text).text


def _text(extract: Extract, page: dict[str, Any]) -> str:
    """What a tool makes of a page; nothing where it fails."""
    try:
        text = extract(page["html"], page.get("url"))
    except Exception as error:  # tools fail on odd pages, each in its way
        print(f"{page['id']}: {type(error).__name__}")
        return ""
    return without_title(text, titles_of(page)) if page["bench"] in NEWS else text


def whole_pages() -> dict[str, Extract]:
    """Tools that turn entire pages into text; what is not installed is named and left out."""
    return installed(_DUMPS)


def _inscriptis() -> Extract:
    from inscriptis import get_text

    return lambda html, _: str(get_text(html))


def _html_text() -> Extract:
    from html_text import extract_text

    return lambda html, _: str(extract_text(html))


def _soup() -> Extract:
    from bs4 import BeautifulSoup

    def run(html: str, _: str | None) -> str:
        soup = BeautifulSoup(html, "lxml")
        for unseen in soup(["script", "style", "noscript", "template"]):
            unseen.decompose()
        return soup.get_text("\n")

    return run


_DUMPS: dict[str, Callable[[], Extract]] = {
    "inscriptis": _inscriptis,
    "html-text": _html_text,
    "get_text": _soup,
}


if __name__ == "__main__":
    main()
