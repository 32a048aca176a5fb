"""Published and updated stamps: a line of dates, times, labels and at most a name. Captured before it goes.

A diary and a timeline have such lines too, but many of them, and between paragraphs; a schedule names several days with
their hours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import regex

from cleaner.kinds import Kind
from cleaner.model import Capture
from cleaner.propose.detectors.features import Hit, Line, Page, Zone
from cleaner.propose.detectors.live_stamps import live_stamps
from cleaner.propose.detectors.stamps import Stamp, clocks_in, may_hold_stamps, stamps_in
from cleaner.propose.detectors.weighing import Case, Places, origin_of, usual_witnesses

PLACES = Places(head=1.2, lead=0.3, inside=-1.5, tail=0.6, nowhere=-1.5)
DATELINE_WORDS = 24
DATE = 1.6
"""Dates, labels and names are all that the line holds, or a label and the time of day."""

TIMED = 0.6
LABELLED = 1.2
OTHER_WORDS = 5
"""Words besides dates and labels: a name, a place."""

MODIFIED = "modified"
"""Phrases whose id begins so label the date of the last change."""

_WORDS = regex.compile(r"\p{L}[\p{L}'’.-]*")
_DESK = regex.compile(
    r"(?P<desk>(?:\p{Lu}[\p{L}.'’-]*\s){0,4}(?:News\s?Desk|Web\s?Desk|Newsroom|Staff|Bureau))\s*[|•·]"
)
"""A desk that signs in front of the stamps."""

_SEPARATED = regex.compile(r"[|•·/]|\s[-–—]\s")


class Datelines:
    """Finds stamps near the headline or below the article."""

    name = "datelines"
    version = "2"
    where = "datelines.py"

    def find(self, page: Page) -> Iterable[Case]:
        """Cases, with the dates captured."""
        day_first = page.context.language not in (None, "en")
        found: list[tuple[int, Line, _Stamped]] = [
            (at, line, stamped) for at, line in enumerate(page) if (stamped := _stamped(line, day_first)) is not None
        ]
        if not found:
            return
        if any(page.zone(at) is Zone.INSIDE and not stamped.labels for at, _, stamped in found) or live_stamps(page):
            found = [item for item in found if item[2].labels]
        schedule = _schedule(page, found)
        found = [item for item in found if item[0] not in schedule]
        # The date that tells most of itself comes first: of several values the first is taken.
        for at, line, stamped in sorted(found, key=lambda item: (not item[2].labels, not item[2].is_timed)):
            case = Case((line,), Kind.DATELINE)
            case.add("date", DATE, stamped.stamps[0].iso or line.text)
            if stamped.is_timed:
                case.add("time", TIMED)
            if stamped.labels:
                case.add("phrase", LABELLED, f"{stamped.labels[0].pack}#{stamped.labels[0].phrase.id}")
            usual_witnesses(case, page, at, line, PLACES)
            if page.zone(at) in (Zone.HEAD, Zone.LEAD):
                case.captures = list(self._captures(line, stamped))
            yield case

    def _captures(self, line: Line, stamped: _Stamped) -> Iterable[Capture]:
        desk = _DESK.match(line.text)
        if desk is not None and stamped.labels:
            yield Capture("author", desk["desk"], line.span, origin_of(self))
        for stamp in stamped.stamps:
            label = max(
                (hit for hit in stamped.labels if hit.end <= stamp.start),
                key=lambda hit: hit.end,
                default=None,
            )
            modified = label is not None and label.phrase.id.startswith(MODIFIED)
            if stamp.iso is not None:
                yield Capture("modified" if modified else "published", stamp.iso, line.span, origin_of(self))


@dataclass(frozen=True, slots=True)
class _Stamped:
    """What a line of stamps holds."""

    stamps: tuple[Stamp, ...]
    labels: tuple[Hit, ...]

    @property
    def is_timed(self) -> bool:
        """Whether a time of day is told."""
        return any(stamp.timed for stamp in self.stamps)


def _schedule(page: Page, found: Iterable[tuple[int, Line, _Stamped]]) -> frozenset[int]:
    """The lines below the headline's place that name a day and an hour without a label, where they name several days: a
    page has one hour of its own, meetings and trains have one each."""
    timed = [
        (at, iso[:10])
        for at, _, stamped in found
        if stamped.is_timed
        and not stamped.labels
        and page.zone(at) is not Zone.HEAD
        and (iso := stamped.stamps[0].iso) is not None
    ]
    return frozenset(at for at, _ in timed) if len({day for _, day in timed}) > 1 else frozenset()


def _stamped(line: Line, day_first: bool) -> _Stamped | None:
    if line.words > DATELINE_WORDS:
        return None
    labels = tuple(hit for hit in line.hits_of(Kind.DATELINE) if hit.wording.text == line.text)
    dates = stamps_in(line.text, day_first=day_first) if may_hold_stamps(line.text) else ()
    stamps = dates or (clocks_in(line.text) if labels else ())
    if not stamps:
        return None
    covered = [False] * len(line.text)
    for stamp in stamps:
        covered[stamp.start : stamp.end] = [True] * (stamp.end - stamp.start)
    for hit in labels:
        covered[hit.end - len(hit.found) : hit.end] = [True] * len(hit.found)
    other = _WORDS.findall("".join(" " if hidden else char for char, hidden in zip(line.text, covered, strict=True)))
    if not other:
        return _Stamped(stamps, labels)
    is_name = all(word[0].isupper() or word in ("by", "von", "par", "por", "di", "de") for word in other)
    evident = bool(labels) or (any(stamp.timed for stamp in stamps) and bool(_SEPARATED.search(line.text)))
    if dates and len(other) <= OTHER_WORDS and is_name and evident and not line.ends_sentence:
        return _Stamped(stamps, labels)
    return None
