"""Where an entry of a rule file matches, in what is left of a document.

Matches are remembered by text: rules are tried until none fires, and most lines never change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from cleaner.errors import RuleError
from cleaner.model import Document
from cleaner.propose.remaining import Line, Reading, Remaining, RunningText
from cleaner.rules.book import CompiledEntry, SourceRules
from cleaner.rules.compile import Matcher
from cleaner.rules.schema import DropEntry, Where
from cleaner.spans import Span


@dataclass(frozen=True, slots=True)
class Found:
    """A match: the document's stretches, and the wording that it was found in."""

    spans: tuple[Span, ...]
    match: regex.Match[str] | None = None
    reading: Reading | None = None


class Finder:
    """Finds entries of `rules` in one document; `left` is what remains of it, and changes between calls."""

    def __init__(self, document: Document, rules: SourceRules, left: Remaining, seconds: float) -> None:
        self.document = document
        self.left = left
        self.seconds = seconds
        self._possible = rules.possible([line.wordings for line in left.lines])
        self._anywhere = frozenset().union(*self._possible)
        self._elements: dict[str, tuple[Span, ...]] = {}
        self._whole: dict[tuple[int, str], regex.Match[str] | None] = {}
        self._inside: dict[tuple[int, str], tuple[regex.Match[str], ...]] = {}

    def is_possible(self, entry: CompiledEntry) -> bool:
        """Whether the words that the entry needs stand anywhere in the document."""
        return bool(entry.bound.entry.select) or entry.bound.name in self._anywhere

    def _is_possible_in(self, entry: CompiledEntry, line: Line) -> bool:
        # What is left of a line that was cut may read otherwise than any line of the document.
        return bool(line.gone) or entry.bound.name in self._possible[line.unit.index]

    def matches(
        self, entry: CompiledEntry, select: tuple[str, ...], where: Where | None, *, last_first: bool = False
    ) -> Iterator[Found]:
        """Matches of an entry without markers, in what is left."""
        if select:
            for css in select if self.document.dom is not None else ():
                yield from self._selected(entry, css, where)
            return
        if entry.bound.entry.unit == "text":
            yield from self._in_running_text(entry.span, where)
            return
        count = len(self.left.lines)
        for number, line in enumerate(list(self.left.lines)):
            if not _is_there(number, count, where) or not self._is_possible_in(entry, line):
                continue
            for reading in reversed(line.readings) if last_first else line.readings:
                if entry.line and (match := self._match_whole(entry.line, reading.text)):
                    yield Found((line.span,), match, reading)
                    break
                if entry.span and (hits := self._match_inside(entry.span, reading.text)):
                    for hit in hits:
                        yield Found((reading.origin(hit.start(), hit.end()),), hit, reading)
                    break

    def _match_whole(self, matcher: Matcher, text: str) -> regex.Match[str] | None:
        key = (id(matcher), text)
        if key not in self._whole:
            self._whole[key] = matcher.whole(text, self.seconds)
        return self._whole[key]

    def _match_inside(self, matcher: Matcher, text: str) -> tuple[regex.Match[str], ...]:
        key = (id(matcher), text)
        if key not in self._inside:
            self._inside[key] = tuple(matcher.inside(text, self.seconds))
        return self._inside[key]

    def _selected(self, entry: CompiledEntry, css: str, where: Where | None) -> Iterator[Found]:
        if css not in self._elements:
            assert self.document.dom is not None
            try:
                self._elements[css] = tuple(self.document.dom.select(css))
            except ValueError as error:
                place = entry.bound.entry.place
                raise RuleError(str(error), path=place.path, line=place.line, entry=entry.bound.name) from None
        length = len(self.document.text)
        for span in self._elements[css]:
            if _is_there(span.start, length, where) and self.left.spans.intersects(span):
                yield Found((span,))

    def _in_running_text(self, matcher: Matcher, where: Where | None) -> Iterator[Found]:
        for level in self.left.levels:
            running = self.left.running(level)
            hits = [
                hit
                for hit in self._match_inside(matcher, running.text)
                if _is_there(hit.start(), len(running.text), where)
            ]
            for hit in hits:
                reading = running.readings[running.line_at(hit.start())]
                yield Found(self._stretches(running, hit.start(), hit.end()), hit, reading)
            if hits:
                return

    def line_section(self, entry: CompiledEntry, drop: DropEntry) -> Found | None:
        count = len(self.left.lines)
        if drop.from_:
            for first in self._marked(entry.from_, 0, drop.where):
                last = self._section_end(entry, drop, first)
                if last is not None and self._fits(drop, first, last):
                    return self._lines(first, last)
            return None
        marker = entry.before if drop.before else entry.through
        # The first marker only: once a section has gone, the next marker further down is not the end of another.
        at = next(self._marked(marker, 0, drop.where), None)
        if at is None:
            return None
        last = at - 1 if drop.before else at
        return self._lines(0, last) if 0 <= last < count and self._fits(drop, 0, last) else None

    def _section_end(self, entry: CompiledEntry, drop: DropEntry, first: int) -> int | None:
        """The last line of the section that begins at `first`. A second beginning before the end takes its place."""
        if drop.is_open:
            return len(self.left.lines) - 1
        end = next(self._marked(entry.before or entry.through, first + 1, None), None)
        if end is None:
            return None
        if any(again < end for again in self._marked(entry.from_, first + 1, None)):
            return None
        return end - 1 if drop.before else end

    def _marked(self, marker: Matcher, start: int, where: Where | None) -> Iterator[int]:
        count = len(self.left.lines)
        for number in range(start, count):
            if _is_there(number, count, where) and any(
                self._match_whole(marker, reading.text) for reading in self.left.lines[number].readings
            ):
                yield number

    def _fits(self, drop: DropEntry, first: int, last: int) -> bool:
        lines = last - first + 1
        if drop.max_lines is not None and lines > drop.max_lines:
            return False
        return drop.at_most is None or lines <= drop.at_most * len(self.left.lines)

    def _lines(self, first: int, last: int) -> Found:
        return Found((hull([line.span for line in self.left.lines[first : last + 1]]),))

    def _stretches(self, running: RunningText, start: int, end: int) -> tuple[Span, ...]:
        """A match in running text as one stretch; as two where it leaves a part of both its first and its last line,
        so that the break between what is left of them stays."""
        parts = running.origins(start, end)
        if len(parts) < 2 or running.is_at_edge(start) or running.is_at_edge(end):
            return (hull(parts),)
        return parts[0], hull(parts[1:])

    def text_section(self, entry: CompiledEntry, drop: DropEntry) -> Found | None:
        most = drop.max_lines or 1
        for level in self.left.levels:
            running = self.left.running(level)
            starts = sorted(self._match_inside(entry.from_, running.text), key=lambda match: match.start())
            for start in starts:
                if not _is_there(start.start(), len(running.text), drop.where):
                    continue
                end = (entry.before or entry.through).first(running.text, self.seconds, start.end())
                if end is None or any(start.end() <= other.start() < end.start() for other in starts):
                    continue
                last = end.start() if drop.before else end.end()
                if running.line_at(max(last - 1, 0)) - running.line_at(start.start()) >= most:
                    continue
                if drop.at_most is not None and last - start.start() > drop.at_most * len(running.text):
                    continue
                reading = running.readings[running.line_at(start.start())]
                return Found(self._stretches(running, start.start(), last), start, reading)
        return None


def hull(spans: Sequence[Span]) -> Span:
    """Neighbouring stretches and all between them; `settle` cuts keeps out of it."""
    return Span(spans[0].start, spans[-1].end) if spans else Span(0, 0)


def _is_there(number: int, count: int, where: Where | None) -> bool:
    """Whether the `number`-th of `count` lies in the half that is asked for. One line alone is a head."""
    if where is None:
        return True
    return number * 2 < count if where == "head" else number * 2 >= count
