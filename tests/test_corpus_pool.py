"""A pool of workers that documents may kill: in order, bounded, and it goes on."""

from __future__ import annotations

import json
from pathlib import Path
from time import monotonic

import pytest

from cleaner.corpus import Fields, nursery
from cleaner.corpus.desk import Job, Result, Work
from cleaner.corpus.pool import AHEAD, Pool, PoolError, Task
from cleaner.corpus.run import clean_corpus
from tests.corpora import Counting, Mortal, files, story


def job(*texts: str) -> Job:
    return Job("jsonl", "".join(json.dumps({"text": t}) + "\n" for t in texts).encode(), 0)


def texts(result: Result) -> list[str]:
    return [json.loads(line)["text"] for line in result.out.splitlines()]


def reasons(result: Result) -> list[str]:
    return [json.loads(line)["reason"] for line in result.quarantine.splitlines()]


def test_poisoned_documents_are_named_and_the_rest_is_cleaned() -> None:
    jobs = [
        job("One.", "HANG", "Two."),
        job("Three.", "DIE", "Four.", "CRASH", "Five."),
        job("GREED", "Six."),
        job("Seven.", "FAULT"),
        job("Eight."),
    ]
    tasks = [Task(one, False, number) for number, one in enumerate(jobs)]
    with Pool(Work(Mortal()), 2, timeout=1.0, max_memory=900) as pool:
        done = list(pool.run(tasks))
    assert [task.tag for task, _ in done] == [0, 1, 2, 3, 4]
    assert [texts(result) for _, result in done] == [
        ["One.\n", "Two.\n"],
        ["Three.\n", "Four.\n", "Five.\n"],
        ["Six.\n"],
        ["Seven.\n"],
        ["Eight.\n"],
    ]
    said = [reasons(result) for _, result in done]
    assert said[0] == ["took longer than 1 seconds"]
    assert said[1] == [
        "the worker was killed by SIGKILL, perhaps for want of memory",
        "the worker was killed by SIGSEGV",
    ]
    assert said[2] == ["out of memory"]
    assert said[3] == ["ZeroDivisionError: a fault of ours"]
    assert [result.tally["quarantined"] for _, result in done] == [1, 2, 1, 1, 0]


def test_no_more_is_begun_than_is_bounded() -> None:
    begun = 0

    def tasks() -> object:
        nonlocal begun
        for number in range(40):
            begun += 1
            yield Task(job("HANG" if not number else "x"), False, number)

    with Pool(Work(Mortal()), 2, timeout=1.0) as pool:
        results = pool.run(tasks())  # type: ignore[arg-type]
        next(results)
        assert begun <= 2 * AHEAD + 2
        assert [task.tag for task, _ in results] == list(range(1, 40))


def test_a_big_document_runs_alone() -> None:
    """While it is cleaned no other worker has a job."""
    with Pool(Work(Mortal()), 2) as pool:
        tasks = [Task(job(story(n)), n == 3, n) for n in range(8)]
        alone: list[bool] = []

        def look() -> None:
            busy = [worker.turn for worker in pool._crew if worker.turn]
            if any(turn.task.alone for turn in busy):
                alone.append(len(busy) == 1)

        pool.idle = look
        assert [task.tag for task, _ in pool.run(tasks)] == list(range(8))
    assert all(alone)


@pytest.mark.parametrize("told", [[3, 4], [None, None], [3, 3]])
def test_only_want_of_memory_makes_a_second_try_run_alone(
    monkeypatch: pytest.MonkeyPatch, told: list[int | None]
) -> None:
    counts = iter(told)
    monkeypatch.setattr("cleaner.corpus.pool.killed_for_memory", lambda: next(counts))
    alone: list[bool] = []
    with Pool(Work(Mortal()), 1) as pool:
        pool.idle = lambda: alone.extend(one.turn.task.alone for one in pool._crew if one.turn)
        ((_, result),) = pool.run([Task(job("One.", "DIE"), False)])
    assert texts(result) == ["One.\n"]
    assert any(alone) == (told != [3, 3])


def test_trouble_that_is_no_documents_ends_the_run() -> None:
    started = monotonic()
    with (
        Pool(Work(Mortal(), Fields(text="body")), 1) as pool,
        pytest.raises(PoolError, match="record 1: expected 'WARC/'"),
    ):
        list(pool.run([Task(Job("warc", b"nonsense", 0), False)]))
    assert monotonic() - started < 60


@pytest.mark.parametrize("word", ["DIE", "CRASH"])
def test_what_is_cleaned_is_not_lost_with_a_worker(tmp_path: Path, word: str) -> None:
    """However many documents of a block kill, each of the others is cleaned twice at most."""
    words = [word if n % 3 == 1 else f"Number {n}." for n in range(30)]
    with Pool(Work(Counting(tmp_path / "notes")), 2) as pool:
        ((_, result),) = pool.run([Task(job(*words), False)])
    assert texts(result) == [f"Number {n}.\n" for n in range(30) if n % 3 != 1]
    assert result.tally["quarantined"] == 10
    warm, others, deaths = 1, 20, 20
    assert (tmp_path / "notes").stat().st_size <= warm + others + 1 + deaths


def test_workers_come_again_when_what_they_come_from_is_killed() -> None:
    tasks = [Task(job("One." if n != 4 else "DIE"), False, n) for n in range(12)]
    with Pool(Work(Mortal()), 2) as pool:
        results = pool.run(tasks)
        next(results)
        mother = pool._nursery._mother
        assert mother is not None
        mother._process.kill()
        mother._process.join()
        assert [task.tag for task, _ in results] == list(range(1, 12))


def test_without_forking(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on systems where every worker is a process of its own."""
    monkeypatch.setattr(nursery, "FORKS", False)
    with Pool(Work(Mortal()), 2) as pool:
        ((_, result),) = pool.run([Task(job("One.", "DIE", "Two."), False)])
    assert texts(result) == ["One.\n", "Two.\n"]
    assert reasons(result) == ["the worker was killed by SIGKILL, perhaps for want of memory"]


def test_a_run_with_poison(tmp_path: Path) -> None:
    lines = [json.dumps({"id": n, "text": "DIE" if n % 20 == 3 else story(n)}) for n in range(40)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines) + "\n")
    counts = clean_corpus(
        [tmp_path / "a.jsonl"], tmp_path / "out", Mortal(), removed=tmp_path / "r", workers=2
    )
    assert (counts["documents"], counts["quarantined"]) == (38, 2)
    out = (tmp_path / "out" / "a.jsonl").read_text().splitlines()
    assert [json.loads(line)["id"] for line in out] == [n for n in range(40) if n % 20 != 3]
    told = files(tmp_path / "out")[".cleaner/quarantine/a.jsonl.jsonl"].splitlines()
    assert [json.loads(line)["id"] for line in told] == [3, 23]
    assert [json.loads(line)["document"] for line in told] == [lines[n] for n in (3, 23)]
