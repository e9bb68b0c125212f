"""Decoding: marks, labels, UTF-8, detection; nothing is lost and nothing crashes."""

from __future__ import annotations

import codecs
import subprocess
import sys
import zlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.errors import ConfigError, InputError
from cleaner.read.decode import Decoded, decode

# -- laws ----------------------------------------------------------------------------------


@given(st.text(st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"])))
def test_law_utf8_round_trip(text: str) -> None:
    data = text.encode()
    if not data.startswith((b"\xef\xbb\xbf", b"\xfe\xff", b"\xff\xfe")):
        assert decode(data) == Decoded(text, "utf-8", False, "\n")


@given(st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"])))
@pytest.mark.parametrize(
    ("mark", "name"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_law_the_mark_decides(mark: bytes, name: str, text: str) -> None:
    if name == "utf-16-le" and text.startswith("\x00"):
        return  # the bytes of the UTF-32 mark
    assert decode(mark + text.encode(name), declared="cp1251") == Decoded(text, name, True, "\n")


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=80), st.sampled_from([None, "utf-8", "latin-1", "gbk", "utf-16"]))
@example(b"\xff\xfe\x00", None)
@example(b"\xed\xa0\xbd\xed\xb8\x80 \xe2\x80\x99", None)
def test_law_text_or_a_clear_refusal(data: bytes, declared: str | None) -> None:
    """Any bytes give the same text twice, or one `InputError`; never another exception."""
    try:
        first = decode(data, declared=declared)
    except InputError:
        with pytest.raises(InputError, match="binary"):
            decode(data, declared=declared)
        return
    assert decode(data, declared=declared) == first
    assert bool(first.text) == bool(data.removeprefix(codecs.BOM_UTF8)) or first.bom
    codecs.lookup(first.encoding)


@given(st.text())
def test_law_str_passes_unchanged(text: str) -> None:
    assert decode(text).text == text


# -- labels ----------------------------------------------------------------------------------


def test_declared_is_believed_when_the_bytes_agree() -> None:
    assert decode("Привет".encode("koi8-r"), declared="KOI8-R").text == "Привет"
    assert decode("café".encode(), declared="ascii").text == "cafÃ©"
    assert decode("café “x”".encode(), declared="shift_jis").encoding == "utf-8"


def test_latin_1_means_windows_1252() -> None:
    for label in ("latin-1", "iso-8859-1", "ISO8859-1", "us-ascii", "windows-1252"):
        assert decode(b"\x93caf\xe9\x94", declared=label) == Decoded(
            "“café”", "cp1252", False, "\n"
        )
    assert decode(b"\x9d", declared="latin-1").text == "\x9d"


@pytest.mark.parametrize("label", ["utf-9", "", "hex", "rot13", "x\x00y"])
def test_unknown_label(label: str) -> None:
    with pytest.raises(ConfigError, match="unknown encoding"):
        decode(b"text", declared=label)
    with pytest.raises(ConfigError):
        decode("text", declared=label)


# -- nearly UTF-8 -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("“It’s” ".encode() + b"don\x92t caf\xe9", "“It’s” don’t café"),
        ("é é é".encode() + b"\xe2\x80", "é é é\ufffd"),
        ("é é é é é é ".encode() + b"\xed\xa0\xbd\xed\xb8\x80", "é é é é é é \ud83d\ude00"),
        (codecs.BOM_UTF8 + b"don\x92t", "don’t"),
    ],
)
def test_a_few_bytes_that_are_not_utf8(data: bytes, text: str) -> None:
    assert decode(data)[:2] == (text, "utf-8")


def test_torn_utf16_shows_where() -> None:
    assert decode(b"\xff\xfea\x00b").text == "a\ufffd"


# -- detection --------------------------------------------------------------------------------

SAMPLES = {
    "cp1252": "Où êtes-vous allés cet été ? L’économie française a déjà coûté 10 €, dit-on.",
    "cp1250": "Rząd ogłosił wczoraj, że ceny będą niższe; źle się działo wśród gęstej mgły.",
    "iso8859-2": "Žluťoučký kůň pěl ďábelské ódy, řekl dnes ministr školství.",
    "cp1254": "Güneş açtı, çocuklar bahçeye çıktı ve şarkılar söylediğini duydu.",
    "cp1257": "Vyriausybė paskelbė, kad žmonėms ir įmonėms mokesčiai mažės jau šiais metais.",
    "cp1251": "Сегодня утром в городе открылась новая библиотека для детей и взрослых.",
    "koi8-r": "Сегодня утром в городе открылась новая библиотека для детей и взрослых.",
    "cp1253": "Σήμερα το πρωί άνοιξε στην πόλη μια νέα βιβλιοθήκη για παιδιά.",
    "cp1255": "הבוקר נפתחה בעיר ספרייה חדשה לילדים ולמבוגרים.",
    "cp1256": "افتتحت صباح اليوم في المدينة مكتبة جديدة للأطفال والكبار.",
    "cp932": "今朝、町に子どもと大人のための新しい図書館が開きました。",
    "euc_jp": "今朝、町に子どもと大人のための新しい図書館が開きました。",
    "gb18030": "今天早上，城里新开了一家面向儿童和成人的图书馆。",
    "big5": "今天早上，城裡新開了一家面向兒童和成人的圖書館。",
    "cp949": "오늘 아침 도시에 어린이와 어른을 위한 새 도서관이 문을 열었습니다.",
}


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("times", [1, 3000])
def test_detected(name: str, times: int) -> None:
    text = (SAMPLES[name] + "\n") * times
    assert decode(text.encode(name)).text == text


@pytest.mark.parametrize("text", ["café", "“Hi,” she said", "a – b", "10 £", "Zürich’s Straße"])
def test_in_doubt_windows_1252(text: str) -> None:
    assert decode(text.encode("cp1252")) == Decoded(text, "cp1252", False, "\n")


def test_utf16_without_a_mark() -> None:
    text = "The café opened at ten.\n" * 3
    for name in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        assert decode(text.encode(name)) == Decoded(text, name, False, "\n")


def test_detector_is_not_loaded_for_utf8() -> None:
    code = (
        "import sys; from cleaner.read.decode import decode; decode('naïve “x”'.encode());"
        "assert not {'charset_normalizer', 'ftfy', 'cleaner.read.detect'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# -- what is not text ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01",
        zlib.compress(" ".join(map(str, range(3000))).encode()),
        b"\x7fELF\x02\x01\x01" + bytes(9) + b"text",
        bytes(range(256)) * 8,
    ],
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="binary"):
        decode(data)


def test_a_stray_zero_is_text() -> None:
    assert decode(b"Hello\x00 world\n").text == "Hello\x00 world\n"


# -- line ends ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "text", "newline"),
    [
        (b"a\r\nb\r\n", "a\nb\n", "\r\n"),
        (b"a\rb\r", "a\nb\n", "\r"),
        (b"a\nb\r\n", "a\nb\r\n", "\n"),
        (b"a\r\nb\r", "a\r\nb\r", "\n"),
        (b"a\n\rb", "a\n\rb", "\n"),
        (b"", "", "\n"),
    ],
)
def test_line_ends_of_bytes(data: bytes, text: str, newline: str) -> None:
    assert decode(data) == Decoded(text, "utf-8", False, newline)


def test_line_ends_of_str_are_only_told() -> None:
    assert decode("a\r\nb\r\n") == Decoded("a\r\nb\r\n", "utf-8", False, "\r\n")


def test_lone_surrogates_pass() -> None:
    assert decode("a\udce9b").text == "a\udce9b"
