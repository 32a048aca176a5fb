"""Overlays of a page: tooltips and dialogues that stand in the markup and open on demand.

The role says so, and the class or id says it again. A role alone may be a mistake, and "tooltip" may be what the
article is about; both on one element are neither.
"""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.inputs.html import DomIndex
from cleaner.kinds import Kind
from cleaner.propose.detectors.features import Page
from cleaner.propose.detectors.weighing import IN_MARKUP, Case, named

SELECTOR = '[role="tooltip"], [role="dialog"], [role="alertdialog"], [aria-modal="true"]'
NAMES = frozenset(
    {"tooltip", "tip", "popover", "popup", "modal", "dialog", "overlay", "lightbox", "glossary", "infobox", "drawer"}
)
ROLE = 2.0
"""WAI-ARIA: a tooltip or a dialogue is not part of the text that it opens over."""

MOST_SHARE = 0.3
"""Share of the page's words in overlays: some sites show the article itself in one."""


class Overlays:
    """Finds lines in overlays."""

    name = "overlays"
    version = "1"
    where = "overlays.py"

    def find(self, page: Page) -> Iterable[Case]:
        """A case for each line."""
        dom = page.context.document.dom
        if not isinstance(dom, DomIndex):
            return
        inside = [line for line in page if named(page, line, NAMES)]
        if not inside:
            return
        overlays = dom.select(SELECTOR)
        inside = [line for line in inside if overlays.intersects(line.span)]
        if sum(line.words for line in inside) > MOST_SHARE * page.words:
            return
        for line in inside:
            case = Case((line,), Kind.BOILERPLATE)
            case.add("role", ROLE)
            case.add("markup", IN_MARKUP)
            yield case
