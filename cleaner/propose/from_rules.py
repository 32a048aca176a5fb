"""The recognised source's rules as a proposer: drops, keeps and captures.

The order: captures read the document as it came; then drops of elements, lines and stretches, then sections in file
order, then what captures drop; and again over what remains, until nothing fires. That makes the rules idempotent by
construction: a second cleaning starts from the lines on which the first found nothing.

Entries on trial propose `Testimony` of weight 0 where they would have proposed an edit: it tells, and moves
no judgement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from cleaner.errors import RuleError
from cleaner.kinds import Kind, Policy
from cleaner.model import Capture, Edit, Evidence, Keep, Origin, Proposal, Settled, Testimony
from cleaner.propose import Context
from cleaner.propose.remaining import Reading, Remaining, RunningText
from cleaner.rules.book import CompiledEntry
from cleaner.rules.compile import Matcher
from cleaner.rules.dates import DateForm
from cleaner.rules.schema import CaptureEntry, DropEntry, KeepEntry, Where
from cleaner.spans import Span, SpanSet

_MOST_ROUNDS = 100
"""Rounds over what remains. Each takes something away; real documents need two or three. Beyond, the rest stays."""

_READING_SHOWN = 120
"""Characters of a repaired or normalised reading that the evidence quotes."""


class FromRules:
    """Applies `context.rules`; proposes nothing where no source is known."""

    def propose(self, context: Context, settled: Settled) -> Iterable[Proposal]:  # noqa: ARG002 - first in order
        """Edits, keeps, captures, and testimony of entries on trial. Raises `OverrunError`, naming the entry."""
        if context.rules is None:
            return ()
        return _Run(context, context.rules.compiled).proposals()


@dataclass(frozen=True, slots=True)
class _Found:
    """A match: the document's stretches, and the wording that it was found in."""

    spans: tuple[Span, ...]
    match: regex.Match[str] | None = None
    reading: Reading | None = None
    values: tuple[Capture, ...] = ()


