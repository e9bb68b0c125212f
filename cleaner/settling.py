"""Restoring and marking take turns, until nothing more is to be said of a page.

What is spun may show only when the boilerplate is gone, and boilerplate that is spun itself only
when its words are restored.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.account import Settled
from cleaner.beginning import Begun
from cleaner.config import Options
from cleaner.draft import Located
from cleaner.lazy import Later
from cleaner.mark.judge import UNSETTLED
from cleaner.marking import Marker, Seen
from cleaner.restoring import NOTHING, Restoration, note, restoration
from cleaner.restoring import RULE as RESTORATION

MAX_RESTORATIONS = 4
"""Bound on reading a page for spun words again; one that needs more is left as it is."""


def settle(
    begun: Begun, marker: Marker, options: Options, siblings: Sequence[str], seen: Seen | None
) -> Settled:
    """What is to be done on a page; `seen` is what the rules are known to say of it at first."""
    page, title, lang, plain, chosen, spared = begun
    draft = plain
    done: Sequence[Located] = ()
    doubtful: Sequence[Located] = ()
    withheld: Sequence[Located] = ()
    restored = reading = NOTHING
    swapped = False
    for turn in range(MAX_RESTORATIONS):
        if turn and reading.holds_for(draft.text):
            break
        reading = _read_spun(draft.text, options, siblings)
        if turn and not reading.findings:
            break
        doubtful = draft.undone(reading.withheld, page)
        restored = max(restored, reading, key=lambda r: r.probability)
        if reading.findings:
            draft, done = draft.carried_out(reading.findings, done, page, options)
            swapped = True
        found = marker.cut(page, draft, done, title, lang, again=turn > 0, seen=seen)
        same = found.draft.text == draft.text
        draft, done, withheld = found.draft, found.done, found.withheld
        if same or options.restoration == "never":
            break
        # What is spun may show only when the boilerplate is gone: read once more.
    else:
        reason = UNSETTLED.format(rounds=MAX_RESTORATIONS)
        withheld = [item._replace(reason=reason) for item in done]
        draft, done = plain, ()
    text, blocks, copies = draft
    rules = [item.finding.rule for item in done] if swapped else ()
    swaps = [rule for rule in rules if rule.startswith(f"{RESTORATION}/")]
    dialects = sorted({rule.partition("/")[2] for rule in swaps})
    notes = (note(restored, dialects, len(swaps)),) if swaps else ()
    everything = Later(lambda: (*chosen, *done))
    undone = Later(lambda: (*spared, *withheld, *doubtful))
    return Settled(text, blocks, copies, everything, undone, notes)


def _read_spun(text: str, options: Options, siblings: Sequence[str]) -> Restoration:
    mode = options.restoration
    if mode == "never":
        return NOTHING
    return restoration(text, mode, siblings=siblings, ranker_model=options.ranker_model)
