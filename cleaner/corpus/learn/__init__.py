"""Learning from a corpus: what its sites repeat and no rule knows, as rules to accept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cleaner.cleaning import Cleaner
from cleaner.corpus.documents import documents
from cleaner.corpus.fields import Fields
from cleaner.corpus.learn.judge import speaks_to_the_reader
from cleaner.corpus.learn.lines import find_repeated
from cleaner.corpus.learn.proposals import FAMILY, Proposal, known_to, propose
from cleaner.corpus.learn.sketch import Sketch
from cleaner.errors import ConfigError

LEAST = 3
"""Documents of one site in which a line must stand."""

__all__ = ["LEAST", "Proposal", "learn", "write_rules"]


def learn(
    inputs: Sequence[Path | str],
    cleaner: Cleaner | None = None,
    *,
    fields: Fields | None = None,
    least: int = LEAST,
    sketch_bits: int = 22,
) -> list[Proposal]:
    """Propose rules for what the sites of a corpus repeat.

    The inputs should be cleaned already, so that what is known is gone; lines that `cleaner`
    would cut are passed over besides. They are read twice. `sketch_bits` is the size of the
    sketch: it takes 16 bytes times two to the power of that (22: 64 MB), and should have
    room for all different lines of the corpus; where it has not, more lines are looked at
    and the result is the same. Raises `CleanerError`.
    """
    names = fields or Fields()
    found = find_repeated(
        lambda: documents(inputs, names),
        least=least,
        interesting=speaks_to_the_reader,
        sketch=Sketch(1 << sketch_bits),
    )
    return propose(found, least=least, known=known_to(cleaner or Cleaner(level="careful")))


def write_rules(proposals: Sequence[Proposal], folder: Path) -> list[Path]:
    """Write the proposals as rule files below a folder; raises `ConfigError` if some are there."""
    family = folder / FAMILY
    if family.exists() and any(family.iterdir()):
        raise ConfigError(f"{family}: has rules already, which somebody may have edited")
    family.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{proposal.id}.toml" for proposal in proposals]
    for path, proposal in zip(paths, proposals, strict=True):
        path.write_text(proposal.text, "utf-8")
    return paths
