"""Weighing witnesses: when a line goes, and when what is known of it stays testimony.

A phrase is one witness. Its line goes only with a second one of another family (place, shape, links, repeats,
neighbours, markup), and only if all together reach `ENOUGH`. Weights are nats: logarithms of right over wrong hits,
which add up.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from cleaner.kinds import Kind
from cleaner.model import Capture, Edit, Evidence, Origin, Testimony
from cleaner.propose.detectors.features import Hit, Line, Page, Zone
from cleaner.propose.detectors.sentences import each_is_known
from cleaner.spans import Span

ENOUGH = 3.0
"""Nats that a removal takes: twenty right ones for a wrong one."""

WHOLE = 0.7
"""The phrase takes the whole line."""
TEMPLATE = 1.2
"""... and has `TEMPLATE_WORDS` words or more: nobody writes a line that long by accident. A witness of its own."""
TEMPLATE_WORDS = 7
TEMPLATE_NATS = 2.4
"""Lighter phrases are open at an end, so that the length of their lines is no witness."""
OPENING_WORDS = 4
OPENING_NATS = 3.2
"""... and so it is where the phrase opens the line with so many words and weighs so much: what stands in place of an
embedded post where consent is missing stands between paragraphs, and goes on in words of the site's own."""
LED = -2.2
"""... but only after words of its own in a line that ends like a sentence: "The sign read: subscribe to our
newsletter, but nobody did." With the place alone it is not proved; neighbours that go prove it."""
SENTENCES = -0.8
"""Several sentences on one line are a paragraph: articles open with a notice that they are about."""
KNOWN_SENTENCES = 0.8
"""... but not where phrases know each of them: calls come in twos and threes."""
LABEL = 0.8
"""The line is short and does not end like a sentence."""
LINKS = 1.5
"""The markup says that four fifths of the line are links."""
REPEATED = 0.8
"""The line stands twice or more."""
BESIDE = 0.9
"""A neighbour went; each counts."""
COMPANY = 0.7
"""A neighbour is hit by a phrase from end to end as well; each counts."""
IN_MARKUP = 1.2
"""An element around the line is named for the kind. Never more than one witness: names lie."""
LINK_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Places:
    """How much a place speaks for a kind, in nats; a negative weight speaks against it and is no witness."""

    head: float = 0.0
    inside: float = -0.8
    tail: float = 0.0
    nowhere: float = -0.8
    lead: float | None = None

    def weight(self, zone: Zone) -> float:
        """The weight of `zone`; the lead counts as inside unless told otherwise."""
        if zone is Zone.LEAD:
            return self.inside if self.lead is None else self.lead
        return {Zone.HEAD: self.head, Zone.INSIDE: self.inside, Zone.TAIL: self.tail}.get(zone, self.nowhere)


