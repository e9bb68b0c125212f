"""Repair: what it mends, and its laws against ftfy itself."""

from __future__ import annotations

import re
import sys
import unicodedata
from unittest.mock import patch

import ftfy
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.page import Repair, Span
from cleaner.read.changes import Change, compare, compose
from cleaner.read.repair import _mender, repair
from cleaner.read.tidy import plain_spaces, remove_unseen, unify_line_ends


def reference(text: str, *, quotes: bool = False, entities: bool = True) -> str:
    """What `repair` is by definition, without a fast path."""
    config = _mender(quotes, entities).settings
    for _ in range(12):
        before = text
        text, _changes = unify_line_ends(text)
        text = ftfy.fix_text(text, config)
        text, _changes = remove_unseen(text)
        text, _changes = plain_spaces(text)
        if text == before:
            return text
    raise AssertionError(f"does not come to rest: {text!r}")


def mojibake(text: str, encoding: str) -> str:
    return text.encode().decode(f"sloppy-{encoding}", errors="replace")


PIECES = (
    # words, plain and accented, of several scripts
    *("word", "naïve", "café", "École", "cœur", "œ", "SÃO", "Ã", "Â", "créée", "Łódź", "Ünïcode"),
    *("слово", "Москва", "вЂ", "λόγος", "中文，字", "한국어", "नमस्ते", "می‌خواهم", "👩‍👧"),
    # mojibake, single, double and torn
    *(mojibake("“quoted” it’s – café…", f"windows-125{n}") for n in (0, 1, 2, 3, 4, 7)),
    mojibake(mojibake("naïve “x”", "windows-1252"), "windows-1252"),
    "Ã©",
    "â€",
    "â€�",
    "Ã la mode",
    "a \x93b\x94 \x85",
    "\x85",
    "Ã\x85",
    "п»ї",
    # entities and source code
    *("&amp;", "&amp;amp;", "&lt;b&gt;", "&nbsp;", "&#8217;", "&#10;", "&#x85;", "&eacute;"),
    *("&EACUTE;", "AT&T;", "&#xD800;", "&#8203;", "<", "<p>", "&", ";", "amp;", "#", "&NewLine;"),
    # what is not seen, spaces, line ends
    *("\u200b", "\ufeff", "\u2060", "\u00ad", "\x00", "\x1b[31m", "\x1a", "\x7f", "\x81", "\x9d"),
    *("\u00a0", "\u202f", "\u3000", "\u2009", "\t", " ", "  "),
    *("\n", "\r\n", "\r", "\v", "\f", "\u2028", "\u2029"),
    # marks, ligatures, widths, quotes, surrogates
    *("e\u0301", "\u0301", "\u0338", "\u212b", "ﬁ", "ĳ", "ＦＵＬＬ", "“", "”", "’", "‘", "«", "»"),
    *("\ud83d", "\ude00", "£", "€", "°", "©", "™", "12", "%", "!", "—", "…", "?"),
)

texts = st.lists(st.one_of(st.sampled_from(PIECES), st.characters()), max_size=14).map("".join)
tame = st.lists(st.sampled_from("ab é”£ Ã\xa0œÉ“»5—\n"), max_size=10).map("".join)
anything = st.one_of(texts, tame)


# -- laws ----------------------------------------------------------------------------------


@settings(max_examples=600, deadline=None)
@given(anything, st.booleans(), st.booleans(), st.sampled_from([1, 1 << 16]))
@example("&am\u200bp;&am\u200bp;amp; &lt;\n&am\u200bp;", False, True, 1)
@example("&amp;\r<", False, True, 1)
@example("<\u0338\n&amp;", False, True, 1)
@example("a\nb\x85c", False, True, 1)
def test_law_equal_to_ftfy(text: str, quotes: bool, entities: bool, block: int) -> None:
    """Passing over the lines that look safe, block by block, changes nothing in the result."""
    with patch.object(sys.modules["cleaner.read.repair"], "_BLOCK", block):
        repaired, _ = repair(text, quotes=quotes, entities=entities)
    assert repaired == reference(text, quotes=quotes, entities=entities)
    mender = _mender(quotes, entities)
    assert mender.mend(text)[0] == ftfy.fix_text(text, mender.settings)


