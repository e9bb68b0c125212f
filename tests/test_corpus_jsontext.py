"""One line of JSON: a value is changed, every other byte stays."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.corpus.jsontext import as_bytes, as_text, parse, style_of, written
from cleaner.errors import InputError

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(st.text(), values, max_size=5)
layouts = st.sampled_from([(",", ":"), (", ", ": "), (" ,\t", "  : ")])


@given(objects, st.text(), layouts, st.booleans())
def test_only_the_value_changes(
    record: dict[str, object], new: str, layout: tuple[str, str], escaped: bool
) -> None:
    record = {**record, "text": "old", "last": 1}
    line = json.dumps(record, separators=layout, ensure_ascii=escaped)
    put = parse(line).put("text", written(new))
    assert json.loads(put) == {**record, "text": new}
    assert parse(put).put("text", '"old"') == line


@given(objects, st.text())
def test_a_missing_field_is_added_and_taken_away(record: dict[str, object], name: str) -> None:
    record.pop(name, None)
    line = json.dumps(record)
    added = parse(line).put(name, '"new"')
    assert json.loads(added) == {**record, name: "new"}
    assert parse(added).drop_last(name) == line


@pytest.mark.parametrize(
    ("raw", "style"),
    [
        ('"é/<"', ""),
        ('"\\u00e9/"', "a"),
        ('"\\u00E9\\/"', "au/"),
        ('"\\/é"', "/"),
        ('"\\u003cb\\u003e \\u0026 é\\u2028"', "<"),
        ('"tab\\t \\u0007 \\ud83d\\ude00"', "a"),
        ('"\\u0041"', None),
        ('"é \\u00e9"', None),
    ],
)
def test_ways_of_writing_a_string(raw: str, style: str | None) -> None:
    value = json.loads(raw)
    assert style_of(raw, value) == style
    if style is not None:
        assert written(value, style) == raw


@given(st.text(), st.sampled_from(["", "a", "au", "/", "<", "a/", "au/<"]))
def test_every_style_is_json(value: str, style: str) -> None:
    assert json.loads(written(value, style)) == value


def test_half_a_surrogate_pair_is_escaped() -> None:
    assert written("\ud83d!") == '"\\ud83d!"'


def test_the_last_of_two_fields_counts() -> None:
    line = parse('{"text":"a","text":"b"}')
    assert line.get("text") == "b"
    assert line.put("text", '"c"') == '{"text":"a","text":"c"}'


def test_bytes_that_are_not_utf8_stay() -> None:
    data = b'{"other":"\xff","text":"x"}'
    line = parse(as_text(data))
    assert not line.broken("text")
    assert line.broken("other")
    assert as_bytes(line.put("text", '"y"')) == data.replace(b'"x"', b'"y"')


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("[1]", "expected a JSON object"),
        ('{"a":1', "ends too early"),
        ('{"a":1,}', "expected the name of a field at character 7"),
        ('{"a" 1}', "expected ':'"),
        ('{"a":1 "b":2}', "expected ','"),
        ('{"a":nope}', "not valid JSON"),
        ('{"a":1}x', "more text after"),
        ("{1:2}", "expected the name"),
        ('{"a":' + "[" * 100_000, "not valid JSON"),
        ("", "expected a JSON object"),
    ],
)
def test_mistakes_are_named(line: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        parse(line)


@given(objects, layouts)
def test_parse_agrees_with_json(record: dict[str, object], layout: tuple[str, str]) -> None:
    found = parse(json.dumps(record, separators=layout))
    assert {name: value.value for name, value in found.values.items()} == record
