"""The story: read the page, mark it, write what stays, until nothing more is to be said.

Marking and judging repeat on the page as it would be written, because a cut makes new
neighbours, a new head and a new tail. A page where nothing fires pays for one round.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.config import DEFAULT_MAX_CUT_SHARE, Options
from cleaner.delta import Copy, Replacement, Trace, chain, to_old, trace
from cleaner.errors import ConfigError
from cleaner.finding import Cleaned, Edit, Finding, Report, Withheld
from cleaner.mark import Rulebook, View, find_title, mark
from cleaner.mark.judge import COVERED, TOO_MUCH, UNSETTLED, held_back, judge
from cleaner.page import Blocks, Claims, Page, Span
from cleaner.read import read
from cleaner.read.plain import CONTEXTUAL, blocks_of
from cleaner.read.repair import repair
from cleaner.version import __version__
from cleaner.write import Change, write

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
    ) -> None:
        self.options = Options(
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
        )
        book = rules if isinstance(rules, Rulebook) else Rulebook.load(*rules)
        book = book.chosen(self.options.select, self.options.ignore)
        self.rulebook = book
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
    ) -> Cleaned:
        """Clean one document.

        `name` is only for messages, `title` the article's title where it is known, `lang`
        its language (an ISO 639-1 code), `encoding` what was declared of the bytes.
        Raises `InputError` where the source is no text.
        """
        page = read(
            source,
            name=name,
            encoding=encoding,
            straight_quotes=self.options.straight_quotes,
            join_wrapped=self.options.unwrap,
        )
        settled = self._settle(page, title, lang or self.options.lang)
        return Cleaned(settled.text, self._report(page, settled), settled.blocks)

    def check(
        self,
        source: str | bytes,
        *,
        name: str = "",
        title: str = "",
        lang: str | None = None,
        encoding: str | None = None,
    ) -> Report:
        """What `clean` would do, as its report."""
        return self.clean(source, name=name, title=title, lang=lang, encoding=encoding).report

    def _settle(self, page: Page, title: str, lang: str | None) -> _Settled:
        options = self.options
        draft = _Draft(page.text, page.blocks, (Copy(0, 0, len(page.text)),)).laid_out(options)
        plain = draft
        done: list[_Located] = []
        cut = 0
        for _ in range(MAX_ROUNDS):
            view = View.of(draft.text, draft.blocks, lang=lang, title=title)
            findings = list(mark(view, self.rulebook, self._active, self._off))
            if not options.keep_title and (headline := find_title(view)) is not None:
                findings.append(headline)
            judged = judge(findings, self._held_back)
            withheld = [
                _Located(finding, draft.to_page(finding.span, page), reason)
                for finding, reason in judged.withheld
            ]
            if not judged.done:
                return _Settled(draft.text, draft.blocks, draft.copies, done, withheld)
            done += [_Located(f, draft.to_page(f.span, page)) for f in judged.done]
            cut += sum(
                f.span.end - f.span.start for f in judged.done if f.rule not in self._structured
            )
            if cut > options.max_cut_share * len(plain.text):
                reason = TOO_MUCH.format(share=options.max_cut_share)
                break
            draft = draft.changed(judged.done, options)
            mended = draft.mended(options)
            done += [_Located(f, draft.to_page(f.span, page)) for f in mended[1]]
            draft = mended[0]
        else:
            reason = UNSETTLED.format(rounds=MAX_ROUNDS)
        withheld += [_Located(item.finding, item.span, reason) for item in done]
        return _Settled(plain.text, plain.blocks, plain.copies, [], withheld)

    def _report(self, page: Page, settled: _Settled) -> Report:
        lines = _Lines(page.decoded)
        edits: list[Edit] = []
        withheld: list[Withheld] = []
        captures: dict[str, list[str]] = {}
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
                    f.confidence, f.evidence,
                )
            )  # fmt: skip
        for item in sorted(settled.withheld, key=lambda i: (i.span, i.finding.rule)):
            f, (source, exact) = item.finding, page.source(item.span)
            before = page.text[item.span.start : item.span.end]
            withheld.append(
                Withheld(
                    f.rule, item.span, source, exact, lines.of(source.start), before, f.instead,
                    item.reason, f.confidence, f.evidence,
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
            notes=tuple(
                f"{rule} ran out of time and was switched off" for rule in sorted(self._off)
            ),
            page_text=page.text,
            output=settled.text,
            copies=settled.copies,
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

    def to_page(self, span: Span, page: Page) -> Span:
        """Where a span of this draft stands in the page's text."""
        return to_old(self.copies, span, len(page.text))


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
    cleaner._described = options.as_dict()
    return cleaner
