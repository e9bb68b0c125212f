"""How fast is cleaning, and how much memory does it take, next to tools that do a part of it?

    python benchmarks/speed.py TEXTS.jsonl[.gz] [--pages PAGES.jsonl[.gz] ...] [--limit N]

One run prints every ratio that the project sets itself a bound for, as CPU time of the other
tool over ours: the rules alone (`level="careful"`, no restoration), rules and line model
(`restore="never"`), and the default (restoration, too), a document at a time and many at once,
against ftfy, clean-text and trafilatura; the share of the search for spun words in the default;
100 rules against 5,000; memory on a long document, and on one that is nothing but lines to cut.

TEXTS has a document a line with its `text`; PAGES has `html` and `gold`, and trafilatura gets
the one where we get the other. The tools take turns, so that a machine that slows down slows
all of them; printed is the median over the rounds. Rules remember the lines that they saw last,
so every round has documents of its own, which our rules have not seen before. Needs
`pip install clean-text trafilatura` besides the package; a tool that is missing is said to
be missing.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import ftfy

import cleaner
from cleaner import marking
from cleaner.mark.rule import Rule

WARM_UP = 20
"""So many documents at the beginning are cleaned before the clock starts."""


def documents(path: Path) -> Iterator[dict[str, str]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


Work = Callable[[list[str]], object]
"""What is done to all documents of a round."""


def each(work: Callable[[str], object]) -> Work:
    """The work on a document, on one after the other."""

    def on_all(texts: list[str]) -> None:
        for text in texts:
            work(text)

    return on_all


def cpu_seconds(work: Work, texts: list[str]) -> float:
    start = time.process_time()
    work(texts)
    return time.process_time() - start


Contestants = dict[str, tuple[Work, list[str]]]
"""Each tool's work, and its own form of the same documents."""


def measure(contestants: Contestants, rounds: int) -> dict[str, list[float]]:
    """The seconds a document that each takes, in each round; no document comes twice."""
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for turn in range(rounds):
        for name, (work, texts) in contestants.items():
            share = texts[WARM_UP + turn :: rounds]
            times[name].append(cpu_seconds(work, share) / len(share))
    return times


def warm_up(contestants: Contestants) -> None:
    for work, texts in contestants.values():
        cpu_seconds(work, texts[:WARM_UP])


def ratio(times: dict[str, list[float]], name: str, base: str) -> str:
    """The median over the rounds of one tool's time over another's, and the extremes."""
    ratios = [a / b for a, b in zip(times[name], times[base], strict=True)]
    return f"{statistics.median(ratios):6.2f} ({min(ratios):.2f}-{max(ratios):.2f})"


def table(title: str, times: dict[str, list[float]], bases: Sequence[str]) -> None:
    """Print everybody's time, and its ratio to each of the bases."""
    print(f"\n{title:<46}{'µs a document':>14}" + "".join(f"{b:>25}" for b in bases))
    for name, taken in times.items():
        row = f"  {name:<44}{statistics.median(taken) * 1e6:14.0f}"
        print(row + "".join(f"{ratio(times, name, base):>25}" for base in bases))


def synthetic_rules(count: int) -> list[Rule]:
    """Line rules of the usual make, each with two anchors of two invented words."""
    dice = random.Random(7)
    syllables = [a + b for a in "bcdfglmnprstv" for b in ("a", "e", "i", "o", "u", "an", "er")]

    def word() -> str:
        return "".join(dice.choice(syllables) for _ in range(dice.randint(2, 3)))

    rules: list[Rule] = []
    for n in range(count):
        anchors = (f"{word()} {word()}", f"{word()} {word()}")
        patterns = [rf"(?:please )?{anchor}(?: now| today)?[.!]?" for anchor in anchors]
        rules.append(
            Rule(f"synthetic/r{n}", "", "", "line", {"any": patterns}, anchors, examples=())
        )
    return rules


RULES, UNSPUN, DEFAULT = "rules alone", "restore=never", "default"
AT_ONCE = ", clean_all"
"""Documents are given to `clean_all` together, and not to `clean` one by one."""


def machines() -> dict[str, Work]:
    """What of ours is measured, compiled before the clock starts, each with a memory of its own."""
    options: dict[str, dict[str, Any]] = {
        RULES: {"level": "careful", "restore": "never"},
        DEFAULT: {},
        UNSPUN: {"restore": "never"},
    }
    made: dict[str, Work] = {}
    for name, chosen in options.items():
        made[name] = each(_text_of(_compiled(chosen)))
        made[name + AT_ONCE] = _texts_of(_compiled(chosen))
    return made


def _compiled(options: dict[str, Any]) -> cleaner.Cleaner:
    machine = cleaner.Cleaner(**options)
    assert machine.rulebook.matchers
    return machine


