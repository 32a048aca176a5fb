"""Boxes about the author below the article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cleaner.kinds import Kind
from cleaner.propose.detectors.features import Hit, Line, Page
from cleaner.propose.detectors.weighing import Case, PhraseLines, Places

DETECTOR = PhraseLines(
    name="author_boxes",
    kind=Kind.AUTHOR_BIO,
    places=Places(head=-0.3, inside=-1.5, tail=1.2),
    most_words=58,
    names=frozenset({"author", "bio", "byline", "contributor"}),
)
"""Weights of places from the lines that an extractor kept of the development pages."""

HEADING = "about-the-author"
"""The phrase, by its name in every pack."""

NAMES = 3
"""Lines at most between the heading and the paragraph: names, titles, what they call themselves."""

BIO_WORDS = 120
"""Words of the longest paragraph under such a heading."""

LAST_SHARE = 0.6
"""Share of the lines that stands above such a section."""

SECTION = 1.2
"""The heading stands below the article, and one paragraph or names alone follow it. Of five such sections in the WCXB
articles as an extractor leaves them, none is in the gold text."""


class AboutTheAuthor:
    """Finds sections under a heading such as "About the author", below the article."""

    name = "about_the_author"
    version = "1"
    where = "author_boxes.py"

    def find(self, page: Page) -> Iterable[Case]:
        """A case for each section, its heading included."""
        for at in page.hit_by(Kind.AUTHOR_BIO):
            phrase = _heading(page.lines[at])
            if phrase is None or at < LAST_SHARE * len(page.lines):
                continue
            lines = _section(page.lines[at + 1 : at + NAMES + 2])
            if lines:
                case = Case((page.lines[at], *lines), Kind.AUTHOR_BIO)
                case.add("phrase", phrase.phrase.weight, f"{phrase.pack}#{phrase.phrase.id}")
                case.add("section", SECTION, len(lines))
                yield case


def _heading(line: Line) -> Hit | None:
    """The phrase that takes all of a heading."""
    found = (hit for hit in line.hits_of(Kind.AUTHOR_BIO) if hit.whole and hit.phrase.id == HEADING)
    return next(found, None)


def _section(lines: Sequence[Line]) -> Sequence[Line]:
    """The names and the paragraph under the heading: `lines` up to the first that is one, or all that is left of the
    page where none is. Nothing where it goes on."""
    for at, line in enumerate(lines):
        if _heading(line) is not None:
            return lines[:at]
        if line.ends_sentence:
            return lines[: at + 1] if line.words <= BIO_WORDS else ()
    return lines if len(lines) <= NAMES else ()
