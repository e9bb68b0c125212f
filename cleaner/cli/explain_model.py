"""`cleaner explain model`: what the line model is, and from when on it cuts; its voice in `why`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cleaner.cleaning import Cleaner
from cleaner.cli.selection import Outcome
from cleaner.config import LEVELS, MODEL
from cleaner.page import Span
from cleaner.write.show import FINDERS
from cleaner.write.show.paint import paint

if TYPE_CHECKING:
    from cleaner.mark.model import Use
    from cleaner.mark.model.weights import Weights

WIDTH = 80
LOUDEST = 15
_HEARD = 0.001


def model_lines(color: bool) -> Iterator[str]:
    """The model's card: what it judges, thresholds, features and words."""
    from cleaner.mark.model import USES, open_model  # noqa: PLC0415 (needs NumPy)
    from cleaner.mark.rulebook import shipped_rules  # noqa: PLC0415

    yield f"{paint(MODEL, 'bold', color)}: {FINDERS[MODEL]}"
    yield ""
    yield from textwrap.wrap(
        "It is asked about the lines that rules leave, where rules cut something and the page is "
        "in English. A line goes from a probability on:",
        WIDTH,
    )
    yield ""
    for level in LEVELS:
        if level not in USES:
            yield f"  {level:<12}not asked"
    for use, how in USES.items():
        yield f"  {use:<12}{how.bars.outside:.2f}   {_bounds(how)}"
    yield ""
    card = shipped_rules() / "model" / "README.md"
    if card.exists():
        yield from textwrap.wrap(" ".join(card.read_text("utf-8").split()), WIDTH)
        yield ""
    for name, use in {how.weights: use for use, how in reversed(USES.items())}.items():
        yield from _weights(name, open_model(use).weights, color)
    yield from textwrap.wrap(
        "docs/model.md has what it was taught, how it does by set and level, its calibration "
        "and its known errors. `cleaner why FILE:LINE` shows what spoke for a cut.",
        WIDTH,
    )


def _bounds(use: Use) -> str:
    bounds = [f"leaves {use.least_share:.0%} or more of the text"]
    if use.least_chars:
        bounds = [f"leaves {use.least_chars} characters or more"]
    bars = use.bars
    if bars.islands < 100:
        bounds.append(f"spares what lies in {bars.islands} places among paragraphs")
    if bars.long:
        bounds.append(f"of a long list half is as sure as {bars.long:.2f}")
    for what, bar in (
        ("between paragraphs", bars.inside),
        ("a paragraph", bars.paragraph),
        ("where rules cut one line only,", bars.few),
        ("the first line", bars.first),
    ):
        if bar != bars.outside:
            bounds.append(f"{what} from {bar:.2f}")
    if bars.apart:
        bounds.append(
            f"{bars.apart} lines away from the article only stays what is under {bars.stray:.2f}"
        )
    if bars.risk:
        bounds.append(
            f"under these, down to {bars.doubt:.2f}, what puts {bars.risk:.1%} of the text at risk"
        )
    if use.tail:
        bounds.append(
            f"where rules find nothing, the last lines from {use.tail.bar:.2f}, "
            f"{use.tail.most} or fewer"
        )
    return "; ".join(bounds)


def _weights(name: str, weights: Weights, color: bool) -> Iterator[str]:
    from cleaner.mark.model.meanings import meaning  # noqa: PLC0415

    trees, lexicon = weights.trees, weights.lexicon
    yield (
        f"{paint(name, 'bold', color)} (fingerprint {weights.hash}): {len(trees)} trees "
        f"over {len(weights.names)} features, {len(lexicon.grams)} sequences of words"
    )
    yield "  what has most say:"
    shares = trees.shares()
    for place in shares.argsort()[::-1][:LOUDEST].tolist():
        name = weights.names[place]
        yield f"    {shares[place]:>6.1%}  {name:<20} {meaning(name)}".rstrip()
    order = lexicon.weights.argsort()
    for words, places in (("residue", order[::-1]), ("article", order)):
        grams = ", ".join(repr(lexicon.grams[place]) for place in places[:LOUDEST].tolist())
        yield from textwrap.wrap(
            f"sequences that speak most for {words}: {grams} (^ and $: start and end)",
            WIDTH,
            initial_indent="  ",
            subsequent_indent="    ",
        )
    yield ""


def spelt_out(evidence: str) -> Iterator[str]:
    """The model's evidence, a line for each feature, with what it measures."""
    from cleaner.mark.model.meanings import meaning  # noqa: PLC0415

    for voice in evidence.split("; "):
        name, _, value = voice.rpartition(" ")
        words = meaning(name)
        yield f"{name} {value}: {words}" if words else voice


def opinion(line: Span, outcome: Outcome, cleaner: Cleaner) -> Iterator[str]:
    """What the model thinks of a line that stays."""
    from cleaner.mark.model.bars import Bars  # noqa: PLC0415 (needs NumPy)

    if cleaner.model is None or outcome.cleaned.report.html:
        return
    if not outcome.cleaned.report.edits:
        asked = "asked about the last lines only" if cleaner.model.use.tail else "not asked"
        yield f"The line model was {asked}: no rule cut anything."
        return
    bar = cleaner.model.use.bars.outside
    use = cleaner.model.use._replace(
        bars=Bars(_HEARD, inside=_HEARD, paragraph=_HEARD, few=_HEARD, first=_HEARD),
        least_share=0,
        least_chars=0,
        tail=None,
    )
    curious = cleaner.asking(type(cleaner.model)(cleaner.model.weights, use))
    for edit in curious.clean(outcome.data, html=False).report.edits:
        start, end = edit.source
        if edit.rule == MODEL and start < line.end and line.start < end:
            yield (
                f"The line model: residue with a probability of {edit.confidence:.2f}; "
                f"lines go from {bar:.2f} on"
                + (", but it spares this page or place." if edit.confidence >= bar else ".")
            )
            yield from (f"  {words}" for words in spelt_out(edit.evidence))