def _text_of(machine: cleaner.Cleaner) -> Callable[[str], object]:
    return lambda text: machine.clean(text).text


def _texts_of(machine: cleaner.Cleaner) -> Work:
    return lambda texts: [cleaned.text for cleaned in machine.clean_all(texts)]


def against_others(texts: list[str], rounds: int) -> None:
    settings = ftfy.TextFixerConfig(uncurl_quotes=False)
    contestants: Contestants = {name: (work, texts) for name, work in machines().items()}
    contestants["ftfy.fix_text"] = (each(lambda text: ftfy.fix_text(text, settings)), texts)
    try:
        from cleantext import clean as clean_text

        contestants["clean-text"] = (each(lambda text: clean_text(text, lower=False)), texts)
    except ImportError:
        print("clean-text is not installed")
    try:
        import trafilatura

        contestants["trafilatura.extract, as minimal HTML"] = (
            each(trafilatura.extract),
            list(map(minimal_html, texts)),
        )
    except ImportError:
        print("trafilatura is not installed")
    warm_up(contestants)
    times = measure(contestants, rounds)
    table("articles", times, (RULES, UNSPUN, DEFAULT))
    table("of many at once", times, [name + AT_ONCE for name in (RULES, UNSPUN, DEFAULT)])
    print("  bounds: ftfy 3 for the rules and 1.5 for the others, clean-text 10, trafilatura 8")
    print(f"  the default, and without its search for spun words {ratio(times, DEFAULT, UNSPUN)}")


def minimal_html(text: str) -> str:
    paragraphs = (f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line.strip())
    return f"<html><body><article>{''.join(paragraphs)}</article></body></html>"


def against_pages(pages: list[dict[str, str]], rounds: int) -> None:
    try:
        import trafilatura
    except ImportError:
        return
    golds = [page["gold"] for page in pages]
    contestants: Contestants = {name: (work, golds) for name, work in machines().items()}
    contestants["trafilatura.extract"] = (
        each(trafilatura.extract),
        [page["html"] for page in pages],
    )
    warm_up(contestants)
    times = measure(contestants, rounds)
    table("web pages: HTML for trafilatura, text for us", times, (RULES, UNSPUN, DEFAULT))
    print("  bounds: 8 and 5")


def rule_count(texts: list[str], rounds: int) -> None:
    contestants: Contestants = {}
    for count in (100, 5000):
        book = cleaner.Rulebook(synthetic_rules(count))
        machine = cleaner.Cleaner(rules=book, level="careful", restore="never")
        contestants[f"{count} rules"] = (each(machine.clean), texts)
    warm_up(contestants)
    table("number of rules", measure(contestants, rounds), ("100 rules",))
    print("  bound: at most 1.5")


_MEMORY = """
import sys, cleaner
def peak():
    # Of this program alone: ru_maxrss counts what the parent held before it started it.
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
size = int(sys.argv[1])
line = sys.argv[2]
text = (line + "\\n") * (size // (len(line) + 1))
empty = peak()
cleaner.clean(text.encode())
print(len(text.encode()), peak(), peak() - empty)
"""

_PROSE = (
    "The board met on Monday to hear why the crane had stood idle for six weeks, and left. " * 8
)
_HITS = "Share on Facebook"


def memory(megabytes: int) -> None:
    """Peak memory of a process that cleans a long document, over the document's size.

    In brackets: without what the process takes before it cleans anything. Linux only.
    """
    print("\nmemory, over the size of the document")
    for title, line, size in (
        ("prose", _PROSE, megabytes),
        ("nothing but lines to cut", _HITS, max(megabytes // 25, 1)),
    ):
        done = subprocess.run(
            [sys.executable, "-c", _MEMORY, str(size * 1_000_000), line],
            capture_output=True,
            text=True,
            check=True,
        )
        length, peak, grown = map(int, done.stdout.split())
        name = f"{title}, {length / 1e6:.0f} MB"
        print(f"  {name:<44}{peak / length:14.2f} ({grown / length:.2f})")
    print("  bound: 12 for prose")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("--pages", type=Path, nargs="*", default=[])
    parser.add_argument("--limit", type=int, default=620)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--megabytes", type=int, default=100)
    arguments = parser.parse_args()
    texts = [doc["text"] for doc in documents(arguments.texts)][: arguments.limit]
    pages = [doc for path in arguments.pages for doc in documents(path)][: arguments.limit]
    print(
        "busiest modules:", "compiled" if marking.__file__.endswith((".so", ".pyd")) else "Python"
    )
    against_others(texts, arguments.rounds)
    if pages:
        against_pages(pages, arguments.rounds)
    rule_count(texts, arguments.rounds)
    memory(arguments.megabytes)


if __name__ == "__main__":
    main()
