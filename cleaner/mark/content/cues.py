"""What the words of a block hint at: cues, as the bits of one number.

Only measurements, in a handful of languages; what is cut for its words alone is a rule's
business. A space in a cue stands for a space, or for either end of the text.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.mark.content.bits import Bits

CUES: dict[str, str] = {
    "comment": "comment|kommentar|comentário|comentario|reacties| reply| replies|"
    "antworten|コメント|댓글",
    "related": " related|read more|read also|read next|more from|more on|more stories|more about|"
    "more news|see also|also read|recommended|mehr zum|mehr lesen|mehr aus|lesen sie|"
    "auch interessant|lire aussi|à lire|lea también|lee también|leggi anche|les også|läs mer|"
    "läs också| weitere |don't miss|don’t miss|trending|most read|関連|czytaj|читайте",
    "signup": "newsletter|subscri|sign up|sign-up|signup|abonn|suscr|iscriv|registrier|"
    "log in|login|"
    "anmelden|inbox|会員|有料",
    "support": "donat|support us|support our| spende|unterstütz|your contribution|soutene",
    "consent": "cookie|privacy|datenschutz|consent|externe inhalte|privatsph|confidentialité|"
    "privacidad",
    "credit": "photo|foto:|fotos|getty|reuters| afp| ap)|credit|image| bild:|bildquelle|"
    "picture|©|写真|"
    "dpa)| epa|(c)",
    "author": "about the author|über den autor|über die autor| author |journalist|correspondent|"
    " reporter| editor |redakt| by | von ",
    "share": " share|teilen|facebook|twitter|whatsapp|instagram|follow us|follow me|linkedin|"
    "telegram|youtube",
    "legal": "rights reserved|copyright| terms |contact|disclaimer|impressum| policy|"
    "opinions expressed",
    "advert": "advert|anzeige|sponsor|affiliate|publicidad|publicité|werbung|広告| promo|discount|"
    " deal | deals| buy | price|commission",
    "click": "click here|click to| watch| listen|download|opens new tab|https://|http://|"
    "www.| klick|"
    "scroll",
    "date": "publish| updated|aktualisiert| stand:| posted| 2023| 2024| 2025| 2026| ago |min read",
}
"""Cue: words that give it, parted by bars."""

BITS = {cue: 1 << number for number, cue in enumerate(CUES)}
"""The bit of each cue."""

_CUES = Bits(CUES.values())
_START, _END = 160, 60


def cues_of(folded: Sequence[str]) -> list[int]:
    """The cues at the beginning and the end of each text (in lower case), as bits."""
    return _CUES.of(
        [
            f" {text} " if len(text) <= _START + _END else f" {text[:_START]} {text[-_END:]} "
            for text in folded
        ]
    )
