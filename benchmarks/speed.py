"""How fast is cleaning, next to tools that do a part of it? CPU time, one run, ratios.

    python benchmarks/speed.py TEXTS.jsonl[.gz] [--pages PAGES.jsonl[.gz]] [--limit N]

TEXTS has a document a line with its `text`; PAGES has `html` and `gold`. Every tool sees
the same documents in turn, the rounds interleaved, so that a machine that slows down slows
all of them; printed is the median over the rounds of each tool's time over ours. A round
has documents of its own, because rules remember the lines that they saw last. Needs
`pip install clean-text trafilatura` besides the package; a tool that is missing is said
to be missing.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import ftfy

import cleaner
from cleaner.mark.rule import Rule


def documents(path: Path) -> Iterator[dict[str, str]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def cpu_seconds(work: Callable[[str], object], texts: list[str]) -> float:
    start = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - start


def compare(
    title: str, contestants: dict[str, tuple[Callable[[str], object], list[str]]], rounds: int
) -> None:
    """Print each contestant's time over the first one's, medians over interleaved rounds."""
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for work, texts in contestants.values():
        cpu_seconds(work, texts[:5])
    for turn in range(rounds):
        for name, (work, texts) in contestants.items():
            share = texts[turn::rounds]
            times[name].append(cpu_seconds(work, share) / len(share))
    first = next(iter(contestants))
    print(f"\n{title}")
    for name, taken in times.items():
        ratios = [mine / base for mine, base in zip(taken, times[first], strict=True)]
        per_document = statistics.median(taken) * 1e6
        print(
            f"  {name:<44}{statistics.median(ratios):8.2f} x"
            f"   ({min(ratios):.2f} to {max(ratios):.2f}; {per_document:.0f} µs a document)"
        )


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


def against_others(texts: list[str], pages: list[dict[str, str]], rounds: int) -> None:
    ours = cleaner.Cleaner(level="careful", restore="never")
    default = cleaner.Cleaner()
    assert ours.rulebook.matchers  # compiled before the clock starts
    assert default.rulebook.matchers

    def clean(text: str) -> object:
        return ours.clean(text).text

    settings = ftfy.TextFixerConfig(uncurl_quotes=False)
    contestants: dict[str, tuple[Callable[[str], object], list[str]]] = {
        f"cleaner, {len(ours.rulebook)} rules alone": (clean, texts),
        "cleaner, with line model and restoration": (default.clean, texts),
        "ftfy.fix_text": (lambda text: ftfy.fix_text(text, settings), texts),
    }
    try:
        from cleantext import clean as clean_text

        contestants["clean-text"] = (lambda text: clean_text(text, lower=False), texts)
    except ImportError:
        print("clean-text is not installed")
    try:
        import trafilatura
    except ImportError:
        print("trafilatura is not installed")
        compare("articles", contestants, rounds)
        return
    minimal = [
        "<html><body><article>"
        + "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line.strip())
        + "</article></body></html>"
        for text in texts
    ]
    contestants["trafilatura.extract, as minimal HTML"] = (trafilatura.extract, minimal)
    compare("articles", contestants, rounds)
    if pages:
        compare(
            "web pages: their HTML for trafilatura, their text for cleaner",
            {
                "cleaner": (clean, [page["gold"] for page in pages]),
                "trafilatura.extract": (trafilatura.extract, [page["html"] for page in pages]),
            },
            rounds,
        )


def rule_count(texts: list[str], rounds: int) -> None:
    contestants: dict[str, tuple[Callable[[str], object], list[str]]] = {}
    for count in (100, 1000, 5000):
        book = cleaner.Rulebook(synthetic_rules(count))
        machine = cleaner.Cleaner(rules=book)
        contestants[f"{count} rules"] = (machine.clean, texts)
    compare("number of rules", contestants, rounds)


_MEMORY = """
import resource, sys, cleaner
size = int(sys.argv[1])
line = "The board met on Monday to hear why the crane had stood idle for six weeks, and left. "
text = (line * 8 + "\\n") * (size // (len(line) * 8 + 1))
empty = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
cleaner.clean(text.encode())
print(len(text.encode()), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


def memory(megabytes: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _MEMORY, str(megabytes * 1_000_000)],
        capture_output=True,
        text=True,
        check=True,
    )
    size, peak = map(int, done.stdout.split())
    print(f"\nmemory\n  peak on a document of {size / 1e6:.0f} MB{peak / size:18.2f} x its size")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("--pages", type=Path, nargs="*", default=[])
    parser.add_argument("--limit", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--megabytes", type=int, default=100)
    arguments = parser.parse_args()
    texts = [doc["text"] for doc in documents(arguments.texts)][: arguments.limit]
    pages = [doc for path in arguments.pages for doc in documents(path)][: arguments.limit]
    against_others(texts, pages, arguments.rounds)
    rule_count(texts, arguments.rounds)
    memory(arguments.megabytes)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"  peak of this run{own / 1024:23.0f} MB")


if __name__ == "__main__":
    main()
