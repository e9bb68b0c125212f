"""The functions of the package take what the methods of `Cleaner` take."""

from inspect import Parameter, signature

import cleaner
from cleaner.beginning import Known
from cleaner.config import Options


def named(function: object) -> list[str]:
    parameters = signature(function).parameters.values()  # type: ignore[arg-type]
    return [p.name for p in parameters if p.kind is Parameter.KEYWORD_ONLY]


def test_what_is_known_of_a_document_is_one_list() -> None:
    assert named(cleaner.Cleaner.clean) == named(cleaner.clean) == list(Known.__annotations__)


def test_a_cleaner_takes_the_options_and_rules() -> None:
    assert sorted(named(cleaner.Cleaner)) == sorted(["rules", *Options.names()])


def test_a_check_takes_what_cleaning_takes() -> None:
    known = {"name": "a.txt", "url": "https://example.org/", "siblings": ["One line."]}
    dirty = "One line.\n\nSubscribe\nNotify of\nguest\n0 Comments\nInline Feedbacks\n"
    by_function = cleaner.check(dirty, level="careful", **known)
    assert by_function.edits
    assert by_function.edits == cleaner.Cleaner(level="careful").check(dirty, **known).edits  # type: ignore[arg-type]
