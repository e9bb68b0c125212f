"""Learn the gate: what the signs of a text and of its paragraphs are worth.

Clean texts that the screen would let pass, or nearly, stand against simulated ones that it does:
no other text comes to the gate. For the paragraphs, articles are spun in part.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from cleaner.spun.analysis import Analysis, analyse, is_english
from cleaner.spun.engine import Engine
from cleaner.spun.gate import ParagraphSigns, Signs, scaled
from cleaner.spun.glance import glance
from cleaner.spun.making.samples import Sample, samples
from cleaner.spun.screen import Floor, Stretch, screen, spot
from cleaner.spun.words import words_of

_SEED = 7
_HARDEST = 150
_SPUN = 120
_FLOOR, _PART, _PAGES = 0.9997, 0.9997, 0.98
"""The share of clean articles that the screen turns away, by the whole and by a stretch, and of
clean texts of other kinds, by either."""
_MARGIN = 1.06
"""How much more is asked than that, since each clean text that passes costs as much as hundreds."""
_NEARLY = 0.8
"""The share of what the screen asks, from which a clean text is learned from."""
_SHARE = 0.31
_OPEN, _SAFE = 0.98, 0.2
"""The least probability at which the gate opens, since formal texts that training does not see come
to .97; and the share of what a clean text lacks of 1 by which it is above every clean text."""
_LEAST_DOSE = 0.5
_LEAST_WORDS = 10
_ANY = Floor(1e9, 0.0, 0.0)


def train_gate(
    articles: Sequence[str], others: Sequence[str], counted: Sequence[str], known: Engine,
    output: Path,
) -> dict[str, Any]:  # fmt: skip
    """Write the gate, learned from `articles` and from clean texts of other kinds.

    What the screen asks is learned from these others and from `counted`.
    """
    folder = known.folder
    floor = Floor(
        max(
            _asked([screen(text, folder) for text in texts], share)
            for texts, share in ((counted, _FLOOR), (others, _PAGES)) if texts
        ),
        max(
            _asked([stretch.trace for text in texts
                       if (stretch := spot(text, folder, _ANY).stretch)], share)
            for texts, share in ((counted, _PART), (others, _PAGES)) if texts
        ),
        _SHARE,
    )  # fmt: skip
    known = known._replace(gate=known.gate._replace(floor=floor))
    hard = list(_hard([*articles, *others], known))
    calm = [analyse(text, stretch.trace, known, stretch=stretch) for text, stretch in hard]
    strong = [
        sample
        for sample in samples(articles[:_SPUN], folder, Random(_SEED))
        if sample.dose >= _LEAST_DOSE
    ]
    spun = [
        analyse(sample.spun.text, stretch.trace, known._replace(lexicon=sample.lexicon),
                stretch=stretch).signs
        for sample in strong
        if (stretch := spot(sample.spun.text, folder, floor).stretch)
    ]  # fmt: skip
    mixed = list(_in_part(strong, known))
    fitted = _fitted(
        [*spun, *(analysis.signs for _, analysis in mixed)],
        [analysis.signs for analysis in calm],
        [screen(text, folder) for text in counted],
    )
    paragraph = _paragraphs(mixed)
    gate = known.gate._replace(
        weights=tuple(fitted["weights"].values()),
        offset=float(fitted["offset"]),
        paragraph=tuple(paragraph.values()),
    )
    wrong = [_as_read(text, stretch, known._replace(gate=gate)) for text, stretch in hard]
    weights = {
        "floor": floor.whole,
        "part": floor.part,
        "share": floor.share,
        **fitted,
        "paragraph": paragraph,
        "open_at": round(max(_OPEN, *(1 - (1 - p) * (1 - _SAFE) for p in wrong)), 3),
    }
    (output / "gate.json").write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    return weights


def _hard(clean: Sequence[str], known: Engine) -> Iterator[tuple[str, Stretch]]:
    """The clean English texts that pass the screen, or nearly, and where they look spun."""
    floor = known.gate.floor
    low = Floor(_NEARLY * floor.whole, _NEARLY * floor.part, floor.share)
    found = [(text, stretch) for text in clean
             if (stretch := spot(text, known.folder, low).stretch)]  # fmt: skip
    for text, stretch in sorted(found, key=lambda x: -x[1].trace)[:_HARDEST]:
        if is_english(words_of(text), known.model):
            yield text, stretch


def _as_read(text: str, stretch: Stretch, known: Engine) -> float:
    """The probability that reading comes to: that of a part of the text, where it stops there."""
    part = glance(text, stretch, known)
    if part is not None:
        return part
    analysis = analyse(text, stretch.trace, known, stretch=stretch)
    return known.gate.probability(analysis.signs, analysis.gain)


def _asked(values: Sequence[float], share: float) -> float:
    return round(_MARGIN * sorted(values)[min(len(values) - 1, int(share * len(values)))], 2)


def _fitted(
    spun: Sequence[Signs], clean: Sequence[Signs], screens: Sequence[float]
) -> dict[str, Any]:
    """Logistic regression of "spun" on the signs, and on the screen alone.

    A sign that would speak against is left out: among texts that the screen lets pass its own score
    tells little, and what is turned round there would be wrong of all others.
    """
    import numpy as np  # noqa: PLC0415
    from sklearn.linear_model import (  # noqa: PLC0415
        LogisticRegression,
    )

    rows = np.array([scaled(signs) for signs in [*spun, *clean]])
    labels = np.array([1] * len(spun) + [0] * len(clean))
    kept = list(range(len(Signs._fields)))
    while True:
        full = LogisticRegression(C=10.0, max_iter=1000).fit(rows[:, kept], labels)
        least = int(np.argmin(full.coef_[0]))
        if full.coef_[0][least] >= 0:
            break
        del kept[least]
    weights = dict.fromkeys(Signs._fields, 0.0) | {
        Signs._fields[n]: round(float(value), 4)
        for n, value in zip(kept, full.coef_[0], strict=True)
    }
    alone = LogisticRegression().fit(
        np.array([[s.trace] for s in spun] + [[x] for x in screens]),
        np.array([1] * len(spun) + [0] * len(screens)),
    )
    return {
        "screen": [round(float(alone.coef_[0][0]), 4), round(float(alone.intercept_[0]), 4)],
        "weights": weights,
        "offset": round(float(full.intercept_[0]), 4),
    }


def in_part(sample: Sample, random: Random) -> tuple[str, Stretch] | None:
    """An article with a run of its lines spun, and where the run stands."""
    spun, clean = sample.spun.text.split("\n"), sample.article.split("\n")
    if len(spun) != len(clean) or len(spun) < 3:
        return None
    first = random.randrange(len(spun) - 1)
    last = min(len(spun), first + random.randrange(1, 6))
    head = "".join(line + "\n" for line in clean[:first])
    body = "\n".join(spun[first:last])
    text = "\n".join([*clean[:first], body, *clean[last:]])
    return text, Stretch(len(head), len(head) + len(body), 0.0)


def _in_part(strong: Sequence[Sample], known: Engine) -> Iterator[tuple[Stretch, Analysis]]:
    """Articles spun in part, analysed where they are; with the paragraph weights of `known`."""
    random = Random(_SEED)
    for sample in strong:
        mixed = in_part(sample, random)
        if mixed is None:
            continue
        text, true = mixed
        trace = screen(text[true.start : true.end], known.folder)
        if trace:
            yield true, analyse(text, trace, known._replace(lexicon=sample.lexicon), stretch=true)


def _paragraphs(mixed: Sequence[tuple[Stretch, Analysis]]) -> dict[str, float]:
    """What the signs of a paragraph are worth; without an offset, since evidence adds up."""
    from sklearn.linear_model import (  # noqa: PLC0415
        LogisticRegression,
    )

    rows = [
        (paragraph.signs, true.start <= paragraph.start < true.end)
        for true, analysis in mixed
        for paragraph in analysis.paragraphs
        if paragraph.signs and paragraph.signs.words >= _LEAST_WORDS
    ]
    fitted = LogisticRegression(C=1.0, fit_intercept=False, max_iter=1000).fit(
        [signs for signs, _ in rows], [label for _, label in rows]
    )
    return {
        name: round(float(value), 4)
        for name, value in zip(ParagraphSigns._fields, fitted.coef_[0], strict=True)
    }