@settings(max_examples=600, deadline=None)
@given(anything, st.booleans())
def test_law_repairs_replay(text: str, quotes: bool) -> None:
    """Outside of the repairs nothing differs; undoing them gives the input."""
    out, repairs = repair(text, quotes=quotes)
    at = new = 0
    for each in repairs:
        assert each.source.start - at == each.span.start - new >= 0
        assert text[at : each.source.start] == out[new : each.span.start]
        assert text[each.source.start : each.source.end] == each.before
        assert out[each.span.start : each.span.end] == each.after
        assert each.before != each.after
        assert each.kind
        at, new = each.source.end, each.span.end
    assert text[at:] == out[new:]

    back = out
    for each in reversed(repairs):
        back = back[: each.span.start] + each.before + back[each.span.end :]
    assert back == text


@settings(max_examples=600, deadline=None)
@given(anything, st.booleans())
def test_law_idempotent(text: str, quotes: bool) -> None:
    out, _ = repair(text, quotes=quotes)
    assert repair(out, quotes=quotes) == (out, ())


@settings(max_examples=300, deadline=None)
@given(anything)
def test_law_clean(text: str) -> None:
    """What comes out can be encoded, is NFC, and has no line end but LF and nothing unseen."""
    out, _ = repair(text)
    out.encode()
    assert unicodedata.is_normalized("NFC", out)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028\u2029\u2060\ufeff]", out)


@given(st.lists(st.text("ab \n", max_size=8), min_size=3, max_size=3))
def test_law_changes_compose(versions: list[str]) -> None:
    """Two steps added up lead from the first text to the last."""
    first, middle, last = versions
    composed = compose(compare("1", first, middle), compare("2", middle, last))
    at = new = 0
    for change in composed:
        assert first[at : change.start] == last[new : change.new_start]
        at, new = change.end, change.new_end
    assert first[at:] == last[new:]


# -- what it does, by example ------------------------------------------------------------------


def kinds(text: str, **options: bool) -> tuple[str, list[tuple[str, str, str]]]:
    out, repairs = repair(text, **options)
    return out, [(r.kind, r.before, r.after) for r in repairs]


@pytest.mark.parametrize(
    ("text", "out", "repairs"),
    [
        ("", "", []),
        ("It’s “plain” — naïve, café, 10 £.", "It’s “plain” — naïve, café, 10 £.", []),
        ("the cafÃ© opens", "the café opens", [("mojibake", "Ã©", "é")]),
        ("the cafÃƒÂ© opens", "the café opens", [("mojibake", "ÃƒÂ©", "é")]),
        ("â€œtwoâ€\x9d", "“two”", [("mojibake", "â€œ", "“"), ("mojibake", "â€\x9d", "”")]),
        ("Ã\x85ngstrÃ¶m", "Ångström", [("mojibake", "Ã\x85", "Å"), ("mojibake", "Ã¶", "ö")]),
        ("\x93Yes\x94", "“Yes”", [("mojibake", "\x93", "“"), ("mojibake", "\x94", "”")]),
        ("fish &amp; chips", "fish & chips", [("entity", "&amp;", "&")]),
        ("fish &amp;amp; chips", "fish & chips", [("entity", "&amp;amp;", "&")]),
        ("a&nbsp;b", "a b", [("entity", "&nbsp;", " ")]),
        ("Smith&not Jones; AT&T;", "Smith&not Jones; AT&T;", []),
        ("a\r\nb\rc\n", "a\nb\nc\n", [("newline", "\r\n", "\n"), ("newline", "\r", "\n")]),
        ("a\u2028b\u2029c", "a\nb\nc", [("newline", "\u2028", "\n"), ("newline", "\u2029", "\n")]),
        ("c\vd\fe", "c\nd\ne", [("newline", "\v", "\n"), ("newline", "\f", "\n")]),
        ("a\u200bb\ufeff", "ab", [("invisible", "\u200b", ""), ("invisible", "\ufeff", "")]),
        ("soft\u00adhyphen", "softhyphen", [("invisible", "\u00ad", "")]),
        ("be\x07ll\x00\x01", "bell", [("control", "\x07", ""), ("control", "\x00\x01", "")]),
        ("\x1b[1mb\x1b[0m", "b", [("control", "\x1b[1m", ""), ("control", "\x1b[0m", "")]),
        ("a\xa0b\u2003\u3000", "a b  ", [("space", "\xa0", " "), ("space", "\u2003\u3000", "  ")]),
        ("cafe\u0301", "café", [("nfc", "e\u0301", "é")]),
        ("ﬁne oﬃce", "fine office", [("ligature", "ﬁ", "fi"), ("ligature", "ﬃ", "ffi")]),
        ("\ud83d\ude00", "😀", [("surrogate", "\ud83d\ude00", "😀")]),
        ("\udc80", "\ufffd", [("surrogate", "\udc80", "\ufffd")]),
    ],
)  # fmt: skip
def test_repairs_by_kind(text: str, out: str, repairs: list[tuple[str, str, str]]) -> None:
    assert kinds(text) == (out, repairs)


