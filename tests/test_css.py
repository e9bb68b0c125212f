"""Rules by selector: what a selector means, what a rule may take, how it is proved and told."""

from __future__ import annotations

from dataclasses import replace

import pytest

import cleaner
from cleaner.errors import RuleError
from cleaner.mark import Boxes, Rulebook
from cleaner.mark.rule import Rule
from cleaner.mark.rulefile import parse_rule
from cleaner.mark.selectors import Index, parse_selector, wider
from cleaner.proof import prove_rule
from cleaner.read import read

from .test_html_cleaning import ARTICLE, PAGE, PROSE
from .test_html_reading import PARSERS

RULES = [rule for rule in cleaner.Rulebook.load() if rule.kind == "css"]
FRAME = """
summary = "boxes"
[match]
kind = "css"
any = [{any}]
{more}
"""


def rule_of(*selectors: str, more: str = "") -> Rule:
    quoted = ", ".join(f"'{selector}'" for selector in selectors)
    return parse_rule(FRAME.format(any=quoted, more=more), "demo/box")


def taken(rule: Rule, html: str, parser: str = "soup") -> list[str]:
    page = read(html, html=True, parser=parser)
    everything = set(range(len(page.blocks)))
    book = Rulebook([rule])
    done = Boxes(page, book.elements, reasons={}, off=set()).judged(everything).done
    return [page.text[finding.span.start : finding.span.end] for finding in done]


HTML = f"""<html><body class="box page"><div id=Top class="Box wide"><p>one</p></div>
<section class=story><p class=lead>two</p><div class="box-2"><p>three</p><ul class=list><li>four</ul></div>
<p>{PROSE[0]}</p><p>{PROSE[1]}</p></section><table><tr><td class=cell>five</td></tr></table></body></html>"""


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize(
    ("selector", "wanted"),
    [
        (".box", ["one"]),
        ("#top", ["one"]),
        (".top", ["one"]),
        (".box.wide", ["one"]),
        (".box.narrow", []),
        ("div.box", ["one"]),
        ("section.box", []),
        (".box-2", ["three\n\n- four"]),
        (".box-*", ["three\n\n- four"]),
        (".story .list", ["- four"]),
        ("section .list", ["- four"]),
        ("body.page section.story div ul.list", ["- four"]),
        (".list .story", []),
        (".wide .list", []),
        ("ol .list", []),
        ("tr .cell", ["five"]),
    ],
)
def test_selectors(selector: str, wanted: list[str], parser: str) -> None:
    assert taken(rule_of(selector), HTML, parser) == wanted


@pytest.mark.parametrize(
    ("selector", "message"),
    [
        ("div", "the last step needs a name"),
        (".a > .b", "expected a tag"),
        ("[class=x]", "expected a tag"),
        (".a:first-child", "expected a tag"),
        ("a.more", "elements inside a line"),
        (".ab*", "needs 4 letters"),
        ("", "expected a list of names"),
        (" ", "an empty selector"),
    ],
)
def test_a_selector_that_is_none_is_told(selector: str, message: str) -> None:
    with pytest.raises(RuleError, match=message):
        _ = Rulebook([rule_of(selector)]).elements


def test_a_css_rule_has_no_anchors() -> None:
    with pytest.raises(RuleError, match="has no anchors"):
        _ = Rulebook([replace(rule_of(".box"), anchors=("box",))]).elements


def test_wider_selectors_lack_one_part_each() -> None:
    assert wider("div.a.b .c") == [".c", ".a.b .c", "div.b .c", "div.a .c"]
    assert wider(".c") == []


def test_names_are_looked_for_whole() -> None:
    index = Index([parse_selector(".pager"), parse_selector(".page-link*")])
    markup = read("<div class='pagers page-lin'>a</div><p class='x page-links'>b", html=True).markup
    assert markup is not None
    first, again = index.find(markup), index.find(markup)
    assert [number for _, number in first] == [1]
    assert again == first


def test_an_element_with_much_of_the_article_stays() -> None:
    much = f"<div class=box><p>{PROSE[0]}</p></div><p>{PROSE[1]}</p>"
    assert taken(rule_of(".box"), much) == []
    assert taken(rule_of(".box", more="max-share = 60"), much) == [PROSE[0]]


def test_names_of_the_whole_page_are_not_meant() -> None:
    page = f"<html class=box><body class=box><main class=box><p>{PROSE[0]}</p></main></body></html>"
    assert taken(rule_of(".box", more="max-share = 100"), page) == []


def test_unless_spares_the_element_and_what_is_inside_of_one() -> None:
    page = "<div class=box>a</div><div class='box kept'>b</div><div class=kept><p class=box>c</div>"
    assert taken(rule_of(".box", more="max-share = 100\nunless = ['.kept']"), page) == ["a"]


def test_text_bounds_and_moves_into_the_metadata() -> None:
    rule = rule_of(".from", more="text = ['''by (?P<byline>[a-z ]+)''']\nmax-chars = 30")
    page = PAGE.replace("<h2>", "<p class=from>By Cy Dunn</p><p class=from>From here</p><h2>")
    cleaned = cleaner.Cleaner(rules=Rulebook([rule])).clean(page)
    assert cleaned.report.metadata["byline"][-1] == "Cy Dunn"
    assert "From here" in cleaned.text
    assert "Cy Dunn" not in cleaned.text


