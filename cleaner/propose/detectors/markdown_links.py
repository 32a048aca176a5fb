"""Markdown that a converter made of a page: link lines by what their links say, pictures by their mark.

Phrases are written for what a reader sees, so that they are asked about the text of the links. A line that is links
and little else, and says what buttons say, is a row of buttons; a picture stands alone on its line.
"""

from __future__ import annotations

from collections.abc import Iterable

import regex

from cleaner.kinds import Kind
from cleaner.propose.detectors.features import Line, Page, Zone
from cleaner.propose.detectors.weighing import LINKS, WHOLE, Case, Places
from cleaner.rules import PhraseEntry

PLACES = Places(head=0.6, inside=-0.3, tail=1.2)
LINK_SHARE = 0.6
"""Share of a line's visible characters in its links; a label may stand before them."""

PICTURE = 2.0
ALONE = 1.2
LINE_KINDS = frozenset(
    {
        Kind.NAVIGATION,
        Kind.TRENDING,
        Kind.RELATED,
        Kind.SIGNUP,
        Kind.PAYWALL,
        Kind.CONSENT,
        Kind.SHARE,
        Kind.TAGS,
        Kind.COMMENTS,
        Kind.ADVERT,
        Kind.DONATE,
        Kind.PLAYER,
        Kind.FOOTER,
    }
)
_LINK = regex.compile(r"(?<!!)\[(?P<text>[^\[\]]*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
_PICTURES = regex.compile(r"(?:\[?!\[[^\[\]]*\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)(?:\]\([^()\s]*\))?\s*)+")
_MARKS = regex.compile(r"[*_`]{1,3}")


class MarkdownLinks:
    """Finds rows of links that phrases know, and pictures."""

    name = "markdown-links"
    version = "1"
    where = "markdown_links.py"

    def find(self, page: Page) -> Iterable[Case]:
        """A case for each such line."""
        if "](" not in page.context.document.text:
            return
        for at, line in enumerate(page):
            text = line.unit.text
            if "](" not in text or "code" in line.block.marks:
                continue
            if _PICTURES.fullmatch(text.strip()):
                case = Case((line,), Kind.CAPTION)
                case.add("markup", PICTURE, "a picture")
                case.add("shape", ALONE, "nothing else on the line")
                yield case
                continue
            phrase = _known(page, line)
            if phrase is not None:
                case = Case((line,), phrase.kind)
                case.add("phrase", phrase.weight + WHOLE, phrase.id)
                case.add("links", LINKS)
                case.add("place", PLACES.weight(page.zone(at)), Zone(page.zone(at)).value)
                yield case


def _known(page: Page, line: Line) -> PhraseEntry | None:
    """The heaviest phrase that takes all that the line shows, or all of its links; `None` where links are a part of
    the line only."""
    links = [found["text"].strip() for found in _LINK.finditer(line.text)]
    visible = _MARKS.sub("", _LINK.sub(lambda found: found["text"], line.text)).strip()
    if not links or not visible or sum(map(len, links)) < LINK_SHARE * len(visible):
        return None
    asked = [visible, *links] if len(links) > 1 else [visible]
    found: dict[int, PhraseEntry] = {}
    for hit in page.context.packs.hits(asked, seconds=page.context.config.pattern_seconds):
        whole = hit.start == 0 and (hit.end == len(asked[hit.index]) or hit.phrase.match == "start")
        if whole and hit.phrase.kind in LINE_KINDS and hit.phrase.match in ("line", "start"):
            best = found.get(hit.index)
            if best is None or hit.phrase.weight > best.weight:
                found[hit.index] = hit.phrase
    if 0 in found:
        return found[0]
    each = [found[number] for number in range(1, len(asked)) if number in found]
    return max(each, key=lambda phrase: phrase.weight) if each and len(each) == len(links) else None
