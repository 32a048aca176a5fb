"""The headline: captured as the title, and dropped where a second witness shows that it is one.

A short line without the end of a sentence, of which the prose after it takes up most words, is a title good enough to
capture. It goes only where the page's metadata call it the title, where it stands again, where a byline, a stamp or
another line of the head that went stood beside it, or where two detectors found debris of a page elsewhere: a poem's
first line looks the same, and nothing stands around a poem.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache
from itertools import islice, takewhile

import regex

from cleaner.kinds import Kind
from cleaner.model import Capture
from cleaner.propose.detectors.features import Line, Page, Zone
from cleaner.propose.detectors.weighing import ENOUGH, Case, origin_of

TITLE_WORDS = 4
"""Words that a headline has at least, before it is told from a label by itself."""

SCRAPED = 1.2
DETECTORS_AT_LEAST = 2
"""One may have met a text about debris."""

LINES_BEFORE_BODY = 2
"""Lines after the headline of which one is a body paragraph: a deck or a score may stand between."""

SCRAPED_WORDS = 3
MOST_TITLE_WORDS = 30
FIRST_LINES = 12
"""Lines from the top among which the headline is looked for, where it stands twice."""

SHARED = 0.34
FEWEST_SHARED = 2
"""Share and number of a headline's longer words that the article takes up, at least."""

ENOUGH_SHARED = 4
"""More such words say no more."""

LIKE_THE_BEST = 0.5
"""A line that stands twice, or beside what went, is the headline only if it tells half as much of the article as the
line that tells most."""

BODY_LINES = 12
"""Body paragraphs that are asked."""

STEM = 4
_LONG_WORD = regex.compile(rf"\p{{L}}{{{STEM + 1},}}")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]+")
_FOLD = regex.compile(r"\W+")
_SITE = regex.compile(r"\s+[|–—·»:-]+\s+")


class Headline:
    """Finds the headline above the article."""

    name = "headline"
    version = "2"
    where = "headline.py"

    def find(self, page: Page) -> Iterable[Case | Capture]:
        """The title, and the lines that repeat it."""
        if page.first_body is None:
            return
        head = page.lines[: page.first_body]
        titles = _titles(page.context.document.meta.title) | _titles(_front_title(page))
        told = next((line for line in head if titles and _is_headline(line) and line.folded in titles), None)
        subject = Subject(page)
        # What a page says of itself outranks what its lines show.
        likely = None if page.context.document.meta.title else subject.likeliest()
        least = LIKE_THE_BEST * subject.of(likely) if likely is not None else 0.0
        doubled = [line for line in islice(head, FIRST_LINES) if self._stands_twice(page, line)]
        twice = next((line for line in doubled if subject.of(line) >= least), None)
        chosen = told or twice
        if chosen is None and self.name not in page.done:
            beside = next((line for line in head if line.words >= TITLE_WORDS), None)
            if (
                beside is not None
                and _is_title(beside)
                and page.gone_beside(beside)
                and subject.of(beside) >= least
                and title_heading(page) is None  # what stands below it is a standfirst
            ):
                chosen = beside
            elif likely is not None and page.gone_beside(likely) and page.zone(page.lines.index(likely)) is Zone.HEAD:
                chosen = likely
        if chosen is None:
            first = head[0] if head else None
            if first is not None and page.lines[0] is first and self._heads_a_scrape(page, first):
                case = Case((first,), Kind.HEADLINE)
                case.captures = [self._capture(first)]
                case.add("label", 1.0)
                case.add("place", 1.2, "the first line")
                case.add("scraped", SCRAPED, len(page.done))
                yield case
                return
            if likely is None and not page.done and first is not None and _is_title(first) and not first.is_known:
                likely = first
            if likely is not None and not page.context.document.front:
                yield self._capture(likely)
            return
        for at, line in enumerate(page):
            if page.zone(at) is Zone.INSIDE or not line.reads_like(chosen):
                continue
            case = Case((line,), Kind.HEADLINE)
            case.captures = [self._capture(chosen)]
            case.add("label", 1.0)
            case.add("place", 1.2, page.zone(at).value)
            if page.gone_beside(line):
                case.add("beside", 1.2, page.gone_beside(line))
            if told is not None:
                case.add("metadata", ENOUGH, "the page's title")
            if twice is not None:
                case.add("repeated", ENOUGH, page.repeats(line))
            yield case

    def _stands_twice(self, page: Page, line: Line) -> bool:
        return _is_headline(line) and not line.is_debris and not line.text[:1].islower() and page.repeats(line) > 1

    def _heads_a_scrape(self, page: Page, first: Line) -> bool:
        """Whether the first line heads a text with debris of the page that it came from, found by two detectors at
        least. Of a text with hard line breaks the first line goes on in the next."""
        if page.context.document.media == "html" or self.name in page.done or len(page.done) < DETECTORS_AT_LEAST:
            return False
        after = page.lines[1 : 1 + LINES_BEFORE_BODY]
        return (
            _is_headline(first, SCRAPED_WORDS)
            and not any(hit.speaks_for_line for hit in first.hits)
            and any(line.is_body for line in after)
            and not any(line.text[:1].islower() for line in after)
        )

    def _capture(self, line: Line) -> Capture:
        return Capture("title", line.text, line.span, origin_of(self))


