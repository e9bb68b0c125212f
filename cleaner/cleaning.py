"""The story: read the page, mark it, write what stays, until nothing more is to be said.

Marking and judging repeat on the page as it would be written, because a cut makes new
neighbours, a new head and a new tail. A page where nothing fires pays for one round.
"""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.config import DEFAULT_LEVEL, DEFAULT_MAX_CUT_SHARE, Options
from cleaner.delta import Copy, Replacement, Trace, chain, to_old, trace
from cleaner.errors import ConfigError
from cleaner.finding import Cleaned, Edit, Finding, Report, Withheld
from cleaner.mark import Rulebook, View, find_title, mark
from cleaner.mark.content import find_article, left_out
from cleaner.mark.judge import COVERED, TOO_LITTLE, TOO_MUCH, UNSETTLED, held_back, judge
from cleaner.mark.title import RULE as TITLE
from cleaner.page import Blocks, Claims, Page, Span
from cleaner.read import read, read_plain
from cleaner.read.plain import CONTEXTUAL, blocks_of
from cleaner.read.repair import repair
from cleaner.restoring import NOTHING, Restoration, note, restoration
from cleaner.restoring import RULE as RESTORATION
from cleaner.version import __version__
from cleaner.write import Change, write

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
            straight_quotes=self.options.straight_quotes,
            join_wrapped=self.options.unwrap,
        )
        title = title or page.title
        settled = self._settle(page, title, lang or self.options.lang, siblings)
        return Cleaned(settled.text, self._report(page, settled), settled.blocks)

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

    def _settle(
        self, page: Page, title: str, lang: str | None, siblings: Sequence[str]
    ) -> _Settled:
        options = self.options
        draft = _Draft(page.text, page.blocks, (Copy(0, 0, len(page.text)),))
        chosen: list[_Located] = []
        if page.markup is not None:
            draft, chosen = draft.article(page, title, options)
        plain = draft = draft.laid_out(options)
        done: list[_Located] = []
        doubtful: list[_Located] = []
        withheld: list[_Located] = []
        probability = 0.0
        for turn in range(MAX_RESTORATIONS):
            reading = self._read_spun(draft.text, siblings)
            if turn and not reading.findings:
                break
            doubtful = [_Located(f, draft.to_page(f.span, page), r) for f, r in reading.withheld]
            probability = max(probability, reading.probability)
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
        notes = (note(probability, dialects, len(swaps)),) if swaps else ()
        return _Settled(text, blocks, copies, [*chosen, *done], [*withheld, *doubtful], notes)

    def _read_spun(self, text: str, siblings: Sequence[str]) -> Restoration:
        mode = self.options.restoration
        if mode == "never":
            return NOTHING
        return restoration(text, mode, siblings=siblings, ranker_model=self.options.ranker_model)

    def _cut(
        self,
        page: Page,
        draft: _Draft,
        done: list[_Located],
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
        withheld: list[_Located] = []
        view: View | None = None
        for _ in range(MAX_ROUNDS):
            view = View.of(draft.text, draft.blocks, lang=lang, title=title, before=view)
            findings = list(mark(view, self.rulebook, self._active, self._off))
            if not options.keep_title and (headline := find_title(view)) is not None:
                findings.append(headline)
            judged = judge(findings, self._held_back)
            withheld = [
                _Located(finding, draft.to_page(finding.span, page), reason)
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
        self, page: Page, plain: _Draft, rules: _Marked, title: str, lang: str | None
    ) -> _Marked:
        """Carry out what the line model says of a page that the rules are done with.

        It is asked only where rules cut a line: that tells a scraped page from a clean
        text, and where they cut is half of what the model knows. A second cleaning has no
        such hint and does not ask it, so one answer is all there is, and the page is stable.
        """
        assert self.model is not None
        if not rules.done:
            return rules
        headline = {item.span.start for item in rules.done if item.finding.rule == TITLE}
        there = [place for place in plain.places() if place not in headline]
        cuts = cuts_before(there, rules.draft.places())
        if not any(cuts):
            return rules
        draft = rules.draft
        view = rules.view or View.of(draft.text, draft.blocks, lang=lang, title=title)
        findings = self.model.find(view, cuts)
        if not findings:
            return rules
        done = list(rules.done)
        draft = draft.carried_out(findings, done, page, self.options)
        found = self._by_rules(page, _Marked(draft, done, []), len(draft.text), title, lang)
        reason = found.reason
        if not self.model.leaves_enough(len(rules.draft.text), len(found.draft.text)):
            reason = reason or TOO_LITTLE
        if not reason:
            return found
        held = [item._replace(reason=reason) for item in found.done[len(rules.done) :]]
        return rules._replace(withheld=[*rules.withheld, *held])

    def _report(self, page: Page, settled: _Settled) -> Report:
        lines = _Lines(page.decoded)
        edits: list[Edit] = []
        withheld: list[Withheld] = []
        captures: dict[str, list[str]] = {}
        for field, value in page.metadata:
            captures.setdefault(field, []).append(value)
        # What was done in a later round may hold what was done in an earlier one.
        outer: list[_Located] = []
        claims = Claims()
        for item in sorted(settled.done, key=lambda i: i.span.start - i.span.end):
            for field, value in item.finding.captures:
                if value not in captures.setdefault(field, []):
                    captures[field].append(value)
            winner = claims.claim(item.span, item.finding.rule)
            if winner is None:
                outer.append(item)
            else:
                reason = COVERED.format(rule=winner)
                settled.withheld.append(_Located(item.finding, item.span, reason))
        for item in sorted(outer, key=lambda i: i.span):
            f, (source, exact) = item.finding, page.source(item.span)
            before = page.text[item.span.start : item.span.end]
            edits.append(
                Edit(
                    f.rule, item.span, source, exact, lines.of(source.start), before, f.instead,
                    f.confidence, f.evidence, page.path(item.span),
                )
            )  # fmt: skip
        for item in sorted(settled.withheld, key=lambda i: (i.span, i.finding.rule)):
            f, (source, exact) = item.finding, page.source(item.span)
            before = page.text[item.span.start : item.span.end]
            withheld.append(
                Withheld(
                    f.rule, item.span, source, exact, lines.of(source.start), before, f.instead,
                    item.reason, f.confidence, f.evidence, page.path(item.span),
                )
            )  # fmt: skip
        return Report(
            name=page.name,
            repairs=page.repairs,
            edits=tuple(edits),
            withheld=tuple(withheld),
            metadata={field: tuple(values) for field, values in captures.items()},
            encoding=page.encoding,
            newline=page.newline,
            bom=page.bom,
            options=self._described,
            rulebook=self.rulebook.hash,
            version=__version__,
            notes=(
                *page.notes,
                *settled.notes,
                *(f"{rule} ran out of time and was switched off" for rule in sorted(self._off)),
            ),
            page_text=page.text,
            output=settled.text,
            copies=settled.copies,
            html=page.markup is not None,
        )


class _Located(NamedTuple):
    """A finding, its place in the page's text, and the reason if it is withheld."""

    finding: Finding
    span: Span
    reason: str = ""


class _Settled(NamedTuple):
    text: str
    blocks: Blocks
    copies: Trace
    done: list[_Located]
    withheld: list[_Located]
    notes: tuple[str, ...]


class _Marked(NamedTuple):
    """The page as far as it is marked; a `reason` says why this must not be carried out.

    `view` is the last one that was looked at, on which nothing more was found.
    """

    draft: _Draft
    done: list[_Located]
    withheld: list[_Located]
    cut: int = 0
    reason: str = ""
    view: View | None = None


class _Draft(NamedTuple):
    """The page as it would be written now; `copies` lead back to the page's text."""

    text: str
    blocks: Blocks
    copies: Trace

    def laid_out(self, options: Options) -> _Draft:
        """In canonical layout.

        Where a role depends on neighbours, what was written is read again, until that
        changes nothing.
        """
        draft = self
        for _ in range(MAX_ROUNDS):
            written = write(draft.text, draft.blocks, paragraphs=options.paragraphs)
            if written.text == draft.text:
                break
            roles = draft.blocks.roles
            certain = roles is None or CONTEXTUAL.isdisjoint(roles)
            draft = _Draft(
                written.text,
                written.blocks if certain else blocks_of(written.text),
                chain(draft.copies, written.copies),
            )
            if certain:
                break
        return draft

    def article(self, page: Page, title: str, options: Options) -> tuple[_Draft, list[_Located]]:
        """Of a web page the article alone, read again as the plain text it is now.

        So cleaning goes on exactly as it would go on with that text in another run.
        """
        assert page.markup is not None
        found = find_article(page.blocks, page.markup, title)
        chosen = set(found.blocks)
        if found.title is not None:
            (chosen.add if options.keep_title else chosen.discard)(found.title)
        done = [_Located(f, f.span) for f in left_out(page.blocks, chosen)]
        blocks = page.blocks.only(sorted(chosen))
        written = write(self.text, blocks, paragraphs=options.paragraphs)
        plain = read_plain(
            written.text,
            straight_quotes=options.straight_quotes,
            join_wrapped=options.unwrap,
        )
        steps = tuple(Replacement(r.source, r.before, r.after) for r in plain.repairs)
        again = trace(steps, len(written.text))
        copies = chain(chain(self.copies, written.copies), again)
        for r in plain.repairs:
            finding = Finding(f"repair/{r.kind}", r.source, r.after)
            done.append(_Located(finding, to_old(written.copies, r.source, len(self.text))))
        return _Draft(plain.text, plain.blocks, copies), done

    def carried_out(
        self, findings: Sequence[Finding], done: list[_Located], page: Page, options: Options
    ) -> _Draft:
        """With findings and the repairs that they make possible; all are added to `done`."""
        done += [_Located(f, self.to_page(f.span, page)) for f in findings]
        fewer = self.without(findings, options)
        if fewer is not None:
            return fewer
        draft = self.changed(findings, options)
        mended, repairs = draft.mended(options)
        done += [_Located(f, draft.to_page(f.span, page)) for f in repairs]
        return mended

    def without(self, findings: Sequence[Finding], options: Options) -> _Draft | None:
        """Without some whole blocks, if that is all that is asked and all that comes of it.

        It is where every block is plain text by its own form, and so stays what it is, and
        where repair, which goes line by line, has nothing left: a `<` that went might have
        kept an entity of a later line from being unescaped.
        """
        blocks = self.blocks
        if blocks.roles is not None or ("<" in self.text and "&" in self.text):
            return None
        gone = set()
        for finding in findings:
            index = blocks.at(finding.span.start)
            whole = index < len(blocks) and finding.span == blocks.span(index)
            if not whole or finding.instead is not None:
                return None
            gone.add(index)
        stays = blocks.only([i for i in range(len(blocks)) if i not in gone])
        written = write(self.text, stays, paragraphs=options.paragraphs)
        return _Draft(written.text, written.blocks, chain(self.copies, written.copies))

    def changed(self, findings: Sequence[Finding], options: Options) -> _Draft:
        """With findings carried out."""
        changes = [Change(f.span, f.instead) for f in findings]
        written = write(self.text, self.blocks, changes, paragraphs=options.paragraphs)
        copies = chain(self.copies, written.copies)
        return _Draft(written.text, blocks_of(written.text), copies).laid_out(options)

    def mended(self, options: Options) -> tuple[_Draft, list[Finding]]:
        """With repairs that became possible because something between was cut."""
        text, repairs = repair(self.text, quotes=options.straight_quotes)
        if not repairs:
            return self, []
        steps = tuple(Replacement(r.source, r.before, r.after) for r in repairs)
        copies = chain(self.copies, trace(steps, len(self.text)))
        findings = [Finding(f"repair/{r.kind}", r.source, r.after) for r in repairs]
        return _Draft(text, blocks_of(text), copies).laid_out(options), findings

    def places(self) -> list[int]:
        """Where in the page's text each block starts."""
        places: list[int] = []
        copies = iter(self.copies)
        copy = next(copies, Copy(0, 0, 0))
        for start in self.blocks.starts:
            while copy.new + copy.length <= start and (following := next(copies, None)):
                copy = following
            places.append(copy.old + max(start - copy.new, 0))
        return places

    def to_page(self, span: Span, page: Page) -> Span:
        """Where a span of this draft stands in the page's text."""
        return to_old(self.copies, span, len(page.text))


def cuts_before(there: Sequence[int], here: Sequence[int]) -> tuple[int, ...]:
    """How many lines are gone before each line that stays, and after the last one.

    `there` are the places where the lines of a page started, `here` those of what stays.
    """
    if len(here) == len(there):
        return (0,) * (len(here) + 1)
    return tuple(
        max(bisect_left(there, after) - bisect_right(there, before), 0)
        for before, after in zip([-1, *here], [*here, sys.maxsize], strict=True)
    )


def _model_of(options: Options) -> LineModel | None:
    if not options.asks_model:
        return None
    # Without the model there is no need of NumPy.
    from cleaner.mark.model import WHOLE_PAGE, open_model  # noqa: PLC0415

    use = WHOLE_PAGE if options.whole_page else options.level
    return open_model(use, None if options.model is None else Path(options.model))


class _Lines:
    """Line numbers, from 1, of rising offsets."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1

    def of(self, offset: int) -> int:
        """The line that an offset stands in."""
        if offset < self.at:
            self.at, self.line = 0, 1
        self.line += self.text.count("\n", self.at, offset)
        self.at = offset
        return self.line


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
