"""A ranker from a GGUF file (the extra `ranker`): which wording does a language model expect?

Each option is read after all of the text before its place, with the first words that follow
it, so both sides are heard. Everything runs in this process; no server, no port.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cleaner.spun.ranking.bpe import Piece
from cleaner.spun.ranking.llama import Branch, Llama, Progress
from cleaner.spun.ranking.ranker import Question

_STRAIGHT = str.maketrans("‘’“”", "''\"\"")
_AFTER = 6
"""Pieces after an option that are read with it; a piece is a word or a mark."""
_WINDOW = 900
"""Tokens of text that are read in one pass."""
_BEFORE = 300
"""Tokens of the window before that are read again, so that no place lacks a beginning."""


class LlmRanker:
    """Scores wordings by a model of the Llama family."""

    def __init__(self, path: Path, progress: Progress | None = None) -> None:
        self._model = Llama(path)
        self._progress = progress

    def scores(self, text: str, questions: Sequence[Question]) -> list[list[float]]:
        """For each question the log likelihoods of its options and of what follows them."""
        # Curly quotation marks are several tokens each, and tell the model nothing.
        text = text.translate(_STRAIGHT)
        pieces = self._model.bpe.pieces(text)
        window = min(_WINDOW, self._model.longest // 2)
        found: list[list[float]] = [[] for _ in questions]
        first = 0
        waiting = sorted(range(len(questions)), key=lambda n: questions[n].start)
        while waiting:
            last, size = first, 0
            while last < len(pieces) and size < window:
                size += len(pieces[last].ids)
                last += 1
            end = pieces[last - 1].end if last == len(pieces) else pieces[last].start
            own = [n for n in waiting if questions[n].start < end or last == len(pieces)]
            waiting = waiting[len(own) :]
            if own:
                self._ask(text, pieces[first:last], [questions[n] for n in own],
                          [found[n] for n in own])  # fmt: skip
            back = 0
            first = last
            while first and back < min(_BEFORE, window // 3):
                first -= 1
                back += len(pieces[first].ids)
        return found

    def _ask(
        self,
        text: str,
        pieces: Sequence[Piece],
        questions: Sequence[Question],
        found: Sequence[list[float]],
    ) -> None:
        """Score the questions of one window."""
        trunk = [i for piece in pieces for i in piece.ids]
        branches: list[Branch] = []
        for question in questions:
            at = cut = 0
            for piece in pieces:  # the piece in which the place begins is read anew
                if piece.end > question.start:
                    cut = piece.start
                    break
                at += len(piece.ids)
                cut = piece.end
            for option in question.options:
                tail = text[question.end : question.end + 80]
                words = text[cut : question.start] + option.translate(_STRAIGHT)
                read = self._model.bpe.pieces(words + tail)
                count = sum(piece.start < len(words) for piece in read) + _AFTER
                branches.append(Branch(at, tuple(i for p in read[:count] for i in p.ids)))
        likelihoods = self._model.likelihoods(trunk, branches, self._progress)
        for question, row in zip(questions, found, strict=True):
            row.extend(likelihoods[: len(question.options)])
            del likelihoods[: len(question.options)]


def open_ranker(path: Path, progress: Progress | None = None) -> LlmRanker:
    """A ranker from a GGUF file; `progress` is told of layers done while it works.

    Raises ConfigError when gguf is not installed, InputError when the file is no such model.
    """
    return LlmRanker(path, progress)