@pytest.mark.parametrize("parser", PARSERS)
def test_findings_have_span_path_and_evidence(parser: str) -> None:
    cleaned = cleaner.clean(PAGE, parser=parser)
    assert cleaned.text == ARTICLE + "\n"
    (edit,) = (e for e in cleaned.report.edits if e.rule == "promo/newsletter-boxes")
    assert edit.before == "Sign up for our newsletter"
    assert edit.before == cleaned.report.page_text[slice(*edit.span)]
    assert edit.path.endswith("div.newsletter-box/p")
    assert edit.evidence == "the element is .newsletter-box*"


def test_rules_are_chosen_by_name() -> None:
    def used(**options: object) -> set[str]:
        return {edit.rule for edit in cleaner.check(PAGE, **options).edits}

    assert "promo/newsletter-boxes" in used(select=["promo"])
    assert "promo/newsletter-boxes" not in used(ignore=["promo"])
    assert used(select=["donation"]) == {"content/outside"}


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (rule_of(".story"), "the title stands in the element"),
        (rule_of(".story-body"), "95% of the article stands in the element"),
        (replace(rule_of(".newsletter-box"), safety="report"), "the rule only reports"),
    ],
)
def test_what_is_held_back_says_why(rule: Rule, reason: str) -> None:
    report = cleaner.Cleaner(rules=Rulebook([rule])).check(PAGE)
    assert [item.reason for item in report.withheld if item.rule == "demo/box"] == [reason]
    assert report.output == ARTICLE + "\n"


def test_plain_text_is_none_of_their_business() -> None:
    text = f"{PROSE[0]}\n\n.newsletter-box\n"
    assert (
        cleaner.Cleaner(select=["promo/newsletter-boxes"], restore="never").clean(text).text == text
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
@pytest.mark.parametrize("parser", PARSERS)
def test_both_parsers_prove_the_examples(rule: Rule, parser: str) -> None:
    for example in rule.examples:
        stays = "\n".join(line.text for line in example.lines if line.mark == "=")
        gone = taken(rule, f"<body>{example.before}", parser)
        assert sum(line.mark == "-" for line in example.lines) == len(gone)
        assert not any(text in stays for text in gone)


PROVED = """
[[example]]
name = "goes"
text = '''
= <p>one, and it is long enough to be most of the page that is shown here</p>
- <div class="box wide"><p>two</p></div>
'''
[[example]]
name = "stays"
text = '''
= <div class="case"><p>three</p></div>
'''
"""


def test_the_lint_asks_for_an_example_of_each_part() -> None:
    rule = parse_rule(FRAME.format(any="'div.box.wide', '.other'", more="") + PROVED, "demo/box")
    assert [str(complaint).partition(": ")[2] for complaint in prove_rule(rule)] == [
        "example 'stays': has no word of the names that selectors end in, so it proves nothing",
        "no example needs: any '.other'",
        "no example needs: any 'div.box.wide' (and not '.box.wide')",
        "no example needs: any 'div.box.wide' (and not 'div.wide')",
        "no example needs: any 'div.box.wide' (and not 'div.box')",
    ]


def test_only_what_stands_near_the_article_tells_of_it() -> None:
    cards = "".join(
        f"<div><a href=/{n}>Another story</a><p class=photo-credit>Name {n}</p></div>"
        for n in range(9)
    )
    page = PAGE.replace("<h2>", "<p class=photo-credit>Photo: Ann Lee</p><h2>").replace(
        "</aside>", f"{cards}</aside>"
    )
    report = cleaner.check(page)
    assert report.metadata["credit"] == ("Ann Lee",)
    assert report.output == ARTICLE + "\n"


def test_a_box_below_prose_is_set_apart_before_the_article_is_looked_for() -> None:
    box = f"<p>{PROSE[0]} Who will pay for it, I ask?</p>" * 9

    def apart(above: str, inside: str) -> set[int]:
        html = f"<main>{above}</main><div id=comments>{inside}</div>"
        page = read(f"<html><body>{html}</body></html>", html=True)
        book = Rulebook([rule_of("#comments")])
        return Boxes(page, book.elements, reasons={}, off=set()).apart()

    article = f"<p>{PROSE[1]}</p>" * 5
    assert apart(article, box) == set(range(5, 14))
    # What has no prose above it, a title in it, or nearly all of the page may be the article,
    # and so may a small box among menus that has all of the prose, or one below a new title.
    assert not apart("<p>Home</p>", box)
    assert not apart(article, f"<h1>The ferry is back</h1>{box}")
    assert not apart(article, box * 3)
    menu = "<p>Tides, ferries and harbours</p>" * 30
    assert not apart(menu, f"<p>{PROSE[0]}</p>")
    assert apart(menu + article, f"<p>{PROSE[0]}</p>") == {35}
    assert not apart(f"{article}<h1>The ferry is back</h1>", box)
