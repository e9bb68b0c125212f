"""A batch of Arrow records in, the same batch with clean text out: the core of every engine."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.beginning import Known
from cleaner.cleaning import Cleaner
from cleaner.corpus.extras import need
from cleaner.corpus.fields import About, Fields
from cleaner.corpus.record import json_line, record_of
from cleaner.errors import ConfigError
from cleaner.finding import Cleaned

if TYPE_CHECKING:
    import pyarrow as pa

TEXTS = ("string", "large_string", "string_view")
"""Arrow types that a column of texts may have; one of web pages may also be binary."""

PAGES = (*TEXTS, "binary", "large_binary", "binary_view")


def clean_batch(
    batch: pa.RecordBatch,
    cleaner: Cleaner | None = None,
    fields: Fields | None = None,
    *,
    removed: str | None = None,
    keep_source: bool = False,
    first: int = 0,
) -> pa.RecordBatch:
    """Clean the texts of a batch; order, schema and all other columns stay as they are.

    `cleaner` is made with the default options where none is given. `removed` names a column
    of texts that is added: what was done to each document, as JSON (see
    `cleaner.corpus.record`), records numbered from `first`; null where there was no text. A
    document that cannot be cleaned (no text, an unknown encoding) keeps its text, and its
    record has an `error`. A missing text stays missing. Raises `ConfigError` when a column
    is missing or holds no texts.

    >>> import pyarrow as pa
    >>> batch = pa.RecordBatch.from_pydict({"id": [7], "text": ["One line.\\r\\nAnother."]})
    >>> clean_batch(batch).to_pylist()
    [{'id': 7, 'text': 'One line.\\n\\nAnother.\\n'}]
    """
    pa = need("pyarrow")
    fields = fields or Fields()
    cleaner = cleaner or _default()
    kind = text_type(batch.schema, fields)
    if removed in batch.schema.names:
        raise ConfigError(f"the batch has a column {removed!r} already")
    old = _column(batch, fields.text) or [None] * batch.num_rows
    texts: list[str | None] = list(old)
    records: list[str | None] = [None] * batch.num_rows
    documents = [
        (n, row.source, row) for n, row in enumerate(rows(batch, fields)) if row.source is not None
    ]
    sources = (source for _, source, _ in documents)
    outcomes = cleaner.outcomes(sources, (row.known() for _, _, row in documents))
    for (n, source, row), outcome in zip(documents, outcomes, strict=True):
        number = first + n
        if isinstance(outcome, Cleaned):
            texts[n] = outcome.text
        if not removed:
            continue
        record: dict[str, Any]
        if isinstance(outcome, Cleaned):
            record = record_of(
                outcome, source, number=number, about=row.about, keep_source=keep_source
            )
        else:
            record = {"record": number, "error": str(outcome)}
        records[n] = json_line(record).decode().rstrip("\n")
    batch = with_column(batch, fields.text, pa.array(texts, kind))
    return with_column(batch, removed, pa.array(records, pa.string())) if removed else batch


class Row(NamedTuple):
    """What is cleaned of one record: `source` is None where there is nothing."""

    source: str | bytes | None
    html: bool | None
    about: About

    def known(self) -> Known:
        """What is known of it, as a cleaner wants it."""
        return {"html": self.html, **self.about.words()}


def rows(batch: pa.RecordBatch, fields: Fields) -> Iterator[Row]:
    """The documents of a batch."""
    html = True if fields.html is not None else None
    sources = batch.column(fields.source).to_pylist()
    names = (fields.id, fields.url, fields.title, fields.lang, fields.date)
    empty = [None] * batch.num_rows
    columns = (_column(batch, name) or empty for name in names)
    for source, *about in zip(sources, *columns, strict=True):
        yield Row(source, html, About(*about))


def text_type(schema: pa.Schema, fields: Fields) -> pa.DataType:
    """The type of the column of texts, existing or to come; raises `ConfigError`."""
    pa = need("pyarrow")
    for name, types in ((fields.source, PAGES if fields.html else TEXTS), (fields.text, TEXTS)):
        count = schema.names.count(name)
        if not count and name != fields.source:
            return pa.string()
        if not count:
            raise ConfigError(f"there is no column {name!r}; there are {', '.join(schema.names)}")
        if count > 1:
            raise ConfigError(f"{count} columns are called {name!r}")
        if str(schema.field(name).type) not in types:
            raise ConfigError(f"column {name!r} is of type {schema.field(name).type}, not string")
    return schema.field(fields.text).type


def with_column(batch: pa.RecordBatch, name: str, column: pa.Array) -> pa.RecordBatch:
    """The batch with a column in the place of the one of its name, or after the last."""
    pa = need("pyarrow")
    at = batch.schema.get_field_index(name)
    if at < 0:
        schema = batch.schema.append(pa.field(name, column.type))
        return pa.RecordBatch.from_arrays([*batch.columns, column], schema=schema)
    columns = [*batch.columns[:at], column, *batch.columns[at + 1 :]]
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)


def _column(batch: pa.RecordBatch, name: str | None) -> list[Any] | None:
    if name is None or name not in batch.schema.names:
        return None
    values: list[Any] = batch.column(name).to_pylist()
    return values


@lru_cache(maxsize=1)
def _default() -> Cleaner:
    return Cleaner()
