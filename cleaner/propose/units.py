"""Units: the lines of a document as patterns read them, each in every wording that differs from the original."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import overload

from cleaner.model import Block, Document
from cleaner.propose.views import Views
from cleaner.spans import Span, SpanSet, View
from cleaner.values import value


@value()
class Wording:
    """One reading of a unit. `text` is stripped; `origin` maps a stretch of it to the document's text."""

    text: str
    start: int  # where the text begins: in the view's text, or in the document's where view is None
    view: View | None = None

    def origin(self, start: int, end: int) -> Span:
        """The document's stretch behind `text[start:end]`."""
        span = Span(self.start + start, self.start + end)
        return span if self.view is None else self.view.origin(span)


@value()
class Unit:
    """A line of the document. `span` and `text`, the line as it stands there, are stripped of white space; `wordings`
    starts with the original's. `number` is that of the block among all blocks of the document, `index` the unit's own
    among units."""

    index: int
    span: Span
    text: str
    block: Block
    wordings: tuple[Wording, ...]
    number: int

    @property
    def reading(self) -> str:
        """The line as it was meant: normalised and repaired."""
        return self.wordings[-1].text


class Units(Sequence[Unit]):
    """The non-empty blocks of a document as units, in order. Each is made when it is first asked for: of a page most
    are never read."""

    def __init__(self, document: Document, views: Views) -> None:
        others = [views.normal] if views.repaired is views.normal else [views.normal, views.repaired]
        self._views = [view for view in others if not view.is_identity]
        self._text = text = document.text
        self._blocks: list[Block] = []
        self._numbers: list[int] = []
        self._starts: list[int] = []
        for number, block in enumerate(document.blocks):
            piece = text[block.span.start : block.span.end]
            bare = piece.lstrip()
            if bare:
                self._blocks.append(block)
                self._numbers.append(number)
                self._starts.append(block.span.end - len(bare))
        self._made: list[Unit | None] = [None] * len(self._blocks)

    def __len__(self) -> int:
        return len(self._blocks)

    @overload
    def __getitem__(self, at: int) -> Unit: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Unit, ...]: ...
    def __getitem__(self, at: int | slice) -> Unit | tuple[Unit, ...]:
        if isinstance(at, slice):
            return tuple(self[index] for index in range(*at.indices(len(self))))
        unit = self._made[at]
        if unit is None:
            unit = self._made[at] = self._make(at % len(self))
        return unit

    def within(self, spans: SpanSet) -> Iterator[Unit]:
        """The units that hold a character of `spans`, in order."""
        at = 0
        for start, end in spans.bounds:
            at = max(at, bisect_right(self._starts, start) - 1)
            while at < len(self) and self._starts[at] < end:
                unit = self[at]
                if unit.span.end > start:
                    yield unit
                at += 1

    def near(self, spans: SpanSet, before: int, after: int) -> SpanSet:
        """The stretches of the document that hold `spans`, with `before` units before each and `after` units after."""
        found: list[Span] = []
        for start, end in spans.bounds:
            first = max(bisect_right(self._starts, start) - 1 - before, 0)
            last = min(bisect_left(self._starts, end) + after, len(self)) - 1
            if first <= last:
                found.append(Span(self._starts[first], self._blocks[last].span.end))
        return SpanSet(found)

    def _make(self, index: int) -> Unit:
        block, start = self._blocks[index], self._starts[index]
        stripped = self._text[start : block.span.end].rstrip()
        span = Span(start, start + len(stripped))
        wordings: tuple[Wording, ...] = (Wording(stripped, start),)
        for view in self._views:
            if view.rewords(span):
                wordings = _reworded(span, view, wordings)
        return Unit(index, span, stripped, block, wordings, self._numbers[index])


def _reworded(span: Span, view: View, wordings: tuple[Wording, ...]) -> tuple[Wording, ...]:
    """`wordings`, and the one of `view` where it reads otherwise."""
    inner = view.derived(span)
    read = inner.of(view.text)
    lead = len(read) - len(read.lstrip())
    read = read.strip()
    if not read or any(read == wording.text for wording in wordings):
        return wordings
    return (*wordings, Wording(read, inner.start + lead, view))
