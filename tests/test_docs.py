"""What the README and the docs tell a reader to type: it exists, and Python says what they say."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cleaner.cli.app import cleaner

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMAND = re.compile(r"(?:^|(?<=`)|(?<= && ))(?:\.venv/bin/|[A-Z_]+=\S+ )?(cleaner [a-z].*)")
ENDS = {"&&", "|", ">", "<", ";", "...", "…"}


def typed(page: Path) -> Iterator[str]:
    """The commands on a page: in fenced and indented blocks, and between backticks."""
    text = re.sub(r"\\\n\s*", "", page.read_text("utf-8"))  # a command may go on in the next line
    fenced = False
    for line in text.splitlines():
        if line.startswith("```"):
            fenced = not fenced
        elif fenced or line.startswith("    "):
            yield from (found[1] for found in COMMAND.finditer(line.strip()))
        else:
            yield from re.findall(r"`(cleaner [a-z][^`]*)`", line)


ALL = sorted({(page.name, command) for page in PAGES for command in typed(page)})


def test_there_are_commands_of_each_verb() -> None:
    assert len(ALL) > 60
    assert {command.split()[1] for _, command in ALL} >= set(
        cleaner.list_commands(click.Context(cleaner))
    )


@pytest.mark.parametrize(("page", "command"), ALL)
def test_a_command_has_the_options_that_are_named(page: str, command: str) -> None:
    words = shlex.split(command, comments=True)[1:]
    words = words[: next((n for n, word in enumerate(words) if word in ENDS), None)]
    verb: click.Command = cleaner
    context = click.Context(cleaner)
    while isinstance(verb, click.Group) and words and not words[0].startswith("-"):
        name = words.pop(0)
        found = verb.get_command(context, name)
        assert found is not None, f"{page}: {name}"
        verb, context = found, click.Context(found, context, info_name=name)
    known = {name for option in verb.get_params(context) for name in option.opts}
    known |= {name for option in verb.get_params(context) for name in option.secondary_opts}
    unknown = {word for word in words if re.match(r"--?[a-z]", word)} - known
    assert not unknown, f"{page}: {command}"


def test_the_readme_says_what_python_says() -> None:
    readme = PAGES[0].read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    names: dict[str, object] = {"texts": ["The ferry is back.\n"]}
    exec(compile(code, "README.md", "exec"), names)
    said = re.findall(r"^(\S.*?)  # ('.*')$", code, re.MULTILINE)
    assert said
    for expression, value in said:
        assert repr(eval(expression, names)) == value


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target
