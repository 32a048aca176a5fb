"""Notes about how a text or an image came to be, whose opinion it is, who earns from its links, and what it is not."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.kinds import Kind
from cleaner.propose.detectors.features import Hit, Line, Page
from cleaner.propose.detectors.weighing import Case, PhraseLines, Places

LAST_LINES = 10
"""Lines at the end of a text in which legal notices stand."""

AT_THE_END = 1.3
"""What this place says. On the WCXB articles as an extractor leaves them, 25 paragraphs there hold a phrase of a legal
notice: 22 are in no gold text, the other three are notices all the same. Above, eight paragraphs hold one, and six are
of the article."""

ABOVE = 100
"""Words that stand above them: the article."""

AMONG = 2.4
"""A paragraph stands between two notices, and notices are the most of the stretch."""

DETECTOR = PhraseLines(
    name="disclaimers",
    kind=Kind.DISCLAIMER,
    places=Places(head=0.6, inside=0.0, tail=0.8),
    most_words=58,
    names=frozenset({"disclaimer", "disclosure", "affiliate"}),
)
"""Weights of places from the lines that an extractor kept of the development pages."""


class LegalNotices:
    """Finds the paragraphs below an article that say it is no advice, no offer, and nobody's fault."""

    name = "legal_notices"
    version = "1"
    where = "disclaimers.py"

    def find(self, page: Page) -> Iterable[Case]:
        """A case for each notice among the last lines, and for what stands between them."""
        first = max(len(page.lines) - LAST_LINES, len(page.lines) // 2)
        asked = ((at, _notice(page.lines[at])) for at in page.hit_by(Kind.DISCLAIMER) if at >= first)
        notices = {at: hit for at, hit in asked if hit is not None}
        if not notices or sum(line.words for line in page.lines[: min(notices)]) < ABOVE:
            return
        for at, hit in notices.items():
            case = Case((page.lines[at],), Kind.DISCLAIMER)
            case.add("phrase", hit.phrase.weight, f"{hit.pack}#{hit.phrase.id}")
            case.add("place", AT_THE_END, "the last lines")
            yield case
        between = [at for at in range(min(notices), max(notices)) if at not in notices]
        if len(between) > len(notices):
            return
        for at in between:
            case = Case((page.lines[at],), Kind.DISCLAIMER)
            case.add("among", AMONG, len(notices))
            case.add("place", AT_THE_END, "the last lines")
            yield case


def _notice(line: Line) -> Hit | None:
    """The phrase of a legal notice that stands anywhere in the line."""
    found = (hit for hit in line.hits_of(Kind.DISCLAIMER) if hit.phrase.match == "span")
    return next(found, None)
