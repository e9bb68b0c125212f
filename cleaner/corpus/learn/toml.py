"""Proposed rules as TOML: patterns with what spoke for them, examples and near misses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from cleaner.corpus.learn.judge import Judged
from cleaner.mark.kinds.spec import MAX_CHARS

PROSE = (
    "The harbour board met on Monday to hear why the new crane had stood idle for six weeks.",
    "Nobody at the meeting could say how much the delay had cost, or who would pay for it.",
)
"""Paragraphs around the lines of an example."""

NO_TOML = re.compile(r"[\x00-\x1f\x7f]|'''")
"""What cannot stand in a literal text of TOML."""


SLACK = 90
"""Characters by which a line may be longer than those that were seen of its kind."""


class Member(NamedTuple):
    """One line, or one kind of lines, that is proposed.

    `weak` lines go only beside others of their rule. `shown` are lines as they stood.
    """

    pattern: str
    shown: tuple[str, ...]
    documents: int
    names: tuple[str, ...]
    judged: Judged
    weak: bool = False
    beside: str = ""


def rule_text(site: str, count: int, members: Sequence[Member], misses: Sequence[str]) -> str:
    """A rule file in TOML."""
    sure = [member for member in members if not member.weak]
    weak = [member for member in members if member.weak]
    anchors = anchors_of(sure)
    out = [
        f'summary = "lines that {site or "a corpus"} repeats"',
        "why = '''",
        f"Found by `cleaner corpus learn` in {count} documents of {site or 'no known site'}.",
        "Read every line: delete what does not belong, with its example, then take the line",
        "`status` away.",
        "'''",
        'status = "preview"',
        f"anchors = {_list(anchors)}",
        "",
        "[match]",
    ]
    out += ['kind = "run"', "min = 1"] if weak else ['kind = "line"']
    longest = max(len(line) for member in members for line in member.shown) + SLACK
    if longest > MAX_CHARS:
        out.append(f"max-chars = {longest}")
    for key, some in (("sure", sure), ("labels", weak)) if weak else (("any", sure),):
        out.append(f"{key} = [")
        for member in some:
            out.append(f"  # {_told(member)}")
            out.append(f"  '''{member.pattern}''',")
        out.append("]")
    for number, member in enumerate(members, 1):
        beside = [f"- {member.beside}"] if member.weak else []
        lines = [*beside, *(f"- {line}" for line in member.shown)]
        out += ["", "[[example]]", f'name = "{number}"', "text = '''", f"= {PROSE[0]}", *lines]
        out += [f"= {PROSE[1]}", "'''"]
    stays = [f"= {line}" for line in misses if not _is_cut(line, members)]
    quoted = (
        f"= She read it aloud, “{sure[0].shown[0]}”, and asked the board what it meant by that."
    )
    return "\n".join(
        [
            *out,
            "",
            "[[example]]",
            'name = "near misses stay"',
            "text = '''",
            quoted,
            *stays,
            "'''",
            "",
        ]
    )


def anchors_of(members: Sequence[Member]) -> list[str]:
    """As few literals as will do, so that each member's lines hold one of them."""
    lines = [_squeezed(line) for member in members for line in member.shown]
    fixed = [_fixed(member) for member in members for _ in member.shown]
    left = set(range(len(lines)))
    chosen: list[str] = []
    while left:
        offered = Counter(gram for at in sorted(left) for gram in set(fixed[at]))
        best = min(offered, key=lambda gram: (-offered[gram], -len(gram), gram))
        chosen.append(best)
        left = {at for at in left if best not in lines[at]}
    for gram in list(chosen):
        rest = [other for other in chosen if other != gram]
        if all(any(other in line for other in rest) for line in lines):
            chosen = rest
    return chosen


def _fixed(member: Member) -> list[str]:
    """Sequences of one to three words that all lines of a member have."""
    lines = [_squeezed(line) for line in member.shown]
    words = re.split(r"\d+| ", lines[0])
    grams: list[str] = []
    for size in (3, 2, 1):
        for at in range(len(words) - size + 1):
            gram = " ".join(words[at : at + size])
            if all(words[at : at + size]) and all(gram in line for line in lines):
                grams.append(gram)
        if grams:
            return grams
    return [lines[0]]


def _is_cut(line: str, members: Sequence[Member]) -> bool:
    return any(re.fullmatch(member.pattern, _squeezed(line)) for member in members)


def _squeezed(line: str) -> str:
    return " ".join(line.lower().split())


def _told(member: Member) -> str:
    names = ", ".join(member.names[:3])
    signs = "; ".join(member.judged.signs) or "stands beside another"
    return NO_TOML.sub(" ", f"{member.documents} documents, such as {names}; {signs}")


def _list(values: Sequence[str]) -> str:
    quoted = ('"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values)
    return "[" + ", ".join(quoted) + "]"
