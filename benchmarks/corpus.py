"""What a pool costs: CPU seconds and memory of `cleaner corpus clean`, beside one process.

    python benchmarks/corpus.py TEXTS.jsonl --documents 20000 --workers 2

The documents of TEXTS (JSON Lines, gzip-compressed or not, with a field `text`) are repeated,
each time a little different, until there are enough. Every run is a process of its own; CPU
seconds are those of the whole tree of processes: the parent, the process that makes the work
ready and forks, and the workers. Memory is the peak of the largest worker and of the parent.
Runs are done by turns, `--rounds` times, and the median of the ratios is printed.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--big", type=int, default=0, help="add documents of 5 MB")
    parser.add_argument("--option", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--run", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    options = dict(word.split("=", 1) for word in given.option)
    if given.run:
        one_run(given.texts, Path(given.run[0]), int(given.run[1]), options)
        return
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.jsonl"
        size = make(given.texts, corpus, given.documents, given.big)
        print(f"{given.documents:,} documents, {size / 1e6:.1f} MB, {given.big} more of 5 MB")
        ratios, walls = [], []
        for number in range(given.rounds):
            alone = measured(corpus, Path(folder) / "alone", 0, given.option)
            pool = measured(corpus, Path(folder) / "pool", given.workers, given.option)
            same = digest(Path(folder) / "alone") == digest(Path(folder) / "pool")
            ratios.append(pool["cpu"] / alone["cpu"])
            walls.append(alone["wall"] / pool["wall"])
            print(
                f"round {number + 1}: in process {alone['cpu']:.1f} s of CPU, "
                f"{alone['peak']:.0f} MB; {given.workers} workers {pool['cpu']:.1f} s "
                f"({shares(pool)}), "
                f"largest worker {pool['worker']:.0f} MB, parent {pool['peak']:.0f} MB; "
                f"outputs {'the same' if same else 'DIFFER'}",
                flush=True,
            )
        print(f"CPU, {given.workers} workers by in process: {statistics.median(ratios):.3f}")
        print(f"wall time, in process by {given.workers} workers: {statistics.median(walls):.2f}")


def make(texts: Path, corpus: Path, count: int, big: int) -> int:
    """Write the corpus; its size."""
    opened = gzip.open if texts.suffix == ".gz" else open
    with opened(texts, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    with corpus.open("w", encoding="utf-8") as out:
        for number in range(count):
            row = rows[number % len(rows)]
            turn = number // len(rows)
            text = row["text"] + (f"\n\nThis was copy number {turn} of {number}." if turn else "")
            out.write(json.dumps({**row, "text": text}, ensure_ascii=False) + "\n")
            if big and number % max(count // big, 1) == 0:
                whole = "\n\n".join(row["text"] for row in rows[:2500])[:4_900_000]
                out.write(json.dumps({"id": f"big{number}", "text": whole}) + "\n")
    return corpus.stat().st_size


def measured(corpus: Path, out: Path, workers: int, options: list[str]) -> dict[str, float]:
    """One run as a process of its own."""
    shutil.rmtree(out, ignore_errors=True)
    words = [sys.executable, __file__, str(corpus), "--run", str(out), str(workers)]
    words += [word for option in options for word in ("--option", option)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = subprocess.run(words, stdout=subprocess.PIPE, check=True, env={**os.environ})
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    told: dict[str, float] = json.loads(done.stdout)
    return {**told, "cpu": cpu, "wall": wall}


def shares(pool: dict[str, float]) -> str:
    """Who used the CPU of a run with workers."""
    rest = pool["cpu"] - pool["parent"] - pool["mother"]
    return f"parent {pool['parent']:.1f}, to make ready {pool['mother']:.1f}, workers {rest:.1f}"


def one_run(corpus: Path, out: Path, workers: int, options: dict[str, Any]) -> None:
    from cleaner import Cleaner
    from cleaner.corpus.run import clean_corpus

    peaks: dict[int, float] = {}
    mothers: dict[int, float] = {}

    def look(_: object) -> None:
        for mother in children_of(os.getpid()):
            mothers[mother] = cpu_of(mother)
            for worker in children_of(mother):
                peaks[worker] = max(peaks.get(worker, 0.0), peak_of(worker))

    clean_corpus(
        [corpus], out, Cleaner(**options), workers=workers, watch=look if workers else None
    )
    told = {
        "peak": peak_of("self"),
        "worker": max(peaks.values(), default=0.0),
        "parent": time.process_time(),
        "mother": sum(mothers.values()),
    }
    print(json.dumps(told))


def children_of(process: int) -> list[int]:
    """The processes that a process has started and not yet waited for."""
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        return [int(one) for task in tasks for one in (task / "children").read_text().split()]
    except OSError:  # it is gone
        return []


def cpu_of(process: int) -> float:
    """The CPU seconds of a process so far, its children not counted; 0 if it is gone."""
    try:
        words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def peak_of(process: int | str) -> float:
    """The most memory that a process has had, in megabytes; 0 if it is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0
    lines = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(lines[0].split()[1]) / 1024 if lines else 0.0


def digest(out: Path) -> str:
    return hashlib.sha256((out / "corpus.jsonl").read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
