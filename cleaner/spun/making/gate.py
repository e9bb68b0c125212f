"""Learn the gate: what the signs of a text and of its paragraphs are worth.

Clean texts that look most like spun ones stand against simulated ones. For the paragraphs,
articles are spun in part.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from cleaner.spun.analysis import Analysis, analyse
from cleaner.spun.engine import Engine
from cleaner.spun.gate import ParagraphSigns, Signs, scaled
from cleaner.spun.making.samples import Sample, samples
from cleaner.spun.screen import Floor, Stretch, screen, spot

_SEED = 7
_HARDEST = 200
_SPUN = 300
_FLOOR, _PART = 0.9995, 0.999
"""The share of clean articles that the screen turns away, by the whole and by a stretch."""
_SHARE = 0.31
_OPEN = 0.9
_LEAST_DOSE = 0.5
_LEAST_WORDS = 10
_ANY = Floor(1e9, 0.0, 0.0)


def train_gate(
    articles: Sequence[str], counted: Sequence[str], known: Engine, output: Path
) -> dict[str, Any]:
    """Write the gate, learned from `articles`, and from `counted` for the screen."""
    folder = known.folder
    screens = [screen(text, folder) for text in counted]
    parts = [stretch.trace for text in counted if (stretch := spot(text, folder, _ANY).stretch)]
    # Clean articles, taken for spun as a whole and where they look most like it.
    hardest = sorted(articles, key=lambda text: -screen(text, folder))[:_HARDEST]
    calm = [analyse(text, screen(text, folder), known).signs for text in hardest]
    for text in hardest:
        stretch = spot(text, folder, _ANY).stretch
        if stretch:
            calm.append(analyse(text, stretch.trace, known, stretch=stretch).signs)
    strong = [
        sample
        for sample in samples(articles[:_SPUN], folder, Random(_SEED))
        if sample.dose >= _LEAST_DOSE
    ]
    spun = [
        analyse(sample.spun.text, screen(sample.spun.text, folder),
                known._replace(lexicon=sample.lexicon)).signs
        for sample in strong
    ]  # fmt: skip
    mixed = list(_in_part(strong, known))
    weights = {
        "floor": round(float(_quantile(screens, _FLOOR)), 2),
        "part": round(float(_quantile(parts, _PART)), 2),
        "share": _SHARE,
        **_fitted([*spun, *(analysis.signs for _, analysis in mixed)], calm, screens),
        "paragraph": _paragraphs(mixed),
        "open_at": _OPEN,
    }
    (output / "gate.json").write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    return weights


def _quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _fitted(
    spun: Sequence[Signs], clean: Sequence[Signs], screens: Sequence[float]
) -> dict[str, Any]:
    """Logistic regression of "spun" on the signs, and on the screen alone."""
    import numpy as np  # noqa: PLC0415
    from sklearn.linear_model import (  # noqa: PLC0415
        LogisticRegression,
    )

    rows = np.array([scaled(signs) for signs in [*spun, *clean]])
    labels = np.array([1] * len(spun) + [0] * len(clean))
    full = LogisticRegression(C=1.0).fit(rows, labels)
    alone = LogisticRegression().fit(
        np.array([[s.trace] for s in spun] + [[x] for x in screens]),
        np.array([1] * len(spun) + [0] * len(screens)),
    )
    return {
        "screen": [round(float(alone.coef_[0][0]), 4), round(float(alone.intercept_[0]), 4)],
        "weights": {
            name: round(float(value), 4)
            for name, value in zip(Signs._fields, full.coef_[0], strict=True)
        },
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
