"""Outputs of extractors as lessons for the line model: lines labelled by the gold text of the page.

    pip install trafilatura readability-lxml resiliparse newspaper4k justext boilerpy3 goose3
    python benchmarks/outputs.py PAGES.jsonl.gz... --beside LABELLED.jsonl.gz -o outputs.jsonl
    cleaner model train LABELLED.jsonl.gz outputs.jsonl=.3 -o mine.npz

A word is of the article where it stands in one of the gold text's sequences of four words. A
line is kept if three quarters of its words are, dropped if no more than 15 % are, and ignored
between the two. Left out are pages in other languages than English, outputs that miss the
article, and those of which LABELLED already has the same page with nearly the same lines.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from extractors import Extract, installed, others
from pages import NEWS, TOKEN, documents

KEEP, DROP = 0.75, 0.15
LEAST = 300
"""Fewest characters of the article that an output must have."""
ALIKE = 0.9
"""The same output, with other versions of the same tools, shares so many of its lines."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--beside", nargs="*", default=[], type=Path, metavar="LABELLED")
    parser.add_argument("-o", "--output", required=True, type=Path)
    given = parser.parse_args()
    known: dict[str, list[set[str]]] = defaultdict(list)
    for document in documents(given.beside):
        known[document["url"]].append({line["text"] for line in document["lines"]})
    tools = {**others(), **more()}
    with given.output.open("w", encoding="utf-8") as out:
        for page in documents(given.pages):
            if page.get("lang", "en") == "en":
                for lesson in lessons(page, tools, known[page["url"]]):
                    print(json.dumps(lesson, ensure_ascii=False), file=out)


def lessons(
    page: dict[str, Any], tools: dict[str, Extract], seen: list[set[str]]
) -> Iterator[dict[str, Any]]:
    """The outputs for one page, labelled; `seen` gathers their lines."""
    for name, extract in tools.items():
        try:
            text = extract(page["html"], page["url"])
        except Exception as error:  # tools fail on odd pages, each in its way
            print(f"{page['id']}: {name}: {type(error).__name__}")
            continue
        lines = labelled(text, page["gold"])
        texts = {line["text"] for line in lines}
        if (
            sum(len(line["text"]) for line in lines if line["label"] == "keep") < LEAST
            or any(len(texts & other) >= ALIKE * max(len(texts), len(other)) for other in seen)
        ):  # fmt: skip
            continue
        seen.append(texts)
        fields = {name: page[name] for name in ("url", "domain", "title", "bench")}
        fields |= {"news_gold": page["bench"] in NEWS, "lang": "en"}
        yield {"id": f"{page['id']}.{name}", **fields, "lines": lines}


def labelled(text: str, gold: str) -> list[dict[str, str]]:
    """The lines of a text, each with its label."""
    lines = [line for raw in text.split("\n") if (line := " ".join(raw.split()))]
    words = [(number, word) for number, line in enumerate(lines) for word in _words(line)]
    told = set(_fours(_words(gold)))
    of_gold = [False] * len(words)
    for at, four in enumerate(_fours(word for _, word in words)):
        if four in told:
            of_gold[at : at + 4] = [True] * 4
    many, shared = [0] * len(lines), [0] * len(lines)
    for (number, _), told_there in zip(words, of_gold, strict=True):
        many[number] += 1
        shared[number] += told_there
    return [
        {"text": line, "label": _label(part / count if count else 0.5)}
        for line, part, count in zip(lines, shared, many, strict=True)
    ]


def _label(share: float) -> str:
    return "keep" if share >= KEEP else "drop" if share <= DROP else "ignore"


def _words(text: str) -> list[str]:
    return TOKEN.findall(text.lower())


def _fours(words: Iterable[str]) -> Iterator[tuple[str, ...]]:
    every = list(words)
    return zip(every, every[1:], every[2:], every[3:], strict=False)


def more() -> dict[str, Extract]:
    """Extractors that leave more in; what is not installed is named and left out."""
    return installed(_MORE)


def _trafilatura() -> Extract:
    from trafilatura import extract

    return lambda html, url: extract(html, url=url, favor_recall=True) or ""


def _resiliparse() -> Extract:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda html, _: extract_plain_text(html, main_content=True, form_fields=True)


def _justext() -> Extract:
    from justext import get_stoplist, justext

    stops = get_stoplist("English")

    def run(html: str, _: str | None) -> str:
        found = justext(html.encode(), stops, encoding="utf-8")
        return "\n".join(one.text for one in found if not one.is_boilerplate)

    return run


def _boilerpy(name: str) -> Callable[[], Extract]:
    def make() -> Extract:
        from boilerpy3 import extractors

        extractor = getattr(extractors, name)(raise_on_failure=False)
        return lambda html, _: str(extractor.get_content(html))

    return make


def _goose() -> Extract:
    from goose3 import Goose

    goose = Goose({"enable_image_fetching": False})
    return lambda html, _: str(goose.extract(raw_html=html).cleaned_text)


_MORE: dict[str, Callable[[], Extract]] = {
    "trafilatura, recall": _trafilatura,
    "resiliparse, forms": _resiliparse,
    "justext": _justext,
    "boilerpy3": _boilerpy("ArticleExtractor"),
    "boilerpy3, all": _boilerpy("DefaultExtractor"),
    "goose3": _goose,
}


if __name__ == "__main__":
    main()
