"""What belongs to an article by its kind: lists in its midst, programs, notes, tables of sentences.

Articles of news have few, so the judge was taught little of them. Each stays as a whole, if much
of it stays or was in doubt.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.mark.content.brothers import DOUBTFUL
from cleaner.mark.content.measure import Measured
from cleaner.mark.content.names import BITS
from cleaner.mark.content.own import BLOCK
from cleaner.mark.content.surroundings import HOLDER, TAGS

_MUCH = 0.4
"""So much of the text must stay, or be doubtful."""
_LIST, _PROGRAM, _NOTES, _TABLE = range(4)
_FEWEST = (2, 1, 2, 3)
"""Fewest blocks of each, and rows of a table; a single note may be anything."""
_SHORTEST = (0, 0, 0, 60)
"""Fewest characters of a block, or row, on average: a table of names or figures may be of another
page."""
_LINKED = (0.4, 1.0, 0.9, 0.4)
"""Greatest share of their text in links."""
_KINDS = {
    TAGS["li"]: _LIST, TAGS["pre"]: _PROGRAM,
    TAGS["tr"]: _TABLE, TAGS["td"]: _TABLE, TAGS["th"]: _TABLE,
}  # fmt: skip
_ROW = TAGS["tr"]
_REFERENCE = BITS["reference"]

_CHARS, _LINKS, _TAG = map(BLOCK.index, ("chars", "linked", "tag"))
_CANDIDATE, _INNER = map(BLOCK.index, ("candidate", "inner"))
_TOPICS, _WITHIN = map(HOLDER.index, ("topics", "within"))


def with_belongings(
    odds: Sequence[float], stays: Sequence[bool], measured: Measured
) -> Sequence[bool]:
    """Which blocks stay, with what belongs to them below the first that does."""
    if True not in stays:
        return stays
    first = stays.index(True)
    parts: dict[tuple[int, int], list[int]] = {}
    chars, linked = measured.blocks[_CHARS], measured.blocks[_LINKS]
    for n, kind in enumerate(_kinds(measured)):
        if kind is not None and n > first:
            around = measured.tables[n] if kind == _TABLE else measured.holders.of[n]
            parts.setdefault((around, kind), []).append(n)
    kept = list(stays)
    for (_, kind), part in parts.items():
        count = len(part) if kind != _TABLE else _rows_in(part, measured)
        whole = sum(chars[n] for n in part)
        links = sum(chars[n] * linked[n] for n in part)
        likely = sum(chars[n] for n in part if kept[n] or odds[n] > DOUBTFUL)
        if (
            count >= _FEWEST[kind]
            and whole >= _SHORTEST[kind] * count
            and links <= _LINKED[kind] * whole
            and likely >= _MUCH * whole
            and (kind != _LIST or _is_amid(part[0], part[-1], stays, measured.numbers))
        ):
            for n in part:
                kept[n] = True
    return kept


def _kinds(measured: Measured) -> list[int | None]:
    """What each block may be of: notes, or what stands in the winner (see `candidates`)."""
    columns, holders = measured.blocks, measured.holders
    noted = [
        (int(topics) | int(within)) & _REFERENCE
        for topics, within in zip(holders.columns[_TOPICS], holders.columns[_WITHIN], strict=True)
    ]
    return [
        _NOTES
        if noted[of] or int(inner) & _REFERENCE
        else _KINDS.get(int(tag))
        if depth >= 0
        else None
        for of, inner, tag, depth in zip(
            holders.of, columns[_INNER], columns[_TAG], columns[_CANDIDATE], strict=True
        )
    ]


def _rows_in(part: Sequence[int], measured: Measured) -> int:
    """How many rows the blocks of a table are: such of a row each, and the cells of others."""
    tags, holders = measured.blocks[_TAG], measured.holders.of
    return len({(n, -1) if tags[n] == _ROW else (-1, holders[n]) for n in part})


def _is_amid(first: int, last: int, stays: Sequence[bool], numbers: Sequence[int]) -> bool:
    """Whether the blocks right above and right below stay."""
    return (
        last + 1 < len(stays)
        and stays[first - 1]
        and stays[last + 1]
        and numbers[first] - numbers[first - 1] == 1 == numbers[last + 1] - numbers[last]
    )
