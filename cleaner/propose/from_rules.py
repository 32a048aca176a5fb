"""The recognised source's rules as a proposer: drops, keeps and captures.

The order: captures read the document as it came; then drops of elements, lines and stretches, then sections in file
order, then what captures drop; and again over what remains, until nothing fires. That makes the rules idempotent by
construction: a second cleaning starts from the lines on which the first found nothing.

Entries on trial propose `Testimony` of weight 0 where they would have proposed an edit: it tells, and moves
no judgement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cleaner.kinds import Kind, Policy
from cleaner.model import Capture, Edit, Evidence, Keep, Origin, Proposal, Settled, Testimony
from cleaner.propose import Context
from cleaner.propose.finding import Finder, Found
from cleaner.propose.remaining import Remaining
from cleaner.rules.book import CompiledEntry, SourceRules
from cleaner.rules.dates import DateForm
from cleaner.rules.schema import CaptureEntry, DropEntry, KeepEntry
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
        return _Run(context, context.rules).proposals()


class _Run:
    """One document's pass through the rules."""

    def __init__(self, context: Context, rules: SourceRules) -> None:
        self.document = context.document
        self.config = context.config
        self.seconds = context.config.pattern_seconds
        self.left = Remaining(context.units)
        self.find = Finder(context.document, rules, self.left, self.seconds)
        self.rules = rules
        self.damaged = context.views.repaired is not context.views.normal
        self.kept = SpanSet()
        self.out: list[Proposal] = []
        self.told: set[tuple[str, Span]] = set()
        self.captured: set[str] = set()
        self.first_read: dict[str, list[Found]] = {}

    def proposals(self) -> list[Proposal]:
        entries = [entry for entry in self.rules.compiled if self.find.is_possible(entry)]
        keeps = [entry for entry in entries if isinstance(entry.bound.entry, KeepEntry)]
        captures = [entry for entry in entries if isinstance(entry.bound.entry, CaptureEntry)]
        drops = [entry for entry in entries if isinstance(entry.bound.entry, DropEntry)]
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
        spans = [span for found in self.find.matches(entry, keep.select, None) for span in found.spans]
        if entry.bound.is_trial:
            return  # a keep on trial would change what other entries do
        origin = _origin(entry)
        self.out += [Keep(span, origin) for span in SpanSet(spans)]
        self.kept = self.kept.union(spans)

    def _drop(self, entry: CompiledEntry) -> bool:
        drop = _drop_of(entry)
        found = list(self.find.matches(entry, drop.select, drop.where))
        if drop.at_most is not None:
            total = sum(len(line.span) for line in self.left.lines)
            if sum(len(span) for match in found for span in match.spans) > drop.at_most * total:
                return False
        key = "select" if drop.select else "line" if drop.line else "span"
        return self._propose(entry, drop.kind, found, key)

    def _section(self, entry: CompiledEntry) -> bool:
        drop = _drop_of(entry)
        found = self.find.text_section(entry, drop) if drop.unit == "text" else self.find.line_section(entry, drop)
        key = "from" if drop.from_ else "before" if drop.before else "through"
        return self._propose(entry, drop.kind, [found] if found else [], key)

    def _capture(self, entry: CompiledEntry, *, drop: bool = False) -> bool:
        capture = entry.bound.entry
        assert isinstance(capture, CaptureEntry)
        if drop and capture.drop is None:
            return False
        # What was read from the document as it came goes, even if the lines around it, which patterns look at, went.
        found = self.first_read.setdefault(entry.bound.name, [])
        for match in list(self.find.matches(entry, capture.select, capture.where, last_first=self.damaged)):
            values = self._values(entry, capture, match)
            if values:
                found.append(match)
                if entry.bound.name not in self.captured and not entry.bound.is_trial:
                    self.captured.add(entry.bound.name)
                    self.out += values
        return drop and capture.drop is not None and self._propose(entry, capture.drop, found, "capture")

    # Telling.

    def _propose(self, entry: CompiledEntry, kind: Kind, found: Iterable[Found], key: str) -> bool:
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

    def _values(self, entry: CompiledEntry, capture: CaptureEntry, found: Found) -> list[Capture]:
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


def _origin(entry: CompiledEntry) -> Origin:
    place = entry.bound.entry.place
    return Origin("rule", entry.bound.name, where=str(place) if place.path else None)


def _evidence(key: str, found: Found) -> tuple[Evidence, ...]:
    """Which key matched and, where the document does not spell it so, the reading that did."""
    said = [Evidence("matched", key)]
    if found.reading is not None and found.reading.wording.view is not None:
        said.append(Evidence("read as", found.reading.text[:_READING_SHOWN]))
    return tuple(said)
