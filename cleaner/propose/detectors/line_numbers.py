"""Line numbers of code listings: the column of them before the code, and the number that each line begins with.

A highlighter writes them beside the code, where a reader sees a margin; as text they are "1import os". What tells them
from numbers of the program and of its output are the names that highlighters give them, and that a reader who selects
the code does not select them.
"""

from __future__ import annotations

from collections.abc import Iterable

import regex

from cleaner.inputs.html import DomIndex
from cleaner.kinds import Kind
from cleaner.model import Evidence
from cleaner.propose.detectors.features import Page, names_in
from cleaner.propose.detectors.weighing import Cut
from cleaner.spans import Span, SpanSet

NAMES = frozenset({"lineno", "linenos", "linenumber", "linenumbers", "lnt", "lntd", "lnr", "ln", "gutter"})
"""What Pygments, Rouge, Chroma, Hexo and the highlighters in browsers call the numbers or their column."""
PAIRS = ({"line", "number"}, {"line", "numbers"}, {"line", "no"}, {"line", "num"}, {"select", "none"})
"""... and words that say it together; "select-none" is the class for what a reader cannot select."""

NAMED = 0.99
"""Digits alone, inside a listing, in an element that is named for line numbers or cannot be selected."""

_UNSELECTABLE = regex.compile(r"user-select\s*:\s*none")
_NUMBERS = regex.compile(r"\s*\d{1,6}(?:\s+\d{1,6})*\s*")


class LineNumbers:
    """Finds the numbers beside the lines of a page's listings."""

    name = "line-numbers"
    version = "1"
    where = "line_numbers.py"

    def find(self, page: Page) -> Iterable[Cut]:
        """A cut for each element that holds line numbers and nothing else."""
        dom = page.context.document.dom
        listing = SpanSet(line.span for line in page if "code" in line.block.marks)
        if not listing or not isinstance(dom, DomIndex):
            return
        text, elements = page.context.document.text, dom.elements
        for element, (start, end) in enumerate(zip(elements.start, elements.end, strict=True)):
            if start < end and _NUMBERS.fullmatch(text, start, end):
                evidence = _evidence(dom, element)
                if evidence is not None:
                    for part in listing.within(Span(start, end)):
                        yield Cut(part, Kind.LINE_NUMBER, NAMED, (evidence,))


def _evidence(dom: DomIndex, element: int) -> Evidence | None:
    """What tells that the element is for line numbers: its names, or that a reader cannot select it."""
    names = dom.elements.names[element]
    if names:
        words = names_in(names)
        if not NAMES.isdisjoint(words) or any(two <= words for two in PAIRS):
            return Evidence("names", names)
    style = dom.elements.node[element].attributes.get("style") or ""
    return Evidence("style", "not selectable") if _UNSELECTABLE.search(style) else None
