"""Thin adapters: the same cleaning on the engines that people already run.

    batches        for everything that maps over Arrow tables: Ray Data, Spark, datasets, …
    ray            Ray Data; the pool behind `cleaner corpus clean --engine ray`
    spark          Spark DataFrames, by mapInArrow
    huggingface    Hugging Face datasets, by map
    trove          a datatrove PipelineStep
    tagger         a Dolma tagger

Each needs its extra, and imports its engine when it is imported or called. None of them
does more than hand batches to `cleaner.corpus.clean_batch`, or documents to a `Cleaner`.
"""

from __future__ import annotations

from cleaner.corpus.engines.batches import CleanBatches

__all__ = ["CleanBatches"]
