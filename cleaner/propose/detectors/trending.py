"""Lists of what others read: known headings, and numbered teasers, a number alone on its line before each."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from cleaner.kinds import Kind
from cleaner.propose.detectors.features import Line, Page, Zone
from cleaner.propose.detectors.notes import is_note
from cleaner.propose.detectors.weighing import ENOUGH, Case, PhraseLines, Places

DETECTOR = PhraseLines(
    name="trending",
    kind=Kind.TRENDING,
    places=Places(head=0.2, inside=-1.0, tail=1.2),
    most_words=8,
    names=frozenset({"trending", "popular", "mostread", "most", "latest", "top"}),
)

FEWEST = 3
"""Numbers in a row that make a list: two are found in prose with a heading."""

MOST_LINES = 5
"""Lines that a teaser may have after its number: headline, the same again, section, date, byline."""

_NUMBER = regex.compile(r"#?(\d{1,2})[.)]?")


class NumberedTeasers:
    """Finds 1, headline, section, 2, headline, section, 3 ... without a body paragraph between."""

    name = "numbered-teasers"
    version = "1"
    where = "trending.py"

    def find(self, page: Page) -> Iterable[Case]:
        """A case for each list."""
        at = 0
        while at < len(page.lines):
            run = _run(page, at) if page.lines[at].words == 1 else None
            if run is None:
                at += 1
                continue
            yield run
            at += len(run.lines)


def _run(page: Page, at: int) -> Case | None:
    if _number(page.lines[at]) != 1 or page.zone(at) not in (Zone.HEAD, Zone.TAIL):
        return None
    lines: list[Line] = []
    number = 0
    since = 0
    for line in page.lines[at:]:
        if _number(line) == number + 1:
            if number and not since:
                break
            number, since = number + 1, 0
        elif line.is_body or (line.ends_sentence and line.words >= 8) or since == MOST_LINES or is_note(line.text):
            break
        else:
            since += 1
        lines.append(line)
    if number < FEWEST:
        return None
    case = Case(tuple(lines), Kind.TRENDING)
    case.add("numbers", ENOUGH, number)
    case.add("place", 1.0, page.zone(at).value)
    return case


def _number(line: Line) -> int | None:
    if line.words > 1:  # nearly all lines
        return None
    found = _NUMBER.fullmatch(line.unit.text)
    return int(found[1]) if found else None
