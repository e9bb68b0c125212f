"""Spark: a DataFrame with clean texts, by `mapInArrow`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cleaner.cleaning import Cleaner
from cleaner.corpus.engines.batches import CleanBatches
from cleaner.corpus.extras import need
from cleaner.corpus.fields import Fields

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType


def clean(
    frame: DataFrame,
    cleaner: Cleaner | None = None,
    fields: Fields | None = None,
    *,
    removed: str | None = None,
) -> DataFrame:
    """The frame with clean texts; lazy, as all of Spark is.

    `removed` adds a column with what was done to each document. The Python of the workers
    must have article-cleaner[corpus].
    """
    step = CleanBatches(cleaner, fields, removed=removed)

    def over(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return map(step, batches)

    return frame.mapInArrow(over, _schema(frame.schema, step))


def _schema(schema: StructType, step: CleanBatches) -> StructType:
    """The schema of the result: with the columns of texts that are added."""
    types = need("pyspark.sql.types")
    added = [name for name in (step.fields.text, step.removed) if name and name not in schema.names]
    return types.StructType(
        [*schema.fields, *(types.StructField(name, types.StringType()) for name in added)]
    )
