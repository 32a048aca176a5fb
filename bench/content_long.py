"""Long articles to learn from: pages whose article is continued with the paragraphs of other pages.

Articles of more than 4,000 words are one in a hundred of the pages with gold, and large pages are mostly threads of
comments and listings, so that a model of these pages alone takes a chapter of a book for one of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import regex
from lxml import etree
from lxml import html as lxml_html

from bench import content_shapes
from bench.content_data import Sample, sample_of
from bench.data import Page
from cleaner import inputs
from cleaner.inputs.encoding import decode

_EVERY = 10
"""One page in so many is continued, drawn by its id."""
_FEWEST = 3_000
MOST = 24_000
MOST_OF_TEXT = 7_000
"""Words that are added, drawn by the page's id, as many pages for each doubling. Longer flat text is judged a stretch
at a time."""
_PARAGRAPH_WORDS = 12
"""A line of gold of so many words is looked for in the page: what stands after it is the article."""
_SENTENCE = regex.compile(r"(?<=[.!?。！？])\s+")
_SPACES = regex.compile(r"\s+")


def long_samples(pages: Sequence[Page]) -> Iterator[Sample]:
    """Drawn pages with more article than they had, ready for training. `pages` are of one fold."""
    for page, html in continued(pages):
        yield sample_of(page, inputs.read(html, media="html", url=page.url), "long page")


def long_text_samples(pages: Sequence[Page]) -> Iterator[Sample]:
    """The same as flat text, each as it is laid out, with a line a node, and its article alone."""
    for page, html in continued(pages, MOST_OF_TEXT):
        for flatten in (content_shapes.inscriptis_layout, content_shapes.line_per_node):
            yield sample_of(page, inputs.read(flatten(html), media="text"), "long")
        sample = sample_of(page, inputs.read(page.gold, media="text"), "gold")
        yield replace(sample, labels=np.ones_like(sample.labels))


def continued(pages: Sequence[Page], most: int = MOST) -> Iterator[tuple[Page, str]]:
    """Drawn pages with more article than they had: the page with its new gold, and its HTML. `pages` are of one fold,
    so that no page lends words to another fold. A page without a paragraph that is a whole element is passed over."""
    for number, page in enumerate(pages):
        drawn = hashlib.sha256(page.id.encode()).digest()
        if drawn[1] % _EVERY:
            continue
        wanted = round(_FEWEST * (most / _FEWEST) ** (drawn[2] / 255))
        others = [*pages[number + 1 :], *pages[:number]]
        found = _continue(page, list(_paragraphs(others, wanted, in_sentences=drawn[3] % 2 == 0)))
        if found is not None:
            yield found


def _paragraphs(pages: Sequence[Page], words: int, *, in_sentences: bool) -> Iterator[str]:
    """Paragraphs of `pages` up to so many words; `in_sentences` a sentence each, as in dialogue."""
    for page in pages:
        for line in page.gold.splitlines():
            for part in _SENTENCE.split(line) if in_sentences else [line]:
                if part.strip():
                    yield part.strip()
                    words -= len(part.split())
            if words <= 0:
                return


def _continue(page: Page, paragraphs: Sequence[str]) -> tuple[Page, str] | None:
    text = decode(page.html(), html=True).text
    try:
        tree = lxml_html.document_fromstring(text.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return None
    lines = page.gold.splitlines()
    told = {
        _SPACES.sub(" ", line).strip(): at for at, line in enumerate(lines) if len(line.split()) >= _PARAGRAPH_WORDS
    }
    last = None
    for element in tree.iter("p", "div"):
        wording = _SPACES.sub(" ", element.text_content()).strip()
        if wording in told:
            last = element, told[wording]
    if last is None:
        return None
    element, line = last
    parent = element.getparent()
    if parent is None:
        return None
    at = parent.index(element) + 1
    for paragraph in reversed(paragraphs):
        added = parent.makeelement(element.tag, dict(element.attrib))
        added.text = paragraph
        added.tail = "\n"
        parent.insert(at, added)
    gold = "\n".join([*lines[: line + 1], *paragraphs, *lines[line + 1 :]])
    return replace(page, gold=gold), lxml_html.tostring(tree, encoding="unicode")
