"""Each engine for real, in local mode: what comes out is what the local run writes.

Run by name, where the engine is installed: `python -m pytest -m ray`, and likewise spark,
datatrove, datasets and dolma (see CONTRIBUTING.md).
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import cleaner
from cleaner.corpus import Fields
from cleaner.corpus.containers import jsonl
from cleaner.corpus.run import clean_corpus
from tests.corpora import Mortal, files, json_lines, records, story

COUNT = 120
FIELDS = Fields(title="title", lang="lang")


@pytest.fixture(scope="session")
def machine() -> cleaner.Cleaner:
    return cleaner.Cleaner()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Articles with residue, without, in several ways of ending lines; and one text missing."""
    rows: list[dict[str, Any]] = [
        {**row, "source": "ours", "title": "The ferry", "lang": "en", "tags": [row["id"]]}
        for row in records(COUNT)
    ]
    rows[7]["text"] = rows[7]["text"].replace("\n", "\r\n")
    rows[8]["text"] = "caf\u00c3\u00a9 &amp; bar\n"
    rows[9]["text"] = None
    path = tmp_path / "in" / "a.parquet"
    path.parent.mkdir()
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=50)
    return path


@pytest.fixture
def wanted(source: Path, tmp_path: Path, machine: cleaner.Cleaner) -> list[dict[str, Any]]:
    """What the local run writes."""
    clean_corpus([source], tmp_path / "local", machine, fields=FIELDS, workers=0)
    rows: list[dict[str, Any]] = pq.read_table(tmp_path / "local" / "a.parquet").to_pylist()
    before = pq.read_table(source).column("text").to_pylist()
    assert [row["text"] for row in rows] != before
    return rows


def _told(told: str | None, text: str | None) -> None:
    """A record that was asked for leads to the text that stands beside it."""
    assert (told is None) == (text is None)
    if told is not None:
        assert len(json.loads(told)["sha256"]) == 2


@pytest.fixture(scope="module")
def ray() -> Iterator[Any]:
    import ray  # noqa: PLC0415 (of the extra)

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield ray
    ray.shutdown()


@pytest.mark.ray
def test_ray_data(
    source: Path, wanted: list[dict[str, Any]], machine: cleaner.Cleaner, ray: Any
) -> None:
    from cleaner.corpus.engines.ray import clean  # noqa: PLC0415

    dataset = ray.data.read_parquet(str(source)).repartition(4)
    order = {row["id"]: place for place, row in enumerate(wanted)}
    done = clean(dataset, machine, FIELDS, removed="gone", batch_size=16).take_all()
    done.sort(key=lambda row: order[row["id"]])
    for row in done:
        _told(row.pop("gone"), row["text"])
        row["tags"] = list(row["tags"])
    assert done == wanted


@pytest.mark.ray
def test_ray_data_by_the_recipe(
    source: Path, wanted: list[dict[str, Any]], machine: cleaner.Cleaner, ray: Any
) -> None:
    from cleaner.corpus.engines import CleanBatches  # noqa: PLC0415

    dataset = ray.data.read_parquet(str(source))
    step = CleanBatches(machine, FIELDS)
    done = dataset.map_batches(step, batch_format="pyarrow").take_all()
    assert {row["id"]: row["text"] for row in done} == {r["id"]: r["text"] for r in wanted}


