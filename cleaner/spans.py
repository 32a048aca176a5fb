"""Spans of a text, sets of spans, and views: derived texts that remember where they came from.

Everything in the project speaks of one text, in code points. A `Span` is a half-open stretch of it. A `View` is
another wording of it (normalised, or with repairs in) that can map any of its own spans back. This module knows
nothing of documents, edits or rules.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from cleaner.values import value


@value(order=True)
class Span:
    """The half-open stretch `[start, end)` of a text, in code points.

    Raises `ValueError` where `start` is negative or `end` comes before it.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def __bool__(self) -> bool:
        return self.end > self.start

    def of(self, text: str) -> str:
        """The characters of `text` that this span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character; touching spans do not."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether every character of `other` lies in this span."""
        return self.start <= other.start and other.end <= self.end

    def shift(self, by: int) -> Span:
        """The same length, `by` code points further on."""
        return Span(self.start + by, self.end + by)


class SpanSet:
    """Sorted, disjoint, non-touching spans: a set of characters of a text.

    Immutable. Built from spans in any order; overlapping and touching spans are merged, empty ones left out.
    """

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._merge([(span.start, span.end) for span in spans])

    def _merge(self, bounds: list[tuple[int, int]]) -> None:
        """Put the stretches `bounds` in. Numbers are sorted and compared many times faster than spans."""
        starts, ends = self._starts, self._ends
        last = -1
        for start, end in sorted(bounds):
            if start <= last:
                if end > last and start < end:
                    ends[-1] = last = end
            elif start < end:
                starts.append(start)
                ends.append(end)
                last = end

    def __iter__(self) -> Iterator[Span]:
        return (Span(start, end) for start, end in zip(self._starts, self._ends, strict=True))

    def __len__(self) -> int:
        return len(self._starts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SpanSet) and (self._starts, self._ends) == (other._starts, other._ends)

    def __hash__(self) -> int:
        return hash((tuple(self._starts), tuple(self._ends)))

    def __repr__(self) -> str:
        return f"SpanSet({', '.join(f'[{s.start}, {s.end})' for s in self)})"

    @property
    def bounds(self) -> list[tuple[int, int]]:
        """Start and end of each span, for loops over many."""
        return list(zip(self._starts, self._ends, strict=True))

    @property
    def size(self) -> int:
        """How many characters the set holds."""
        return sum(self._ends) - sum(self._starts)

    def covers(self, span: Span) -> bool:
        """Whether every character of `span` is in the set (an empty span always is)."""
        return self.covers_range(span.start, span.end)

    def covers_range(self, start: int, end: int) -> bool:
        """`covers` of a stretch that is no span yet, for loops over many."""
        at = bisect_right(self._starts, start) - 1
        return start == end or (at >= 0 and end <= self._ends[at])

    def intersects(self, span: Span) -> bool:
        """Whether any character of `span` is in the set."""
        at = bisect_right(self._ends, span.start)
        return bool(span) and at < len(self._starts) and self._starts[at] < span.end

    def within(self, span: Span) -> list[Span]:
        """The parts of the set that lie in `span`, in order, cut at its edges."""
        parts: list[Span] = []
        start, end = span.start, span.end
        if start == end:
            return parts
        at = bisect_right(self._ends, start)
        while at < len(self._starts) and self._starts[at] < end:
            parts.append(Span(max(self._starts[at], start), min(self._ends[at], end)))
            at += 1
        return parts

    def outside(self, span: Span) -> list[Span]:
        """The parts of `span` that are not in the set, in order."""
        parts: list[Span] = []
        at = span.start
        for inner in self.within(span):
            if inner.start > at:
                parts.append(Span(at, inner.start))
            at = inner.end
        if at < span.end:
            parts.append(Span(at, span.end))
        return parts

    def overlap(self, span: Span) -> int:
        """How many characters of `span` are in the set."""
        return sum(len(part) for part in self.within(span))

    def union(self, other: Iterable[Span]) -> SpanSet:
        """All characters of either."""
        merged = SpanSet()
        added = other.bounds if isinstance(other, SpanSet) else [(span.start, span.end) for span in other]
        merged._merge([*self.bounds, *added])
        return merged

    def minus(self, other: SpanSet) -> SpanSet:
        """The characters of this set that are not in `other`."""
        left = SpanSet()
        starts, ends = left._starts, left._ends
        at, count = 0, len(other._starts)
        for first, end in self.bounds:
            begin = first
            while at < count and other._ends[at] <= begin:
                at += 1
            after = at
            while after < count and other._starts[after] < end:
                if other._starts[after] > begin:
                    starts.append(begin)
                    ends.append(other._starts[after])
                begin = other._ends[after]
                after += 1
            if begin < end:
                starts.append(begin)
                ends.append(end)
        return left