class _Run:
    """One document's pass through the rules."""

    def __init__(self, context: Context, entries: tuple[CompiledEntry, ...]) -> None:
        self.document = context.document
        self.config = context.config
        self.seconds = context.config.pattern_seconds
        self.left = Remaining(context.units)
        self.entries = entries
        self.damaged = context.views.repaired is not context.views.normal
        self.kept = SpanSet()
        self.out: list[Proposal] = []
        self.told: set[tuple[str, Span]] = set()
        self.captured: set[str] = set()
        self.first_read: dict[str, list[_Found]] = {}

    def proposals(self) -> list[Proposal]:
        keeps = [entry for entry in self.entries if isinstance(entry.bound.entry, KeepEntry)]
        captures = [entry for entry in self.entries if isinstance(entry.bound.entry, CaptureEntry)]
        drops = [entry for entry in self.entries if isinstance(entry.bound.entry, DropEntry)]
        sections = [entry for entry in drops if _drop_of(entry).is_section]
        plain = [entry for entry in drops if not _drop_of(entry).is_section]
        for entry in keeps:
            self._keep(entry)
        for entry in captures:
            self._capture(entry)
        for _ in range(_MOST_ROUNDS):
            fired = self._until_quiet(plain, self._drop)
            fired = self._until_quiet(sections, self._section) or fired
            for entry in captures:
                fired = self._capture(entry, drop=True) or fired
            if not fired:
                break
        return self.out

    def _until_quiet(self, entries: list[CompiledEntry], apply: Callable[[CompiledEntry], bool]) -> bool:
        fired = False
        for _ in range(_MOST_ROUNDS):
            fired_now = False
            for entry in entries:
                fired_now = apply(entry) or fired_now
            if not fired_now:
                break
            fired = True
        return fired

    # What each kind of entry does.

    def _keep(self, entry: CompiledEntry) -> None:
        keep = entry.bound.entry
        spans = [span for found in self._matches(entry, keep.select, None) for span in found.spans]
        if entry.bound.is_trial:
            return  # a keep on trial would change what other entries do
        origin = _origin(entry)
        self.out += [Keep(span, origin) for span in SpanSet(spans)]
        self.kept = self.kept.union(spans)

    def _drop(self, entry: CompiledEntry) -> bool:
        drop = _drop_of(entry)
        found = list(self._matches(entry, drop.select, drop.where))
        if drop.at_most is not None:
            total = sum(len(line.span) for line in self.left.lines)
            if sum(len(span) for match in found for span in match.spans) > drop.at_most * total:
                return False
        key = "select" if drop.select else "line" if drop.line else "span"
        return self._propose(entry, drop.kind, found, key)

    def _section(self, entry: CompiledEntry) -> bool:
        drop = _drop_of(entry)
        found = self._text_section(entry, drop) if drop.unit == "text" else self._line_section(entry, drop)
        key = "from" if drop.from_ else "before" if drop.before else "through"
        return self._propose(entry, drop.kind, [found] if found else [], key)

    def _capture(self, entry: CompiledEntry, *, drop: bool = False) -> bool:
        capture = entry.bound.entry
        assert isinstance(capture, CaptureEntry)
        if drop and capture.drop is None:
            return False
        # What was read from the document as it came goes, even if the lines around it, which patterns look at, went.
        found = self.first_read.setdefault(entry.bound.name, [])
        for match in list(self._matches(entry, capture.select, capture.where, last_first=self.damaged)):
            values = self._values(entry, capture, match)
            if values:
                found.append(match)
                if entry.bound.name not in self.captured and not entry.bound.is_trial:
                    self.captured.add(entry.bound.name)
                    self.out += values
        return drop and capture.drop is not None and self._propose(entry, capture.drop, found, "capture")

    # Finding.

    def _matches(
        self, entry: CompiledEntry, select: tuple[str, ...], where: Where | None, *, last_first: bool = False
    ) -> Iterator[_Found]:
        """Matches of an entry without markers, in what is left."""
        for css in select if self.document.dom is not None else ():
            yield from self._selected(entry, css, where)
        bound = entry.bound.entry
        if bound.unit == "text":
            yield from self._in_running_text(entry.span, where)
            return
        count = len(self.left.lines)
        for number, line in enumerate(list(self.left.lines)):
            if not _is_there(number, count, where):
                continue
            for reading in reversed(line.readings) if last_first else line.readings:
                if entry.line and (match := entry.line.whole(reading.text, self.seconds)):
                    yield _Found((line.span,), match, reading)
                    break
                if entry.span:
                    hits = list(entry.span.inside(reading.text, self.seconds))
                    for hit in hits:
                        yield _Found((reading.origin(hit.start(), hit.end()),), hit, reading)
                    if hits:
                        break

    def _selected(self, entry: CompiledEntry, css: str, where: Where | None) -> Iterator[_Found]:
        assert self.document.dom is not None
        try:
            spans = self.document.dom.select(css)
        except ValueError as error:
            place = entry.bound.entry.place
            raise RuleError(str(error), path=place.path, line=place.line, entry=entry.bound.name) from None
        length = len(self.document.text)
        for span in spans:
            if _is_there(span.start, length, where) and any(line.span.overlaps(span) for line in self.left.lines):
                yield _Found((span,))

    def _in_running_text(self, matcher: Matcher, where: Where | None) -> Iterator[_Found]:
        for level in self.left.levels:
            running = self.left.running(level)
            hits = [
                hit
                for hit in matcher.inside(running.text, self.seconds)
                if _is_there(hit.start(), len(running.text), where)
            ]
            for hit in hits:
                reading = running.readings[running.line_at(hit.start())]
                yield _Found(self._stretches(running, hit.start(), hit.end()), hit, reading)
            if hits:
                return

    def _line_section(self, entry: CompiledEntry, drop: DropEntry) -> _Found | None:
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
                marker.whole(reading.text, self.seconds) for reading in self.left.lines[number].readings
            ):
                yield number

    def _fits(self, drop: DropEntry, first: int, last: int) -> bool:
        lines = last - first + 1
        if drop.max_lines is not None and lines > drop.max_lines:
            return False
        return drop.at_most is None or lines <= drop.at_most * len(self.left.lines)

    def _lines(self, first: int, last: int) -> _Found:
        return _Found((_hull([line.span for line in self.left.lines[first : last + 1]]),))

    def _stretches(self, running: RunningText, start: int, end: int) -> tuple[Span, ...]:
        """A match in running text as one stretch; as two where it leaves a part of both its first and its last line,
        so that the break between what is left of them stays."""
        parts = running.origins(start, end)
        if len(parts) < 2 or running.is_at_edge(start) or running.is_at_edge(end):
            return (_hull(parts),)
        return parts[0], _hull(parts[1:])

    def _text_section(self, entry: CompiledEntry, drop: DropEntry) -> _Found | None:
        most = drop.max_lines or 1
        for level in self.left.levels:
            running = self.left.running(level)
            starts = sorted(entry.from_.inside(running.text, self.seconds), key=lambda match: match.start())
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
                return _Found(self._stretches(running, start.start(), last), start, reading)
        return None

    # Telling.

    def _propose(self, entry: CompiledEntry, kind: Kind, found: Iterable[_Found], key: str) -> bool:
        """Propose each match that is new; whether what is left of the document changed by it."""
        origin = _origin(entry)
        changed = False
        for match in found:
            for span in match.spans:
                if not span or (entry.bound.name, span) in self.told:
                    continue
                self.told.add((entry.bound.name, span))
                if entry.bound.is_trial:
                    self.out.append(Testimony(span, kind, 0.0, origin))
                    continue
                self.out.append(Edit(span, kind, origin, evidence=_evidence(key, match)))
                if self.config.policy_of(kind) is Policy.DROP:
                    # What is kept stays in reach of the other entries, as it will stay in the text.
                    changed = self.left.remove(self.kept.outside(span)) or changed
        return changed

    def _values(self, entry: CompiledEntry, capture: CaptureEntry, found: _Found) -> list[Capture]:
        """What a match tells, or nothing where a date in it cannot be read."""
        texts: list[tuple[str, str, Span]] = []
        if found.match is None:
            span = found.spans[0]
            texts.append((capture.field_ or "", " ".join(span.of(self.document.text).split()), span))
        else:
            groups = found.match.groupdict()
            fields = (
                {capture.field_: "value" if "value" in groups else ""} if capture.field_ else {g: g for g in groups}
            )
            for name, group in fields.items():
                text = found.match[group] if group else found.match.group()
                if text and name in _FIELDS:
                    texts.append((name, " ".join(text.split()), found.spans[0]))
        values: list[Capture] = []
        forms = [DateForm(form, capture.zones, capture.months) for form in capture.date]
        for name, text, span in texts:
            value: str | None = text
            if forms and name in ("published", "modified"):
                value = next((iso for form in forms if (iso := form.iso(text))), None)
            if not value:
                return []
            values.append(Capture(_FIELDS[name], value, span, _origin(entry)))
        return values


