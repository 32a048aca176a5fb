"""Other articles below the one that a page is about: sites load the next one when a reader comes to the end.

Their headlines are set like the title of the page, and each stands in an element of its own with a date and its
paragraphs. Sections of one article may have headings like its title, and may stand in elements of their own; they
have no date. Of 1,387 pages of the development sets and of others' tests two have such articles, and both rightly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from cleaner.inputs.html import DomIndex
from cleaner.inputs.tags import HEADINGS
from cleaner.kinds import Kind
from cleaner.propose.detectors.features import Page
from cleaner.propose.detectors.headline import title_heading
from cleaner.propose.detectors.weighing import Case
from cleaner.spans import Span, SpanSet
from cleaner.values import value

SET_ALIKE = 2.0
"""The headline has the tag of the page's title and one of its names ("entry-title"), and says something else."""
DATED = 2.0
"""A year stands in a short line of its element, outside its paragraphs."""

FEWEST_PARAGRAPHS = 2
"""Body paragraphs that either article has at least."""
DATE_WORDS = 12

_YEAR = regex.compile(r"\b(?:19|20)\d\d\b")


class OtherArticles:
    """Finds other articles on a page that says its title."""

    name = "other_articles"
    version = "1"
    where = "other_articles.py"

    def find(self, page: Page) -> Iterable[Case]:
        """A case for each other article: its lines that are left."""
        dom = page.context.document.dom
        if not isinstance(dom, DomIndex):
            return
        title = title_heading(page)
        if title is None:
            return
        below = page.context.document.blocks[title].span.end
        first = next((line for line in page.body if line.span.start >= below), None)
        if first is None:
            return
        others = list(_others(page, dom, title, page.owner(dom, first)))
        if not others:
            return
        own = Span(below, others[0].span.start)
        if sum(own.contains(line.span) for line in page.body) < FEWEST_PARAGRAPHS:
            return
        for other in others:
            lines = tuple(line for line in page if other.span.contains(line.span))
            year = _year(page, other.span)
            if year is None or sum(line.is_body for line in lines) < FEWEST_PARAGRAPHS:
                continue
            case = Case(lines, Kind.OTHER_ARTICLE)
            case.add("set like the title", SET_ALIKE, other.headline)
            case.add("date", DATED, year)
            yield case


@value()
class _Other:
    """An element that may hold another article, and its headline."""

    span: Span
    headline: str


def _others(page: Page, dom: DomIndex, title: int, first: int) -> Iterator[_Other]:
    """The elements below the heading `title` that hold another one of its looks, and neither the title nor the element
    `first`, with which its article begins."""
    blocks, elements = page.context.document.blocks, dom.elements
    own = _heading(dom, title)
    names = frozenset(elements.names[own].split())
    around = frozenset((*dom.above(own), *dom.above(first)))
    after = 0
    for number in range(title + 1, len(blocks)):
        if blocks[number].heading != blocks[title].heading or blocks[number].span.start < after:
            continue
        other = _heading(dom, number)
        if other == own or names.isdisjoint(elements.names[other].split()):
            continue
        *_, holder = (other, *(element for element in dom.above(other) if element not in around))
        if holder != other:
            after = elements.end[holder]
            headline = blocks[number].span.of(page.context.document.text)
            yield _Other(Span(elements.start[holder], after), headline)


def _heading(dom: DomIndex, number: int) -> int:
    """The heading that block `number` stands in."""
    owner = dom.owners[number]
    return next((element for element in dom.above(owner) if dom.elements.tag[element] in HEADINGS), owner)


def _year(page: Page, span: Span) -> str | None:
    """A year in a short line of `span`."""
    for unit in page.context.units.within(SpanSet([span])):
        text = unit.text
        if len(text.split()) <= DATE_WORDS and (found := _YEAR.search(text)) is not None:
            return found.group()
    return None
