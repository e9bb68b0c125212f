"""One batch of Arrow records: what is cleaned, what stays, and the way back."""

from __future__ import annotations

import json
import sys

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.corpus import Fields, clean_batch
from cleaner.corpus.record import fingerprint, undone
from cleaner.errors import ConfigError, InputError
from tests.conftest import pages

WIDGET = "Subscribe\nNotify of\nguest\n0 Comments\nInline Feedbacks\n"
DIRTY = f"The ferry is back on Monday, they said.\r\n\r\n{WIDGET}"
CLEAN = "The ferry is back on Monday, they said.\n"


def test_text_is_cleaned_and_the_rest_stays(standard: cleaner.Cleaner) -> None:
    schema = pa.schema(
        [
            pa.field("n", pa.decimal128(9, 2), metadata={"unit": "euro"}),
            pa.field("text", pa.large_string(), metadata={"of": "pages"}),
            pa.field("tags", pa.list_(pa.dictionary(pa.int8(), pa.string()))),
        ],
        metadata={"origin": "here"},
    )
    rows = [{"n": 1, "text": DIRTY, "tags": ["a", None]}, {"n": None, "text": None, "tags": None}]
    batch = pa.RecordBatch.from_pylist(rows, schema=schema)
    done = clean_batch(batch, standard)
    assert done.schema.equals(schema, check_metadata=True)
    assert done.column("text").to_pylist() == [CLEAN, None]
    assert done.column("n").equals(batch.column("n"))
    assert done.column("tags").equals(batch.column("tags"))


@given(text=pages)
def test_records_lead_back(standard: cleaner.Cleaner, text: str) -> None:
    text = text.encode("utf-8", "replace").decode()  # Arrow holds no half of a surrogate pair
    batch = pa.RecordBatch.from_pydict({"text": [text]})
    (row,) = clean_batch(batch, standard, removed="removed").to_pylist()
    record = json.loads(row["removed"])
    assert "error" in record or undone(record, row["text"]) == text


def test_record_tells_what_where_and_why(standard: cleaner.Cleaner) -> None:
    batch = pa.RecordBatch.from_pydict(
        {"id": [7], "url": ["https://www.post.example/a"], "text": [DIRTY]}
    )
    (row,) = clean_batch(batch, standard, removed="removed", first=40).to_pylist()
    record = json.loads(row["removed"])
    assert (record["record"], record["id"], record["url"]) == (40, 7, "https://www.post.example/a")
    assert record["chars"] == [len(DIRTY), len(CLEAN)]
    edit = record["edits"][0]
    start, end = edit["source"]
    assert (edit["what"], edit["rule"], edit["text"]) == ("cut", "comments/wpdiscuz", "Subscribe")
    assert DIRTY[start:end] == "Subscribe"
    assert edit["fingerprint"] == fingerprint("  SUBSCRIBE ")
    assert [reason for *_, reasons in record["delta"] for reason in reasons] == [
        "repair/newline",
        "comments/wpdiscuz",
    ]


def test_a_changed_text_is_not_undone(standard: cleaner.Cleaner) -> None:
    batch = pa.RecordBatch.from_pydict({"text": [DIRTY]})
    (row,) = clean_batch(batch, standard, removed="removed").to_pylist()
    with pytest.raises(InputError, match="changed since"):
        undone(json.loads(row["removed"]), row["text"] + "!")


PAGE = (
    "<!doctype html><html><head><title>The ferry is back</title></head><body>"
    "<nav><a href='/'>Home</a></nav><article><h1>The ferry is back</h1>"
    "<p>The ferry is back on Monday, said the harbour master, after six weeks in the dock, "
    "and the first boat leaves the quay at eight in the morning.</p></article></body></html>"
)


@pytest.mark.parametrize("page", [PAGE, PAGE.encode()])
def test_pages_of_one_column_become_texts_of_another(
    standard: cleaner.Cleaner, page: str | bytes
) -> None:
    batch = pa.RecordBatch.from_pydict({"html": [page, None]})
    fields = Fields(html="html")
    done = clean_batch(batch, standard, fields, removed="removed").to_pylist()
    assert done[0]["html"] == page
    assert "first boat leaves" in done[0]["text"]
    assert "<p>" not in done[0]["text"]
    assert (done[1]["text"], done[1]["removed"]) == (None, None)
    with pytest.raises(InputError, match="--keep-source"):
        undone(json.loads(done[0]["removed"]), done[0]["text"])
    kept = clean_batch(batch, standard, fields, removed="removed", keep_source=True).to_pylist()
    assert undone(json.loads(kept[0]["removed"]), kept[0]["text"]) == page


def test_what_is_no_text_keeps_its_text_and_says_so(standard: cleaner.Cleaner) -> None:
    batch = pa.RecordBatch.from_pydict({"page": [b"\0\1\2" * 90, PAGE.encode()], "text": ["x", ""]})
    done = clean_batch(batch, standard, Fields(html="page"), removed="removed").to_pylist()
    assert done[0]["text"] == "x"
    assert "binary data" in json.loads(done[0]["removed"])["error"]
    assert "first boat leaves" in done[1]["text"]


@pytest.mark.parametrize(
    ("columns", "fields", "words"),
    [
        ({"body": ["x"]}, {}, "no column 'text'; there are body"),
        ({"text": [1]}, {}, "of type int64, not string"),
        ({"text": [b"x"]}, {}, "of type binary, not string"),
        ({"text": ["x"]}, {"html": "page"}, "no column 'page'"),
        ({"text": ["x"], "removed": [1]}, {}, "has a column 'removed'"),
    ],
)
def test_wrong_columns_are_named(
    standard: cleaner.Cleaner, columns: dict[str, list[object]], fields: dict[str, str], words: str
) -> None:
    batch = pa.RecordBatch.from_pydict(columns)
    with pytest.raises(ConfigError, match=words):
        clean_batch(batch, standard, Fields(**fields), removed="removed")


def test_a_missing_library_is_named(
    standard: cleaner.Cleaner, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = pa.RecordBatch.from_pydict({"text": ["x"]})
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ConfigError, match=r"needs pyarrow; install article-cleaner\[corpus\]"):
        clean_batch(batch, standard)


@given(st.text(max_size=20))
def test_field_names_are_checked(name: str) -> None:
    if name:
        assert Fields(text=name).source == name
    else:
        with pytest.raises(ConfigError, match="expected a name"):
            Fields(text=name)
