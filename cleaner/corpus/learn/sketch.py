"""Counts of more things than fit into memory, never too low and seldom too high."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]


class Sketch:
    """A count-min sketch with conservative update (Cormode & Muthukrishnan 2005; Estan &
    Varghese 2002): `depth` rows of `width` counters of four bytes, whatever is counted.
    """

    def __init__(self, width: int = 1 << 22, depth: int = 4) -> None:
        self.width = width
        self.table = np.zeros((depth, width), np.uint32)
        self._rows = np.arange(depth)[:, None]
        # Odd multipliers; the high bits of the product are the place (Dietzfelbinger 1997).
        generator = np.random.default_rng(20260101)
        self._factors = generator.integers(0, 2**63, depth, np.uint64)[:, None] * np.uint64(
            2
        ) + np.uint64(1)
        self._shift = np.uint64(64 - width.bit_length() + 1)
        if width & (width - 1):
            raise ValueError(f"width: expected a power of two, not {width}")

    def add(self, keys: Hashes) -> npt.NDArray[np.uint32]:
        """Count each of some different keys once; their counts now."""
        places = self._places(keys)
        now: npt.NDArray[np.uint32] = self.table[self._rows, places].min(axis=0) + np.uint32(1)
        np.maximum.at(self.table, (self._rows, places), now)
        return now

    def count(self, keys: Hashes) -> npt.NDArray[np.uint32]:
        """How often each of some keys was counted, or a little more."""
        counts: npt.NDArray[np.uint32] = self.table[self._rows, self._places(keys)].min(axis=0)
        return counts

    def _places(self, keys: Hashes) -> npt.NDArray[np.intp]:
        with np.errstate(over="ignore"):
            return ((keys[None, :] * self._factors) >> self._shift).astype(np.intp)


def hashed(words: Sequence[str]) -> Hashes:
    """A hash of 64 bits for each of some texts."""
    data = b"".join(
        hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        for word in words
    )
    return np.frombuffer(data, np.uint64)