class Subject:
    """What the article is about, in its own words: a headline shares them, the names of sections and the headlines of
    other articles do not."""

    def __init__(self, page: Page) -> None:
        self._page = page
        judgement = page.context.judgement
        kept = judgement.kept if judgement is not None else None
        body = (line for line in page.body if kept is None or kept.intersects(line.span))
        self._body = list(islice(body, BODY_LINES))

    def of(self, line: Line) -> float:
        """How much of the article a line tells: the number of its longer words that stand in the body, but for their
        endings, times their share of all its longer words. Decks are longer than headlines and tell no more."""
        asked = _stems(line.text)
        both = len(asked & self._words)
        return min(both, ENOUGH_SHARED) * both / len(asked) if both >= max(FEWEST_SHARED, SHARED * len(asked)) else 0.0

    def likeliest(self) -> Line | None:
        """The line before the third body paragraph that tells most of the article, if any tells enough."""
        if not self._body:
            return None
        last = self._body[min(2, len(self._body) - 1)]
        titles = [line for line in takewhile(lambda line: line is not last, self._page) if _is_title(line)]
        best = max(titles, key=self.of, default=None)
        return best if best is not None and self.of(best) > 0.0 else None

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset().union(*(_stems(line.text) for line in self._body))


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    """The longer words without what may be an ending; of scripts without spaces, pairs of letters."""
    # A memory of a pure function: lines are asked about again when something around them went.
    words = frozenset(word[: max(STEM, len(word) - 3)] for word in _LONG_WORD.findall(text.casefold()))
    if text.isascii():
        return words
    pairs = frozenset(run[at : at + 2] for run in _UNSPACED.findall(text) for at in range(len(run) - 1))
    return words | pairs


def _is_title(line: Line) -> bool:
    """Whether it may be the headline of a page by its looks. Captions end with a credit; who begins with a small letter
    writes paragraphs without marks too."""
    if line.is_debris or line.has_inner_end or line.text[:1].islower() or not _is_headline(line):
        return False
    return not any(hit.phrase.kind is Kind.CAPTION and hit.phrase.match == "end" for hit in line.hits)


def _is_headline(line: Line, fewest: int = TITLE_WORDS) -> bool:
    """Whether it has the length of a headline and ends like one. Items of a list in flat text are key points; in pages
    anything is set as a list."""
    fits = fewest <= line.words <= MOST_TITLE_WORDS and not line.text.endswith((".", ":", ",", ";"))
    return fits and not (line.is_item and not line.block.path)


def title_heading(page: Page) -> int | None:
    """The number of the block of the document that is a heading and has the words of the page's title, wherever it
    stands; of several the highest, of these the first."""
    document = page.context.document
    titles = _titles(document.meta.title)
    headings = [number for number, block in enumerate(document.blocks) if block.heading] if titles else []
    alike = (number for number in headings if _folded(document.blocks[number].span.of(document.text)) in titles)
    return min(alike, key=lambda number: document.blocks[number].heading, default=None)


def _front_title(page: Page) -> str | None:
    title = page.context.document.front.get("title")
    return title if isinstance(title, str) else None


def _titles(title: str | None) -> frozenset[str]:
    """The folded readings of a title: whole, and without the site's name at its end."""
    if not title:
        return frozenset()
    parts = _SITE.split(title)
    readings = [title, *(" ".join(parts[:end]) for end in range(1, len(parts)))]
    folded = map(_folded, readings)
    return frozenset(reading for reading in folded if len(reading.split()) >= TITLE_WORDS)


def _folded(text: str) -> str:
    return _FOLD.sub(" ", text).strip().casefold()
