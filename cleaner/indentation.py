"""Indentation that a page's layout left in flat text: white space before every line, deeper where elements were nested.

It says nothing about the text, so it goes, wherever the paragraphs themselves are indented. Poems, code, listings and
books that mark a paragraph by its first line are set otherwise: their paragraphs of a line each are not indented, or
there are none.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from cleaner.model import Document
from cleaner.spans import Span, SpanSet

PARAGRAPH_WORDS = 12
"""Words of a line that ends like a sentence and is taken for a paragraph, as the detectors take it."""

PARAGRAPHS = 2
SHARE = 0.6
"""Of so many paragraphs and more, the share that is indented in a text with a page's layout. Of flattened development
pages nine in ten have all of them indented or none."""

_LINE = regex.compile(r"^([ \t]{2,})?(\S[^\r\n]*)", regex.MULTILINE)
_ENDS = frozenset(".!?…\"'”’»)。！？」")


def indentation(document: Document, gone: SpanSet) -> Iterator[Span]:
    """The white space before the lines that stay, if it is a page's; `gone` is what does not stay."""
    if document.media != "text":
        return
    lines = [found for found in _near(document.text, gone) if not gone.covers_range(found.start(2), found.end())]
    paragraphs = [found for found in lines if _is_paragraph(found[2])]
    indented = sum(bool(found[1]) for found in paragraphs)
    if len(paragraphs) < PARAGRAPHS or indented < SHARE * len(paragraphs):
        return
    code = SpanSet(block.span for block in document.blocks if "code" in block.marks)
    for found in lines:
        if found[1] and not code.intersects(Span(*found.span(2))):
            yield Span(*found.span(1))


def _near(text: str, gone: SpanSet) -> Iterator[regex.Match[str]]:
    """The lines of which anything stays, white space included: of a page most are gone."""
    at = 0
    for start, end in SpanSet([Span(0, len(text))]).minus(gone).bounds:
        first = max(at, text.rfind("\n", 0, start) + 1)
        at = text.find("\n", end) + 1 or len(text)
        yield from _LINE.finditer(text, first, at)


def _is_paragraph(line: str) -> bool:
    line = line.rstrip()
    return line[-1:] in _ENDS and len(line.split()) >= PARAGRAPH_WORDS
