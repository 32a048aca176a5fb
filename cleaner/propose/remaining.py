"""What is left of a document while rules are applied to it: the lines, each in its wordings, without what went.

Rules must find nothing more in the text that they leave behind. So each is tried on the lines that remain, until none
fires, and not once on the lines that the document came with.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cleaner.propose.units import Unit, Wording
from cleaner.spans import Rewording, Span, SpanSet, View


@dataclass(frozen=True, slots=True)
class Reading:
    """One wording of a line, without what was cut from it. `text` is stripped."""

    text: str
    wording: Wording
    cut: View | None = None
    lead: int = 0

    def origin(self, start: int, end: int) -> Span:
        """The document's stretch behind `text[start:end]`."""
        if self.cut is None:
            return self.wording.origin(start, end)
        inner = self.cut.origin(Span(start + self.lead, end + self.lead))
        return self.wording.origin(inner.start, inner.end)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document that is still there, whole or in part. `readings` starts with the original's."""

    unit: Unit
    readings: tuple[Reading, ...]
    gone: SpanSet = field(default_factory=SpanSet)

    @property
    def span(self) -> Span:
        """From the first to the last character that is left."""
        first = self.readings[0]
        return first.origin(0, len(first.text))

    @property
    def wordings(self) -> str:
        """All wordings, a line each."""
        return "\n".join(reading.text for reading in self.readings)

    def without(self, span: Span) -> Line | None:
        """The line without `span`; `None` where nothing is left of it."""
        gone = self.gone.union([span])
        readings: list[Reading] = []
        for wording in self.unit.wordings:
            reading = _cut(wording, gone)
            if reading.text and all(reading.text != other.text for other in readings):
                readings.append(reading)
        return Line(self.unit, tuple(readings), gone) if readings else None


def _cut(wording: Wording, gone: SpanSet) -> Reading:
    text = wording.text
    cuts: list[Span] = []
    for span in gone:
        inner = Span(max(span.start, 0), span.end)
        if wording.view is not None:
            inner = wording.view.derived(inner)
        start = min(max(inner.start - wording.start, 0), len(text))
        end = min(max(inner.end - wording.start, start), len(text))
        # One space where two would meet: that is how the cut text will read.
        if end > start and (start == 0 or text[start - 1].isspace()):
            while end < len(text) and text[end].isspace():
                end += 1
        cuts.append(Span(start, end))
    view = View(text, [Rewording(cut, "") for cut in SpanSet(cuts)])
    return Reading(view.text.strip(), wording, view, len(view.text) - len(view.text.lstrip()))


class RunningText:
    """The lines that are left, joined by newlines, in one wording each; maps what is found back to the document."""

    def __init__(self, lines: Sequence[Line], level: int) -> None:
        """`level` 0 takes each line's original wording, higher ones the normalised and repaired where there are any."""
        self.readings = [line.readings[min(level, len(line.readings) - 1)] for line in lines]
        self.starts: list[int] = []
        at = 0
        for reading in self.readings:
            self.starts.append(at)
            at += len(reading.text) + 1
        self.text = "\n".join(reading.text for reading in self.readings)

    def line_at(self, position: int) -> int:
        """The number of the line that holds `position`."""
        return max(bisect_right(self.starts, position) - 1, 0)

    def is_at_edge(self, position: int) -> bool:
        """Whether a line begins or ends at `position`."""
        return position in (0, len(self.text)) or self.text[position - 1] == "\n" or self.text[position] == "\n"

    def origins(self, start: int, end: int) -> list[Span]:
        """The document's stretches behind `text[start:end]`, one a line."""
        found: list[Span] = []
        for number in range(self.line_at(start), len(self.readings)):
            reading, offset = self.readings[number], self.starts[number]
            if offset >= end:
                break
            first, last = max(start - offset, 0), min(end - offset, len(reading.text))
            if last > first:
                found.append(reading.origin(first, last))
        return found


class Remaining:
    """The lines that are left, in order. Changed by `remove` and by nothing else."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.lines: list[Line] = [
            Line(unit, tuple(Reading(wording.text, wording) for wording in unit.wordings)) for unit in units
        ]
        self._running: dict[int, RunningText] = {}
        self._spans: SpanSet | None = None

    @property
    def levels(self) -> range:
        """How many wordings the running text can be read in."""
        return range(max((len(line.readings) for line in self.lines), default=0))

    @property
    def spans(self) -> SpanSet:
        """Where the lines stand in the document."""
        if self._spans is None:
            self._spans = SpanSet(line.span for line in self.lines)
        return self._spans

    def running(self, level: int) -> RunningText:
        """The running text; made once for each state of the lines."""
        if level not in self._running:
            self._running[level] = RunningText(self.lines, level)
        return self._running[level]

    def remove(self, spans: Iterable[Span]) -> bool:
        """Take `spans` out of the lines. Whether any line had some of them left."""
        gone = SpanSet(spans)
        if not gone:
            return False
        changed = False
        lines: list[Line] = []
        for line in self.lines:
            if not gone.intersects(line.unit.span):
                lines.append(line)
                continue
            parts = [part for span in gone.within(line.unit.span) for part in line.gone.outside(span)]
            left: Line | None = line
            for part in parts:
                left = left.without(part) if left else None
            changed = changed or left is not line
            if left is not None:
                lines.append(left)
        if changed:
            self.lines = lines
            self._running = {}
            self._spans = None
        return changed
