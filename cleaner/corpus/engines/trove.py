"""datatrove: a pipeline step that cleans documents."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from cleaner.cleaning import Cleaner
from cleaner.corpus.engines.batches import CleanBatches
from cleaner.corpus.extras import need
from cleaner.corpus.fields import Fields

_Step: Any = need("datatrove.pipeline.base").PipelineStep

_ABOUT = ("url", "title", "lang", "date")


class CleanStep(_Step):  # type: ignore[misc]
    """Cleans the text of each document; nothing is dropped, order is kept.

    `fields` says which metadata are the address, title, language and date of a document.
    `removed` names the metadatum that tells what was done.
    """

    name = "🧹 article-cleaner"
    type = "✂️ - FORMAT"

    def __init__(
        self,
        cleaner: Cleaner | None = None,
        fields: Fields | None = None,
        *,
        removed: str | None = None,
        batch: int = 256,
    ) -> None:
        super().__init__()
        fields = fields or Fields()
        self.about = {name: getattr(fields, name) for name in _ABOUT}
        here: dict[str, Any] = dict.fromkeys(_ABOUT)
        here |= {name: name for name, field in self.about.items() if field is not None}
        self.removed = removed
        self.batch = batch
        self.clean = CleanBatches(cleaner, Fields(**here), removed=removed)

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Any]:  # noqa: ARG002
        """Clean what comes, a batch at a time."""
        pa = need("pyarrow")
        rising = iter(data or ())
        while documents := list(islice(rising, self.batch)):
            with self.track_time("batch"):
                columns = {"id": [d.id for d in documents], "text": [d.text for d in documents]}
                for name, field in self.about.items():
                    if field is not None:
                        columns[name] = [_text(d.metadata.get(field)) for d in documents]
                types = dict.fromkeys(columns, pa.string())
                batch = pa.RecordBatch.from_pydict(columns, pa.schema(types))
                cleaned = self.clean(batch)
            texts = cleaned.column("text").to_pylist()
            told = cleaned.column(self.removed).to_pylist() if self.removed else texts
            for document, text, record in zip(documents, texts, told, strict=True):
                self.stat_update("total")
                if text != document.text:
                    self.stat_update("changed")
                self.stat_update("chars_taken", value=len(document.text) - len(text))
                document.text = text
                if self.removed:
                    document.metadata[self.removed] = record
                yield document


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
