"""Lists of tags and topics: a labelled line, or a line of hashtags alone, above or below the article."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from cleaner.kinds import Kind
from cleaner.propose.detectors.features import Page, Zone
from cleaner.propose.detectors.weighing import Case, PhraseLines, Places

DETECTOR = PhraseLines(
    name="tags",
    kind=Kind.TAGS,
    places=Places(head=0.6, inside=-1.0, tail=1.2),
    most_words=40,
    names=frozenset({"tags", "tag", "topics", "topic", "categories", "keywords"}),
)

_HASHTAGS = regex.compile(r"#[\p{L}\p{N}_]+(?:[\s,|]+#[\p{L}\p{N}_]+)+")


class Hashtags:
    """Finds lines of two or more hashtags and nothing else."""

    name = "hashtags"
    version = "1"
    where = "tags.py"

    def find(self, page: Page) -> Iterable[Case]:
        """Cases for lines at the head and in the tail."""
        for at, line in enumerate(page):
            if "#" not in line.unit.text or page.zone(at) not in (Zone.HEAD, Zone.TAIL):
                continue
            if _HASHTAGS.fullmatch(line.unit.text):
                case = Case((line,), Kind.TAGS)
                case.add("shape", 2.2, "hashtags alone")
                case.add("place", 1.2, page.zone(at).value)
                yield case
