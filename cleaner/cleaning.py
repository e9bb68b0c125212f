"""The story: read the page, mark it, write what stays, until nothing more is to be said.

What is spun may show only when the boilerplate is gone, so restoring and marking take turns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from cleaner.account import Settled, account
from cleaner.beginning import Begun, batches, begin
from cleaner.config import DEFAULT_LEVEL, DEFAULT_MAX_CUT_SHARE, Options
from cleaner.draft import Draft, Located
from cleaner.errors import ConfigError, InputError
from cleaner.finding import Cleaned, Report
from cleaner.lazy import Later, Once
from cleaner.mark import Boxes, Rulebook
from cleaner.mark.judge import UNSETTLED
from cleaner.marking import Marker, Seen
from cleaner.page import Page
from cleaner.read import read
from cleaner.restoring import NOTHING, Restoration, note, open_tables, restoration
from cleaner.restoring import RULE as RESTORATION

if TYPE_CHECKING:
    from cleaner.mark.model import LineModel

MAX_RESTORATIONS = 4
"""Bound on reading a page for spun words again; one that needs more is left as it is."""


class Known(TypedDict, total=False):
    """What may be known of a document: the parameters of `Cleaner.clean`, which explains them."""

    name: str
    title: str
    lang: str | None
    encoding: str | None
    url: str | None
    html: bool | None
    siblings: Sequence[str]


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
        page = self._read(source, name=name, encoding=encoding, url=url, html=html)
        begun = self._begun(page, title or page.title, lang or self.options.lang)
        return self._finished(begun, siblings)

    def clean_all(
        self, sources: Iterable[str | bytes], *, html: bool | None = None
    ) -> Iterator[Cleaned]:
        """Clean documents, one for each source and in their order; the same as `clean` of each.

        It takes about a sixth less time: some are read at once, and then each rule is asked about
        all of these. Raises `InputError` where a source is no text, after those before it.
        """
        for some in batches(sources):
            begun: list[Begun] = []
            wrong: InputError | None = None
            for source in some:
                try:
                    page = self._read(source, html=html)
                except InputError as error:
                    wrong = error
                    break
                begun.append(self._begun(page, page.title, self.options.lang))
            seen = self._marker.look([one.view() for one in begun])
            yield from map(self._finished, begun, repeat(()), seen)
            if wrong is not None:
                raise wrong

    def _read(self, source: str | bytes, **known: Any) -> Page:
        options = self.options
        return read(
            source,
            parser=options.parser,
            dates=options.dates,
            inline=options.inline,
            straight_quotes=options.straight_quotes,
            join_wrapped=options.unwrap,
            **known,
        )

    def _begun(self, page: Page, title: str, lang: str | None) -> Begun:
        boxes = None
        if page.markup is not None:
            marker = self._marker
            boxes = Boxes(page, self.rulebook.elements, reasons=marker.held_back, off=marker.off)
        return begin(page, title, lang, self.options, boxes)

    def _finished(self, begun: Begun, siblings: Sequence[str], seen: Seen | None = None) -> Cleaned:
        page = begun.page
        settled = self._settle(begun, siblings, seen)
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

    def _settle(self, begun: Begun, siblings: Sequence[str], seen: Seen | None) -> Settled:
        options = self.options
        page, title, lang, plain, chosen, spared = begun
        draft = plain
        done: list[Located] = []
        doubtful: list[Located] = []
        withheld: list[Located] = []
        restored = reading = NOTHING
        for turn in range(MAX_RESTORATIONS):
            if turn and reading.holds_for(draft.text):
                break
            reading = self._read_spun(draft.text, siblings)
            if turn and not reading.findings:
                break
            doubtful = [Located(f, draft.to_page(f.span, page), r) for f, r in reading.withheld]
            restored = max(restored, reading, key=lambda r: r.probability)
            if reading.findings:
                draft = draft.carried_out(reading.findings, done, page, options)
            found = self._marker.cut(page, draft, done, title, lang, again=turn > 0, seen=seen)
            same = found.draft.text == draft.text
            draft, done, withheld = found.draft, found.done, found.withheld
            if same or options.restoration == "never":
                break
            # What is spun may show only when the boilerplate is gone: read once more.
        else:
            reason = UNSETTLED.format(rounds=MAX_RESTORATIONS)
            withheld = [item._replace(reason=reason) for item in done]
            draft, done = plain, []
        text, blocks, copies = draft
        swaps = [i.finding.rule for i in done if i.finding.rule.startswith(f"{RESTORATION}/")]
        dialects = sorted({rule.partition("/")[2] for rule in swaps})
        notes = (note(restored, dialects, len(swaps)),) if swaps else ()
        everything = Later(lambda: (*chosen, *done))
        return Settled(text, blocks, copies, everything, [*spared, *withheld, *doubtful], notes)

    def _read_spun(self, text: str, siblings: Sequence[str]) -> Restoration:
        mode = self.options.restoration
        if mode == "never":
            return NOTHING
        return restoration(text, mode, siblings=siblings, ranker_model=self.options.ranker_model)


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
