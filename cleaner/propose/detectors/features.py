"""Lines and what can be seen of them: what every detector reads, computed once a document and only when asked for.

A `Line` is what earlier decisions left of a unit (for HTML, of its part in the candidate article). A `Page` is the
lines in order, with the facts that need more than one line: zones, repeats, neighbours that went.

Zones are told by body paragraphs, not by line numbers: the *head* ends at the first body paragraph, the *tail* begins
after the last, everything else is *inside*; of that, the *lead* is what stands between the first (often a deck) and
the second. So no zone moves when debris goes, which is what makes a second cleaning find nothing new.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import islice

import regex

from cleaner.inputs.html import DomIndex
from cleaner.kinds import Kind
from cleaner.model import Block
from cleaner.propose import Context
from cleaner.propose.units import Unit, Wording
from cleaner.rules import PhraseEntry, free_lead
from cleaner.spans import Span
from cleaner.values import value

BODY_WORDS = 12
"""Words that a body paragraph has at least. On the development pages 96 % of the lines of this length that end like a
sentence and hit no phrase are article text; of shorter ones, 80 %."""

DEBRIS_PHRASE = 1.0
"""Nats of a phrase that keep its line from being taken for a body paragraph: weaker ones are usual in prose."""

PROSE_WORDS = 60
"""From this length on, a line is prose whatever phrases it holds: the longest boilerplate line of a known wording
that is not a legal text has 58 words."""

LEAD_WORDS = 3
"""Words before a phrase in its line from which on they are a clause, if most begin small: names have capitals."""

NAME_LEVELS = 4
"""Levels above a line whose names are read: a share bar's list item, list, wrapper and box."""

SMALL_ELEMENT = 1500
"""Characters of the largest element whose name says something of a line in it: the article's container is larger."""

_NAME = regex.compile(r"[a-z]+")
_CAMEL = regex.compile(r"(?<=[a-z])(?=[A-Z])")

_STOPS = ".!?…。！？؟।"
_CLOSERS = "\"'”’»«)]」』"
"""What may stand after the stop that ends a sentence."""
_STOP_SET = frozenset(_STOPS)
_INNER_END = regex.compile(r"\p{Ll}[.!?…][\"'”’»)]*\s+[\"'“‘«(]?\p{Lu}|[。！？]")
_LEAD_END = regex.compile(r"[.!?…|»›)·•\d][\"'”’»)]*$")
_WORD = regex.compile(r"\w+")
_FOLD = regex.compile(r"\W+")
_BULLET = regex.compile(r"[-*•·▪►‣]\s|\d{1,2}[.)]\s")


class Zone(StrEnum):
    """Where a line stands, seen from the body paragraphs. `NOWHERE`: the document has none."""

    HEAD = "head"
    LEAD = "lead"
    INSIDE = "inside"
    TAIL = "tail"
    NOWHERE = "nowhere"


@value()
class Hit:
    """A phrase in a line. `whole`: it takes all of it. `span` is the stretch of the document's text."""

    phrase: PhraseEntry
    pack: str
    span: Span
    whole: bool
    found: str
    end: int
    """Where the match ends in the wording that was hit."""
    wording: Wording

    @property
    def speaks_for_line(self) -> bool:
        """Whether it says something of the whole line: a paragraph may hold a phrase, or end with an agency's name."""
        match = self.phrase.match
        return self.whole or match == "start" or (match == "end" and self.phrase.kind is Kind.CAPTION)

    @property
    def is_led(self) -> bool:
        """Whether free words, which end no sentence, come before the first words of the phrase: prose that holds it,
        as often as a template."""
        if not self.whole or self.phrase.match != "line":
            return False
        lead = free_lead(self.phrase, self.found)
        words = _WORD.findall(lead)
        small = sum(word[0].islower() for word in words)
        return len(words) >= LEAD_WORDS and 2 * small > len(words) and not _LEAD_END.search(lead)

    @property
    def rest(self) -> str:
        """What follows the match in its line."""
        return self.wording.text[self.end :].strip()


