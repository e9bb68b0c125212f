"""Parquet: one column is cleaned; the others, the schema and the row groups stay.

Rows travel as Arrow IPC streams, each behind the number of its row group and its length. A
Parquet file cannot grow by bytes, so it is written when all its rows are there.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from cleaner.corpus.batch import rows, text_type, with_column
from cleaner.corpus.containers.block import BLOCK, Block, Source, Undoing
from cleaner.corpus.desk import Desk, Job
from cleaner.corpus.extras import need
from cleaner.corpus.fields import Fields
from cleaner.corpus.record import check as check_text
from cleaner.corpus.record import json_line, undone
from cleaner.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

_HEAD = struct.Struct("<IQ")


def check(source: Source, fields: Fields) -> None:
    """Raise `ConfigError` if the columns are not there."""
    with opened(source.path) as file:
        text_type(file.schema_arrow, fields)


def blocks(source: Source) -> Iterator[Block]:
    """Cut each row group into batches of about one block."""
    pa = need("pyarrow")
    with opened(source.path) as file:
        size = source.path.stat().st_size
        groups = file.metadata.num_row_groups if file.metadata.num_rows else 0
        for number in range(groups):
            group = file.metadata.row_group(number)
            batch_size = max(1, BLOCK * group.num_rows // max(group.total_byte_size, 1))
            read = size * (number + 1) // groups
            for batch in file.iter_batches(batch_size, [number], use_threads=False):
                yield Block(framed(number, batch), batch.num_rows, read)
        if not groups:
            empty = pa.RecordBatch.from_pylist([], schema=file.schema_arrow)
            yield Block(framed(0, empty), 0, size)


def clean(job: Job, desk: Desk) -> bytes:
    """Clean the rows of a block."""
    pa = need("pyarrow")
    ((group, batch),) = unframed(BytesIO(job.data))
    fields = desk.fields
    kind = text_type(batch.schema, fields)
    added = fields.text not in batch.schema.names
    old = [None] * batch.num_rows if added else batch.column(fields.text).to_pylist()

    def more(before: str | None) -> dict[str, Any]:
        return {"added": True} if added else {"text": before}

    texts: list[str | None] = []
    stays: list[bool] = []
    for place, row in enumerate(rows(batch, fields)):
        text = old[place]
        kept = True
        if row.source is None:
            desk.passed(place)
        else:
            cleaned = desk.clean(
                place,
                row.source,
                partial(_as_json, batch, place),
                row.about,
                html=row.html or desk.work.html,
                keep=not fields.html,
                more=more(text) if fields.html and desk.work.keep_source else None,
            )
            kept = cleaned is not None
            text = cleaned.text if cleaned is not None else None
        texts.append(text)
        stays.append(kept)
    batch = with_column(batch, fields.text, pa.array(texts, kind))
    if not all(stays):
        batch = batch.filter(pa.array(stays))
    return framed(group, batch)


def finish(source: Source, put_together: Path, target: Path) -> None:
    """Write the Parquet file: row groups and compression as in the input."""
    pa = need("pyarrow")
    with put_together.open("rb") as stream, opened(source.path) as like:
        groups = groupby(unframed(stream), key=lambda frame: frame[0])
        _write(
            target, like, (pa.Table.from_batches([one for _, one in group]) for _, group in groups)
        )


def undo(source: Source, undoing: Undoing) -> None:
    """Write the file with the texts that were there before."""
    with opened(source.path) as file:
        groups = map(file.read_row_group, range(file.metadata.num_row_groups))
        tables = (_restored(table, undoing) for table in groups)
        _write(undoing.target, file, tables if file.metadata.num_rows else iter((file.read(),)))


def _restored(table: Any, undoing: Undoing) -> Any:
    pa = need("pyarrow")
    name = undoing.fields.text
    at = table.schema.get_field_index(name)
    texts: list[str | None] = []
    added = False
    for text in table.column(name).to_pylist():
        record = undoing.record("Parquet")
        added |= "added" in record
        if "text" in record or "added" in record:
            check_text(record, text)
            texts.append(record.get("text"))
        else:
            before = undone(record, text) if "sha256" in record else text
            assert before is None or isinstance(before, str)
            texts.append(before)
    if added:
        return table.remove_column(at)
    field = table.schema.field(at)
    return table.set_column(at, field, pa.array(texts, field.type))


def _write(target: Path, like: Any, tables: Iterator[Any]) -> None:
    """Write tables as row groups, compressed as another file is."""
    parquet = need("pyarrow.parquet")
    writer = None
    for table in tables:
        if writer is None:
            compression = _compression(like.metadata, table.schema.names)
            writer = parquet.ParquetWriter(target, table.schema, compression=compression)
        if table.num_rows:
            writer.write_table(table, row_group_size=table.num_rows)
    assert writer is not None
    writer.close()


def unframed(stream: IO[bytes]) -> Iterator[tuple[int, pa.RecordBatch]]:
    """The batches of a file that was put together, each with the number of its row group."""
    pa = need("pyarrow")
    while head := stream.read(_HEAD.size):
        group, size = _HEAD.unpack(head)
        with pa.ipc.open_stream(stream.read(size)) as reader:
            yield group, reader.read_next_batch()


def framed(group: int, batch: pa.RecordBatch) -> bytes:
    """A batch as bytes, behind the number of its row group and its length."""
    pa = need("pyarrow")
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    data: bytes = sink.getvalue().to_pybytes()
    return _HEAD.pack(group, len(data)) + data


def opened(path: Path) -> Any:
    """The Parquet file at a path; raises `InputError` where it is none."""
    parquet = need("pyarrow.parquet")
    try:
        return parquet.ParquetFile(path)
    except (need("pyarrow").ArrowInvalid, OSError) as error:
        words = getattr(error, "strerror", None) or str(error).split("\n", 1)[0]
        raise InputError(f"{path}: cannot be read as Parquet: {words}") from None


def _compression(metadata: Any, names: list[str]) -> dict[str, str] | str:
    """The compression of each column; of one that is new, that of the first."""
    if not metadata.num_row_groups:
        return "snappy"
    group = metadata.row_group(0)
    columns = [group.column(i) for i in range(group.num_columns)]
    told = {column.path_in_schema: _CODECS.get(column.compression, "none") for column in columns}
    first = next(iter(told.values()), "snappy")
    return told | {name: first for name in names if not any(path_of(path) == name for path in told)}


def path_of(path: str) -> str:
    """The column that a path in the schema belongs to."""
    return path.split(".", 1)[0]


_CODECS = {
    "SNAPPY": "snappy",
    "GZIP": "gzip",
    "BROTLI": "brotli",
    "ZSTD": "zstd",
    "LZ4": "lz4",
    "LZ4_RAW": "lz4",
    "UNCOMPRESSED": "none",
}


def _as_json(batch: pa.RecordBatch, place: int) -> bytes:
    return json_line(batch.slice(place, 1).to_pylist()[0])