@dataclass(slots=True)
class Case:
    """What speaks for the removal of a line, or of several in a row: collected by a detector, decided by
    `Detectors`."""

    lines: tuple[Line, ...]
    kind: Kind
    witnesses: dict[str, float] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)
    captures: list[Capture] = field(default_factory=list)

    def add(self, witness: str, weight: float, value: str | float | bool = True) -> None:
        """One more witness; of one family the strongest counts."""
        if weight > self.witnesses.get(witness, 0.0) or (weight < 0 and witness not in self.witnesses):
            self.witnesses[witness] = weight
            self.evidence = [item for item in self.evidence if item.name != witness]
            self.evidence.append(Evidence(witness, value))

    @property
    def nats(self) -> float:
        """All that speaks for it, less what speaks against it."""
        return sum(self.witnesses.values())

    @property
    def is_proved(self) -> bool:
        """Whether two families of witnesses speak for it, and enough."""
        return self.nats >= ENOUGH and sum(weight > 0 for weight in self.witnesses.values()) >= 2

    @property
    def confidence(self) -> float:
        """The probability that the removal is right."""
        return round(1.0 / (1.0 + math.exp(-self.nats)), 4)

    def edits(self, origin: Origin) -> Iterable[Edit]:
        """The removals, a line each."""
        evidence = tuple(self.evidence)
        for line in self.lines:
            yield Edit(line.span, self.kind, origin, confidence=self.confidence, evidence=evidence)

    def testimony(self, origin: Origin) -> Iterable[Testimony]:
        """What stays of it where it is not proved."""
        for line in self.lines:
            yield Testimony(line.span, self.kind, round(self.nats, 3), origin)


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch inside a line that goes: its witnesses are all in the pattern and its place, so it is proved or not
    proposed."""

    span: Span
    kind: Kind
    confidence: float
    evidence: tuple[Evidence, ...]
    captures: tuple[Capture, ...] = ()


class Detector(Protocol):
    """One kind of boilerplate. `find` looks at the page that is left and says what speaks for removals.

    A page is looked at again after something went, until nothing more does: what a detector says may depend on the
    lines that are left, and on nothing else.
    """

    @property
    def name(self) -> str:
        """The name in reports: `detector:<name>`."""
        ...

    @property
    def version(self) -> str:
        """Raised when the detector decides differently."""
        ...

    @property
    def where(self) -> str:
        """The file that it is written in."""
        ...

    def find(self, page: Page) -> Iterable[Case | Cut | Capture]:
        """Cases for lines, cuts inside lines, values."""
        ...


@dataclass(frozen=True)
class PhraseLines:
    """The common detector: lines that a phrase of its kind hits, weighed with place, shape, links, repeats and
    neighbours.

    `names` are words of class and id attributes that speak for the kind. Lines over `most_words` are left alone: a
    phrase inside a paragraph says nothing of the paragraph.
    """

    name: str
    kind: Kind
    places: Places
    most_words: int = 40
    names: frozenset[str] = frozenset()
    version: str = "1"

    @property
    def where(self) -> str:
        """The file: detectors are named after their files."""
        return f"{self.name}.py"

    def find(self, page: Page) -> Iterable[Case]:
        """A case for each line with a hit."""
        for at in page.hit_by(self.kind):
            case = self.case(page, at, page.lines[at])
            if case is not None:
                yield case

    def case(self, page: Page, at: int, line: Line) -> Case | None:
        """What speaks for the removal of `line`, or `None` where no phrase does."""
        if not line.hits or line.words > self.most_words:
            return None
        case = phrase_case(page, at, line, self.kind, self.places)
        if case is not None and self.names and named(page, line, self.names):
            case.add("markup", IN_MARKUP)
        return case


def phrase_case(page: Page, at: int, line: Line, kind: Kind, places: Places) -> Case | None:
    """The case that the heaviest phrase of `kind` in `line` makes, with the usual witnesses."""
    if not line.hits:  # nearly all lines, asked once a kind
        return None
    zone = page.zone(at).value
    hits = [hit for hit in line.hits_of(kind) if hit.speaks_for_line and hit.phrase.where in (None, zone)]
    if not hits:
        return None
    hit = max(hits, key=lambda hit: (hit.phrase.weight + hit.whole * WHOLE, -hit.span.start))
    case = Case((line,), kind)
    # Of several sentences the phrase's open end took the later ones: they are what the line says, not the phrase.
    each_known = line.has_inner_end and each_is_known(page, line)
    whole = hit.whole and (each_known or not line.has_inner_end)
    if line.has_inner_end:
        case.add("sentences", KNOWN_SENTENCES if each_known else SENTENCES, each_known)
    case.add("phrase", hit.phrase.weight + (WHOLE if whole else 0.0), f"{hit.pack}#{hit.phrase.id}")
    if hit.is_led:
        if line.ends_sentence:
            case.add("led", LED)
    elif (whole and line.words >= TEMPLATE_WORDS and hit.phrase.weight >= TEMPLATE_NATS) or _opens(hit):
        case.add("template", TEMPLATE)
    usual_witnesses(case, page, at, line, places)
    return case


def _opens(hit: Hit) -> bool:
    """Whether a phrase opens its line with words that nobody writes by accident."""
    phrase = hit.phrase
    return phrase.match == "start" and phrase.weight >= OPENING_NATS and len(hit.found.split()) >= OPENING_WORDS


def usual_witnesses(case: Case, page: Page, at: int, line: Line, places: Places) -> None:
    """Place, shape, links, repeats, neighbours."""
    zone = page.zone(at)
    case.add("place", places.weight(zone), zone.value)
    if line.is_label:
        case.add("label", LABEL)
    if line.link_share >= LINK_SHARE:
        case.add("links", LINKS, round(line.link_share, 2))
    if page.repeats(line) > 1:
        case.add("repeated", REPEATED, page.repeats(line))
    company = page.company(at)
    if company:
        case.add("company", COMPANY * company, company)
    gone = page.gone_beside(line)
    if gone:
        case.add("beside", BESIDE * gone, gone)


def named(page: Page, line: Line, names: frozenset[str]) -> bool:
    """Whether a small element around `line` has one of `names` among the words of its class and id."""
    return any(not names.isdisjoint(words) for words in page.names(line))


def origin_of(detector: Detector) -> Origin:
    """How edits name a detector."""
    return Origin("detector", detector.name, detector.version, f"cleaner/propose/detectors/{detector.where}")
