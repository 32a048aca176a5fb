"""Reads the lines of a document for the detectors: what is left of each unit, its wordings, and the phrases in them.

Lines that did not change between two looks are not read again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from cleaner.model import Document, Settled
from cleaner.propose import Context
from cleaner.propose.detectors.features import Hit, Line, Page
from cleaner.propose.detectors.word_counts import WordCounts
from cleaner.propose.program_text import has_program_text
from cleaner.propose.units import Unit, Wording
from cleaner.spans import Span, SpanSet, View
from cleaner.values import value

_MARK = regex.compile(r"(?:(?:[-*•·▪►‣>]|#{1,6}|\d{1,2}[.)])\s+)+|[*_]{1,3}(?=\w.*[*_]{1,3}$)")
"""List and heading marks that text brings along; patterns read the line without them."""
_ONE_CELL = regex.compile(r"\|\s+(?=[^|]*[^|\s][^|]*\|$)")
"""The beginning of a table row of one cell: mails are laid out in tables, and extractors write the tables out."""
_CLOSING_MARK = regex.compile(r"(?<=\w\S{0,3})[*_]{1,3}$")


BEFORE, AFTER = 12, 4
"""Lines of a flat text that are looked at before and after each that the model keeps: bylines and dates stand before
the body. On 286 flattened pages it finds as many right authors (71) as looking at all lines, more dates (89 for 76) and
fewer wrong authors (7 for 12), in a third of the time; with 6 lines on each side, 59 right authors. Word F1 is the same
within .0003."""


LABEL_CHARACTERS = 60
"""Characters of a heading above teasers."""
LABELS = 3
"""Short blocks before a part of the article: the heading, and the first teasers under it."""


def _bounds(context: Context, settled: Settled) -> SpanSet:
    """What the detectors look at: the candidate article of a page; of a flat text what the model keeps and the
    lines around it, as no markup tells bylines and dates there. The rest is the model's to remove."""
    if context.document.media == "html":
        if settled.article:
            return settled.article.union(_labels_between(context.document, settled.article))
    elif context.judgement is not None and context.judgement.kept:
        return context.units.near(context.judgement.kept, BEFORE, AFTER)
    return SpanSet([Span(0, len(context.document.text))])


def _labels_between(document: Document, article: SpanSet) -> list[Span]:
    """The short blocks that are no part of the article and stand before a part of it, inside it, or right below it:
    where a heading such as "Read also" is clear to the model and the teasers under it are not, or who signs a comment
    is and the comment is not, the detectors must see both."""
    found: list[Span] = []
    starts = [block.span.start for block in document.blocks]
    for (_, end), (start, _) in pairwise(article.bounds):
        last = bisect_right(starts, start - 1)
        for block in reversed(document.blocks[max(0, last - LABELS) : last]):
            if block.span.start < end or len(block.span) > LABEL_CHARACTERS:
                break
            found.append(block.span)
    below = bisect_right(starts, article.bounds[-1][1] - 1)
    return found + [block.span for block in document.blocks[below : below + 1] if len(block.span) <= LABEL_CHARACTERS]


