"""The forms of a page that the content model also learns from: its article alone, bare, and without spaces."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from bench.content_fragments import article_element, bare
from bench.content_unspaced import unspaced
from bench.data import Page
from cleaner import inputs

PARAGRAPHS = [
    f"Paragraph {number} tells at some length how the ferry crossed to the island that morning." for number in range(9)
]
HTML = (
    "<html><head><title>Ferry crosses</title><meta property='og:description' content='A ferry crosses'>"
    '<script type="application/ld+json">{"headline": "Ferry crosses", "url": "https://news.example/1"}</script>'
    "<script>let a = 'some words';</script></head><body><nav><a href='/'>Home and news</a></nav><main><article>"
    + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    + "</article><aside><p>Read more about ships</p></aside></main></body></html>"
)


@pytest.fixture
def page(tmp_path: Path) -> Page:
    path = tmp_path / "page.html.gz"
    path.write_bytes(gzip.compress(HTML.encode()))
    return Page("wcxb-dev-article", "1", path, "\n".join(PARAGRAPHS), "https://news.example/1")


def test_the_article_of_a_page_is_the_innermost_element_that_holds_it(page: Page) -> None:
    found = article_element(page, inputs.read(page.html(), media="html"))
    assert found is not None
    assert found.startswith("<article><p>Paragraph 0")
    assert found.endswith("</article>")


def test_gold_becomes_bare_paragraphs() -> None:
    assert bare("Fish & chips\n\nare <b>sold</b>") == "<p>Fish &amp; chips</p>\n<p>are &lt;b&gt;sold&lt;/b&gt;</p>"


def test_a_page_without_spaces_has_the_same_blocks() -> None:
    before, after = inputs.read(HTML, media="html"), inputs.read(unspaced(HTML), media="html")
    assert len(before.blocks) == len(after.blocks)
    assert not any(" " in block.span.of(after.text) for block in after.blocks)


def test_what_a_page_says_of_itself_is_rewritten_as_its_text_is() -> None:
    made = inputs.read(unspaced("<title>Ferry crosses</title><p>Ferry crosses</p>" + HTML), media="html")
    assert made.meta.title == made.blocks[0].span.of(made.text)
    assert "let a = 'some words'" in unspaced(HTML)
    assert "https://news.example/1" in unspaced(HTML)