@pytest.mark.parametrize(
    "text",
    [
        "10\u00a0000 €",
        "5\u202f% et 20\u00a0km",
        "Quoi\u202f? «\u00a0Oui\u00a0» !",
        "Attention\u00a0: ceci\u00a0; cela\u202f!",
        "می\u200cخواهم",
        "👩\u200d👧 \u200fعربي\u200e",
        "name\tvalue",
        "他说，很好！（ＡＢＣ）",
        "its’ own “quotes”",
        "Æsop œuvre cœur straße",
    ],
)
def test_left_alone(text: str) -> None:
    assert repair(text) == (text, ())


def test_quotes_become_straight_when_asked() -> None:
    assert kinds("“It’s”", quotes=True) == (
        '"It\'s"',
        [("quotes", "“", '"'), ("quotes", "’", "'"), ("quotes", "”", '"')],
    )


def test_entities_stay_in_source_code() -> None:
    """From the line of the first `<` on, as in ftfy."""
    text = "R&amp;D\nuse &lt; before <b>\nQ&amp;A\n"
    assert repair(text)[0] == "R&D\nuse &lt; before <b>\nQ&amp;A\n"
    assert repair("caf&eacute; cafÃ©", entities=False)[0] == "caf&eacute; café"


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("First line.\x85Second line.\x85", "First line.\nSecond line.\n"),
        ("Title\x85\x85Body", "Title\n\nBody"),
        ("wait\x85 what", "wait… what"),
        ("the end\x85", "the end…"),
        ("one line\x85\nanother", "one line…\nanother"),
        ("\x93so\x85it is\x94", "“so…it is”"),
        ("Ã\x85ngstrÃ¶m", "Ångström"),
    ],
)
def test_next_line_is_a_line_end_only_where_it_can_be_nothing_else(text: str, out: str) -> None:
    assert repair(text)[0] == out


def test_nesting_beyond_reason_is_left_as_it_is() -> None:
    """Each round uncovers one more entity; the bound holds, and the law with it."""
    text = ""
    for _ in range(14):
        text = f"&#82{text}03;"
    assert repair(text) == (text, ())


def test_repairs_point_into_both_texts() -> None:
    out, repairs = repair("a\u200bb cafÃ©\n")
    assert out == "ab café\n"
    assert repairs == (
        Repair("invisible", Span(1, 2), Span(1, 1), "\u200b", ""),
        Repair("mojibake", Span(7, 9), Span(6, 7), "Ã©", "é"),
    )


def test_a_line_longer_than_ftfy_takes_at_once() -> None:
    text = "x" * 999_995 + " cafÃ© &amp; " + "y" * 1_000_500 + " Ã© <&amp;"
    out, repairs = repair(text)
    assert out == reference(text)
    assert repair(out) == (out, ())
    assert len(repairs) >= 2


def test_a_megabyte_of_mojibake_in_one_line() -> None:
    text = "cafÃ© Ð¿Ñ€Ð¸Ð²ÐµÑ‚ " * 50_000
    out, repairs = repair(text)
    assert out == "café привет " * 50_000
    assert len(repairs) == 100_000


def test_compare_finds_small_stretches() -> None:
    assert compare("k", "one two three four", "one 2 three four") == [Change("k", 4, 7, 4, 5)]
    assert compare("k", "one two", "one two three") == [Change("k", 7, 7, 7, 13)]
