"""What a line of plain text is, by its form and its indentation."""

from __future__ import annotations

from cleaner.page import Role
from cleaner.read.plain import blocks_of

PROGRAM = "    def quay(n):\n        return {n: 2}\n"


def roles(text: str) -> list[Role]:
    return [block.role for block in blocks_of(text)]


def test_indented_programs_are_code() -> None:
    assert roles("The pier is closed.\n\n" + PROGRAM)[1:] == [Role.CODE, Role.CODE]


def test_an_article_that_is_indented_as_a_whole_is_no_program() -> None:
    text = "    Futures fell (0.3%); oil {WTI} = $79.\n\n      (.DORW) = 2; (.QUAY) = 3\n"
    assert roles(text) == [Role.TEXT, Role.TEXT]
    deep = "".join(f"    {line}\n" for line in PROGRAM.splitlines())
    assert roles(text + "\n" + deep)[2:] == [Role.CODE, Role.CODE]
