"""Hugging Face datasets: a dataset with clean texts, by `map`."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from cleaner.cleaning import Cleaner
from cleaner.corpus.engines.batches import CleanBatches
from cleaner.corpus.fields import Fields

if TYPE_CHECKING:
    from datasets import Dataset


def clean(
    dataset: Dataset,
    cleaner: Cleaner | None = None,
    fields: Fields | None = None,
    *,
    removed: str | None = None,
    **how: Any,
) -> Dataset:
    """The dataset with clean texts, in the format it had.

    `removed` adds a column with what was done to each document. `how` goes to
    `Dataset.map`: `num_proc`, `batch_size`, … Where the dataset, the rules and the options
    are those of an earlier call, its cached result is taken.
    """
    step = CleanBatches(cleaner, fields, removed=removed)
    before = f"{dataset._fingerprint} {step.fingerprint}"
    how.setdefault("new_fingerprint", hashlib.sha256(before.encode()).hexdigest()[:16])
    how.setdefault("desc", "cleaning")
    given = dataset.format
    arrow = dataset.with_format("arrow")
    done = arrow.map(step, batched=True, **how)
    columns = None if given["columns"] == dataset.column_names else given["columns"]
    return done.with_format(given["type"], columns=columns, **given["format_kwargs"])
