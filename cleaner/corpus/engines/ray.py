"""Ray Data: a dataset with clean texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaner.cleaning import Cleaner
from cleaner.corpus.engines.batches import CleanBatches
from cleaner.corpus.fields import Fields

if TYPE_CHECKING:
    from ray.data import Dataset


def clean(
    dataset: Dataset,
    cleaner: Cleaner | None = None,
    fields: Fields | None = None,
    *,
    removed: str | None = None,
    **how: Any,
) -> Dataset:
    """The dataset with clean texts; lazy, as all of Ray Data is.

    `removed` adds a column with what was done to each document. `how` goes to
    `map_batches`: `batch_size`, `num_cpus`, `concurrency`, … It is the same as

        dataset.map_batches(CleanBatches(cleaner), batch_format="pyarrow")
    """
    step = CleanBatches(cleaner, fields, removed=removed)
    return dataset.map_batches(step, batch_format="pyarrow", zero_copy_batch=True, **how)
