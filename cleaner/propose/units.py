"""Units: the lines of a document as patterns read them, each in every wording that differs from the original."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from cleaner.model import Block, Document
from cleaner.propose.views import Views
from cleaner.spans import Span, View


@dataclass(frozen=True, slots=True)
class Wording:
    """One reading of a unit. `text` is stripped; `origin` maps a stretch of it to the document's text."""

    text: str
    start: int  # where the text begins: in the view's text, or in the document's where view is None
    view: View | None = None

    def origin(self, start: int, end: int) -> Span:
        """The document's stretch behind `text[start:end]`."""
        span = Span(self.start + start, self.start + end)
        return span if self.view is None else self.view.origin(span)


@dataclass(frozen=True)
class Unit:
    """A line of the document. `span` is stripped of white space; `wordings` starts with the original's."""

    index: int
    span: Span
    block: Block
    wordings: tuple[Wording, ...]

    @property
    def text(self) -> str:
        """The line as it stands in the document."""
        return self.wordings[0].text

    @property
    def reading(self) -> str:
        """The line as it was meant: normalised and repaired."""
        return self.wordings[-1].text

    @cached_property
    def word_count(self) -> int:
        """How many words stand in the line."""
        return len(self.text.split())


def units_of(document: Document, views: Views) -> tuple[Unit, ...]:
    """The non-empty blocks of `document` as units."""
    return tuple(_units(document, views))


def _units(document: Document, views: Views) -> Iterator[Unit]:
    index = 0
    others = [views.normal] if views.repaired is views.normal else [views.normal, views.repaired]
    others = [view for view in others if not view.is_identity]
    for block in document.blocks:
        text = block.span.of(document.text)
        stripped = text.strip()
        if not stripped:
            continue
        start = block.span.start + len(text) - len(text.lstrip())
        span = Span(start, start + len(stripped))
        wordings: tuple[Wording, ...] = (Wording(stripped, start),)
        for view in others:
            if view.rewords(span):
                wordings = _reworded(span, view, wordings)
        yield Unit(index, span, block, wordings)
        index += 1


def _reworded(span: Span, view: View, wordings: tuple[Wording, ...]) -> tuple[Wording, ...]:
    """`wordings`, and the one of `view` where it reads otherwise."""
    inner = view.derived(span)
    read = inner.of(view.text)
    lead = len(read) - len(read.lstrip())
    read = read.strip()
    if not read or any(read == wording.text for wording in wordings):
        return wordings
    return (*wordings, Wording(read, inner.start + lead, view))
