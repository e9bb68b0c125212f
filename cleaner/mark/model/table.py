"""The table: one row a line, one column a feature, for all lines of a page at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cleaner.mark.model.around import AROUND, MEANS, NEIGHBOURS, STRETCHES, measure_around
from cleaner.mark.model.common import groups_of
from cleaner.mark.model.gaps import CUTS, Gaps, measure_gaps
from cleaner.mark.model.lexicon import Floats, Lexicon
from cleaner.mark.model.meaning import MEANING, measure_meaning
from cleaner.mark.model.opening import OPENING, measure_opening
from cleaner.mark.model.place import PAGE, PLACE, Paragraphs, measure_place
from cleaner.mark.model.shape import SHAPE, measure_shape
from cleaner.mark.model.signs import Signs
from cleaner.mark.model.stems import Stems

WORDS = ("lexicon", "lexicon mean", "positive", "strongest")
SPOKEN = ("page lexicon", "page positive")
_PARTS = (SHAPE, WORDS, MEANING, (*PLACE, *PAGE), SPOKEN, CUTS, AROUND)
NAMES: tuple[str, ...] = tuple(name for part in _PARTS for name in part)
WHOLE_PAGE_NAMES = (*NAMES, *OPENING)
"""The features of lines of whole pages, where the article must be found first."""

_AT = {name: place for place, name in enumerate(NAMES)}
COUNT, PROSE = _AT["words"], _AT["prose"]
_SENTENCE = 4
"""So many words may be a sentence."""
_ENDS = np.cumsum([0, *map(len, _PARTS)]).tolist()
_COLUMNS = tuple(map(slice, _ENDS[:-1], _ENDS[1:]))
_NEIGHBOURS = [_AT[name] for name in NEIGHBOURS]
_MEANS = [_AT[name] for name in MEANS]
_STRETCHES = [_AT[name] for name in STRETCHES]
_SPOKEN = [place for place, name in enumerate(STRETCHES) if name in WORDS]


def table(
    texts: Sequence[str], gaps: Gaps, lexicon: Lexicon, names: tuple[str, ...] = NAMES
) -> Floats:
    """Measure the lines of a page, of which rules left these `gaps`.

    `names` are those of the columns: `NAMES` or `WHOLE_PAGE_NAMES`.
    """
    signs = Signs.of(texts)
    rows = np.empty((len(texts), len(names)), np.float32)
    shape, words, meaning, place, spoken, cuts, around = (rows[:, part] for part in _COLUMNS)
    groups = groups_of(signs.word)
    paragraphs = Paragraphs.of(measure_shape(signs, groups, shape))
    count = rows[:, COUNT]
    total, positive, strongest = lexicon.lines(signs)
    words[:, 0], words[:, 1] = total, _per_word(total, np.sqrt(count))
    words[:, 2], words[:, 3] = positive, strongest
    stems = Stems.of(signs, groups, len(texts))
    measure_meaning(texts, stems, paragraphs, meaning)
    ends = rows[:, _AT["ends"]]
    measure_place(paragraphs, count, rows[:, _AT["functions"]], ends, place)
    spoken[:, 0] = total.sum() / len(texts)
    spoken[:, 1] = positive.sum() / max(float(count.sum()), 1.0)
    measure_gaps(gaps, cuts)
    stretches = rows.take(_STRETCHES, 1)
    stretches[:, _SPOKEN] = _per_word(stretches[:, _SPOKEN], count[:, None])
    measure_around(rows.take(_NEIGHBOURS, 1), rows.take(_MEANS, 1), stretches, count, around)
    if len(names) > len(NAMES):
        measure_opening(stems, paragraphs.prose, count, ends, rows[:, len(NAMES) :])
    return rows


def sentences(rows: Floats) -> npt.NDArray[np.bool_]:
    """Which of the lines measured end as a sentence, and have the words for one."""
    ends, bullet = rows[:, _AT["ends"]] > 0, rows[:, _AT["bullet start"]] > 0
    found: npt.NDArray[np.bool_] = ends & ~bullet & (rows[:, COUNT] >= _SENTENCE)
    return found


def _per_word(values: Floats, words: Floats) -> Floats:
    mean: Floats = (values / np.maximum(words, 1)).astype(np.float32)
    return mean
