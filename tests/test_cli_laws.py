"""Laws of the command line, on pages of every sort: check, clean and --fix agree."""

from __future__ import annotations

import tempfile
from pathlib import Path

from click.testing import CliRunner, Result
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.cli.app import cleaner
from tests.conftest import pages

RULES = str(Path(__file__).parent / "cli/rules")
OPTIONS = [
    [],
    ["--ignore", "layout"],
    ["--ignore", "repair,layout"],
    ["--ignore", "encoding,demo/label"],
    ["--select", "layout"],
    ["--select", "demo,repair"],
    ["--paragraphs", "line", "--quotes", "straight"],
    ["--unsafe", "--preview", "--max-cut-share", "1"],
]
documents = st.one_of(
    pages.map(str.encode),
    pages.map(lambda page: b"\xef\xbb\xbf" + page.encode()),
    pages.map(lambda page: page.encode("cp1252", "replace")),
    st.lists(st.sampled_from([b"ADVERTISEMENT", b"It\x92s.", b"A (Photo by Ann Lee)", b""])).map(
        b"\n".join
    ),
)


def run(data: bytes, *words: str) -> Result:
    result = CliRunner().invoke(
        cleaner, [*words, "--isolated", "--rules", RULES], input=data, catch_exceptions=False
    )
    assert result.exit_code in (0, 1, 2)
    return result


@settings(max_examples=40)
@given(documents, st.sampled_from(OPTIONS))
@example(b"A.\r\nB.", ["--ignore", "layout"])
@example("“A.”".encode("utf-16"), ["--ignore", "encoding"])
def test_check_is_1_if_and_only_if_clean_changes_something(data: bytes, words: list[str]) -> None:
    cleaned, checked = run(data, "clean", *words), run(data, "check", "--format", "concise", *words)
    if cleaned.exit_code == 2:
        assert checked.exit_code == 2
        return
    assert checked.exit_code == (cleaned.stdout_bytes != data)
    said = [line for line in checked.stdout.splitlines() if "note: " not in line]
    assert bool(said) == (checked.exit_code == 1)


@settings(max_examples=40)
@given(documents, st.sampled_from(OPTIONS))
def test_check_after_fix_is_0_and_fix_is_clean(data: bytes, words: list[str]) -> None:
    cleaned = run(data, "clean", *words)
    if cleaned.exit_code == 2:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_bytes(data)
        assert run(b"", "check", "--fix", *words, str(path)).exit_code == 0
        assert path.read_bytes() == cleaned.stdout_bytes
        assert run(b"", "check", *words, str(path)).exit_code == 0
