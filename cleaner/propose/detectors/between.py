"""Leftovers between lines that went: a button of a sign-up box, the place under a stamp, a second headline.

What stands between two lines of debris and is no sentence is seldom anything else. Below the article that holds for
any short line. Above it a deck stands between headline and byline, so that only the shortest go there, and lines that
are set as headlines are, in capitals: decks are not.
"""

from __future__ import annotations

from collections.abc import Iterable

import regex

from cleaner.kinds import Kind, Policy
from cleaner.propose.detectors.features import Line, Page, Zone
from cleaner.propose.detectors.weighing import BESIDE, Case

MOST_WORDS = 12
HEAD_WORDS = 3
"""Words of a line above the article that is too short for a deck."""

MOST_ITEMS = 12
"""Lines of a row between two that went: a menu's items that no phrase knows."""

PLACE = 1.3
TITLE_CASE = 1.2
TITLE_SHARE = 0.8
"""Share of the longer words of a headline that begin with a capital."""

FEWEST_LONG_WORDS = 3
_LONG_WORD = regex.compile(r"\b\p{L}[\p{L}'’-]{3,}")
_MARK = regex.compile(r"^\s*(?:[-*•·▪►‣>+]|\d{1,2}[.)])\s|\d")


class Between:
    """Finds short lines whose neighbours went."""

    name = "between"
    version = "3"
    where = "between.py"

    def find(self, page: Page) -> Iterable[Case]:
        """A case for each such line."""
        for at in page.beside_gone:
            line = page.lines[at]
            gone = page.gone_beside(line)
            if not line.is_label or line.words > MOST_WORDS or line.block.marks & {"quote", "code"}:
                continue
            if any(page.context.config.policy_of(hit.phrase.kind) is not Policy.DROP for hit in line.hits):
                continue  # it stands there because it is wanted
            zone = page.zone(at)
            if zone is Zone.HEAD and _is_title_case(line) and page.context.language == "en":
                case = Case((line,), Kind.HEADLINE)
                case.add("headline-case", TITLE_CASE)
            elif gone == 2 and (zone is Zone.TAIL or (zone is Zone.HEAD and _is_tiny(line))):
                case = Case((line,), Kind.BOILERPLATE)
            else:
                continue
            case.add("beside", BESIDE * gone, gone)
            case.add("place", PLACE, zone.value)
            yield case
        for at in page.beside_gone:
            row = _row(page, at)
            if row:
                case = Case(row, Kind.NAVIGATION)
                case.add("beside", BESIDE * 2, 2)
                case.add("place", PLACE, page.zone(at).value)
                yield case


def _row(page: Page, at: int) -> tuple[Line, ...]:
    """The items of a menu from `lines[at]` on: tiny lines above the article, of which only the outermost have a
    neighbour that went. No phrase knows the names of a site's sections."""
    row: list[Line] = []
    for number in range(at, min(at + MOST_ITEMS, page.first_body or 0)):
        line = page.lines[number]
        if not line.is_label or not _is_tiny(line) or line.block.marks & {"quote", "code"}:
            break
        if any(page.context.config.policy_of(hit.phrase.kind) is not Policy.DROP for hit in line.hits):
            break
        row.append(line)
        if number > at and page.gone_beside(line):
            return tuple(row)
    return ()


def _is_tiny(line: Line) -> bool:
    return line.words <= HEAD_WORDS and not _MARK.search(line.unit.text)


def _is_title_case(line: Line) -> bool:
    words = _LONG_WORD.findall(line.text)
    capitals = sum(word[0].isupper() for word in words)
    if line.is_item or line.text.endswith((":", "：")) or any(char.isdigit() for char in line.text):
        return False  # key points, what opens a list of them, scores
    return len(words) >= FEWEST_LONG_WORDS and capitals >= TITLE_SHARE * len(words)
