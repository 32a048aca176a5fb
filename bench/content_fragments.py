"""Articles without a page to learn from: the article's element alone, and its paragraphs bare.

Feeds and content interfaces give the article's own HTML without the page around it. A model that learned from whole
pages alone takes parts of such a document for the page that it misses.
"""

from __future__ import annotations

import html as entities

import numpy as np

from bench.content_labels import label_blocks, words_of
from bench.data import Page
from cleaner.inputs.html import DomIndex
from cleaner.model import Document

HELD = 0.95
"""Share of the gold words that the article's element holds: the last picture's caption may stand outside."""


def article_element(page: Page, document: Document) -> str | None:
    """The HTML of the innermost element that holds the article, as a feed gives it; `None` where it is the page."""
    if not isinstance(document.dom, DomIndex):
        return None
    texts = [block.span.of(document.text) for block in document.blocks]
    words = label_blocks(texts, page.gold) * np.array([len(words_of(text)) for text in texts])
    held = np.concatenate([[0.0], np.cumsum(words)])
    starts = [block.span.start for block in document.blocks]
    elements = document.dom.elements
    first = np.searchsorted(starts, elements.start)
    last = np.maximum(np.searchsorted(starts, elements.end), first)
    holding = np.flatnonzero(held[last] - held[first] >= HELD * held[-1])
    if not len(holding) or elements.tag[int(holding[-1])] in ("html", "body"):
        return None
    return elements.node[int(holding[-1])].html


def bare(gold: str) -> str:
    """Gold as paragraphs without names or anything beside them."""
    lines = (line.strip() for line in gold.splitlines())
    return "\n".join(f"<p>{entities.escape(line)}</p>" for line in lines if line)
