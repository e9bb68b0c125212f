"""The simulated spinner, and restoration of what it spins."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.spun import apply, read_spun
from cleaner.spun.compiled import compile_folder
from cleaner.spun.making.simulate import Spinner
from cleaner.spun.tables import tables_folder
from tests.spun_texts import CLEAN, distance


@pytest.fixture(scope="module")
def spinner():
    return Spinner(compile_folder(tables_folder())[0])


@settings(max_examples=15)
@given(
    seed=st.integers(0, 10**6),
    dialect=st.sampled_from("abd"),
    dose=st.sampled_from([0.2, 0.6, 1.0]),
    mode=st.sampled_from(["auto", "always"]),
)
def test_restoring_twice_changes_nothing(spinner, seed, dialect, dose, mode):
    spun = spinner.spin(
        CLEAN, Random(seed), dialects=frozenset({dialect, "n"}), dose=dose, share=0.8
    )
    once = apply(spun.text, read_spun(spun.text, mode=mode).swaps)
    again = read_spun(once, mode=mode)
    assert again.edits == ()
    assert apply(once, again.swaps) == once


def test_the_simulated_spinner_tells_the_truth(spinner):
    spun = spinner.spin(CLEAN, Random(3), dialects=frozenset("a"), dose=1.0, share=1.0)
    assert len(spun.replacements) > 50
    out, place = [], 0
    for replacement in spun.replacements:
        out += [spun.text[place : replacement.start], replacement.original]
        place = replacement.end
    assert "".join(out) + spun.text[place:] == CLEAN


def test_a_thorough_spinner_leaves_no_form_that_it_replaces(spinner):
    """Its table has a form of a word or has it not, whatever it does with the word's others."""
    short = "She said no. He said no. They said it twice, and we say so too. " * 3
    seen = set()
    for seed in range(30):
        spun = spinner.spin(short, Random(seed), dialects=frozenset("a"), dose=1.0, share=0.7)
        said = [r for r in spun.replacements if r.original == "said"]
        assert len(said) in {0, 9}
        seen.add((bool(said), any(r.original == "say" for r in spun.replacements)))
    assert {(True, True), (True, False)} <= seen


def test_no_simulated_text_ends_further_from_its_original(spinner):
    for seed in range(12):
        random = Random(seed)
        spun = spinner.spin(
            CLEAN, random, dialects=frozenset(random.choice("abd")), dose=0.8, share=0.7
        )
        restored = apply(spun.text, read_spun(spun.text).swaps)
        assert distance(restored, CLEAN) <= distance(spun.text, CLEAN)
