"""Boxes of a page: an element whose class or id names a kind and whose first line is a heading of the same kind.

Names lie, and a heading may be the article's own. Where both say the same, all that stands in the element goes:
readers' comments under "Join the conversation", teasers under "Related". The heading of a box of comments may be left
out already: it says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType

import regex

from cleaner.inputs.html import DomIndex
from cleaner.inputs.tags import HEADINGS
from cleaner.kinds import Kind
from cleaner.propose.detectors import comments, donations, related, sharing, signup, tags, trending
from cleaner.propose.detectors.features import Line, Page
from cleaner.propose.detectors.weighing import IN_MARKUP, WHOLE, Case, named
from cleaner.rules import PhraseEntry
from cleaner.spans import Span, SpanSet

NAMES: Mapping[Kind, frozenset[str]] = MappingProxyType(
    {
        detector.kind: detector.names
        for detector in (
            comments.DETECTOR,
            donations.DETECTOR,
            related.DETECTOR,
            sharing.DETECTOR,
            signup.DETECTOR,
            tags.DETECTOR,
            trending.DETECTOR,
        )
    }
)
HEADING_WORDS = 7
LEVELS = 5
"""Levels above a heading among which its box is looked for."""

MOST_SHARE = 0.4
"""Share of the page's words that a box may hold: the element around the whole article is named for anything."""

FIRST = 1.2
"""The heading is the first line of the box, and there is more below it."""

_WORD = regex.compile(r"[a-z]+")
_CAMEL = regex.compile(r"(?<=[a-z])(?=[A-Z])")


class Boxes:
    """Finds boxes that are named for what their heading says."""

    name = "boxes"
    version = "2"
    where = "boxes.py"

    def find(self, page: Page) -> Iterable[Case]:
        """A case for each box, its heading included."""
        dom = page.context.document.dom
        if not isinstance(dom, DomIndex):
            return
        for at in page.hit:
            line = page.lines[at]
            if line.words > HEADING_WORDS:
                continue
            for hit in line.hits:
                names = NAMES.get(hit.phrase.kind)
                if names is None or not hit.whole:
                    continue
                box = _box(dom, page.owner(dom, line), names)
                if box is None or (at and page.lines[at - 1].span.start >= box.start):
                    continue
                lines = _inside(page, at, box)
                if len(lines) < 2 or sum(inner.words for inner in lines) > MOST_SHARE * page.words:
                    continue
                yield _case(lines, hit.phrase, hit.pack)
        for at, line in enumerate(page):
            after_gap = at and page.lines[at - 1].unit.index < line.unit.index - 1
            if after_gap and named(page, line, comments.DETECTOR.names):
                yield from _beheaded(page, dom, at)


def _case(lines: Sequence[Line], phrase: PhraseEntry, pack: str) -> Case:
    case = Case(tuple(lines), phrase.kind)
    case.add("phrase", phrase.weight + WHOLE, f"{pack}#{phrase.id}")
    case.add("markup", IN_MARKUP)
    case.add("place", FIRST, "heads its box")
    return case


def _beheaded(page: Page, dom: DomIndex, at: int) -> Iterator[Case]:
    """A case for a box of comments whose first line in the article is `page.lines[at]`, and whose heading is not."""
    line = page.lines[at]
    box = _box(dom, page.owner(dom, line), comments.DETECTOR.names)
    if box is None or (at and page.lines[at - 1].span.start >= box.start):
        return
    heading = next(page.context.units.within(SpanSet([box])))
    if heading.span.start < box.start or heading.index == line.unit.index:
        return
    text = heading.wordings[-1].text
    lines = _inside(page, at, box)
    if len(text.split()) > HEADING_WORDS or sum(inner.words for inner in lines) > MOST_SHARE * page.words:
        return
    for found in page.context.packs.hits([text], seconds=page.context.config.pattern_seconds):
        if found.phrase.kind is Kind.COMMENTS and found.start == 0 and found.end == len(text):
            yield _case(lines, found.phrase, found.pack.id)


def _box(dom: DomIndex, index: int, names: frozenset[str]) -> Span | None:
    """The smallest element around element `index` that has one of `names`."""
    elements = dom.elements
    for element in islice(dom.above(index), LEVELS):
        words = _WORD.findall(_CAMEL.sub(" ", elements.names[element]).casefold())
        if not names.isdisjoint(words) and elements.tag[element] not in ("article", "main", "body"):
            start, end = elements.start[element], elements.end[element]
            if end > start and elements.tag[element] not in HEADINGS:
                return Span(start, end)
    return None


def _inside(page: Page, at: int, box: Span) -> list[Line]:
    return list(_until(page, at, box.end))


def _until(page: Page, at: int, end: int) -> Iterator[Line]:
    for line in page.lines[at:]:
        if line.span.end > end:
            return
        yield line
