"""Laws of the restoration tables: they are data, and tested like code."""

from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest
from lemminflect import getAllLemmas

TABLES = Path(__file__).parent.parent / "rules" / "restoration"
PAIRS = ("pairs-a", "pairs-b", "pairs-c", "pairs-d", "tortured", "names")
POS = {"noun", "verb", "adj", "adv", "func", "phrase", "name"}
STRENGTHS = {"marker", "strong", "weak"}

# Words no table of inflections lists: function words, contractions, the few names inside phrases.
CLOSED_CLASS = frozenset(
    """
    a an the this that these those some any each every either neither both no all half such what
    i you he she it we they me him her us them my your his its our their mine yours myself
    yourself himself herself itself ourselves themselves who whom whose which whoever whatever
    whichever someone somebody something anyone anybody anything everyone everybody everything
    nobody nothing none one another others
    and or but nor so yet if whether while whereas because since although though unless until till
    than as that when where why how whenever wherever once lest
    of in on at by for from to with without within into onto upon about above across after against
    along amid among amongst around before behind below beneath beside besides between beyond
    despite down during except inside like near off out outside over past per plus regarding
    through throughout toward towards under underneath unlike up via versus
    am is are was were be been being do does did doing done have has had having will would shall
    should can could may might must ought cannot not n't 'm
    u.s uk white house senate new mr mrs ms
    i'm i've i'd it's he's she's they're we're that's there's you're let's who's what's don't
    doesn't didn't isn't wasn't weren't aren't haven't hasn't hadn't won't wouldn't can't couldn't
    shouldn't you'd world's year's company's city's country's nation's state's public's
    two three four five six seven eight nine ten eleven twelve twenty thirty fifty sixth
    """.split()
)
# Words younger than the table of inflections, terms of science, names of people in terms.
TERMS = frozenset(
    """
    ad app blog chatbot midfielder stakeholder wellness tv tech website websites
    smartphone smartphones congressman facebook businessweek
    arab emirates kids' workers'
    blockchain convolutional feedforward recommender convergence correlation exchanger laminar
    colorectal mellitus folic hyaluronic hydrochloric nitric oxidative ct x e ad hoc
    bayes carlo fourier kalman markov monte nobel reynolds
    """.split()
)


class Entry(NamedTuple):
    """One row; the note has no say here."""

    spun: str
    rank: int
    original: str
    pos: str
    strength: str


