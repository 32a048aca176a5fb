"""List marks without an item: what is left of a list of pictures or buttons when only its text is scraped.

A mark alone may be a break between sections, and then stands by itself. Two in a row are none, nor is one beside
what went. Breaks at the edges of the article ("* * *", "___") divide nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

import regex

from cleaner.kinds import Kind
from cleaner.model import Evidence
from cleaner.propose.detectors.features import Line, Page
from cleaner.propose.detectors.weighing import BESIDE, Case, Cut

SHAPE = 2.4
"""Nothing but the mark stands on the line. Three marks in a row on one line are a break, and are not looked at."""

UNSEEN = 0.99
"""A line of joiners alone says nothing, whatever stands around it."""

LONGEST = 3
"""Characters of such a line, with white space around."""

_MARK = regex.compile(r"[*•·▪►‣+|o-]")
_BREAK = regex.compile(r"([*_=~–—•·.-])(?:\s?\1){1,40}")
EDGE = 0.98
"""A break stands between sections: above the first line and below the last it divides nothing."""
_STRAY = regex.compile(r"[:;,/|\\»«]")
"""A separator whose two sides stand in other elements of a page, or went."""
STRAY = 0.97
_UNSEEN = regex.compile(r"[\s\p{Cf}]+")
"""Joiners and marks of direction, which an editor of pages leaves in empty paragraphs."""


class BareMarks:
    """Finds marks that stand beside another, or beside what went."""

    name = "bare-marks"
    version = "2"
    where = "bare_marks.py"

    def find(self, page: Page) -> Iterable[Case | Cut]:
        """A case for each; lines of which nothing is seen, and separators that separate nothing, are cut."""
        yield from _breaks_at_the_edges(page)
        for line in page:
            if len(line.unit.text) == 1 and "code" not in line.block.marks and _STRAY.fullmatch(line.unit.text):
                yield Cut(line.span, Kind.BOILERPLATE, STRAY, (Evidence("shape", "a separator alone"),))
            if not line.unit.text[0].isalnum() and _UNSEEN.fullmatch(line.unit.text):
                evidence = (Evidence("shape", "nothing that is seen"),)
                yield Cut(line.span, Kind.BOILERPLATE, UNSEEN, evidence)
        if page.context.document.media == "html":
            return  # marks of lists are markup there
        bare = ["code" not in line.block.marks and _is_bare(line) for line in page]
        for at, line in enumerate(page):
            if not bare[at]:
                continue
            beside = page.gone_beside(line) + sum(bare[near] for near in (at - 1, at + 1) if 0 <= near < len(bare))
            if beside:
                case = Case((line,), Kind.BOILERPLATE)
                case.add("shape", SHAPE, "a mark alone")
                case.add("beside", BESIDE, beside)
                yield case


def _breaks_at_the_edges(page: Page) -> Iterable[Cut]:
    if page.first_body is None:
        return
    for lines in (page.lines, page.lines[::-1]):
        for line in takewhile(lambda line: _BREAK.fullmatch(line.unit.text.strip()), lines):
            if "code" not in line.block.marks:
                yield Cut(line.span, Kind.BOILERPLATE, EDGE, (Evidence("shape", "a break that divides nothing"),))


def _is_bare(line: Line) -> bool:
    return len(line.unit.text) <= LONGEST and _MARK.fullmatch(line.unit.text) is not None
