"""The story: read a document, make it ready, settle what is to be done, and tell of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, Unpack

from cleaner.account import account
from cleaner.beginning import Begun, Known, batches, begin
from cleaner.config import DEFAULT_LEVEL, DEFAULT_MAX_CUT_SHARE, Options
from cleaner.draft import Draft
from cleaner.errors import CleanerError, ConfigError
from cleaner.finding import Cleaned, Report
from cleaner.lazy import Once
from cleaner.mark import Boxes, Rulebook
from cleaner.marking import Marker, Seen
from cleaner.read import read
from cleaner.restoring import open_tables
from cleaner.settling import settle

if TYPE_CHECKING:
    from cleaner.mark.model import LineModel

Made = TypeVar("Made")


class Cleaner:
    """Cleans documents. Made once, used often; picklable, and safe to share among threads.

    `rules` is a rulebook, or folders whose rules are added to those shipped. The other
    parameters are those of `cleaner.config.Options`. Raises `ConfigError` or `RuleError`.
    """

    def __init__(
        self,
        *,
        rules: Rulebook | Sequence[Path | str] = (),
        level: str = DEFAULT_LEVEL,
        model: Path | str | None = None,
        whole_page: bool = False,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        unsafe: bool = False,
        preview: bool = False,
        keep_title: bool = True,
        paragraphs: str = "blank",
        unwrap: bool = True,
        straight_quotes: bool = False,
        max_cut_share: float = DEFAULT_MAX_CUT_SHARE,
        lang: str | None = None,
        parser: str = "auto",
        dates: str = "own",
        inline: bool = False,
        restore: str = "auto",
        ranker_model: Path | str | None = None,
    ) -> None:
        self.options = Options(
            level=level,
            model=None if model is None else str(model),
            whole_page=whole_page,
            select=_names("select", select),
            ignore=_names("ignore", ignore),
            unsafe=unsafe,
            preview=preview,
            keep_title=keep_title,
            paragraphs=paragraphs,
            unwrap=unwrap,
            straight_quotes=straight_quotes,
            max_cut_share=max_cut_share,
            lang=lang,
            parser=parser,
            dates=dates,
            inline=inline,
            restore=restore,
            ranker_model=None if ranker_model is None else str(ranker_model),
        )
        book = rules if isinstance(rules, Rulebook) else Rulebook.load(*rules)
        wanted, unwanted = self.options.rule_names
        none = bool(self.options.select) and not wanted
        book = Rulebook(()) if none else book.chosen(wanted, unwanted)
        self.rulebook = book
        self._marker = Marker.of(book, _model_of(self.options), self.options)
        self._described = self.options.as_dict()

    @property
    def model(self) -> LineModel | None:
        """The line model that is asked, if any is."""
        return self._marker.model

    def asking(self, model: LineModel) -> Cleaner:
        """The same cleaner, but with another line model."""
        other = copy(self)
        other._marker = replace(self._marker, model=model)
        return other

    def __copy__(self) -> Cleaner:
        other = object.__new__(Cleaner)
        other.__dict__.update(self.__dict__)
        return other

    def __reduce__(self) -> tuple[Any, ...]:
        values = {name: getattr(self.options, name) for name in Options.names()}
        values.update(select=(), ignore=())
        return (_restore, (self.rulebook, values, self.options))

    def warm_up(self) -> None:
        """Compile and load all that is else compiled and loaded when a document first needs it.

        It takes a second or two: worth it for a server, or before a process is forked.
        """
        self.rulebook.compile()
        if self.options.restoration != "never":
            open_tables()
        self.clean("One line.\n")

    def clean(
        self,
        source: str | bytes,
        *,
        name: str = "",
        title: str = "",
        lang: str | None = None,
        encoding: str | None = None,
        url: str | None = None,
        html: bool | None = None,
        siblings: Sequence[str] = (),
    ) -> Cleaned:
        """Clean one document.

        `name` is only for messages, `title` the article's title where it is known, `lang`
        its language (an ISO 639-1 code), `encoding` what was declared of the bytes, `url`
        where a web page was found. `html` says whether the source is a web page; None
        means: see how it begins. Of a web page the article is found first, then cleaned.
        `siblings` are other texts of the same story, which know the wording of a spun one.
        Raises `InputError` where the source is no text.
        """
        known = Known(name=name, title=title, lang=lang, encoding=encoding, url=url, html=html)
        return self._finished(self._begun(source, known), siblings)

    def clean_all(
        self,
        sources: Iterable[str | bytes],
        known: Iterable[Known] | None = None,
        *,
        html: bool | None = None,
    ) -> Iterator[Cleaned]:
        """Clean documents, one for each source and in their order; the same as `clean` of each.

        It takes less time: some are read at once, and then each rule is asked about all of
        these. `known` has for each source what is known of it, by the names of the
        parameters of `clean`; `html` stands for those of which nothing is said. Raises
        `InputError` where a source is no text, after those before it, and `ValueError` where
        `known` has more or less than there are sources.
        """
        for outcome in self.outcomes(sources, known, html=html):
            if isinstance(outcome, CleanerError):
                raise outcome
            yield outcome

    def outcomes(
        self,
        sources: Iterable[str | bytes],
        known: Iterable[Known] | None = None,
        *,
        html: bool | None = None,
    ) -> Iterator[Cleaned | CleanerError]:
        """What `clean_all` gives, but errors as they are: in the place of what has one."""
        usual = Known(html=html)
        documents = (
            zip(sources, repeat(usual))
            if known is None
            else ((source, usual | one) for source, one in zip(sources, known, strict=True))
        )
        for some in batches(documents):
            begun = [_attempt(self._begun, source, one) for source, one in some]
            ready = [one for one in begun if isinstance(one, Begun)]
            seen = iter(self._marker.look([one.view() for one in ready]))
            for one, (_, told) in zip(begun, some, strict=True):
                if isinstance(one, Begun):
                    siblings = told.get("siblings", ())
                    yield _attempt(self._finished, one, siblings, next(seen))
                else:
                    yield one

    def _begun(self, source: str | bytes, known: Known) -> Begun:
        options, marker = self.options, self._marker
        page = read(
            source,
            name=known.get("name", ""),
            encoding=known.get("encoding"),
            url=known.get("url"),
            html=known.get("html"),
            parser=options.parser,
            dates=options.dates,
            inline=options.inline,
            straight_quotes=options.straight_quotes,
            join_wrapped=options.unwrap,
        )
        boxes = None
        if page.markup is not None:
            boxes = Boxes(page, self.rulebook.elements, reasons=marker.held_back, off=marker.off)
        title, lang = known.get("title") or page.title, known.get("lang") or options.lang
        return begin(page, title, lang, options, boxes)

    def _finished(self, begun: Begun, siblings: Sequence[str], seen: Seen | None = None) -> Cleaned:
        page = begun.page
        settled = settle(begun, self._marker, self.options, siblings, seen)
        draft = Draft(settled.text, settled.blocks, settled.copies)
        report = partial(
            account,
            page,
            settled,
            options=self._described,
            rulebook=self.rulebook.hash,
            off=frozenset(self._marker.off),
        )
        return Cleaned(
            settled.text, Once(report), settled.blocks, draft.nests(page), draft.marks(page)
        )

    def check(self, source: str | bytes, **known: Unpack[Known]) -> Report:
        """What `clean` would do, as its report; `known` are the parameters of `clean`."""
        return self.clean(source, **known).report


def _attempt(step: Callable[..., Made], *given: Any) -> Made | CleanerError:
    """What a step makes, or the error that it raises for a document."""
    try:
        return step(*given)
    except CleanerError as error:
        return error


def _model_of(options: Options) -> LineModel | None:
    if not options.asks_model:
        return None
    # Without the model there is no need of NumPy.
    from cleaner.mark.model import WHOLE_PAGE, open_model  # noqa: PLC0415

    use = WHOLE_PAGE if options.whole_page else options.level
    return open_model(use, None if options.model is None else Path(options.model))


def _names(option: str, value: Sequence[str]) -> tuple[str, ...]:
    if isinstance(value, str):
        raise ConfigError(f"{option}: expected a list of rule ids, not the text {value!r}")
    return tuple(value)


def _restore(book: Rulebook, values: dict[str, Any], options: Options) -> Cleaner:
    cleaner = Cleaner(rules=book, **values)
    cleaner.options = options
    cleaner._marker = Marker.of(cleaner.rulebook, _model_of(options), options)
    cleaner._described = options.as_dict()
    return cleaner
