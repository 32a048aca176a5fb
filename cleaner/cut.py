"""Cutting a text at its edits, closing the gaps, and putting it together again.

`lay_out` adds the white space that a cut leaves over, so that no words are joined and no holes stay. `apply` cuts,
once. `stitch` and
`restore` go back: from a result, or from a clean text and the edits of its report.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from cleaner.errors import RestoreError
from cleaner.kinds import Kind
from cleaner.model import Edit, Origin, Result
from cleaner.spans import Span, SpanSet

LAYOUT = Origin("settle", "layout")
_CLOSING = frozenset(".,;:!?)]}”’»…%")
_SPACELESS = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")


@dataclass(frozen=True, slots=True)
class Removed:
    """A stretch that a report says was removed or replaced: what stood in the input, and what stands instead."""

    span: Span
    removed: str
    replacement: str = ""


def lay_out(text: str, edits: Sequence[Edit], start: int = 0) -> list[Edit]:
    """`edits` with the white space at their cuts: sorted, disjoint. `start` is where the text proper begins, behind
    front matter.

    Removals that only white space separates are one cut. Of the white space on its two sides, the side with more
    newlines stays; at either end of the text none does. A line that is left keeps its own indentation, not that of the
    line that went before it. Where a cut would join two words a space is put between them.
    """
    gone = SpanSet(edit.span for edit in edits if edit.is_removal)
    replaced = SpanSet(edit.span for edit in edits if edit.replacement)
    numbered = frozenset(edit.span.end for edit in edits if edit.kind is Kind.LINE_NUMBER)
    layout: list[Edit] = []
    cuts = _joined(text, gone)
    for cut in cuts:
        before, after = _spaces_before(text, cut.start, start), _spaces_after(text, cut.end)
        # What a repair reads otherwise is its own, white space at its edges too.
        for fixed in replaced.within(Span(before, after)) if replaced else ():
            if fixed.end <= cut.start:
                before = max(before, fixed.end)
            else:
                after = min(after, max(fixed.start, cut.end))
        lead, tail = Span(before, cut.start), Span(cut.end, after)
        eaten: list[Span] = []
        if before <= start or after == len(text):  # before `start` lies front matter, a cut of its own
            eaten = [lead, tail]
        elif (weight := _newlines(text, tail) - _newlines(text, lead)) > 0:
            eaten = [lead]
        elif weight < 0 or (lead and tail):
            line = _line_start(text, tail)  # where none begins, what follows goes on in the line of the cut
            goes_on = line == tail.start and cut.end not in numbered
            eaten = [tail] if goes_on else [Span(_line_start(text, lead), lead.end), Span(tail.start, line)]
        elif lead and not tail and text[after] in _CLOSING:
            eaten = [lead]
        elif not lead and not tail and _would_join(text[before - 1], text[after]):
            layout.append(Edit(Span(after, after), Kind.LAYOUT, LAYOUT, replacement=" "))
        eaten.extend(gone.outside(cut))
        left = SpanSet(eaten).minus(replaced) if replaced else SpanSet(eaten)
        layout.extend(Edit(span, Kind.LAYOUT, LAYOUT) for span in left)
    return sorted([*edits, *layout], key=_bounds)


def apply(text: str, edits: Iterable[Edit]) -> str:
    """`text` cut at `edits`, which are sorted and disjoint."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts.append(text[at : edit.span.start])
        parts.append(edit.replacement)
        at = edit.span.end
    parts.append(text[at:])
    return "".join(parts)


def stitch(result: Result) -> str:
    """The input's text, rebuilt from the result's text and its edits alone: equal to `result.document.text`."""
    source = result.document.text
    return restore_text(
        result.text, (Removed(edit.span, edit.span.of(source), edit.replacement) for edit in result.edits)
    )


def restore_text(clean: str, removed: Iterable[Removed]) -> str:
    """The input's text, from the clean text and what its report says was removed.

    Raises `RestoreError` where the two do not belong together.
    """
    parts: list[str] = []
    at = 0  # in the clean text
    end = 0  # in the input
    for piece in sorted(removed, key=lambda piece: piece.span):
        kept = piece.span.start - end
        if kept < 0 or len(piece.removed) != len(piece.span):
            raise RestoreError(
                f"the edit at {piece.span.start} overlaps another, or its removed text has another length",
                hint="the report was changed after it was written",
            )
        parts.append(clean[at : at + kept])
        at += kept
        if clean[at : at + len(piece.replacement)] != piece.replacement or len(parts[-1]) != kept:
            raise RestoreError(
                f"the clean text does not read as the report says near its character {at}",
                hint="give the clean text that belongs to this report, unchanged",
            )
        at += len(piece.replacement)
        parts.append(piece.removed)
        end = piece.span.end
    parts.append(clean[at:])
    return "".join(parts)


def _bounds(edit: Edit) -> tuple[int, int]:
    return edit.span.start, edit.span.end


def _joined(text: str, gone: SpanSet) -> list[Span]:
    cuts: list[Span] = []
    for span in gone:
        if cuts and not text[cuts[-1].end : span.start].strip():
            cuts[-1] = Span(cuts[-1].start, span.end)
        else:
            cuts.append(span)
    return cuts


def _spaces_before(text: str, at: int, floor: int) -> int:
    while at > floor and text[at - 1].isspace():
        at -= 1
    return at


def _spaces_after(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _newlines(text: str, span: Span) -> int:
    return text.count("\n", span.start, span.end) or text.count("\r", span.start, span.end)


def _line_start(text: str, space: Span) -> int:
    """Where the last line begins that begins in `space`; its start if none does."""
    newline = max(text.rfind("\n", space.start, space.end), text.rfind("\r", space.start, space.end))
    return newline + 1 if newline >= 0 else space.start


def _would_join(left: str, right: str) -> bool:
    if _SPACELESS.match(left) or _SPACELESS.match(right):
        return False
    return (left.isalnum() or left in _CLOSING) and right.isalnum()
