"""The story: read the page, mark it, write what stays, until nothing more is to be said.

Marking and judging repeat on the page as it would be written, because a cut makes new
neighbours, a new head and a new tail. A page where nothing fires pays for one round.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.account import Settled, account
from cleaner.config import DEFAULT_LEVEL, DEFAULT_MAX_CUT_SHARE, Options
from cleaner.delta import Copy
from cleaner.draft import Draft, Located, cuts_before
from cleaner.errors import ConfigError
from cleaner.finding import Cleaned, Report
from cleaner.mark import Rulebook, View, find_title, mark, mark_elements
from cleaner.mark.judge import TOO_LITTLE, TOO_MUCH, UNSETTLED, held_back, judge
from cleaner.mark.title import RULE as TITLE
from cleaner.page import Page
from cleaner.read import read
from cleaner.restoring import NOTHING, Restoration, note, restoration
from cleaner.restoring import RULE as RESTORATION

if TYPE_CHECKING:
    from cleaner.mark.model import LineModel

MAX_RESTORATIONS = 4
"""Bound on reading a page for spun words again; one that needs more is left as it is."""

MAX_ROUNDS = 8
"""Bound on marking a page again; a page that needs more is left as it is."""

STRUCTURED = frozenset(("section", "run"))
"""Kinds whose cuts do not count against `max_cut_share`: several lines vouch for each other."""


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
            restore=restore,
            ranker_model=None if ranker_model is None else str(ranker_model),
        )
        book = rules if isinstance(rules, Rulebook) else Rulebook.load(*rules)
        wanted, unwanted = self.options.rule_names
        none = bool(self.options.select) and not wanted
        book = Rulebook(()) if none else book.chosen(wanted, unwanted)
        self.rulebook = book
        self.model = _model_of(self.options)
        self._held_back = {
            rule.id: reason
            for rule in book.rules
            if (reason := held_back(rule, unsafe=unsafe, preview=preview)) is not None
        }
        self._active = frozenset(
            number for number, rule in enumerate(book.rules) if rule.id not in self._held_back
        )
        self._structured = frozenset(rule.id for rule in book.rules if rule.kind in STRUCTURED)
        self._off: set[str] = set()
        self._described = self.options.as_dict()

    def __reduce__(self) -> tuple[Any, ...]:
        values = {name: getattr(self.options, name) for name in Options.names()}
        values.update(select=(), ignore=())
        return (_restore, (self.rulebook, values, self.options))

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
        page = read(
            source,
            name=name,
            encoding=encoding,
            url=url,
            html=html,
            parser=self.options.parser,
            dates=self.options.dates,
            straight_quotes=self.options.straight_quotes,
            join_wrapped=self.options.unwrap,
        )
        title = title or page.title
        settled = self._settle(page, title, lang or self.options.lang, siblings)
        return Cleaned(
            settled.text,
            account(
                page,
                settled,
                options=self._described,
                rulebook=self.rulebook.hash,
                off=self._off,
            ),
            settled.blocks,
            Draft(settled.text, settled.blocks, settled.copies).nests(page),
        )

    def check(
        self,
        source: str | bytes,
        *,
        name: str = "",
        title: str = "",
        lang: str | None = None,
        encoding: str | None = None,
        url: str | None = None,
        html: bool | None = None,
    ) -> Report:
        """What `clean` would do, as its report."""
        return self.clean(
            source, name=name, title=title, lang=lang, encoding=encoding, url=url, html=html
        ).report

    def _settle(self, page: Page, title: str, lang: str | None, siblings: Sequence[str]) -> Settled:
        options = self.options
        draft = Draft(page.text, page.blocks, (Copy(0, 0, len(page.text)),))
        chosen: list[Located] = []
        spared: list[Located] = []
        if page.markup is not None:
            by_markup = partial(
                mark_elements,
                page,
                self.rulebook.elements,
                reasons=self._held_back,
                off=self._off,
            )
            draft, chosen, spared = draft.article(page, title, options, by_markup)
        plain = draft = draft.laid_out(options)
        done: list[Located] = []
        doubtful: list[Located] = []
        withheld: list[Located] = []
        restored = NOTHING
        for turn in range(MAX_RESTORATIONS):
            reading = self._read_spun(draft.text, siblings)
            if turn and not reading.findings:
                break
            doubtful = [Located(f, draft.to_page(f.span, page), r) for f, r in reading.withheld]
            restored = max(restored, reading, key=lambda r: r.probability)
            if reading.findings:
                draft = draft.carried_out(reading.findings, done, page, options)
            found = self._cut(page, draft, done, title, lang, ask_model=not turn)
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
        return Settled(
            text, blocks, copies, [*chosen, *done], [*spared, *withheld, *doubtful], notes
        )

    def _read_spun(self, text: str, siblings: Sequence[str]) -> Restoration:
        mode = self.options.restoration
        if mode == "never":
            return NOTHING
        return restoration(text, mode, siblings=siblings, ranker_model=self.options.ranker_model)

    def _cut(
        self,
        page: Page,
        draft: Draft,
        done: list[Located],
        title: str,
        lang: str | None,
        *,
        ask_model: bool,
    ) -> _Marked:
        """Carry out what rules and model say of a draft; `done` is what was done to it before."""
        found = self._by_rules(page, _Marked(draft, done, []), len(draft.text), title, lang)
        if found.reason:
            held = [item._replace(reason=found.reason) for item in found.done[len(done) :]]
            return _Marked(draft, done, [*found.withheld, *held])
        if self.model is not None and ask_model:
            return self._by_model(page, draft, found, title, lang)
        return found

    def _by_rules(
        self, page: Page, marked: _Marked, length: int, title: str, lang: str | None
    ) -> _Marked:
        """Carry out what the rules say, until they say nothing more.

        `length` is that of the text they may cut a share of.
        """
        options = self.options
        draft, done, cut = marked.draft, list(marked.done), marked.cut
        withheld: list[Located] = []
        view: View | None = None
        for _ in range(MAX_ROUNDS):
            view = View.of(draft.text, draft.blocks, lang=lang, title=title, before=view)
            findings = list(mark(view, self.rulebook, self._active, self._off))
            if not options.keep_title and (headline := find_title(view)) is not None:
                findings.append(headline)
            judged = judge(findings, self._held_back)
            withheld = [
                Located(finding, draft.to_page(finding.span, page), reason)
                for finding, reason in judged.withheld
            ]
            if not judged.done:
                return _Marked(draft, done, withheld, cut, view=view)
            cut += sum(
                f.span.end - f.span.start for f in judged.done if f.rule not in self._structured
            )
            draft = draft.carried_out(judged.done, done, page, options)
            if cut > options.max_cut_share * length and not options.whole_page:
                reason = TOO_MUCH.format(share=options.max_cut_share)
                return _Marked(draft, done, withheld, cut, reason)
        return _Marked(draft, done, withheld, cut, UNSETTLED.format(rounds=MAX_ROUNDS))

    def _by_model(
        self, page: Page, plain: Draft, rules: _Marked, title: str, lang: str | None
    ) -> _Marked:
        """Carry out what the line model says of a page that the rules are done with.

        It is asked where rules cut a line: that tells a scraped page from a clean text, and
        where they cut is half of what the model knows. A second cleaning has no such hint and
        does not ask it. A page that shows by itself what it is (`LineModel.suspects`) would
        be asked about again without the hint, and so it is, until nothing more is said.
        """
        assert self.model is not None
        now = rules
        if rules.done:
            headline = {item.span.start for item in rules.done if item.finding.rule == TITLE}
            there = [place for place in plain.places() if place not in headline]
            cuts = cuts_before(there, rules.draft.places())
            if any(cuts):
                by = [(item.finding.rule, item.span.start) for item in rules.done]
                now = rules.unless_withheld(self._ask(page, rules, title, lang, cuts=cuts, by=by))
        start = now
        for _ in range(MAX_ROUNDS):
            if now.view is None or not self.model.suspects(now.view):
                return now
            found = self._ask(page, now, title, lang)
            if found is now or found.reason:
                return start.unless_withheld(found)
            now = found
        return start.unless_withheld(now._replace(reason=UNSETTLED.format(rounds=MAX_ROUNDS)))

    def _ask(
        self,
        page: Page,
        marked: _Marked,
        title: str,
        lang: str | None,
        *,
        cuts: Sequence[int] = (),
        by: Sequence[tuple[str, int]] = (),
    ) -> _Marked:
        """What the line model says of a page, and then the rules; the same page if nothing."""
        assert self.model is not None
        draft = marked.draft
        view = marked.view or View.of(draft.text, draft.blocks, lang=lang, title=title)
        places = draft.places()
        findings = self.model.find(view, cuts or (0,) * (len(places) + 1), places, by)
        if not findings:
            return marked
        done = list(marked.done)
        before, draft = draft, draft.carried_out(findings, done, page, self.options)
        found = self._by_rules(page, _Marked(draft, done, []), len(draft.text), title, lang)
        if not self.model.leaves_enough(len(before.text), len(found.draft.text)):
            return found._replace(reason=found.reason or TOO_LITTLE)
        return found


class _Marked(NamedTuple):
    """The page as far as it is marked; a `reason` says why this must not be carried out.

    `view` is the last one that was looked at, on which nothing more was found.
    """

    draft: Draft
    done: list[Located]
    withheld: list[Located]
    cut: int = 0
    reason: str = ""
    view: View | None = None

    def unless_withheld(self, after: _Marked) -> _Marked:
        """The page after a step; if that must not be carried out, the page before it."""
        if not after.reason:
            return after
        held = [item._replace(reason=after.reason) for item in after.done[len(self.done) :]]
        return self._replace(withheld=[*self.withheld, *held])


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
    cleaner.model = _model_of(options)
    cleaner._described = options.as_dict()
    return cleaner