class Reader:
    """Makes pages of one document, remembering the lines that did not change between two of them."""

    def __init__(self, context: Context, settled: Settled) -> None:
        self._context = context
        self._bounds = _bounds(context, settled)
        self._words = WordCounts(context.document.text)
        # Of units outside the article those that went count as neighbours too, and the others are not looked at.
        self._removed = settled.removed
        scripts = SpanSet(edit.span for edit in context.scripts)
        read = context.units.within(self._bounds.union(self._removed))
        self._units = [unit for unit in read if not scripts.covers(unit.span)]
        here = self._bounds.minus(self._removed)
        self._left = [self._pieces(unit, here) for unit in self._units]
        self._lines: list[Line | None] = [None] * len(self._units)

    def page(self, removed: SpanSet, done: frozenset[str] = frozenset()) -> Page:
        """The page that is left without `removed`, which only grows, `done` by these detectors."""
        self._take_out(removed)
        self._read([at for at, line in enumerate(self._lines) if line is None and self._left[at]])
        lines: list[Line] = []
        beside: Counter[int] = Counter()
        after_gone = False
        for unit, line in zip(self._units, self._lines, strict=True):
            if line is not None:
                if after_gone:
                    beside[unit.index] += 1
                after_gone = False
                lines.append(line)
            elif removed.intersects(unit.span):
                if lines and not after_gone:
                    beside[lines[-1].unit.index] += 1
                after_gone = True
        return Page(self._context, lines, beside, done)

    def _take_out(self, removed: SpanSet) -> None:
        """Read again what is left of the units that something more was removed of."""
        if removed == self._removed:
            return
        here = self._bounds.minus(removed)
        fresh = removed.minus(self._removed)
        for at, unit in enumerate(self._units):
            if self._left[at] and fresh.intersects(unit.span):
                self._left[at] = self._pieces(unit, here)
                self._lines[at] = None
        self._removed = removed

    def _pieces(self, unit: Unit, here: SpanSet) -> tuple[Span, ...]:
        """What `here` holds of a unit, stripped."""
        whole = unit.span
        if here.covers(whole):
            return (whole,)
        text = self._context.document.text
        pieces: list[Span] = []
        for span in here.within(whole):
            start, end = span.start, span.end
            while start < end and text[start].isspace():
                start += 1
            while end > start and text[end - 1].isspace():
                end -= 1
            if start < end:
                pieces.append(Span(start, end))
        return tuple(pieces)

    def _read(self, fresh: Sequence[int]) -> None:
        """Make the lines of the units `fresh`."""
        wordings = [[_unmarked(wording) for wording in self._wordings(self._units[at], self._left[at])] for at in fresh]
        owner = [number for number, readings in enumerate(wordings) for _ in readings]
        flat = [wording for readings in wordings for wording in readings]
        hits: list[list[Hit]] = [[] for _ in fresh]
        asked = [wording.text for wording in flat]
        code: dict[int, bool] = {}  # asked of the few texts that are hit: program text may print any phrase
        for found in self._context.packs.hits(asked, seconds=self._context.config.pattern_seconds):
            wording = flat[found.index]
            if found.index not in code:
                marks = self._units[fresh[owner[found.index]]].block.marks
                code[found.index] = "code" in marks or has_program_text(wording.text)
            if code[found.index]:
                continue
            whole = found.start == 0 and found.end == len(wording.text)
            span = wording.origin(found.start, found.end)
            said = wording.text[found.start : found.end]
            hits[owner[found.index]].append(Hit(found.phrase, found.pack.id, span, whole, said, found.end, wording))
        for at, readings, those in zip(fresh, wordings, hits, strict=True):
            words = self._words.of(readings[-1])
            self._lines[at] = Line(self._units[at], self._left[at], tuple(readings), tuple(those), words)

    def _wordings(self, unit: Unit, pieces: tuple[Span, ...]) -> tuple[Wording, ...]:
        """The readings worth asking about: normalised, and repaired where that differs."""
        views = self._context.views
        if pieces == (unit.span,):
            readings = unit.wordings
            return readings[1:] if len(readings) > 1 and readings[1].view is views.normal else readings
        found: list[Wording] = []
        for view in (views.normal, views.repaired):
            wording = _joined([_wording(view, piece) for piece in pieces])
            if wording.text and all(wording.text != other.text for other in found):
                found.append(wording)
        return tuple(found)


def _unmarked(wording: Wording) -> Wording:
    """`wording` without the marks that make it a list item or a heading."""
    text = wording.text
    found = None if text[:1].isalpha() else _MARK.match(text) or _ONE_CELL.match(text)
    if found is None:
        return wording
    inner = text[found.end() :]
    if inner.endswith(("*", "_")):
        inner = _CLOSING_MARK.sub("", inner)
    elif text[0] == "|":
        inner = inner[:-1].rstrip()
    if not inner:
        return wording
    if isinstance(wording, _Pieced):
        return replace(wording, text=inner, shift=wording.shift + found.end())
    return replace(wording, text=inner, start=wording.start + found.end())


@value()
class _Pieced(Wording):
    """A reading of a line that something was cut out of: its pieces with a space between them."""

    starts: tuple[int, ...] = ()
    parts: tuple[Wording, ...] = ()
    shift: int = 0

    def origin(self, start: int, end: int) -> Span:
        start, end = start + self.shift, end + self.shift
        first, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, max(start, end - 1)) - 1
        head, tail = self.parts[first], self.parts[last]
        begin = head.origin(min(start - self.starts[first], len(head.text)), len(head.text))
        finish = tail.origin(0, min(end - self.starts[last], len(tail.text)))
        return Span(begin.start, max(begin.start, finish.end))


def _wording(view: View, piece: Span) -> Wording:
    inner = view.derived(piece)
    text = inner.of(view.text)
    return Wording(text.strip(), inner.start + len(text) - len(text.lstrip()), view)


def _joined(parts: Sequence[Wording]) -> Wording:
    if len(parts) == 1:
        return parts[0]
    starts: list[int] = []
    at = 0
    for part in parts:
        starts.append(at)
        at += len(part.text) + 1
    return _Pieced(" ".join(part.text for part in parts), 0, None, tuple(starts), tuple(parts))
