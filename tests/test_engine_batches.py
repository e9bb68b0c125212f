"""What every engine maps with: a function over Arrow tables that can be sent elsewhere."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from click.testing import CliRunner

import cleaner
from cleaner.cli.app import cleaner as command
from cleaner.corpus import Fields, clean_batch
from cleaner.corpus.engines import CleanBatches
from cleaner.corpus.extras import ENGINES, need
from cleaner.errors import ConfigError
from tests.corpora import records

TABLE = pa.Table.from_pylist([{**row, "tags": [row["id"]]} for row in records(30)])


@pytest.fixture(scope="module")
def step() -> CleanBatches:
    return CleanBatches(cleaner.Cleaner(level="careful"), removed="gone")


def test_a_table_is_cleaned_batch_by_batch(step: CleanBatches) -> None:
    chunked = pa.concat_tables([TABLE.slice(0, 7), TABLE.slice(7)])
    done = step(chunked)
    (batch,) = TABLE.combine_chunks().to_batches()
    whole = clean_batch(batch, step.cleaner)
    assert done.drop_columns("gone").to_pylist() == whole.to_pylist()
    assert done.schema == step.schema(TABLE.schema)
    assert step(batch).drop_columns("gone").equals(whole)


def test_an_empty_table_has_the_schema_of_a_full_one(step: CleanBatches) -> None:
    done = step(TABLE.slice(0, 0))
    assert done.num_rows == 0
    assert done.schema == step(TABLE).schema


def test_many_copies_share_one_cleaner(step: CleanBatches) -> None:
    data = pickle.dumps(step)
    one, two = pickle.loads(data), pickle.loads(data)
    assert one.cleaner is two.cleaner
    assert one(TABLE).equals(step(TABLE))
    other = pickle.loads(pickle.dumps(CleanBatches(cleaner.Cleaner(level="careful", lang="en"))))
    assert other.cleaner is not one.cleaner
    assert other.cleaner.options.lang == "en"


def test_a_fingerprint_stands_for_all_that_the_result_depends_on(step: CleanBatches) -> None:
    machine = step.cleaner
    prints = {
        made.fingerprint
        for made in (
            step,
            CleanBatches(machine),
            CleanBatches(machine, Fields(text="body")),
            CleanBatches(cleaner.Cleaner(level="balanced")),
            CleanBatches(cleaner.Cleaner(level="careful", ignore=["share"])),
        )
    }
    assert len(prints) == 5
    assert pickle.loads(pickle.dumps(step)).fingerprint == step.fingerprint


def test_a_missing_column_is_a_message(step: CleanBatches) -> None:
    with pytest.raises(ConfigError, match="there is no column 'text'"):
        step(TABLE.drop_columns("text"))


@pytest.mark.parametrize(("package", "extra"), sorted(ENGINES.items()))
def test_a_missing_engine_is_a_message(
    package: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ConfigError, match=rf"needs {package}; install article-cleaner\[{extra}\]"):
        need(f"{package}.anything")


def test_the_command_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    (tmp_path / "a.jsonl").write_text('{"text": "A."}\n')
    words = ["corpus", "clean", str(tmp_path / "a.jsonl"), "-o", str(tmp_path / "out")]
    result = CliRunner().invoke(command, [*words, "--engine", "ray"])
    assert result.exit_code == 2
    assert "this needs ray; install article-cleaner[ray]" in result.stderr