class Line:
    """What is left of a unit, and what can be seen of it alone. Compared by identity."""

    def __init__(
        self, unit: Unit, pieces: tuple[Span, ...], wordings: tuple[Wording, ...], hits: tuple[Hit, ...], words: int
    ) -> None:
        self.unit = unit
        self.pieces = pieces
        self.wordings = wordings
        self.hits = hits
        self.text = wordings[-1].text
        """The line as it was meant: normalised and repaired, without list and heading marks."""
        self.words = words
        """Words; of scripts without spaces two characters count as one."""
        self.ends_sentence = self.text.rstrip().rstrip(_CLOSERS)[-1:] in _STOP_SET
        """Whether the line ends like a sentence."""
        self.is_label = words <= 20 and not self.ends_sentence
        """Short and without the end of a sentence: headlines, buttons, menu items, names."""
        self.is_known = bool(hits) and words <= 12 and any(hit.whole for hit in hits)
        """Whether it is short and a phrase takes all of it."""
        self.is_debris = (
            bool(hits)
            and words < PROSE_WORDS
            and any(hit.speaks_for_line and hit.phrase.weight >= DEBRIS_PHRASE for hit in hits)
        )
        """Whether a phrase speaks against its being a body paragraph. Position has no say: zones are made of this."""
        self.is_body = (
            self.ends_sentence or self.has_inner_end
            if words >= PROSE_WORDS
            else words >= BODY_WORDS and self.ends_sentence and not self.is_debris
        )
        """Whether it is a paragraph of running text."""

    @property
    def block(self) -> Block:
        """What the markup tells of the line."""
        return self.unit.block

    @property
    def span(self) -> Span:
        """From the first to the last character that is left."""
        return Span(self.pieces[0].start, self.pieces[-1].end)

    @cached_property
    def is_item(self) -> bool:
        """Whether the line begins like a list item or stands in a list."""
        return bool(_BULLET.match(self.unit.text)) or "list" in self.block.marks

    @cached_property
    def has_inner_end(self) -> bool:
        """Whether a sentence ends inside the line, so that it holds more than one."""
        return bool(_INNER_END.search(self.text))

    @cached_property
    def folded(self) -> str:
        """Its words in lower case, for comparison."""
        return _FOLD.sub(" ", self.text).strip().casefold()

    @cached_property
    def opening(self) -> str:
        """The first word of `folded`, which is read long before the rest is folded."""
        first = _WORD.search(self.text)
        return first.group().casefold() if first else ""

    def reads_like(self, other: Line) -> bool:
        """Whether it has the words of `other`."""
        return self.words == other.words and self.opening == other.opening and self.folded == other.folded

    @property
    def link_share(self) -> float:
        """The share of its characters that stand in links, as the markup tells."""
        return min(1.0, self.block.link_chars / max(1, len(self.unit.span)))

    def hits_of(self, kind: Kind) -> list[Hit]:
        """Its hits of phrases of `kind`, the heaviest first."""
        return sorted((hit for hit in self.hits if hit.phrase.kind is kind), key=lambda hit: -hit.phrase.weight)


