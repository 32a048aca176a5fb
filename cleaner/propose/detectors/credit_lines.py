"""Credits of agencies and reporters: a line of its own, or a few words after the last sentence ("... /Agency/")."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from cleaner.kinds import Kind
from cleaner.model import Evidence
from cleaner.propose.detectors.features import Line, Page
from cleaner.propose.detectors.weighing import Cut, PhraseLines, Places

DETECTOR = PhraseLines(
    name="credit_lines",
    kind=Kind.CREDIT,
    places=Places(head=0.3, inside=-0.8, tail=1.2),
    most_words=58,
)

ENDING_NATS = 2.0
"""Nats of a phrase that may be cut off the end of the last paragraph: the place is the second witness."""

_FULL_STOP = regex.compile(r"[.!?…。][\"'”’»)]*\s*$")


class Endings:
    """Finds a credit at the very end of the last body paragraph, after the end of its last sentence."""

    name = "credit-endings"
    version = "1"
    where = "credit_lines.py"

    def find(self, page: Page) -> Iterable[Cut]:
        """At most one cut."""
        if page.last_body is None:
            return
        for line in page.lines[page.last_body :]:
            cut = self._cut(line)
            if cut is not None:
                yield cut

    def _cut(self, line: Line) -> Cut | None:
        for hit in line.hits_of(Kind.CREDIT):
            start = hit.end - len(hit.found)
            before = hit.wording.text[:start]
            if hit.phrase.match != "end" or hit.phrase.weight < ENDING_NATS or not _FULL_STOP.search(before):
                continue
            evidence = (
                Evidence("phrase", f"{hit.pack}#{hit.phrase.id}"),
                Evidence("place", "after the last sentence of the article"),
            )
            lead = len(hit.found) - len(hit.found.lstrip())
            return Cut(hit.wording.origin(start + lead, hit.end), Kind.CREDIT, 0.96, evidence)
        return None
