"""A function over Arrow tables that can be sent to other processes: what engines map with."""

from __future__ import annotations

import hashlib
import json
import pickle
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from cleaner.cleaning import Cleaner
from cleaner.corpus.batch import clean_batch
from cleaner.corpus.extras import need
from cleaner.corpus.fields import Fields
from cleaner.restoring import fingerprint as restoration_hash
from cleaner.version import __version__

if TYPE_CHECKING:
    import pyarrow as pa

Arrow = TypeVar("Arrow", "pa.Table", "pa.RecordBatch")


class CleanBatches:
    """Cleans the texts of Arrow tables or record batches; everything else stays as it is.

    `cleaner` is made with the default options where none is given; `fields` and the other
    parameters are those of `clean_batch`. It may be pickled: a process that is given many
    copies of one compiles its rules once.

    >>> import pyarrow as pa
    >>> CleanBatches()(pa.table({"text": ["One line.\\r\\nAnother."]})).to_pylist()
    [{'text': 'One line.\\n\\nAnother.\\n'}]
    """

    def __init__(
        self,
        cleaner: Cleaner | None = None,
        fields: Fields | None = None,
        *,
        removed: str | None = None,
        keep_source: bool = False,
    ) -> None:
        need("pyarrow")
        self.cleaner = cleaner or Cleaner()
        self.fields = fields or Fields()
        self.removed = removed
        self.keep_source = keep_source

    def __call__(self, table: Arrow) -> Arrow:
        """The table with clean texts; raises `ConfigError` where a column is missing."""
        pa = need("pyarrow")
        if isinstance(table, pa.RecordBatch):
            cleaned: Arrow = self._clean(table)
            return cleaned
        schema = self.schema(table.schema)
        return pa.Table.from_batches(
            [self._clean(batch) for batch in table.to_batches()], schema=schema
        )

    def schema(self, schema: pa.Schema) -> pa.Schema:
        """The schema of what comes out, for a schema of what goes in."""
        pa = need("pyarrow")
        nothing = [pa.array([], field.type) for field in schema]
        return self._clean(pa.RecordBatch.from_arrays(nothing, schema=schema)).schema

    @property
    def fingerprint(self) -> str:
        """16 hex digits that stand for all that the result depends on besides the input."""
        cleaner = self.cleaner
        facts = [
            __version__,
            cleaner.rulebook.hash,
            cleaner.model.weights.hash if cleaner.model is not None else None,
            restoration_hash(cleaner.options.ranker_model),
            cleaner.options.as_dict(),
            [getattr(self.fields, name) for name in sorted(Fields.__slots__)],
            self.removed,
            self.keep_source,
        ]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]

    def _clean(self, batch: Any) -> Any:
        return clean_batch(
            batch,
            self.cleaner,
            self.fields,
            removed=self.removed,
            keep_source=self.keep_source,
        )

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "cleaner": pickle.dumps(self.cleaner), "key": self.fingerprint}

    def __setstate__(self, state: dict[str, Any]) -> None:
        state["cleaner"] = _unpacked(state.pop("key"), _Packed(state["cleaner"]))
        self.__dict__.update(state)


class _Packed:
    """A pickled cleaner; all are alike to the cache, whose key is the fingerprint."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Packed)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=8)
def _unpacked(_: str, packed: _Packed) -> Cleaner:
    cleaner: Cleaner = pickle.loads(packed.data)
    return cleaner
