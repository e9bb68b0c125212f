"""Where lines of the shape of a headline stand together, for `headlines` to judge."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.mark.kinds.likeness import several_sentences
from cleaner.mark.shapes import BRIDGE_CHARS, ends_sentence, is_headline
from cleaner.mark.view import View


def in_place(view: View, shaped: list[int], where: str) -> list[int]:
    """The lines that stand `where` a rule looks for a list; none where there is no prose."""
    last = next(_paragraphs(view, backwards=True), None)
    if last is None:
        return []
    if where == "tail":
        return [i for i in shaped if i > last]
    if where == "middle":
        first = next(_paragraphs(view))
        return _with_sentences(view, [i for i in shaped if first < i < last])
    return shaped


def runs(
    view: View, shaped: list[int], headers: frozenset[int], where: str
) -> Iterator[tuple[list[int], list[int]]]:
    """Header lines and headlines of each run among the lines that have the shape."""
    header: list[int] = []
    run: list[int] = []
    last = -1
    for i in shaped:
        between = [j for j in range(last + 1, i) if view.standing[j]] if last >= 0 else []
        if last < 0 or (between and not _bridges(view, between, len(run), headers)):
            if run:
                yield header, run
            run, between = [], []
            # A header counts even where another rule has claimed it.
            header = [i - 1] if i - 1 in headers else []
        last = i
        if i in headers:
            if run:
                yield header, run
            header, run = [i], []
        else:
            run += [*between, i]
    if run:
        if where == "tail":
            after = [j for j in range(last + 1, len(view.blocks)) if view.standing[j]]
            if after and _bridges(view, after, len(run), headers) and closes(view, after[0]):
                run += after
        yield header, run


def closes(view: View, index: int) -> bool:
    """Whether a line that ends like a sentence is the last of a list, and not of the article.

    Below a list in its midst an article may end with one short sentence. It is not in title
    case, and has no second one.
    """
    return view.features.is_title_case(index) or several_sentences(view.features.texts[index])


def _with_sentences(view: View, shaped: list[int]) -> list[int]:
    """The lines, and those beside them that end like a sentence but are in title case."""
    known = set(shaped)
    waiting = list(shaped)
    while waiting:
        i = waiting.pop()
        for j in (i - 1, i + 1):
            if j not in known and 0 <= j < len(view.blocks) and view.standing[j]:
                text = view.features.texts[j]
                short = len(text) <= BRIDGE_CHARS and ends_sentence(text)
                if short and view.features.is_title_case(j):
                    known.add(j)
                    waiting.append(j)
    return sorted(known)


def _bridges(view: View, lines: list[int], length: int, headers: frozenset[int]) -> bool:
    """Whether the lines are one that ends like a sentence and yet may be a headline."""
    if len(lines) != 1 or length < 2 or lines[0] in headers:
        return False
    text = view.features.texts[lines[0]]
    return len(text) <= BRIDGE_CHARS and ends_sentence(text) and is_headline(text.rstrip(".\"”’'"))


def _paragraphs(view: View, *, backwards: bool = False) -> Iterator[int]:
    """The article's own paragraphs that stand, looked at no further than is asked for."""
    lines = range(len(view.blocks))
    order = reversed(lines) if backwards else lines
    return (i for i in order if view.standing[i] and view.features.is_paragraph(i))
