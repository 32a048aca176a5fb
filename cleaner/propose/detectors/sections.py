"""Sections of links: a heading such as "Related" or "Most read" and the list under it, below the article or between
its paragraphs.

The heading is one witness, the place the second, the shape of what follows the third: short lines that end like no
sentence. A heading with prose under it is a heading of the article, whatever it says.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

import regex

from cleaner.kinds import Kind
from cleaner.propose.detectors.features import Hit, Line, Page, Zone
from cleaner.propose.detectors.notes import is_note
from cleaner.propose.detectors.weighing import Case

KINDS = frozenset(
    {Kind.TRENDING, Kind.RELATED, Kind.TAGS, Kind.NAVIGATION, Kind.COMMENTS, Kind.SHARE, Kind.SIGNUP, Kind.FOOTER}
)
"""Kinds whose headings have a list under them."""

HEADING_WORDS = 7
TEASER_WORDS = 30
SENTENCE_WORDS = 9
"""A line of this many words that ends like a sentence is no list item."""

HEADING_NATS = 0.8
IN_TAIL = 1.8
"""Below the last body paragraph nothing of the article follows but lists, notes and verse; right in 95 % of the
development pages' lines under such a heading."""
LIST_LIKE = 0.6
MOST_LINES = 60

INSERT_LINES = 3
"""Teasers between paragraphs of a flat text, at most."""

INSERT_WORDS = (4, 25)
"""Words of a teaser between paragraphs, at least and at most: subheads are mostly shorter."""

_OWN_OBJECT = regex.compile(r"more (?:on|from|about)\b(?! (?:this|these)\b)", regex.IGNORECASE)
"""A heading that says what there is more on ("More on Ada Example") is a link itself: the line after it may be the
subhead of the next section."""

TEASER = 1.0
"""Nothing but teasers stands between the heading and the next paragraph."""

LINKED = 0.8
"""Share of a teaser's characters that stand in links, where markup tells."""

LINKS = 1.5

MARKS = ("—", "–", "- ", "•", "►", "»", "›")
"""What items of a list begin with that is set as paragraphs."""


class Sections:
    """Finds lists under headings, below the article."""

    name = "sections"
    version = "1"
    where = "sections.py"

    def find(self, page: Page) -> Iterable[Case]:
        """A case for each section, its heading included."""
        if page.last_body is None:
            return
        at = page.last_body + 1
        while at < len(page.lines):
            line = page.lines[at]
            heading = _heading(line)
            if heading is None or page.zone(at) is not Zone.TAIL:
                at += 1
                continue
            lines = [line, *_listed(page.lines[at + 1 : at + 1 + MOST_LINES])]
            case = Case(tuple(lines), heading.phrase.kind)
            case.add("phrase", heading.phrase.weight + 0.7, f"{heading.pack}#{heading.phrase.id}")
            case.add("place", IN_TAIL, "below the article")
            if len(lines) > 1:
                case.add("list", LIST_LIKE, len(lines) - 1)
            yield case
            at += len(lines)


class Inserts:
    """Finds teasers between paragraphs, under a heading such as "Read also". Markup must show that they are links; of
    flat text the next paragraph follows them at once, as no subhead follows such a heading."""

    name = "inserts"
    version = "1"
    where = "sections.py"

    def find(self, page: Page) -> Iterable[Case]:
        """A case for each insert, its heading included."""
        is_page = page.context.document.media == "html"
        for at in page.hit:
            line = page.lines[at]
            if page.zone(at) not in (Zone.INSIDE, Zone.LEAD):
                continue
            heading = _heading(line)
            if heading is None:
                continue
            teasers = page.lines[at + 1 : page.body_after(at)]
            if is_page:  # a teaser may be as long as a paragraph, and end like one
                teasers = list(takewhile(_is_link, page.lines[at + 1 : at + 2 + MOST_LINES]))
            elif (
                heading.phrase.kind is not Kind.RELATED
                or _OWN_OBJECT.match(line.text)
                or not all(map(_is_teaser, teasers))
            ):
                continue
            if 1 <= len(teasers) <= (MOST_LINES if is_page else INSERT_LINES):
                case = Case((line, *teasers), heading.phrase.kind)
                case.add("phrase", heading.phrase.weight + 0.7, f"{heading.pack}#{heading.phrase.id}")
                case.add("list", LIST_LIKE, len(teasers))
                case.add("links" if is_page else "shape", LINKS if is_page else TEASER)
                yield case


def _is_link(line: Line) -> bool:
    """Whether a line of a page is a link, or an item after a mark ("— ") that holds one."""
    return line.link_share >= LINKED or (line.link_share > 0 and line.unit.text.startswith(MARKS))


def _is_teaser(line: Line) -> bool:
    fewest, most = INSERT_WORDS
    return line.is_label and fewest <= line.words <= most and not line.block.heading


def _heading(line: Line) -> Hit | None:
    if line.words > HEADING_WORDS or line.ends_sentence:
        return None
    whole = [hit for hit in line.hits if hit.whole and hit.phrase.kind in KINDS and hit.phrase.weight >= HEADING_NATS]
    return max(whole, key=lambda hit: hit.phrase.weight, default=None)


def _listed(lines: Iterable[Line]) -> list[Line]:
    found: list[Line] = []
    for line in lines:
        if line.words > TEASER_WORDS or (line.ends_sentence and line.words >= SENTENCE_WORDS) or is_note(line.text):
            break
        found.append(line)
    return found
