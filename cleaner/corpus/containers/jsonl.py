"""JSON Lines: of each line the text's value is replaced, every other byte stays."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.corpus.attributes import attributes_of
from cleaner.corpus.containers.block import BIG, BLOCK, Block, Source, Undoing
from cleaner.corpus.desk import Desk, Job
from cleaner.corpus.jsontext import Line, as_bytes, as_text, parse, style_of, written
from cleaner.corpus.packing import pack, reader, writer
from cleaner.corpus.record import check, json_line, undone
from cleaner.errors import InputError

WHITE = b" \t\r\n"


def blocks(source: Source) -> Iterator[Block]:
    """Cut a file into blocks of whole lines; a big line gets a block for itself."""
    with source.path.open("rb") as raw:
        stream = reader(raw, source.packing)
        while data := stream.read(BLOCK):
            data += stream.readline()
            if len(data) >= BIG and (head := data.rfind(b"\n", 0, BLOCK) + 1):
                yield Block(data[:head], data.count(b"\n", 0, head), raw.tell())
                data = data[head:]
            yield Block(data, data.count(b"\n") + (not data.endswith(b"\n")), raw.tell())


def clean(job: Job, desk: Desk) -> bytes:
    """Clean the lines of a block."""
    write = _attributes if desk.work.attributes else _cleaned
    out: list[bytes] = []
    for place, line in enumerate(job.data.split(b"\n")):
        bare = line.rstrip(WHITE)
        if not bare:
            out.append(line)
            continue
        done = write(desk, place, bare)
        if done is not None:
            out.append(done + line[len(bare) :])
        elif place == job.data.count(b"\n"):  # the last line, without a line end
            out.append(b"")
    return pack(b"\n".join(out), job.packing)


def _cleaned(desk: Desk, place: int, data: bytes) -> bytes | None:
    """The line with its text cleaned; None for quarantine."""
    line = _parsed(desk, place, data)
    if line is None:
        return None
    fields = desk.fields
    source = line.get(fields.source)
    if source is None:
        desk.passed(place)
        return data
    about = fields.about({name: value.value for name, value in line.values.items()})
    if not isinstance(source, str) or line.broken(fields.source):
        kind = "not UTF-8" if isinstance(source, str) else f"of type {type(source).__name__}"
        desk.refuse(place, data, f"field {fields.source!r} is {kind}; expected a text", about)
        return None
    raw = line.raw(fields.text)
    style: str | None = ""
    more: dict[str, object] = {}
    if fields.html is None:
        assert raw is not None
        style = style_of(raw, source)
        more = {"json": raw} if style is None else {"style": style} if style else {}
    elif desk.work.keep_source:
        more = {"json": raw}
    html = True if fields.html else desk.work.html
    keep = not fields.html
    cleaned = desk.clean(place, source, data, about, html=html, keep=keep, more=more)
    if cleaned is None:
        return None
    if fields.html is None and cleaned.text == source:
        return data
    return as_bytes(line.put(fields.text, written(cleaned.text, style or "")))


def _attributes(desk: Desk, place: int, data: bytes) -> bytes:
    """The line of the attribute file that belongs to a line; empty where there is nothing."""
    line = _parsed(desk, place, data)
    told: dict[str, object] = {"id": None, "attributes": {}}
    cleaned = None
    if line is not None:
        about = desk.fields.about({name: value.value for name, value in line.values.items()})
        told["id"] = about.id
        if isinstance(origin := line.get("source"), str):  # Dolma's word for where it came from
            told["source"] = origin
        source = line.get(desk.fields.text)
        if isinstance(source, str) and not line.broken(desk.fields.text):
            cleaned = desk.clean(place, source, data, about, html=False)
        elif source is not None:
            desk.refuse(place, data, f"field {desk.fields.text!r} is no text", about)
    told["attributes"] = attributes_of(cleaned)
    return json_line(told).rstrip(b"\n")


def _parsed(desk: Desk, place: int, data: bytes) -> Line | None:
    try:
        return parse(as_text(data))
    except InputError as error:
        desk.refuse(place, data, str(error))
        return None


def undo(source: Source, undoing: Undoing) -> None:
    """Write the lines with the texts that were there before."""
    with (
        source.path.open("rb") as raw,
        undoing.target.open("wb") as file,
        writer(file, source.packing) as out,
    ):
        for line in reader(raw, source.packing):
            bare = line.rstrip(WHITE)
            out.write(_restored(bare, undoing) + line[len(bare) :] if bare else line)


def _restored(data: bytes, undoing: Undoing) -> bytes:
    record = undoing.record("JSON Lines")
    if "sha256" not in record:
        return data
    line = parse(as_text(data))
    field = undoing.fields.text
    text = line.get(field)
    if not isinstance(text, str):
        raise InputError(f"record {record['record']}: there is no text in field {field!r}")
    if "json" not in record:
        before = undone(record, text)
        assert isinstance(before, str)
        return as_bytes(line.put(field, written(before, record.get("style", ""))))
    check(record, text)
    if record["json"] is None:
        return as_bytes(line.drop_last(field))
    return as_bytes(line.put(field, record["json"]))
