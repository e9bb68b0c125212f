"""The options of a run, checked once, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from cleaner.errors import ConfigError

PARAGRAPHS = ("blank", "line")
"""How paragraphs are parted: by one blank line, or by a line end alone."""

PARSERS = ("auto", "soup", "fast")
"""What parses web pages. soup: Beautiful Soup · fast: lexbor, of the extra `fast` · auto:
lexbor where it is installed."""

DATES = ("own", "htmldate")
"""Who looks for the date of a web page whose tags tell none. own: the address and the head of
the page · htmldate: first the package of that name, of the extra `date`."""

LEVELS = ("careful", "balanced", "thorough")
"""How much is to go: what rules are sure of, what the line model is sure of too, or what
it finds likely."""

DEFAULT_LEVEL = "balanced"

MODEL = "model/line"
"""The id under which the line model's findings are reported, selected and ignored."""

MODEL_NAMES = (MODEL, "model", "model/*")
"""The names that mean the line model, and no rule."""

TITLE = "title"
"""The id under which the article's title is dropped, if it is to be."""

DEFAULT_MAX_CUT_SHARE = 0.7
"""Share of a page's characters above which cutting stops and everything is kept.

Cuts vouched for by several lines together (sections, runs) do not count. On labelled pages all
that lost up to 70 % lost it rightly; what lost more were lists, of books and of events.
"""

RESTORE = ("auto", "report", "never", "always")
"""What is done about machine-spun text: undone where a page is spun · only reported · not
looked for · every page is taken for spun."""

RESTORATION_NAMES = ("restoration", "restoration/*")
"""What restoration is called where rules are named."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller may choose; every field has the default that suits news text.

    `select` and `ignore` name rules by id (`comments/wpdiscuz`), family (`comments`) or
    pattern (`promo/*`). `max_cut_share` lies in 0..1. `model` is a file of weights that
    replaces those shipped. `whole_page` says that texts are those of entire web pages, of
    which most is not the article. `inline` keeps a web page's emphasis, links and images for
    outputs that can show them. `ranker_model` is a GGUF file of a language model that has
    the last word in restoration where the counts are unsure.
    """

    level: str = DEFAULT_LEVEL
    model: str | None = None
    whole_page: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    unsafe: bool = False
    preview: bool = False
    keep_title: bool = True
    paragraphs: str = "blank"
    unwrap: bool = True
    straight_quotes: bool = False
    max_cut_share: float = DEFAULT_MAX_CUT_SHARE
    lang: str | None = None
    parser: str = "auto"
    dates: str = "own"
    inline: bool = False
    restore: str = "auto"
    ranker_model: str | None = None

    def __post_init__(self) -> None:
        if self.paragraphs not in PARAGRAPHS:
            raise ConfigError(
                f"paragraphs: expected one of {', '.join(PARAGRAPHS)}, not {self.paragraphs!r}"
            )
        if self.parser not in PARSERS:
            raise ConfigError(f"parser: expected one of {', '.join(PARSERS)}, not {self.parser!r}")
        if self.dates not in DATES:
            raise ConfigError(f"dates: expected one of {', '.join(DATES)}, not {self.dates!r}")
        if self.level not in LEVELS:
            raise ConfigError(f"level: expected one of {', '.join(LEVELS)}, not {self.level!r}")
        if self.restore not in RESTORE:
            raise ConfigError(
                f"restore: expected one of {', '.join(RESTORE)}, not {self.restore!r}"
            )
        if not isinstance(self.ranker_model, str | None):
            raise ConfigError(
                f"ranker_model: expected the name of a file, not {self.ranker_model!r}"
            )
        if not isinstance(self.model, str | None):
            raise ConfigError(f"model: expected the name of a file, not {self.model!r}")
        share = self.max_cut_share
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
            raise ConfigError(f"max_cut_share: expected a number from 0 to 1, not {share!r}")
        for name in ("select", "ignore"):
            if not isinstance(getattr(self, name), tuple):
                raise ConfigError(f"{name}: expected rule ids, not {getattr(self, name)!r}")
        for name in (
            "unsafe",
            "preview",
            "keep_title",
            "unwrap",
            "straight_quotes",
            "whole_page",
            "inline",
        ):
            if not isinstance(getattr(self, name), bool):
                raise ConfigError(f"{name}: expected true or false, not {getattr(self, name)!r}")

    @property
    def asks_model(self) -> bool:
        """Whether the line model has a say: by level, and by the names of rules."""
        chosen = not self.select or any(map(_names_model, self.select))
        wanted = self.level != "careful" or self.whole_page
        return wanted and chosen and not any(map(_names_model, self.ignore))

    @property
    def restoration(self) -> str:
        """What is done about spun text, the names of rules considered: a word of `RESTORE`."""
        chosen = not self.select or any(map(_names_restoration, self.select))
        wanted = chosen and not any(map(_names_restoration, self.ignore))
        return self.restore if wanted else "never"

    @property
    def rule_names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """`select` and `ignore` without the names that mean the model or restoration."""
        select, ignore = (
            tuple(name for name in names if name not in MODEL_NAMES + RESTORATION_NAMES)
            for names in (self.select, self.ignore)
        )
        return select, ignore

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for a report."""
        return {
            f.name: list(v) if isinstance(v := getattr(self, f.name), tuple) else v
            for f in fields(self)
        }

    @classmethod
    def names(cls) -> frozenset[str]:
        """The option names a configuration file may use."""
        return frozenset(f.name for f in fields(cls))

    @classmethod
    def of(cls, values: Mapping[str, Any], *, place: str = "options") -> Options:
        """Options from a mapping; an unknown name is a `ConfigError` that lists the known."""
        unknown = sorted(set(values) - cls.names())
        if unknown:
            known = ", ".join(sorted(cls.names()))
            raise ConfigError(f"{place}: unknown option {unknown[0]!r}; known are {known}")
        return cls(**values)


def _names_model(name: str) -> bool:
    return name in MODEL_NAMES or name == "*"


def _names_restoration(name: str) -> bool:
    return name in RESTORATION_NAMES or name == "*"
