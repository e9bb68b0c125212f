"""Long runs of what other tests do quickly; see CONTRIBUTING for the commands."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cleaner.corpus.run import clean_corpus
from tests.corpora import Mortal, files, json_lines, packed, story

pytestmark = pytest.mark.slow

_RUN = """
import sys
from cleaner.cli.app import run
from cleaner.corpus import run as story
from cleaner.corpus.containers import jsonl
if __name__ == "__main__":
    jsonl.BLOCK = 30_000
    story.CHECKPOINT = 0.05
    sys.exit(run())
"""


def test_a_hundred_kills(tmp_path: Path) -> None:
    """SIGKILL at random moments of runs with two workers: the same output.

    Set KILL_RUNS, and KILL_SEED for other moments.
    """
    runs = int(os.environ.get("KILL_RUNS", "100"))
    (tmp_path / "a.jsonl.gz").write_bytes(packed(json_lines(3000), ".gz"))
    (tmp_path / "b.jsonl.zst").write_bytes(packed(json_lines(1500), ".zst"))
    (tmp_path / "run.py").write_text(_RUN)
    words = ["corpus", "clean", "a.jsonl.gz", "b.jsonl.zst", "--isolated", "--level", "careful"]
    words += ["--restore", "never", "--workers", "2"]

    def start(name: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "run.py", *words, "-o", f"{name}/out", "--removed", f"{name}/r"]
        return subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE)

    begun = time.monotonic()
    assert start("whole").wait() == 0
    length = time.monotonic() - begun
    wanted = files(tmp_path / "whole")
    dice = random.Random(int(os.environ.get("KILL_SEED", "2026")))
    kills = 0
    for number in range(runs):
        name = f"n{number}"
        while True:
            process = start(name)
            try:
                status = process.wait(dice.uniform(0.0, 1.2) * length)
                break
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                kills += 1
        assert status == 0
        assert files(tmp_path / name) == wanted, f"run {number}"
        subprocess.run(["rm", "-r", tmp_path / name], check=True)
    print(f"{kills} kills in {runs} runs")
    assert kills >= runs // 4


def test_a_thousand_poisoned_documents(tmp_path: Path) -> None:
    """One document in a hundred dies, hangs, takes all memory or raises.

    Set POISON_DOCUMENTS and POISON_WORKERS.
    """
    count = int(os.environ.get("POISON_DOCUMENTS", "100000"))
    kinds = ("DIE", "HANG", "GREED", "FAULT")
    with (tmp_path / "a.jsonl").open("w") as out:
        for number in range(count):
            poison = kinds[number // 100 % 4] if number % 100 == 37 else ""
            text = poison or "\n".join(story(number + 1 + 3 * turn) for turn in range(15))
            out.write(json.dumps({"id": number, "text": text}) + "\n")
    counts = clean_corpus(
        [tmp_path / "a.jsonl"],
        tmp_path / "out",
        Mortal(),
        workers=int(os.environ.get("POISON_WORKERS", "2")),
        timeout=1.0,
        max_memory=4096,
    )
    assert counts["quarantined"] == count // 100
    assert counts["documents"] == count - count // 100
    with (tmp_path / "out" / "a.jsonl").open() as lines:
        left = [json.loads(line)["id"] for line in lines]
    assert left == [number for number in range(count) if number % 100 != 37]
    told = files(tmp_path / "out")[".cleaner/quarantine/a.jsonl.jsonl"].splitlines()
    reasons = [json.loads(line)["reason"] for line in told]
    for at, words in enumerate(("killed by SIGKILL", "took longer", "out of memory", "a fault")):
        assert all(words in reason for reason in reasons[at::4])
