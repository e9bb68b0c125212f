"""Everything restoration knows that is not in the text: tables, context model, weigher, gate."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cleaner.spun import gate as gates
from cleaner.spun.gate import Gate
from cleaner.spun.lexicon import Lexicon, load
from cleaner.spun.ngrams import ContextModel, open_model
from cleaner.spun.trees import Trees, open_trees
from cleaner.spun.weigh import FEATURES

if TYPE_CHECKING:
    from cleaner.spun.cloze import Cloze

DATA = Path(__file__).resolve().parent / "data"
MODEL = DATA / "context.ngrams"
CLOZE = "cloze.npz"


class Engine(NamedTuple):
    """What is loaded once a process."""

    folder: Path
    lexicon: Lexicon
    model: ContextModel
    cloze: Cloze
    first: Trees
    """Weighs a place when the decoder has read its neighbours."""
    second: Trees
    """Weighs it again when the neighbours have been weighed."""
    gate: Gate
    firm: bool = False
    """Whether weak pairs are left out: that tells a clean text in a third of the time."""

    @property
    def looks(self) -> tuple[Trees, ...]:
        """What weighs the places at each look; two tell a clean text, a third finds more words."""
        return (self.first, self.second) if self.firm else (self.first, self.second, self.second)


@cache
def open_engine(folder: Path, model: Path, data: Path = DATA) -> Engine:
    """The engine for a folder of tables, a context model, and a folder of learned weights."""
    from cleaner.spun.cloze import open_cloze  # noqa: PLC0415 (needs NumPy)

    context = open_model(model)
    return Engine(
        folder,
        load(folder),
        context,
        open_cloze(data / CLOZE, context),
        open_trees(data / "first.json", FEATURES),
        open_trees(data / "second.json", FEATURES),
        open_gate(data),
    )


@cache
def open_gate(data: Path = DATA) -> Gate:
    """The gate, which is asked before anything else is loaded."""
    return gates.open_gate(data / "gate.json")
