"""What engines cost: CPU a document on each, beside a plain loop over the same documents.

    python benchmarks/engines.py TEXTS.jsonl[.gz] [--documents 3000] [--rounds 2] [--only ray,spark]

Every run is a process of its own, which counts the CPU of its whole tree of processes (from
/proc, so on Linux only) when the job is done. Each engine cleans few documents and many; the
difference is what a document costs, the rest what it costs to start. Runs go by turns, and
medians over the rounds are printed: CPU milliseconds a document, the ratio to the plain loop,
documents a second and core, the part of the process that was started (which reads, hands out
and writes; it is there once, however many workers there are), seconds of CPU to start, and
wall time, which depends on the load of the machine. Engines that are not installed are named
and passed over.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

WORKERS = 2
FEW = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("--documents", type=int, default=6000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--only", default="", metavar="NAMES")
    parser.add_argument("--run", nargs=2, metavar=("ENGINE", "FOLDER"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        one_run(given.run[0], Path(given.run[1]))
        return
    names = [name for name in ENGINES if not given.only or name in given.only.split(",")]
    names = ["loop", *(name for name in names if name != "loop" and is_there(name))]
    sizes = (FEW, given.documents)
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            chars = make(given.texts, Path(folder) / str(size), size)
        print(f"{given.documents:,} documents, {chars / given.documents:,.0f} characters each")
        table: dict[str, list[tuple[float, ...]]] = {name: [] for name in names}
        for _ in range(given.rounds):
            for name in names:
                few, many = (measured(name, Path(folder) / str(size)) for size in sizes)
                print(name, few, many, file=sys.stderr)
                each = (many["cpu"] - few["cpu"]) / (sizes[1] - sizes[0])
                parent = (many["parent"] - few["parent"]) / (sizes[1] - sizes[0])
                table[name].append((each, parent, few["cpu"] - FEW * each, many["wall"]))
        base = statistics.median(row[0] for row in table["loop"])
        heads = ("ms/doc", "ratio", "docs/s/core", "parent ms", "start s", "wall s")
        print(" " * 20 + "".join(f"{head:>12}" for head in heads))
        for name, rows in table.items():
            each, parent, start, wall = (
                statistics.median(column) for column in zip(*rows, strict=True)
            )
            print(
                f"{name:<20}{each * 1000:>12.2f}{each / base:>12.2f}{1 / each:>12.0f}"
                f"{parent * 1000:>12.3f}{start:>12.1f}{wall:>12.1f}",
                flush=True,
            )


def is_there(name: str) -> bool:
    module = ENGINES[name][0]
    if find_spec(module) is None:
        print(f"{name}: {module} is not installed")
        return False
    return True


def make(texts: Path, folder: Path, count: int) -> int:
    """The first documents as JSON Lines (two files, for two workers) and as Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    opened = gzip.open if texts.suffix == ".gz" else open
    with opened(texts, "rt", encoding="utf-8") as file:
        rows = [
            {"id": str(row.get("id", n)), "text": row["text"], "source": "s"}
            for n, row in enumerate(map(json.loads, islice(file, count)))
        ]
    (folder / "documents").mkdir(parents=True)
    for part in range(WORKERS):
        with (folder / "documents" / f"{part}.jsonl").open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(row) + "\n" for row in rows[part::WORKERS])
    pq.write_table(pa.Table.from_pylist(rows), folder / "a.parquet", row_group_size=250)
    return sum(len(row["text"]) for row in rows)


