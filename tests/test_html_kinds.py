"""Pages of many kinds: what a reader came for is there, and what stands around it is not."""

from __future__ import annotations

import quopri

import pytest

import cleaner

from .test_html_reading import PARSERS

PROSE = (
    "The harbour council voted on Tuesday to close the old ferry quay for two years, after divers "
    "found that half of its oak piles had been eaten by shipworm.",
    "Engineers had warned of the damage since 2019, but repairs were put off three times because "
    "the town could not agree on who should pay for them.",
    "“We knew it was bad, we did not know it was this bad,” said harbour master Ellen Brandt, who "
    "has worked on the quay for twenty-six years.",
    "Until the work is done, ferries to the islands will leave from the fish market, which means "
    "a longer walk for most of the nine hundred daily passengers.",
)
OTHER = (
    "Bakers across the valley have begun to grow their own rye again, twenty years after the last "
    "mill in the district closed its doors for good.",
    "The grain is ground in a converted cowshed, where a stone from 1887 does the work that three "
    "electric machines did before the fire of last spring.",
)
CHINESE = (
    "港务委员会周二投票决定将旧渡轮码头关闭两年，此前潜水员发现其一半的橡木桩已被船蛆蛀空。",
    "工程师们自2019年以来一直警告损坏情况，但由于镇上无法就谁来承担费用达成一致，维修工作三次被推迟。",
    "在工程完成之前，前往群岛的渡轮将从鱼市场出发，这意味着大多数乘客需要走更远的路。",
)
POEM = (
    "The tide goes out across the bay,", "the ropes go slack against the stone,",
    "a gull looks down and looks away", "and leaves the harbour on its own.",
    "The piles are soft, the worm is fed,", "the ferry lies beside the wall,",
    "and goes from market stalls instead", "for those who need to go at all.",
)  # fmt: skip
TITLE = "Old ferry quay to close for two years"
HEAD = f"<!doctype html><html><head><title>{TITLE} - The Bay Post</title></head><body>"
MENU = "<div class=menu><ul><li><a href=/>Home</a><li><a href=/s>Sport</a></ul></div>"
FOOT = "<div class=foot><p>© 2026 The Bay Post. All rights reserved.</p></div>"
H1 = f"<h1>{TITLE}</h1>"
LD = '<script type="application/ld+json">{"@type": "NewsArticle", "articleBody": "%s"}</script>'


def each(template: str, texts: tuple[str, ...] = PROSE) -> str:
    return "".join(template.format(text, n=n) for n, text in enumerate(texts))


def page(body: str) -> str:
    return f"{HEAD}{MENU}{body}{FOOT}</body></html>"