class Page:
    """The lines of a document that are left, in order, and the facts that need more than one of them."""

    def __init__(
        self, context: Context, lines: Sequence[Line], beside: Mapping[int, int], done: frozenset[str] = frozenset()
    ) -> None:
        self.context = context
        self.lines = lines
        self.done = done
        """Names of the detectors that removed something from this document already."""
        self._beside = beside  # by unit index: how many of its neighbours went

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    @cached_property
    def _body(self) -> list[int]:
        return [at for at, line in enumerate(self.lines) if line.is_body]

    @property
    def body(self) -> Iterator[Line]:
        """Its body paragraphs."""
        return (self.lines[at] for at in self._body)

    @cached_property
    def first_body(self) -> int | None:
        """The index in `lines` of the first body paragraph."""
        return self._body[0] if self._body else None

    @cached_property
    def last_body(self) -> int | None:
        """The index in `lines` of the last body paragraph."""
        return self._body[-1] if self._body else None

    def zone(self, at: int) -> Zone:
        """The zone of `lines[at]`."""
        return self._zones[at]

    @cached_property
    def _zones(self) -> list[Zone]:
        body = self._body
        if not body:
            return [Zone.NOWHERE] * len(self.lines)
        second = body[1] if len(body) > 1 else body[0]
        return [
            *[Zone.HEAD] * body[0],
            *[Zone.LEAD] * (second - body[0]),
            *[Zone.INSIDE] * (body[-1] + 1 - second),
            *[Zone.TAIL] * (len(self.lines) - body[-1] - 1),
        ]

    def body_after(self, at: int) -> int:
        """The index of the next body paragraph after `at`, or the number of lines."""
        later = bisect_right(self._body, at)
        return self._body[later] if later < len(self._body) else len(self.lines)

    @cached_property
    def words(self) -> int:
        """The words of all its lines."""
        return sum(line.words for line in self.lines)

    @cached_property
    def _of_length(self) -> Counter[int]:
        return Counter(line.words for line in self.lines)

    @cached_property
    def _of_opening(self) -> Counter[tuple[int, str]]:
        return Counter((line.words, line.opening) for line in self.lines if self._of_length[line.words] > 1)

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(line.folded for line in self.lines if self._of_opening[line.words, line.opening] > 1)

    def repeats(self, line: Line) -> int:
        """How many lines of the page read like `line`, itself included."""
        # Most lines have no like in length and first word; the others are folded, which takes long.
        if self._of_length[line.words] == 1 or self._of_opening[line.words, line.opening] == 1:
            return 1
        return self._counts[line.folded]

    @cached_property
    def hit(self) -> tuple[int, ...]:
        """The indices of the lines that any phrase hits."""
        return tuple(at for at, line in enumerate(self.lines) if line.hits)

    def hit_by(self, kind: Kind) -> Sequence[int]:
        """The indices of the lines that a phrase of `kind` hits."""
        return self._hit_by.get(kind, ())

    @cached_property
    def _hit_by(self) -> Mapping[Kind, Sequence[int]]:
        found: dict[Kind, list[int]] = {}
        for at in self.hit:
            for kind in dict.fromkeys(hit.phrase.kind for hit in self.lines[at].hits):
                found.setdefault(kind, []).append(at)
        return found

    def is_kept(self, line: Line) -> bool:
        """Whether the content model keeps any of `line`; of every line where it was not asked."""
        judgement = self.context.judgement
        return judgement is None or judgement.kept.intersects(line.unit.span)

    @cached_property
    def beside_gone(self) -> Sequence[int]:
        """The indices of the lines that a neighbour of went."""
        return [at for at, line in enumerate(self.lines) if line.unit.index in self._beside] if self._beside else ()

    def gone_beside(self, line: Line) -> int:
        """How many of its two neighbours went."""
        return self._beside.get(line.unit.index, 0)

    def company(self, at: int) -> int:
        """How many of the two neighbours of `lines[at]` are short lines that a phrase takes whole."""
        beside = [self.lines[near] for near in (at - 1, at + 1) if 0 <= near < len(self.lines)]
        return sum(line.is_known and not line.reads_like(self.lines[at]) for line in beside)

    def names(self, line: Line) -> Iterator[frozenset[str]]:
        """The words of the class and id of each small element around `line`, the innermost first."""
        dom = self.context.document.dom
        if not isinstance(dom, DomIndex):
            return
        elements = dom.elements
        for element in islice(dom.above(self.owner(dom, line)), NAME_LEVELS):
            if elements.end[element] - elements.start[element] > SMALL_ELEMENT:
                return
            if elements.names[element]:
                yield names_in(elements.names[element])

    def quote(self, line: Line) -> Span | None:
        """The innermost small `blockquote` around `line`."""
        dom = self.context.document.dom
        if "quote" not in line.block.marks or not isinstance(dom, DomIndex):
            return None
        elements = dom.elements
        for element in islice(dom.above(self.owner(dom, line)), NAME_LEVELS):
            if elements.end[element] - elements.start[element] > SMALL_ELEMENT:
                return None
            if elements.tag[element] == "blockquote":
                return Span(elements.start[element], elements.end[element])
        return None

    @property
    def has_markup(self) -> bool:
        """Whether `names` can tell anything."""
        return isinstance(self.context.document.dom, DomIndex)

    def owner(self, dom: DomIndex, line: Line) -> int:
        """The index in `dom.elements` of the element that `line` stands in."""
        return dom.owners[line.unit.number]


@lru_cache(maxsize=4096)
def names_in(names: str) -> frozenset[str]:
    """The words of an element's class, id and role. (A memory of a pure function: it cannot change a result.)"""
    return frozenset(_NAME.findall(_CAMEL.sub(" ", names).casefold()))