def measured(name: str, folder: Path) -> dict[str, float]:
    words = [sys.executable, __file__, ".", "--run", name, str(folder)]
    done = subprocess.run(words, capture_output=True, check=False, text=True)
    if done.returncode:
        raise SystemExit(f"{name}: {done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def one_run(name: str, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as out:
        start = time.monotonic()
        ENGINES[name][1](folder, Path(out))
        wall = time.monotonic() - start
        print(
            json.dumps(
                {"cpu": cpu_of_tree(os.getpid()), "parent": time.process_time(), "wall": wall}
            ),
            flush=True,
        )
        if "ray" in name:
            import ray

            ray.shutdown()


def cpu_of_tree(root: int) -> float:
    """CPU seconds of a process and all below it, the dead that were waited for among them."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(words[1])
        ticks[int(stat.parent.name)] = sum(map(int, words[11:15]))

    def below(pid: int | None) -> bool:
        while pid is not None and pid != root:
            pid = parents.get(pid)
        return pid == root

    return sum(ticks[pid] for pid in ticks if below(pid)) / os.sysconf("SC_CLK_TCK")


def loop(folder: Path, out: Path) -> None:
    from cleaner import Cleaner

    machine = Cleaner()
    for path in sorted((folder / "documents").iterdir()):
        with path.open(encoding="utf-8") as lines, (out / path.name).open("w") as file:
            for line in lines:
                row = json.loads(line)
                row["text"] = machine.clean(row["text"]).text
                file.write(json.dumps(row) + "\n")


def batches(folder: Path, out: Path) -> None:
    import pyarrow.parquet as pq

    from cleaner.corpus.engines import CleanBatches

    step = CleanBatches()
    source = pq.ParquetFile(folder / "a.parquet")
    with pq.ParquetWriter(out / "a.parquet", source.schema_arrow) as writer:
        for batch in source.iter_batches(250):
            writer.write_batch(step(batch))


def corpus(workers: int, engine: str = "local") -> Callable[[Path, Path], None]:
    def run(folder: Path, out: Path) -> None:
        from cleaner.corpus.run import clean_corpus

        clean_corpus([folder / "documents"], out / "out", workers=workers, engine=engine)

    return run


def ray_pool(folder: Path, out: Path) -> None:
    _ray()
    corpus(WORKERS, "ray")(folder, out)


def ray_data(folder: Path, out: Path) -> None:
    ray = _ray()
    from cleaner.corpus.engines.ray import clean

    clean(ray.data.read_parquet(str(folder / "a.parquet"))).write_parquet(str(out / "out"))


def _ray():
    import ray

    ray.init(num_cpus=WORKERS, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    return ray


def spark(folder: Path, out: Path) -> None:
    from pyspark.sql import SparkSession

    from cleaner.corpus.engines.spark import clean

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master(f"local[{WORKERS}]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.files.maxPartitionBytes", "1m")
        .getOrCreate()
    )
    clean(session.read.parquet(str(folder / "a.parquet"))).write.parquet(str(out / "out"))


def datasets(folder: Path, out: Path) -> None:
    from datasets import load_dataset

    from cleaner.corpus.engines.huggingface import clean

    files = str(folder / "a.parquet")
    dataset = load_dataset("parquet", data_files=files, split="train", cache_dir=str(out / "cache"))
    clean(dataset, num_proc=WORKERS).to_parquet(str(out / "a.parquet"))


def datatrove(folder: Path, out: Path) -> None:
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from cleaner.corpus.engines.trove import CleanStep

    LocalPipelineExecutor(
        pipeline=[
            JsonlReader(str(folder / "documents")),
            CleanStep(),
            JsonlWriter(str(out / "out"), compression=None),
        ],
        tasks=WORKERS,
        workers=WORKERS,
        logging_dir=str(out / "logs"),
    ).run()


def dolma(folder: Path, out: Path) -> None:
    words = [
        str(Path(sys.executable).parent / "dolma"), "tag",
        "--documents", str(folder / "documents" / "*.jsonl"),
        "--destination", str(out / "out"),
        "--taggers", "cut", "--experiment", "cleaner",
        "--tagger_modules", "cleaner.corpus.engines.tagger", "--processes", str(WORKERS),
    ]  # fmt: skip
    subprocess.run(words, check=True, capture_output=True)


ENGINES: dict[str, tuple[str, Callable[[Path, Path], None]]] = {
    "loop": ("cleaner", loop),
    "batches": ("pyarrow", batches),
    "corpus, in process": ("cleaner", corpus(0)),
    "corpus, 2 workers": ("cleaner", corpus(WORKERS)),
    "corpus, ray": ("ray", ray_pool),
    "ray data": ("ray", ray_data),
    "spark": ("pyspark", spark),
    "datasets": ("datasets", datasets),
    "datatrove": ("datatrove", datatrove),
    "dolma": ("dolma", dolma),
}


if __name__ == "__main__":
    main()