_FIELDS = {
    "title": "title",
    "author": "authors",
    "published": "published",
    "modified": "modified",
    "url": "url",
    "site": "site",
    "language": "language",
    "description": "description",
}
"""Fields as rule files name them, and as `Metadata` does."""


def _drop_of(entry: CompiledEntry) -> DropEntry:
    drop = entry.bound.entry
    assert isinstance(drop, DropEntry)
    return drop


def _hull(spans: Sequence[Span]) -> Span:
    """Neighbouring stretches and all between them; `settle` cuts keeps out of it."""
    return Span(spans[0].start, spans[-1].end) if spans else Span(0, 0)


def _is_there(number: int, count: int, where: Where | None) -> bool:
    """Whether the `number`-th of `count` lies in the half that is asked for. One line alone is a head."""
    if where is None:
        return True
    return number * 2 < count if where == "head" else number * 2 >= count


def _origin(entry: CompiledEntry) -> Origin:
    place = entry.bound.entry.place
    return Origin("rule", entry.bound.name, where=str(place) if place.path else None)


def _evidence(key: str, found: _Found) -> tuple[Evidence, ...]:
    """Which key matched and, where the document does not spell it so, the reading that did."""
    said = [Evidence("matched", key)]
    if found.reading is not None and found.reading.wording.view is not None:
        said.append(Evidence("read as", found.reading.text[:_READING_SHOWN]))
    return tuple(said)