@pytest.mark.ray
@pytest.mark.usefixtures("ray")
def test_ray_in_the_place_of_the_pool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same files altogether, though documents kill their workers, fail, or are large."""
    monkeypatch.setattr(jsonl, "BLOCK", 4000)
    large = json.dumps({"id": "large", "text": story(1) * 50_000})
    bad = [json.dumps({"id": word, "text": f"A {word} b.\n"}) for word in ("DIE", "FAULT")]
    lines = [*json_lines(COUNT).decode().splitlines(), *bad, large, "{broken", "{}"]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "in" / "b.jsonl.gz").write_bytes(gzip.compress(json_lines(40)))
    for engine in ("local", "ray"):
        counts = clean_corpus(
            [tmp_path / "in"],
            tmp_path / engine / "out",
            Mortal(),
            removed=tmp_path / engine / "removed",
            engine=engine,
            workers=2,
        )
        assert counts["quarantined"] == 3
        assert counts["documents"] == COUNT + 41
    assert files(tmp_path / "ray") == files(tmp_path / "local")


@pytest.mark.spark
def test_spark(
    source: Path,
    wanted: list[dict[str, Any]],
    machine: cleaner.Cleaner,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from pyspark.sql import SparkSession  # noqa: PLC0415 (of the extra)

    from cleaner.corpus.engines.spark import clean  # noqa: PLC0415

    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "16")
        .getOrCreate()
    )
    try:
        frame = session.read.parquet(str(source)).repartition(3)
        done = [row.asDict() for row in clean(frame, machine, FIELDS, removed="gone").collect()]
    finally:
        session.stop()
    order = {row["id"]: place for place, row in enumerate(wanted)}
    done.sort(key=lambda row: order[row["id"]])
    for row in done:
        _told(row.pop("gone"), row["text"])
    assert done == wanted


@pytest.mark.datasets
@pytest.mark.parametrize("processes", [None, 2])
def test_datasets(
    source: Path,
    wanted: list[dict[str, Any]],
    machine: cleaner.Cleaner,
    processes: int | None,
    tmp_path: Path,
) -> None:
    from datasets import load_dataset  # noqa: PLC0415 (of the extra)

    from cleaner.corpus.engines.huggingface import clean  # noqa: PLC0415

    dataset = load_dataset(
        "parquet", data_files=str(source), split="train", cache_dir=str(tmp_path / "cache")
    )
    done = clean(dataset, machine, FIELDS, removed="gone", num_proc=processes, batch_size=16)
    assert done.format == {**dataset.format, "columns": done.column_names}
    again = clean(dataset, machine, FIELDS, removed="gone", num_proc=processes, batch_size=16)
    assert again.cache_files == done.cache_files
    other = clean(dataset, cleaner.Cleaner(level="careful"), FIELDS)
    assert not {f["filename"] for f in other.cache_files} & {
        f["filename"] for f in done.cache_files
    }
    rows = list(done)
    for row in rows:
        _told(row.pop("gone"), row["text"])
    assert rows == wanted


@pytest.mark.datatrove
def test_datatrove(tmp_path: Path, machine: cleaner.Cleaner) -> None:
    from datatrove.executor import LocalPipelineExecutor  # noqa: PLC0415 (of the extra)
    from datatrove.pipeline.readers import JsonlReader  # noqa: PLC0415
    from datatrove.pipeline.writers import JsonlWriter  # noqa: PLC0415

    from cleaner.corpus.engines.trove import CleanStep  # noqa: PLC0415

    (tmp_path / "in").mkdir()
    for name, count in (("a.jsonl", COUNT), ("b.jsonl", 40)):
        (tmp_path / "in" / name).write_bytes(json_lines(count))
    clean_corpus([tmp_path / "in"], tmp_path / "local", machine, workers=0)
    LocalPipelineExecutor(
        pipeline=[
            JsonlReader(str(tmp_path / "in")),
            CleanStep(machine, removed="gone", batch=16),
            JsonlWriter(str(tmp_path / "out"), compression=None, output_filename="${rank}.jsonl"),
        ],
        tasks=2,
        workers=2,
        logging_dir=str(tmp_path / "logs"),
    ).run()
    for rank, name in enumerate(("a.jsonl", "b.jsonl")):
        local = _lines(tmp_path / "local" / name)
        done = _lines(tmp_path / "out" / f"0000{rank}.jsonl")
        assert [(d["id"], d["text"]) for d in done] == [(d["id"], d["text"]) for d in local]
        assert all(d["metadata"]["url"] == w["url"] for d, w in zip(done, local, strict=True))
        for document in done:
            _told(document["metadata"]["gone"], document["text"])
    stats = json.loads((tmp_path / "logs" / "stats.json").read_text())
    cleaning = next(one["stats"] for one in stats if "article-cleaner" in one["name"])
    assert cleaning["total"] == COUNT + 40


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.dolma
def test_dolma(tmp_path: Path, machine: cleaner.Cleaner) -> None:
    """`dolma tag` writes the attributes of the local run, byte for byte; `dolma mix` takes them."""
    lines = [json.loads(line) for line in json_lines(COUNT).splitlines()]
    text = "".join(json.dumps({**line, "source": "ours"}) + "\n" for line in lines)
    documents = tmp_path / "documents" / "a.jsonl.gz"
    documents.parent.mkdir()
    documents.write_bytes(gzip.compress(text.encode()))
    clean_corpus([documents], tmp_path / "local", machine, attributes=True, workers=0)
    _dolma(
        "tag", "--documents", str(documents), "--taggers", "cut", "--experiment", "cleaner",
        "--tagger_modules", "cleaner.corpus.engines.tagger", "--processes", "1",
    )  # fmt: skip
    tagged = gzip.decompress((tmp_path / "attributes" / "cleaner" / "a.jsonl.gz").read_bytes())
    assert tagged == gzip.decompress((tmp_path / "local" / "a.jsonl.gz").read_bytes())
    stream = {
        "name": "mixed",
        "documents": [str(documents)],
        "output": {"path": str(tmp_path / "mixed"), "max_size_in_bytes": 10**8},
        "attributes": ["cleaner"],
        "span_replacement": [
            {"span": "$.attributes.cleaner__cut__all", "min_score": 0.0, "replacement": ""}
        ],
    }
    (tmp_path / "mix.json").write_text(json.dumps({"streams": [stream], "processes": 1}))
    _dolma("-c", str(tmp_path / "mix.json"), "mix")
    (mixed,) = (tmp_path / "mixed").glob("*.gz")
    for line in gzip.decompress(mixed.read_bytes()).splitlines():
        given = story(int(json.loads(line)["id"][1:]))
        report = machine.clean(given).report
        for edit in reversed(report.edits):
            given = given[: edit.source.start] + given[edit.source.end :]
        assert json.loads(line)["text"] == given


def _dolma(*words: str) -> None:
    command = [str(Path(sys.executable).parent / "dolma"), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
