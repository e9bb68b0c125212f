"""The spun texts of the benchmark: what they say of themselves holds, and restoration helps them."""

import gzip
import json
from pathlib import Path

import pytest

from cleaner.spun import apply, read_spun
from tests.spun_texts import distance

TEXTS = Path(__file__).parent.parent / "benchmarks" / "spun-texts.jsonl.gz"
RECORDS = [json.loads(line) for line in gzip.decompress(TEXTS.read_bytes()).decode().splitlines()]
FIRST = {record["family"]: record for record in reversed(RECORDS)}


def put_back(record, edits):
    out, place = [], 0
    for edit in edits:
        out += [record["spun"][place : edit["start"]], edit["restored"]]
        place = edit["end"]
    return "".join([*out, record["spun"][place:]])


def test_every_edit_is_where_it_says():
    assert len({record["id"] for record in RECORDS}) == len(RECORDS) == 72
    for record in RECORDS:
        ends = [0]
        for edit in record["edits"]:
            assert record["spun"][edit["start"] : edit["end"]] == edit["spun"] != edit["restored"]
            assert edit["start"] >= ends[-1]
            ends.append(edit["end"])
        assert put_back(record, record["edits"]) == record["original"]


@pytest.mark.parametrize("family", sorted(FIRST))
def test_a_spun_text_of_each_dialect_comes_nearer_to_its_original(family):
    record = FIRST[family]
    reading = read_spun(record["spun"])
    assert len(reading.edits) > len(record["edits"]) / 3
    right = [
        swap
        for swap in reading.edits
        if any(
            edit["start"] < swap.end and swap.start < edit["end"]
            and edit["restored"].lower() in swap.instead.lower()
            for edit in record["edits"]
        )
    ]  # fmt: skip
    assert len(right) > 0.8 * len(reading.edits)
    restored = apply(record["spun"], reading.edits)
    assert distance(restored, record["original"]) < distance(record["spun"], record["original"])