P = each("<p>{}</p>")
KINDS = {
    "tables for layout": (
        f"<table><tr><td><table><tr><td><b>Sections</b><tr><td><a href=/a>Schools</a></table><td>"
        f"<table><tr><td><font size=5>{TITLE}</font><tr><td>{'<br><br>'.join(PROSE)}</table></table>",
        PROSE, ("Schools",),
    ),
    "an accelerated page": (
        f"<amp-sidebar><ul><li><a href=/>Home</a></ul></amp-sidebar><article class=amp-wp-article>{H1}"
        f"<div class=amp-wp-article-content>{P}<amp-ad><div placeholder>Advertisement</div></amp-ad>"
        f"</div></article><amp-consent><div>We use cookies. Accept</div></amp-consent>",
        PROSE, ("Advertisement", "cookies"),
    ),
    "posts of a live blog, which are numbered": (
        f"<main><article>{H1}<div class=liveblog>" + each(
            "<section class=liveblog-post id=post-{n}><time>1{n}:05</time><h2>Update {n}</h2><p>{}</p>"
            "<div class=share><a href=#>Share</a></div></section>"
        ) + "</div></article></main>",
        PROSE, ("Share",),
    ),
    "pictures with texts": (
        f"<main>{H1}<div class=gallery>" + each("<figure><img src={n}><figcaption>{}</figcaption></figure>")
        + "</div></main>",
        PROSE, ("Sport",),
    ),
    "the next article below": (
        f"<div id=stream><article class=post>{H1}{P}</article><article class=post><h1>Rye is back</h1>"
        f"{each('<p>{}</p>', OTHER)}</article></div>",
        PROSE, ("Rye is back", *OTHER),
    ),
    "the next article below, in elements that are numbered": (
        f"<div class=page-1>{H1}<div class=body>{P}</div></div><div class=page-2><h1>Rye is back</h1>"
        f"<div class=body>{each('<p>{}</p>', OTHER)}</div></div>",
        PROSE, ("Rye is back", *OTHER),
    ),
    "comments that only a heading tells": (
        f"<div><div>{H1}{P}</div><h2>2 responses to “{TITLE}”</h2>" + each("<div><b>Bea</b><p>{}</p></div>", OTHER)
        + "</div>",
        PROSE, OTHER,
    ),
    "a side column that only a heading tells": (
        f"<div class=row><div class=c8>{H1}{P}</div><div class=c4><h3>Recent posts</h3>"
        + each("<h4><a href=/{n}>Rye {n}</a></h4><p>{}</p>", OTHER) + "</div></div>",
        PROSE, ("Recent posts", *OTHER),
    ),
    "stories of the same author": (
        f"<div><section>{H1}{P}</section><div><h2>More from Ann Lee</h2>"
        + each("<div class=q><article><h3>{}</h3></article></div>", OTHER) + "</div></div>",
        PROSE, OTHER,
    ),
    "side columns of a table": (
        f"<table><tr><td><b>Menu</b><p>{OTHER[0]}<td><h2>{TITLE}</h2>{P}<td><b>In brief</b><p>{OTHER[1]}</table>",
        PROSE, OTHER,
    ),
    "a show of slides between the paragraphs": (
        f"<article>{H1}<div class=text>{P}<div class=gallery-in><b>The valley in pictures</b><ul>"
        + each("<li><h4>{n}/5 The valley</h4><p>{}</p></li>", ("", *OTHER * 2)[:5]) + f"</ul></div>{P}</div></article>",
        PROSE, OTHER,
    ),
    "an interview with questions as terms": (
        f"<article>{H1}<dl>" + each("<dt>And then, {n}?</dt><dd>{}</dd>") + "</dl></article>",
        ("And then, 2?", *PROSE), ("Sport",),
    ),
    "a paper with a discussion": (
        f"<article><h1>Shipworm</h1><section><h2>Results</h2>{P}</section><section><h2>Discussion</h2>"
        f"{each('<p>{}</p>', OTHER)}</section></article>",
        (*PROSE, *OTHER), (),
    ),
    "two notes": (
        f"<article>{H1}{P}{P}<section role=doc-endnotes><ol><li>Harbour board, report of 2019, p. 14. ↩<li>"
        "Letter of the town, unpublished. ↩</ol></section></article>",
        ("Harbour board, report of 2019", "Letter of the town"), (),
    ),
    "only a template": (f"<div id=root></div><template><article>{H1}{P}</article></template>", PROSE, ()),
    "only for readers without scripts": (
        f"<div id=app>Loading…</div><noscript><article>{H1}{P}</article></noscript>", PROSE, ("Loading",),
    ),
    "only JSON-LD": (
        LD % "\\n\\n".join(PROSE) + "<p>You need to enable JavaScript to run this app.</p>",
        PROSE, ("JavaScript",),
    ),
    "only JSON-LD with tags in it": (LD % each("<p>{}<\\/p>") + "<div id=root></div>", PROSE, ("<p>",)),
    "pictures for readers without scripts": (
        f"<article>{H1}" + each("<img data-src={n}><noscript><img src={n}></noscript><p>{}</p>")
        + "<noscript>Please enable JavaScript to view the comments.</noscript></article>",
        PROSE, ("JavaScript",),
    ),
    "breaks in place of paragraphs": (
        f"{H1}<font face=Arial>{'<br />&nbsp;<br />'.join(PROSE)}</font>", PROSE, ("Sport",),
    ),
    "an archive's banner": (
        f"<div id=wm-ipp-base><table><tr><td>Jan<td>FEB</table><a>14 captures</a><p>The goal is to preserve"
        f" the public web for later years.</p></div><article>{H1}{P}</article>",
        PROSE, ("captures", "public web"),
    ),
    "a thread of a forum": (
        "<div class=thread><h1>Why is the quay closed?</h1>" + each(
            "<div class=post id=p{n}><div class=author><a href=/u>anna</a> Joined: May 2019</div><div "
            "class=postbody><p>{}</p></div><div class=actions><a href=#>Quote</a></div></div>"
        ) + "</div>",
        PROSE, ("Joined", "Quote"),
    ),
    "a list alone": (f"<article>{H1}<ul>{each('<li>{}</li>')}</ul></article>", PROSE, ("Home",)),
    "Chinese": (
        f"<div class=main><h1>旧渡轮码头将关闭两年</h1>{each('<p>　　{}</p>', CHINESE)}</div><div class=rec>"
        "<h3>相关新闻</h3><ul><li><a href=/1>山谷里的黑麦回来了</a></ul></div>",
        CHINESE, ("相关新闻", "黑麦"),
    ),
    "a poem": (f"<article><h1>The quay</h1><div>{'<br>'.join(POEM)}</div></article>", POEM, ("Sport",)),
    "a home page": (
        "<main>" + each("<div class=teaser><h2><a href=/{n}>More about it {n}</a></h2><p>{}</p></div>")
        + "</main>",
        PROSE, ("Sport",),
    ),
    "a wiki": (
        f"<div class=mw-parser-output><p>{PROSE[0]}</p><h2>History<span class='mw-editsection x'>[<a "
        f"href=/e>edit</a>]</span></h2>{P[len(PROSE[0]) + 7:]}<table class=wikitable><tr><th>Year<th>Event"
        + "".join(f"<tr><td>18{n}0<td>A crane was added to the side." for n in range(5)) + "</table></div>",
        (*PROSE, "1830\tA crane was added"), ("edit",),
    ),
    "a menu whose last link never ends": (
        f"<div class=menu><a href=/n>News <a href=/s>Schools</div>{H1}{P}", PROSE, ("Schools",),
    ),
    "an anchor that never ends": (f"<article>{H1}<a name=top>{P}</article>", PROSE, ("Sport",)),
    "teasers that are links as a whole": (
        f"<article>{H1}{P}</article><div class=more>"
        + each("<a href=/{n}><div><h4>More {n}</h4><p>{}</p></div></a>", OTHER) + "</div>",
        PROSE, OTHER,
    ),
    "other stories above the title": (
        f"<div class=main><div class=breaking><ul>{each('<li><a href=/{n}>More {n}</a> {}</li>', OTHER * 2)}"
        f"</ul></div><div class=body>{H1}{P}</div></div>",
        PROSE, OTHER,
    ),
    "teasers above the title, in an element like the article's": (
        f"<div class=strip>{each('<div><h4><a href=/{n}>More {n}</a></h4><p>{}</p></div>', OTHER)}</div>"
        f"<div class=content>{H1}{P}</div>",
        PROSE, OTHER,
    ),
    "a shadow tree in the source": (
        f"<div class=promo>{each('<p>{}</p>', OTHER)}</div><news-story><template shadowrootmode=open>"
        f"<article>{H1}{P}<template><p>never shown</p></template></article></template></news-story>",
        PROSE, ("never shown",),
    ),
    "a recipe below its votes": (
        f"<article><h1>Rye bread</h1><div class=entry-content>{each('<p>{}</p>', OTHER)}<div class=recipe-card>"
        "<h2>Rye bread</h2><div>4.8 from 31 votes</div><ul><li>500 g rye flour</li><li>400 ml water</li><li>10 g "
        "salt</li></ul><ol><li>Mix the flour and the water, and let them stand overnight under a cloth.</li><li>Add "
        "the salt, and bake for an hour at 220 degrees.</li></ol></div></div></article>",
        (*OTHER, "500 g rye flour", "10 g salt", "Add the salt"), ("votes",),
    ),
    "elements of the site's own making": (
        f"<news-article><article-body>{each('<news-para>{}</news-para>')}</article-body></news-article>",
        PROSE, ("Sport",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("kind", KINDS)
def test_what_a_reader_wants_is_there_and_nothing_else(kind: str, parser: str) -> None:
    body, wanted, unwanted = KINDS[kind]
    text = cleaner.clean(page(body), parser=parser).text
    missing = [part for part in wanted if part not in text]
    assert not missing
    assert [part for part in unwanted if part in text] == []


def test_a_page_that_shows_nothing_says_what_its_text_is() -> None:
    report = cleaner.check(page(LD % "\\n\\n".join(PROSE)))
    (note,) = report.notes
    assert "JSON-LD" in note
    assert report.output == "\n\n".join(PROSE) + "\n"


WHOLE = {
    "hidden until a script has run": f"<html><body style='visibility:hidden'>{MENU}{H1}{P}{FOOT}</body></html>",
    "one of frames": f"<html><frameset><frame src=a><noframes><body>{H1}{P}</body></noframes></frameset></html>",
}


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("kind", WHOLE)
def test_pages_that_seem_to_show_nothing(kind: str, parser: str) -> None:
    text = cleaner.clean(WHOLE[kind], parser=parser).text
    assert [part for part in PROSE if part not in text] == []
    assert "Sport" not in text


def test_posts_of_a_blog_are_no_other_articles() -> None:
    posts = each("<article class=post><h2>Post number {n}</h2><p>{}</p></article>")
    text = cleaner.clean(page(f"<main><h1>Notes from the bay</h1>{posts}</main>")).text
    assert all(part in text for part in PROSE)


def test_a_page_saved_with_its_parts() -> None:
    inside = quopri.encodestring(page(f"<article>{H1}{P}</article>").encode()).decode()
    text = cleaner.clean(
        "Snapshot-Content-Location: https://post.example/quay\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\n\n--b\n'
        f"Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n{inside}\n--b--\n"
    ).text
    assert text == "\n\n".join((TITLE, *PROSE)) + "\n"