class SpanBuilder:
    """A growing set of characters: what a loop adds to, and freezes into a `SpanSet` at its end."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: SpanSet | None = None) -> None:
        self._starts = [start for start, _ in spans.bounds] if spans else []
        self._ends = [end for _, end in spans.bounds] if spans else []

    def add(self, span: Span) -> list[Span]:
        """Put the characters of `span` in; gives back the parts of it that were not in yet."""
        if not span:
            return []
        first = bisect_left(self._ends, span.start)
        after = bisect_right(self._starts, span.end)
        fresh: list[Span] = []
        at = span.start
        for index in range(first, after):
            if self._starts[index] > at:
                fresh.append(Span(at, self._starts[index]))
            at = max(at, self._ends[index])
        if at < span.end:
            fresh.append(Span(at, span.end))
        if fresh:
            start = min(span.start, self._starts[first]) if first < after else span.start
            end = max(span.end, self._ends[after - 1]) if first < after else span.end
            self._starts[first:after] = [start]
            self._ends[first:after] = [end]
        return fresh

    def intersects(self, span: Span) -> bool:
        """Whether any character of `span` is in."""
        at = bisect_right(self._ends, span.start)
        return bool(span) and at < len(self._starts) and self._starts[at] < span.end

    def freeze(self) -> SpanSet:
        """The set as it stands."""
        frozen = SpanSet()
        frozen._merge(list(zip(self._starts, self._ends, strict=True)))
        return frozen


@value()
class Rewording:
    """One stretch of a text (`span`) that reads `text` in a view of it."""

    span: Span
    text: str


class View:
    """A derived text with a monotone map back to the text it was made from.

    A view is what patterns and features read when the original wording would hide something: soft hyphens out,
    odd spaces folded, dropped letters put back. What they find is mapped back with `origin`, so that every edit
    speaks of the original. Do not cut a view: cut the original.
    """

    __slots__ = ("_source_ends", "_source_starts", "_view_ends", "_view_starts", "source_length", "text")

    def __init__(self, source: str, rewordings: Sequence[Rewording] = ()) -> None:
        """`rewordings` are sorted and disjoint; `ValueError` where they are not."""
        self.source_length = len(source)
        self._source_starts: list[int] = []
        self._source_ends: list[int] = []
        self._view_starts: list[int] = []
        self._view_ends: list[int] = []
        if not rewordings:
            self.text = source
            return
        parts: list[str] = []
        at = length = 0
        for rewording in rewordings:
            if rewording.span.start < at:
                raise ValueError(f"rewordings overlap or are out of order at {rewording.span.start}")
            parts.append(source[at : rewording.span.start])
            length += rewording.span.start - at
            self._source_starts.append(rewording.span.start)
            self._source_ends.append(rewording.span.end)
            self._view_starts.append(length)
            parts.append(rewording.text)
            length += len(rewording.text)
            self._view_ends.append(length)
            at = rewording.span.end
        parts.append(source[at:])
        self.text = "".join(parts)

    @property
    def is_identity(self) -> bool:
        """Whether the view reads the same as its source, so that there is nothing to match twice."""
        return not self._view_starts

    def rewords(self, span: Span) -> bool:
        """Whether anything in `span` of the source reads otherwise in the view."""
        at = bisect_left(self._source_ends, span.start)
        return at < len(self._source_starts) and self._source_starts[at] <= span.end

    def origin(self, span: Span) -> Span:
        """The stretch of the source that `span` of the view stands for.

        A reworded stretch is indivisible: a span that starts or ends inside one takes the whole of it.
        """
        if span.start == span.end:
            at = self._start(span.start)
            return Span(at, at)
        start = self._start(span.start)
        return Span(start, max(start, self._end(span.end)))

    def derived(self, span: Span) -> Span:
        """The stretch of the view that stands for `span` of the source (the other way round from `origin`)."""
        start, end = self._derive(span.start, first=True), self._derive(span.end, first=False)
        return Span(start, max(start, end))

    def _start(self, position: int) -> int:
        at = bisect_right(self._view_starts, position) - 1
        if at < 0:
            return position
        if position < self._view_ends[at]:
            return self._source_starts[at]
        return self._source_ends[at] + position - self._view_ends[at]

    def _end(self, position: int) -> int:
        at = bisect_left(self._view_starts, position) - 1
        if at < 0:
            return position
        if position <= self._view_ends[at]:
            return self._source_ends[at]
        return self._source_ends[at] + position - self._view_ends[at]

    def _derive(self, position: int, *, first: bool) -> int:
        at = (
            bisect_right(self._source_starts, position) - 1 if first else bisect_left(self._source_starts, position) - 1
        )
        if at < 0:
            return position
        if position < self._source_ends[at]:
            return self._view_starts[at] if first else self._view_ends[at]
        return self._view_ends[at] + position - self._source_ends[at]
