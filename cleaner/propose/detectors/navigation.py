"""Menus, skip links and breadcrumbs: known labels above or below the article, seldom alone."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.kinds import Kind
from cleaner.propose.detectors.features import Line, Page, Zone
from cleaner.propose.detectors.weighing import Case, PhraseLines, Places

DETECTOR = PhraseLines(
    name="navigation",
    kind=Kind.NAVIGATION,
    places=Places(head=0.9, inside=-1.0, tail=0.9),
    most_words=20,
    names=frozenset({"nav", "menu", "breadcrumb", "breadcrumbs", "navigation", "skip"}),
)
"""Weights of places from the lines that an extractor kept of the development pages."""

MENU_LINES = 4
"""Short lines in a row that make a menu."""

MENU_WORDS = 4
KNOWN_SHARE = 0.3
"""Share of a menu's lines that phrases know, from end to end. Sections have names that no pack holds."""


class Menus:
    """Finds menus printed a label a line, above or below the article, by the labels that phrases know among them."""

    name = "menus"
    version = "1"
    where = "navigation.py"

    def find(self, page: Page) -> Iterable[Case]:
        """A case for each menu."""
        run: list[Line] = []
        for at, line in enumerate(page):
            if line.words <= MENU_WORDS and line.is_label and page.zone(at) in (Zone.HEAD, Zone.TAIL):
                run.append(line)
                continue
            if run:
                yield from _menu(run)
                run = []
        yield from _menu(run)


def _menu(run: list[Line]) -> Iterable[Case]:
    known = sum(line.is_known for line in run)
    if len(run) >= MENU_LINES and known >= max(2, KNOWN_SHARE * len(run)):
        case = Case(tuple(run), Kind.NAVIGATION)
        case.add("labels", 2.0, len(run))
        case.add("phrases", 1.4, known)
        yield case
