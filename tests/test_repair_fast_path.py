"""Why the fast path of repair is right: what it lets pass is nothing that ftfy would change."""

from __future__ import annotations

import re
import re._constants as sre
import re._parser as sre_parser
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from itertools import pairwise, product

from ftfy.badness import BADNESS_RE

from cleaner.read.repair import _MAY_COMBINE, _UNPLAIN, _mender
from cleaner.read.tidy import PLAIN_ASCII, has_odd_signs

from .test_repair import reference

MENDER = _mender(False, True)

_UNIVERSE = [*map(chr, range(0x3000)), "\uf8ff", "\ufb01", "\ufb02", "\ufffd", "中", "\U0001f600"]


def _sequences(items: list[tuple[object, object]]) -> Iterator[list[list[str]]]:
    """The characters each place of an alternative may have, for each way to read `?`."""
    ways: list[list[list[list[str]]]] = []
    for op, argument in items:
        if op is sre.AT:
            continue
        if op is sre.MAX_REPEAT:
            low, high, inner = argument
            assert (low, high) == (0, 1)
            ways.append([[], *_sequences(list(inner))])
            continue
        one = sre_parser.SubPattern(BADNESS_STATE, [(op, argument)])
        pattern = re.compile(_source(one))
        ways.append([[[char for char in _UNIVERSE if pattern.fullmatch(char)]]])
    for way in product(*ways):
        yield [place for part in way for place in part]


BADNESS_TREE = sre_parser.parse(BADNESS_RE.pattern, BADNESS_RE.flags)
BADNESS_STATE = BADNESS_TREE.state


def _source(tree: sre_parser.SubPattern) -> str:
    """The regular expression of a parsed literal or character class."""
    ((op, argument),) = tree
    if op is sre.LITERAL:
        return re.escape(chr(argument))
    if op is sre.ANY:
        return "."
    assert op is sre.IN, op
    parts = []
    for kind, value in argument:
        match kind:
            case sre.NEGATE:
                parts.append("^")
            case sre.LITERAL:
                parts.append(re.escape(chr(value)))
            case sre.RANGE:
                parts.append(f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}")
            case sre.CATEGORY:
                parts.append({sre.CATEGORY_WORD: r"\w", sre.CATEGORY_SPACE: r"\s"}[value])
            case _:
                raise AssertionError(kind)
    return f"[{''.join(parts)}]"


def test_whatever_ftfy_finds_bad_is_suspect() -> None:
    """Each alternative of ftfy's badness pattern has a place, or two neighbouring ones,
    all of whose characters are suspect, whatever stands around them.

    If this fails after an update of ftfy, `_suspect_pattern` has to follow it.
    """
    ((op, (_, alternatives)),) = BADNESS_TREE
    assert op is sre.BRANCH
    suspect = MENDER.suspect.search
    for alternative in alternatives:
        for places in _sequences(list(alternative)):
            pairs = [
                *(product(place, [""]) for place in places),
                *(product(a, b) for a, b in pairwise(places)),
            ]
            assert any(all(suspect(a + b + "A") for a, b in pair) for pair in pairs), places


def test_plain_text_cannot_change() -> None:
    """No two neighbours of what passes without ftfy are suspect, composed or tidied."""
    plain = [*map(chr, PLAIN_ASCII), *(c for c in _UNIVERSE if not _UNPLAIN.search(c))]
    assert {"a", "’", "“", "—", "\n", "\t", "&"} < set(plain)
    for pair in map("".join, product(plain, repeat=2)):
        assert not MENDER.suspect.search(pair), pair
        assert unicodedata.is_normalized("NFC", pair), pair
        assert reference(pair) == pair, pair


def test_neighbours_in_ascii_may_be_taken_for_spaces() -> None:
    """A sign beyond ASCII that is quiet between spaces is so between any letters."""
    ascii_signs = [chr(code) for code in PLAIN_ASCII]
    for char in _UNIVERSE[0x80:]:
        if not has_odd_signs(char) and not MENDER.suspect.search(f" {char} "):
            among = char.join(ascii_signs)
            assert not MENDER.suspect.search(among), char
        if not _MAY_COMBINE.search(char):
            assert all(unicodedata.is_normalized("NFC", sign + char) for sign in ascii_signs), char


def test_ftfy_is_not_loaded_for_plain_text() -> None:
    code = (
        "import sys; from cleaner.read.repair import repair;"
        "repair('“Plain” text — it’s AT&T…'); assert 'ftfy' not in sys.modules;"
        "repair('caf&eacute;'); assert 'ftfy' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
