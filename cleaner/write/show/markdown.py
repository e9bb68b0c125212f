"""The cleaned text as Markdown (CommonMark, tables as GitHub has them): the same words.

Whatever sign of the text Markdown would obey is escaped. Lists, quotes and tables nest as
they did on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.finding import Cleaned
from cleaner.markup import Mark
from cleaner.page import Span
from cleaner.write.show.inline import Run, Runs
from cleaner.write.show.shape import Shaped, Step, cells_of, note_on, shaped

_MARKUP = re.compile(r"[\\`*_\[\]<>|&~]")
_LINE_START = re.compile(r"(?:#{1,6}(?=\s|$)|[-+=](?=\s|[-+=]|$)|\d{1,9}(?=[.)](?:\s|$)))")
_ESCAPED = r"\\\g<0>"
_SIGNS = {"em": "*", "strong": "**", "del": "~~"}
_LISTS = frozenset(("ul", "ol", "menu"))


def as_markdown(cleaned: Cleaned) -> str:
    """Paragraphs, headings, lists, verse, quotes, tables and code of a document.

    A document that came as Markdown (by its name) passes as it is. What restoration put back
    stands in `ins`, which is HTML that Markdown allows, with a note above.
    """
    if cleaned.report.name.lower().endswith((".md", ".markdown")):
        return cleaned.text
    writer = _Writer(cleaned)
    if note := note_on(cleaned):
        writer.lines.append(f"> {escape(note)}")
    pieces = shaped(cleaned)
    at = 0
    while at < len(pieces):
        end = at + 1
        if pieces[at].kind == "row":
            while end < len(pieces) and pieces[end][:2] == pieces[at][:2]:
                end += 1
        writer.put(pieces[at:end])
        at = end
    return "\n".join(writer.lines) + "\n" if writer.lines else ""


class _Frame(NamedTuple):
    """An element around pieces: what stands before its first line, and before the others."""

    step: Step
    first: str = ""
    rest: str = ""


class _Writer:
    """Puts pieces one below the other, with the signs of the lists and quotes around them."""

    def __init__(self, cleaned: Cleaned) -> None:
        self.lines: list[str] = []
        self._text = cleaned.text
        self._runs = Runs(cleaned)
        self._frames: list[_Frame] = []
        self._counts: dict[int, int] = {}
        self._signs: dict[int, str] = {}

    def put(self, pieces: Sequence[Shaped]) -> None:
        """One piece, or all rows of a table."""
        piece = pieces[0]
        shared = 0
        for mine, frame in zip(piece.around, self._frames, strict=False):
            if mine != frame.step:
                break
            shared += 1
        left = self._frames[shared:]
        del self._frames[shared:]
        head = self._rest()
        if self.lines and not self._is_next_item(piece.around, shared):
            self.lines.append(head.rstrip())
        for step in piece.around[shared:]:
            frame = self._frame(step, piece.number, left)
            left = []
            head += frame.first
            self._frames.append(frame)
        for line in self._body(pieces):
            self.lines.append(f"{head}{line}".rstrip())
            head = self._rest()

    def _rest(self) -> str:
        return "".join(frame.rest for frame in self._frames)

    @staticmethod
    def _is_next_item(around: Sequence[Step], shared: int) -> bool:
        """Whether a piece begins an item of a list that has begun: no blank line before it."""
        after = [tag for _, tag in around[shared : shared + 2]]
        inside = bool(shared) and around[shared - 1][1] in (*_LISTS, "li")
        return inside and (after[:1] == ["li"] or (len(after) == 2 and after[0] in _LISTS))

    def _frame(self, step: Step, number: int | None, left: Sequence[_Frame]) -> _Frame:
        """The frame of an element that opens; `left` are those that have just closed there."""
        element, tag = step
        if tag == "blockquote":
            return _Frame(step, "> ", "> ")
        if tag in _LISTS:
            pair = (".", ")") if tag == "ol" else ("-", "*")
            beside = self._signs.get(left[0].step[0]) if left else None
            # Another sign keeps two lists, one below the other, apart.
            self._signs[element] = pair[1] if beside == pair[0] else pair[0]
            self._counts[element] = 0
        if tag != "li":
            return _Frame(step)
        listed, of = self._frames[-1].step if self._frames else (0, "")
        sign = self._signs.get(listed, "-")
        if of == "ol":
            self._counts[listed] = self._counts[listed] + 1 if number is None else number
            sign = f"{self._counts[listed]}{sign}"
        return _Frame(step, f"{sign} ", " " * (len(sign) + 1))

    def _body(self, pieces: Sequence[Shaped]) -> Iterator[str]:
        piece = pieces[0]
        if piece.kind == "code":
            code = [self._text[slice(*span)] for span in piece.spans]
            fence = "`" * max(3, 1 + max(map(len, re.findall("`+", "\n".join(code))), default=0))
            yield from (fence, *code, fence)
        elif piece.kind == "row":
            yield from self._table(pieces)
        elif piece.kind == "verse":
            *lines, last = (self._marked(span) for span in piece.spans)
            yield from (f"{line}\\" for line in lines)
            yield last
        elif piece.kind == "dt":
            yield f"**{self._marked(piece.spans[0])}**"
        elif piece.kind[0] == "h":
            yield f"{'#' * int(piece.kind[1])} {self._marked(piece.spans[0])}"
        else:
            yield self._marked(piece.spans[0])

    def _table(self, rows: Sequence[Shaped]) -> Iterator[str]:
        written = [self._row(row) for row in rows]
        width = max(map(len, written))
        for number, cells in enumerate(written):
            padded = cells + [""] * (width - len(cells))
            yield f"| {' | '.join(padded)} |"
            if number == 0:
                yield f"|{' --- |' * width}"

    def _row(self, row: Shaped) -> list[str]:
        cells = [self._marked(cell) for cell in cells_of(self._text, row.spans[0])]
        return [""] * row.empty + cells

    def _marked(self, span: Span) -> str:
        parts: list[str] = []
        opened: list[tuple[Mark, str]] = []
        for run in self._runs.of(span):
            shared = 0
            around = [mark for mark in run.marks if mark.tag != "code"]
            for mark, (other, _) in zip(around, opened, strict=False):
                if mark != other:
                    break
                shared += 1
            while len(opened) > shared:
                parts.append(opened.pop()[1])
            if run.first_after_image:
                parts.append(" ")
            for mark in around[shared:]:
                begin, end = self._signs_of(mark, "".join(parts[-1:]))
                parts.append(begin)
                opened.append((mark, end))
            parts.append(self._words(run, first=run.span.start == span.start))
        parts += (end for _, end in reversed(opened))
        return "".join(parts)

    def _words(self, run: Run, *, first: bool) -> str:
        words = self._text[slice(*run.span)]
        if run.image is not None:
            return f"![{_MARKUP.sub(_ESCAPED, run.image.said)}](<{run.image.address}>)"
        if any(mark.tag == "code" for mark in run.marks) and run.before is None:
            return _code(words)
        written = escape(words) if first else _MARKUP.sub(_ESCAPED, words)
        return written if run.before is None else f"<ins>{written}</ins>"

    def _signs_of(self, mark: Mark, written: str) -> tuple[str, str]:
        """What stands around the words of a mark, of which `written` comes before."""
        if mark.tag == "a":
            return "[", f"](<{mark.address}>)"
        sign = _SIGNS.get(mark.tag, "")
        if sign and not written.endswith(("*", "~")) and self._can_have_signs(mark):
            return sign, sign
        return f"<{mark.tag}>", f"</{mark.tag}>"

    def _can_have_signs(self, mark: Mark) -> bool:
        """Whether signs around these words would be obeyed (CommonMark, 6.2: flanking)."""
        text = self._text
        before, after = text[mark.start - 1 : mark.start], text[mark.end : mark.end + 1]
        return (text[mark.start].isalnum() or not before.isalnum()) and (
            text[mark.end - 1].isalnum() or not after.isalnum()
        )


def _code(words: str) -> str:
    fence = "`" * (1 + max(map(len, re.findall("`+", words)), default=0))
    space = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{space}{words}{space}{fence}"


def escape(line: str) -> str:
    """A line of plain text, so that Markdown shows it and does not obey it."""
    line = _MARKUP.sub(_ESCAPED, line)
    start = _LINE_START.match(line)
    if not start:
        return line
    if start[0].isdigit():
        return f"{start[0]}\\{line[start.end() :]}"
    return "\\" + line
