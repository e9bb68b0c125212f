"""How well, and how fast, is the article found on a web page? Next to other extractors, in one run.

    python benchmarks/extraction.py PAGES.jsonl[.gz]... [--folds 8] [--division N] [--limit N]
        [--without NAME]

`pages.py` says what a line of PAGES is, and what the metric. Public data to make it from:
the pages and gold texts of github.com/scrapinghub/article-extraction-benchmark,
github.com/dobbersc/fundus-evaluation, the test data of github.com/flairNLP/fundus,
github.com/Murrough-Foley/web-content-extraction-benchmark and the test pages of
github.com/mozilla/readability.

Our judge of blocks was fitted to half of the sites of these benchmarks, and so was the line
model: plain figures for pages of those sites flatter us. With `--folds`, each page is judged
by trees that were fitted without its site, and neither the line model nor restoration is
used (`level="careful"`); that is the figure to quote. It needs lightgbm and scikit-learn.

Few of the gold texts begin with the title. So a first line that says it, as the benchmark or
the page's own headings and tags have it, is dropped from gold and from every output.

Intervals are paired bootstraps over
pages (95 %, 2,000 samples) of the difference to ours. Speed is process CPU time with default
options, tools interleaved page by page, on pages that no tool has seen before; each has read
half of the pages by then, so that patterns are compiled and models are loaded.
"""

from __future__ import annotations

import argparse
import logging
import time
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from extractors import Extract, others, ours
from pages import (
    NEWS,
    Ratios,
    count,
    documents,
    interval,
    mean_f1,
    ratios,
    score,
    titles_of,
    without_title,
)

BEST = "cleaner"
WARM = 2
"""Each second page is read before the clock runs, by all tools, and is not timed."""


def groups_of(pages: Sequence[dict[str, Any]]) -> dict[str, list[list[int]]]:
    """Which pages are scored together; of several sets in a group, the scores are averaged."""
    sets: dict[str, list[int]] = {}
    foreign: list[int] = []
    for number, page in enumerate(pages):
        sets.setdefault(page["bench"], []).append(number)
        if page["bench"] in NEWS and page.get("lang") not in (None, "en"):
            foreign.append(number)
    groups = {name: [numbers] for name, numbers in sets.items()}
    news = [sets[name] for name in NEWS if name in sets]
    if len(news) > 1:
        groups["average of the news sets"] = news
    if foreign:
        groups["news in other languages"] = [foreign]
    groups["all"] = [[*range(len(pages))]]
    return groups


class Run:
    """All tools over all pages: their scores, seconds and failures."""

    def __init__(self) -> None:
        self.ratios: dict[str, dict[int, Ratios]] = {}
        self.seconds: Counter[str] = Counter()
        self.timed: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()

    def take(self, name: str, extract: Extract, number: int, page: dict[str, Any]) -> None:
        """Let a tool read a page, and time and score it."""
        start = time.process_time()
        try:
            text = extract(page["html"], page.get("url"))
        except Exception:  # a failure is an empty text, and is counted
            text = ""
            self.failures[name] += 1
        if number % WARM:
            self.seconds[name] += time.process_time() - start
            self.timed[name] += 1
        titles = titles_of(page)
        gold, text = (without_title(one, titles) for one in (page["gold"], text))
        self.ratios.setdefault(name, {})[number] = ratios(count(gold, text))

    def sets(self, name: str, groups: list[list[int]]) -> list[list[Ratios]]:
        """The pages' precision and recall, by set."""
        return [[self.ratios[name][i] for i in numbers] for numbers in groups]


def report(run: Run, pages: Sequence[dict[str, Any]]) -> Iterator[str]:
    for group, numbers in groups_of(pages).items():
        size = sum(map(len, numbers))
        head = f"{group}, {size} pages"
        yield f"\n{head:<36} {'F1':>6} {'P':>6} {'R':>6}   ours is ahead by (95 %)"
        mine = run.sets(BEST, numbers)
        for name in run.ratios:
            theirs = run.sets(name, numbers)
            got = score([one for pages_of in theirs for one in pages_of])
            line = f"  {name:<34} {mean_f1(theirs):6.3f} {got.precision:6.3f} {got.recall:6.3f}"
            if name != BEST:
                low, high = interval(mine, theirs)
                line += f"   {mean_f1(mine) - mean_f1(theirs):+.3f} ({low:+.3f} to {high:+.3f})"
            yield line
    yield "\nspeed, pages per second of CPU, and times trafilatura"
    for name, spent in run.seconds.items():
        ratio = run.seconds["trafilatura"] / spent
        rate = run.timed[name] / spent
        yield f"  {name:<34} {rate:8.1f} {ratio:6.2f} x   failures {run.failures[name]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", type=Path, nargs="+")
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--division", type=int, default=0, help="another division of the sites")
    parser.add_argument("--without", nargs="*", default=())
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    pages = list(documents(arguments.pages, arguments.limit))
    tools = {
        name: tool
        for name, tool in (ours() | others()).items()
        if name == BEST or name not in arguments.without
    }
    run = Run()
    for extract in tools.values():
        for page in pages[::WARM]:
            with suppress(Exception):
                extract(page["html"], page.get("url"))
    for number, page in enumerate(pages):
        for name, extract in tools.items():
            run.take(name, extract, number, page)
    if arguments.folds:
        from fit_article import by_folds

        blind = Run()
        machines = ours(level="careful", restore="never")
        for numbers in by_folds(pages, arguments.folds, arguments.division):
            for number in numbers:
                for name in machines:
                    if name in tools:
                        blind.take(name, machines[name], number, pages[number])
        run.ratios |= blind.ratios
    print("\n".join(report(run, pages)))


if __name__ == "__main__":
    main()
