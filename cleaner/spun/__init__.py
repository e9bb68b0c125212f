"""Spun text: find it, and give back the words that were there.

`read_spun` says whether a text is machine-spun and lists what stood where; `apply` writes it.
"""

from cleaner.spun.ranking.ranker import Ranker
from cleaner.spun.reading import Reading, Swap, apply
from cleaner.spun.restore import Mode, may_be_spun, read_spun
from cleaner.spun.screen import Traces

__all__ = ["Mode", "Ranker", "Reading", "Swap", "Traces", "apply", "may_be_spun", "read_spun"]
