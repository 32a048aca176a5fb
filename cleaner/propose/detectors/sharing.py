"""Share bars: names of networks and verbs of sharing, one a line or in a row; and the button that stands under every
entry of a live page."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.kinds import Kind
from cleaner.propose.detectors.features import Page
from cleaner.propose.detectors.weighing import WHOLE, Case, PhraseLines, Places

DETECTOR = PhraseLines(
    name="sharing",
    kind=Kind.SHARE,
    places=Places(head=0.5, inside=-0.8, tail=1.0),
    names=frozenset({"share", "sharing", "social", "sharebar", "addthis", "sharethis"}),
)
"""Weights of places from the lines that an extractor kept of the development pages."""

FEWEST = 3
"""Times that a button stands on a page, from which on each repeat proves the others."""

BUTTON_WORDS = 2
AGAIN = 2.0


class Buttons:
    """Finds a short share label that stands alone on its line again and again."""

    name = "share-buttons"
    version = "1"
    where = "sharing.py"

    def find(self, page: Page) -> Iterable[Case]:
        """A case for each."""
        for line in page:
            if not line.hits or line.words > BUTTON_WORDS or page.repeats(line) < FEWEST:
                continue
            hit = next((hit for hit in line.hits_of(Kind.SHARE) if hit.whole), None)
            if hit is not None:
                case = Case((line,), Kind.SHARE)
                case.add("phrase", hit.phrase.weight + WHOLE, f"{hit.pack}#{hit.phrase.id}")
                case.add("repeated", AGAIN, page.repeats(line))
                yield case