def rows(name: str) -> list[list[str]]:
    lines = (TABLES / f"{name}.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def entries(name: str) -> list[Entry]:
    return [Entry(r[0], int(r[1]), r[2], r[3], r[4]) for r in rows(name)]


def bare(text: str) -> str:
    return text.replace("~", "")


def known(word: str) -> bool:
    word = word.strip(".,").lower()
    if not word or word in CLOSED_CLASS | TERMS or any(c.isdigit() for c in word):
        return True
    return any(getAllLemmas(w) for w in (word, word.removesuffix("'s")))


def tokens(text: str) -> list[str]:
    return bare(text).replace("-", " ").split()


@pytest.mark.parametrize("name", [*PAIRS, "idioms", "allowed", "usual"])
def test_a_table_says_what_it_is(name: str) -> None:
    head = [
        line
        for line in (TABLES / f"{name}.tsv").read_text("utf-8").splitlines()
        if line.startswith("#")
    ]
    assert any("Columns" in line for line in head)
    assert any("Source" in line for line in head)


@pytest.mark.parametrize("name", PAIRS)
def test_rows_have_five_or_six_clean_fields(name: str) -> None:
    for row in rows(name):
        assert len(row) in (5, 6), row
        assert all(field and field == " ".join(field.split()) for field in row), row


@pytest.mark.parametrize("name", PAIRS)
def test_pos_and_strength_are_from_the_closed_sets(name: str) -> None:
    bad = [e for e in entries(name) if e.pos not in POS or e.strength not in STRENGTHS]
    assert not bad


@pytest.mark.parametrize("name", PAIRS)
def test_sorted_by_spun_form_and_ranked_without_gaps(name: str) -> None:
    table = entries(name)
    keys = [(e.spun, e.rank) for e in table]
    assert keys == sorted(keys)
    by_spun = defaultdict(list)
    for e in table:
        by_spun[e.spun].append(e.rank)
    assert all(ranks == list(range(1, len(ranks) + 1)) for ranks in by_spun.values())


@pytest.mark.parametrize("name", PAIRS)
def test_no_pair_twice(name: str) -> None:
    seen = Counter((e.spun, e.original, e.pos) for e in entries(name))
    assert [pair for pair, n in seen.items() if n > 1] == []


@pytest.mark.parametrize("name", PAIRS)
def test_no_pair_maps_a_form_to_itself(name: str) -> None:
    assert [e for e in entries(name) if bare(e.spun) == bare(e.original)] == []


@pytest.mark.parametrize("name", PAIRS)
def test_firm_pairs_form_no_cycle(name: str) -> None:
    """Following marker and strong pairs never comes back; only a weak pair may run against one."""
    graph: dict[str, set[str]] = defaultdict(set)
    for e in entries(name):
        if e.strength != "weak":
            graph[bare(e.spun)].add(bare(e.original))
    settled: set[str] = set()

    def walk(word: str, path: tuple[str, ...]) -> None:
        assert word not in path, " -> ".join((*path, word))
        if word not in settled:
            for following in graph.get(word, ()):
                walk(following, (*path, word))
            settled.add(word)

    for word in list(graph):
        walk(word, ())


@pytest.mark.parametrize("name", PAIRS)
def test_the_inflected_word_is_marked_exactly_where_it_must_be(name: str) -> None:
    for e in entries(name):
        for side in (e.spun, e.original):
            words = side.split()
            marked = [w for w in words if "~" in w]
            inflects = e.pos in ("noun", "verb") and len(words) > 1
            assert len(marked) == inflects, e
            assert all(w.endswith("~") and w.count("~") == 1 and len(w) > 1 for w in marked), e


@pytest.mark.parametrize("name", [n for n in PAIRS if n != "names"])
def test_every_original_is_made_of_words(name: str) -> None:
    unknown = {w for e in entries(name) for w in tokens(e.original) if not known(w)}
    assert unknown == set()


def test_what_a_broken_name_loses_is_made_of_words() -> None:
    """Names hold words no dictionary has, but the words a spinner can replace are in one."""
    unknown = {
        w
        for e in entries("names")
        for w in set(tokens(e.original)) - set(tokens(e.spun))
        if not known(w)
    }
    assert unknown == set()


def test_an_idiom_names_the_word_it_protects() -> None:
    keys = {bare(e.spun) for name in PAIRS for e in entries(name)}
    table = rows("idioms")
    assert [r[0] for r in table] == sorted({r[0] for r in table})
    for idiom, protects in table:
        assert protects in bare(idiom).lower(), idiom
        lemmas = {protects} | {w for forms in getAllLemmas(protects).values() for w in forms}
        assert lemmas & keys, idiom


def test_an_allowed_word_is_no_key_and_has_a_reason() -> None:
    keys = {bare(e.spun) for name in PAIRS for e in entries(name)}
    table = rows("allowed")
    assert [r[0] for r in table] == sorted({r[0] for r in table})
    for word, reason in table:
        assert word not in keys
        assert len(reason.split()) > 1, word


def test_usual_pairs_are_sorted_and_stand_in_their_table():
    listed = [tuple(row) for row in rows("usual")]
    assert listed == sorted(set(listed))
    held = {
        (bare(entry.spun), bare(entry.original), letter)
        for letter in "abcd"
        for entry in entries(f"pairs-{letter}")
    }
    assert set(listed) <= held
