"""The linearised text of a page: lines, white space, what enters and what does not, and which element it came from."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.inputs import read
from cleaner.inputs.html import linearise, parse
from cleaner.spans import Span

PAGES = {
    "paragraphs": ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
    "white space": ("<p>  One \n\t two.  </p>\n\n<p>Three.</p>", "One two.\n\nThree."),
    "inline elements": ("<p>One <b>two</b> <i>three</i>four.</p>", "One two threefour."),
    "space at an inline edge": ("<p>One<b> two </b>three.</p>", "One two three."),
    "lists": ("<ul><li>One</li><li>Two</li></ul><p>Three</p>", "One\nTwo\n\nThree"),
    "breaks": ("<p>One<br>two<br/><br>three</p>", "One\ntwo\nthree"),
    "headings": ("<h1>One</h1><div>Two<h2>Three</h2>Four</div>", "One\n\nTwo\n\nThree\n\nFour"),
    "nested blocks": ("<div><div><div>One</div></div></div><div>Two</div>", "One\n\nTwo"),
    "text beside a block": ("<div>One<p>Two</p>Three</div>", "One\n\nTwo\n\nThree"),
    "table": ("<table><tr><td>1</td><td>2</td></tr><tr><th>3</th><td>4</td></tr></table>", "1 | 2\n3 | 4"),
    "links side by side": ("<div><a>Home</a><a>News</a></div>", "Home News"),
    "a link in a word": ("<p>sun<a>flower</a>s</p>", "sunflowers"),
    "preformatted": ("<pre>a  b\n  c\n\nd</pre>", "a  b\n  c\nd"),
    "script and style": ("<p>One</p><script>x()</script><style>p{}</style><p>Two</p>", "One\n\nTwo"),
    "template and comment": ("<p>One<!-- two --></p><template><p>Three</p></template>", "One"),
    "head": ("<head><title>Nought</title></head><body><p>One</p></body>", "One"),
    "entities": ("<p>Fish &amp; chips &lt;3 &eacute; &#8212; &nbsp;x</p>", "Fish & chips <3 é — \u00a0x"),
    "soft hyphens stay": ("<p>co&shy;operate</p>", "co\u00adoperate"),
    "alt text": ('<figure><img alt="A duck"><figcaption>Photo: T. Oakes</figcaption></figure><p>One</p>', None),
    "unclosed": ("<p>One<p>Two<div>Three", "One\n\nTwo\n\nThree"),
    "custom elements": ("<p>One<my-tip>two</my-tip>three</p>", "One two three"),
    "noscript in a line": ("<p>One <noscript>two</noscript>three.</p>", None),
    "nothing": ("", ""),
    "only white space": ("<p> &#32; </p>", ""),
}


@pytest.mark.parametrize("case", PAGES)
def test_a_page_reads_as_lines(case: str) -> None:
    page, text = PAGES[case]
    if text is not None:
        assert linearise(parse(page)).text == text


def test_alt_texts_and_hidden_text_enter_as_marked_lines() -> None:
    page = """<article><p>The weir <span style="display: none">Share</span>was mended.</p>
    <img src="a.jpg" alt="A duck"><div hidden>Cookies</div><p aria-hidden="true">Menu</p>
    <p>The ducks <noscript>Turn scripts on</noscript>came back.</p></article>"""
    found = linearise(parse(page))
    lines = {block.span.of(found.text): block.marks for block in found.blocks}
    assert "The weir was mended." in lines
    assert "The ducks came back." in lines
    assert "hidden" in lines["Share"]
    assert "alt" in lines["A duck"]
    assert "hidden" in lines["Cookies"]
    assert "hidden" in lines["Menu"]
    assert "noscript" in lines["Turn scripts on"]
    assert not lines["The weir was mended."]


UNSEEN = {
    "a screen reader's hint": (
        '<p>The mayor <a href="/s">said<span class="sr-only">Opens in a new tab</span></a> so.</p>',
        "The mayor said so.",
    ),
    "with other classes and a prefix": (
        '<p>The mayor said<i class="icon x-Visually-Hidden">(external)</i> so.</p>',
        "The mayor said so.",
    ),
    "shown on focus": ('<p>The mayor <b class="not-sr-only">said</b> so.</p>', "The mayor said so."),
    "another word of the same letters": ('<p>The <b class="overflow-hidden">mayor</b> said so.</p>', None),
    "the spoken half of a price": (
        '<p>Eggs cost <span class="sr-only">two pounds</span> <span aria-hidden="true">£2</span> now.</p>',
        "Eggs cost two pounds now.",
    ),
    "the spoken half of a word": (
        '<p>Now <span aria-hidden="true">T</span><span class="sr-only">The</span> mayor.</p>',
        "Now The mayor.",
    ),
}


@pytest.mark.parametrize("case", UNSEEN)
def test_words_for_screen_readers_alone_are_no_part_of_a_sentence(case: str) -> None:
    page, line = UNSEEN[case]
    found = linearise(parse(page))
    assert found.blocks[0].span.of(found.text) == (line or "The mayor said so.")
    assert not found.blocks[0].marks


def test_blocks_tell_their_element() -> None:
    page = (
        "<main><h2>One</h2><ul><li>Two <a href='/'>three</a></li></ul><pre>f()</pre>"
        "<blockquote><p>Quoted</p></blockquote></main>"
    )
    found = linearise(parse(page))
    blocks = {block.span.of(found.text): block for block in found.blocks}
    assert (blocks["One"].tag, blocks["One"].heading) == ("h2", 2)
    assert (blocks["Two three"].tag, blocks["Two three"].link_chars) == ("li", 5)
    assert "list" in blocks["Two three"].marks
    assert blocks["Two three"].path[-3:] == ("main", "ul", "li")
    assert "code" in blocks["f()"].marks
    assert blocks["Quoted"].path[-2:] == ("blockquote", "p")
    assert "quote" in blocks["Quoted"].marks
    assert blocks["Quoted"].heading == 0


def test_selectors_give_the_text_of_their_elements() -> None:
    page = "<div class=a><p>One</p><aside>Two <b>three</b></aside></div><aside>Four</aside><i></i>"
    found = linearise(parse(page))
    for css, texts in {
        "aside": ["Two three", "Four"],
        "b": ["three"],
        "div.a": ["One\n\nTwo three"],
        "i": [],
        "nav": [],
        "div > aside, p": ["One", "Two three"],
        'aside:lexbor-contains("Four")': ["Four"],
    }.items():
        assert [span.of(found.text) for span in found.dom.select(css)] == texts, css
    with pytest.raises(ValueError, match="cannot be read"):
        found.dom.select("p[")


def test_an_article_that_stands_only_in_json_ld_is_appended() -> None:
    body = "The weir was mended on Monday. " * 8
    page = """<html><head><script type="application/ld+json">{"@type": "NewsArticle", "headline": "Weir",
    "articleBody": "%s"}</script></head><body><p>Subscribe to read on.</p>%s</body></html>"""
    alone = read(page % (body, ""))
    assert alone.text.endswith(body.strip())
    assert "jsonld" in alone.blocks[-1].marks
    nothing_else = read((page % (body, "")).replace("<p>Subscribe to read on.</p>", ""))
    assert nothing_else.text == body.strip()
    both = read(page % (body, f"<p>{body}</p>"))
    assert both.text.count("The weir was mended on Monday.") == 8


def test_a_lone_surrogate_in_json_ld_does_not_enter() -> None:
    body = "The weir was mended on Monday \\ud83d and the ducks came back. " * 8
    page = (
        f'<html><script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{body}"}}</script></html>'
    )
    read(page).text.encode("utf-8")


def test_nesting_is_no_limit() -> None:
    depth = 10_000
    found = linearise(parse("<div>" * depth + "<p>One</p>" + "</div>" * depth))
    assert found.text == "One"
    assert len(found.blocks[0].path) <= 48


TAGS = ["p", "div", "b", "a", "ul", "li", "td", "tr", "table", "pre", "br", "span", "h2", "noscript", "my-x", "script"]


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Tags and text in any order, closed or not."""
    parts = []
    for _ in range(draw(st.integers(0, 25))):
        tag = draw(st.sampled_from(TAGS))
        hidden = draw(st.sampled_from(["", "", " hidden", ' style="display:none"']))
        parts.append(
            draw(
                st.sampled_from([f"<{tag}{hidden}>", f"</{tag}>", "word", " ", "two words\n", "<img alt=x>", "\u00a0"])
            )
        )
    return "".join(parts)


@given(pages())
def test_blocks_are_the_lines_of_the_text_and_elements_lie_inside(page: str) -> None:
    found = linearise(parse(page))
    text = found.text
    assert text == text.strip("\n" if "<pre" in page else "\n ")  # what is preformatted keeps its spaces
    assert "\n\n\n" not in text
    covered = 0
    for block in found.blocks:
        assert block.span
        assert not text[covered : block.span.start].strip()
        assert "\n" not in block.span.of(text)
        assert block.link_chars <= len(block.span)
        covered = block.span.end
    assert not text[covered:].strip()
    elements = found.dom.elements
    for index, parent in enumerate(elements.parent):
        span = Span(elements.start[index], elements.end[index])
        assert span.end <= len(text)
        assert parent < index
    assert len(found.dom.owners) == len(found.blocks)


def test_the_walk_reads_a_large_page_in_time() -> None:
    chooser = random.Random(7)
    words = ["weir", "duck", "barge", "pier", "goat"]
    paragraphs = [" ".join(chooser.choices(words, k=40)) for _ in range(5000)]
    page = "".join(f"<div class=x><p>{text} <a href=/>more</a></p></div>" for text in paragraphs)
    assert linearise(parse(page)).text.count("more") == 5000
