"""The documents of a corpus, one after the other, in whatever container: for reading only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from cleaner.corpus.batch import rows
from cleaner.corpus.containers import Source, parquet, tree, warc
from cleaner.corpus.containers.block import Block
from cleaner.corpus.fields import About, Fields, site_of
from cleaner.corpus.jsontext import as_text, parse
from cleaner.corpus.plan import shards_of
from cleaner.corpus.reading import blocks_of
from cleaner.errors import CleanerError
from cleaner.read.decode import decode

NOWHERE = Path(".no-output")


class Document(NamedTuple):
    """A text, and what is known of it; `name` is its id, or its place in the corpus."""

    name: str
    site: str
    title: str
    text: str


def documents(paths: Sequence[Path | str], fields: Fields) -> Iterator[Document]:
    """All documents that have a text; what cannot be read as one is passed over."""
    for shard in shards_of(paths, NOWHERE):
        number = 0
        for block in blocks_of(shard.source):
            for text, about in _texts(shard.source, block, fields):
                name = str(about.id) if about.id is not None else f"{shard.name}:{number}"
                title = about.title if isinstance(about.title, str) else ""
                yield Document(name, site_of(about.url), title, text)
                number += 1


def _texts(source: Source, block: Block, fields: Fields) -> Iterator[tuple[str, About]]:
    if source.container == "jsonl":
        yield from _of_lines(block, fields)
    elif source.container == "parquet":
        if block.data:
            ((_, batch),) = parquet.unframed(BytesIO(block.data))
            for row in rows(batch, fields):
                if isinstance(row.source, str):
                    yield row.source, row.about
    elif source.container == "warc":
        for record in warc.records(BytesIO(block.data), str(source.path)):
            if record.get("WARC-Type") == "conversion":
                yield record.body.decode("utf-8", "replace"), record.about
    else:
        for name, data, failed in tree.unframed(block.data):
            if failed:
                continue
            try:
                yield decode(data).text, About(id=name, url=Path(name).parts[0])
            except CleanerError:
                continue


def _of_lines(block: Block, fields: Fields) -> Iterator[tuple[str, About]]:
    for line in block.data.split(b"\n"):
        if not line.strip():
            continue
        try:
            found = parse(as_text(line))
        except CleanerError:
            continue
        text = found.get(fields.source)
        if isinstance(text, str):
            yield text, fields.about({name: value.value for name, value in found.values.items()})
