"""The extractors that are compared: ours by either parser, and whichever others are installed.

pip install 'article-cleaner[fast]' trafilatura readability-lxml resiliparse newspaper4k
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import cleaner

Extract = Callable[[str, str | None], str]

OURS = {"cleaner": "fast", "cleaner, Beautiful Soup": "soup"}
"""Our names, and the parser of each."""


def ours(**options: str) -> dict[str, Extract]:
    """Our extractors with these options; one is left out where its parser is not installed."""
    found: dict[str, Extract] = {}
    for name, parser in OURS.items():
        machine = cleaner.Cleaner(parser=parser, **options)  # type: ignore[arg-type]
        try:
            machine.clean("<p>x</p>", html=True)
        except cleaner.ConfigError as error:
            print(error)
            continue
        found[name] = _extract(machine)
    return found


def _extract(machine: cleaner.Cleaner) -> Extract:
    return lambda html, url: machine.clean(html, url=url, html=True).text


def others() -> dict[str, Extract]:
    """The others; what is not installed is named and left out."""
    return installed(_OTHERS)


def installed(makers: Mapping[str, Callable[[], Extract]]) -> dict[str, Extract]:
    """Tools by their names; one that is not installed is named and left out."""
    found: dict[str, Extract] = {}
    for name, make in makers.items():
        try:
            found[name] = make()
        except ImportError as error:
            print(f"{name} is left out: {error}")
    return found


def _trafilatura(**options: bool) -> Callable[[], Extract]:
    def make() -> Extract:
        from trafilatura import extract

        return lambda html, url: extract(html, url=url, include_comments=False, **options) or ""

    return make


def _readability() -> Extract:
    from lxml.html import fromstring
    from readability import Document

    blocks = "p div li br h1 h2 h3 h4 h5 h6 tr td th blockquote pre figcaption".split()

    def run(html: str, _: str | None) -> str:
        tree = fromstring(Document(html).summary(html_partial=True))
        for block in tree.iter(*blocks):
            block.text, block.tail = f"\n{block.text or ''}", f"\n{block.tail or ''}"
        return str(tree.text_content())

    return run


def _resiliparse() -> Extract:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda html, _: extract_plain_text(
        html, main_content=True, alt_texts=False, links=False, comments=False
    )


def _newspaper() -> Extract:
    from newspaper import Article

    def run(html: str, url: str | None) -> str:
        article = Article(url or "https://page.example/", fetch_images=False)  # no network
        article.download(input_html=html)
        article.parse()
        return str(article.text)

    return run


_OTHERS: dict[str, Callable[[], Extract]] = {
    "trafilatura": _trafilatura(),
    "trafilatura, precision": _trafilatura(favor_precision=True),
    "trafilatura, fast": _trafilatura(fast=True),
    "readability-lxml": _readability,
    "resiliparse": _resiliparse,
    "newspaper4k": _newspaper,
}
