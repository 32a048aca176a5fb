"""Bylines: a label and names alone after it, above or below the article; captured before they go.

Scrapers break them: the label stands on one line and the name on the next, or the name alone above the stamp.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

import regex

from cleaner.inputs.person_names import person_names
from cleaner.kinds import Kind
from cleaner.model import Capture
from cleaner.propose.detectors.features import Hit, Line, Page, Zone
from cleaner.propose.detectors.stamps import may_hold_stamps, stamps_in
from cleaner.propose.detectors.weighing import Case, Places, named, origin_of, phrase_case

PLACES = Places(head=1.4, lead=0.8, inside=-0.5, tail=0.9, nowhere=-0.8)
BYLINE_WORDS = 16
"""Words of the longest byline: two names with their titles."""

NAMES_ONLY = 1.0
"""After the label nothing stands but names."""

SIGNED = 1.4
"""A small element around the line is named for its author, and the line is nothing but a name."""

LABEL_ALONE = 1.4
ABOVE_A_STAMP = 1.2
NAME_WORDS = 5
"""Words of such a line: a name with its particles, two short names, or the label."""

STAMP_WORDS = 16
_LABEL = regex.compile(
    r"(?:(?:\p{L}+ ){0,2}(?:by|von|par|por|di|door|af|av)|authors?(?: of (?:the|this) (?:article|story))?|"
    r"autor(?:en|in|es)?|autore|auteurs?)\s?:?",
    regex.IGNORECASE,
)
_PARTICLE = r"(?:de|del|der|den|di|da|dos|du|la|le|van|von|zu|bin|ibn|al|el|ben|y|e|d'|O')"
_NAME = rf"\p{{Lu}}[\p{{L}}.'’-]*(?:\s+(?:{_PARTICLE}\s+)*\p{{Lu}}[\p{{L}}.'’-]*){{1,4}}"
_NAMES = regex.compile(
    rf"(?P<names>{_NAME}(?:(?:\s*[,;&/]\s*|\s+(?:and|und|et|y|e|en|og|och)\s+)+{_NAME})*)(?P<rest>.*)"
)
_REST = regex.compile(
    r"\s*(?:[,|/·•–—-]\s*.{0,60}|(?:in|for|at|à|à|in|für|pour|para|per)\s(?:the\s\p{Ll}|\p{Lu}).{0,40}|\(.{1,40}\))?\s*"
)
_SPLIT = regex.compile(r"\s*[,;&/]\s*|\s+(?:and|und|et|y|e|en|og|och)\s+")
_ROLE = regex.compile(
    r"(?<=\S\s\S+)\s+(?:(?:Staff|Senior|Chief|Contributing|Associate|Special|Guest) )?"
    r"(?:Writer|Reporter|Correspondent|Columnist|Editor|Contributor)$"
)
"""What a name is glued to where the markup that set its title apart is gone (Ada Example Staff Writer)."""
_CLASSES = frozenset({"byline", "author", "authors", "contributor", "writer"})


class Bylines:
    """Finds bylines and captures their names."""

    name = "bylines"
    version = "1"
    where = "bylines.py"

    def find(self, page: Page) -> Iterable[Case]:
        """Cases, with the author captured."""
        if page.context.document.media != "html":
            yield from self._broken(page)
        asked = range(len(page.lines)) if page.has_markup else page.hit_by(Kind.BYLINE)
        for at in asked:
            line = page.lines[at]
            if line.words > BYLINE_WORDS or not line.is_label:
                continue
            case = phrase_case(page, at, line, Kind.BYLINE, PLACES)
            if case is None:
                signed = self._signed(page, at, line)
                if signed is not None:
                    yield signed
                continue
            found = [names for hit in line.hits_of(Kind.BYLINE) if (names := _names(hit)) is not None]
            if found:
                case.add("names", NAMES_ONLY, found[0])
                if page.zone(at) is not Zone.INSIDE:
                    case.captures = [self._capture(line, name) for name in _SPLIT.split(found[0]) if name]
            elif not any(hit.whole for hit in line.hits_of(Kind.BYLINE)):
                continue
            if named(page, line, _CLASSES):
                case.add("markup", 1.2)
            yield case

    def _broken(self, page: Page) -> Iterable[Case]:
        """Labels above names, and names above stamps."""
        for at, (line, after) in enumerate(pairwise(page)):
            if line.words > NAME_WORDS or page.zone(at) is Zone.INSIDE:
                continue
            label = _is_label(line.text)
            if label:
                name = _name(after.text)
            else:
                near = page.zone(at) in (Zone.HEAD, Zone.LEAD) and not any(hit.whole for hit in line.hits)
                name = _name(line.text) if near and _is_stamp(after) else None
            if name is not None:
                case = Case((line, after) if label else (line,), Kind.BYLINE)
                if label:
                    case.add("label", LABEL_ALONE, line.text)
                else:
                    case.add("stamp", ABOVE_A_STAMP, after.text)
                case.add("names", NAMES_ONLY, name)
                case.add("place", PLACES.weight(page.zone(at)), page.zone(at).value)
                case.captures = [self._capture(case.lines[-1], each) for each in _SPLIT.split(name) if each]
                yield case

    def _signed(self, page: Page, at: int, line: Line) -> Case | None:
        """A name without a label, near the headline, in an element that is named for authors."""
        if page.zone(at) not in (Zone.HEAD, Zone.LEAD) or line.words < 2 or not named(page, line, _CLASSES):
            return None
        found = _NAMES.fullmatch(line.text)
        if found is None or not _REST.fullmatch(found["rest"]):
            return None
        case = Case((line,), Kind.BYLINE)
        case.add("names", NAMES_ONLY, found["names"])
        case.add("markup", SIGNED)
        case.add("place", PLACES.weight(page.zone(at)), page.zone(at).value)
        case.captures = [self._capture(line, name) for name in _SPLIT.split(found["names"]) if name]
        return case

    def _capture(self, line: Line, name: str) -> Capture:
        return Capture("author", _ROLE.sub("", name).strip(), line.span, origin_of(self))


@lru_cache(maxsize=4096)
def _is_label(text: str) -> bool:
    # A memory of a pure function: lines are asked about again when something around them went.
    return _LABEL.fullmatch(text) is not None


def _name(text: str) -> str | None:
    """The name that a line is and nothing else: of a person, as far as its words tell."""
    stripped = text.strip(" ,:;|•·")
    found = _NAMES.fullmatch(stripped)
    if found is None or found["rest"] or stripped.isupper() or len(stripped.split()) > NAME_WORDS:
        return None
    return stripped if person_names([stripped]) else None


def _is_stamp(line: Line) -> bool:
    """Whether a line tells a day and a time, and little else."""
    if line.words > STAMP_WORDS or line.ends_sentence or not may_hold_stamps(line.text):
        return False
    return any(stamp.timed for stamp in stamps_in(line.text, day_first=True))


def _names(hit: Hit) -> str | None:
    """The names after a label, where nothing else of weight follows."""
    found = _NAMES.fullmatch(hit.rest.lstrip(": "))
    if found is None or not _REST.fullmatch(found["rest"]):
        return None
    names: str = found["names"]
    return names
