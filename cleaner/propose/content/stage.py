"""The stage that removes what the content model does not take for main text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from cleaner.kinds import Kind
from cleaner.model import Edit, Evidence, Origin, Proposal, Settled, Testimony
from cleaner.propose import Context
from cleaner.propose.content.judgement import Judgement
from cleaner.propose.content.reasons import Reason, Reasons
from cleaner.propose.engines.naming import KindGuess
from cleaner.spans import Span, SpanSet

_SURE = 0.9
"""Removals this sure are told by stretches of one kind; less sure ones block by block, so that one can be undone
alone."""


@dataclass(slots=True)
class _Stretch:
    """Neighbouring units of one kind that go together. `last` is the last of them, `index` the least sure, which the
    evidence speaks of."""

    start: int
    end: int
    kind: Kind
    confidence: float
    index: int
    last: int


class ContentStage:
    """Proposes to remove the blocks that the model takes for boilerplate, with the kind that each most looks like."""

    def propose(self, context: Context, settled: Settled) -> Iterable[Proposal]:
        """An edit for each stretch that goes. What was settled before is left alone; nothing where another engine
        judges."""
        if context.judgement is None:
            return
        judgement = context.judgement.reconsidered(settled.testimony)
        text = context.document.text
        origin = Origin("model", judgement.name, judgement.version)
        stretches = list(_stretches(judgement, settled.testimony))
        reasons = Reasons(judgement, [stretch.index for stretch in stretches])
        done = settled.removed.union(edit.span for edit in context.scripts)
        for number, stretch in enumerate(stretches):
            doubt = Evidence("p(content)", round(1 - stretch.confidence, 4))
            for part in done.outside(Span(stretch.start, stretch.end)):
                if not text[part.start : part.end].isspace():
                    yield Edit(
                        part,
                        stretch.kind,
                        origin,
                        confidence=stretch.confidence,
                        evidence=Reason(doubt, reasons, number),
                    )


def _stretches(judgement: Judgement, testimony: Iterable[Testimony]) -> Iterator[_Stretch]:
    guess = KindGuess(judgement.document, judgement.kept)
    told = _testified(judgement, testimony)
    doubts = np.round(1 - judgement.p, 4).tolist()
    starts, ends, blocks = judgement.starts.tolist(), judgement.ends.tolist(), judgement.block.tolist()
    stretch: _Stretch | None = None
    for index in _going(judgement.kept, starts, ends):
        kind, confidence = told.get(index) or guess.of(blocks[index]), doubts[index]
        if (
            stretch is not None
            and stretch.last + 1 == index
            and stretch.kind is kind
            and min(confidence, stretch.confidence) >= _SURE
        ):
            stretch.end, stretch.last = ends[index], index
            if confidence < stretch.confidence:
                stretch.confidence, stretch.index = confidence, index
            continue
        if stretch is not None:
            yield stretch
        stretch = _Stretch(starts[index], ends[index], kind, confidence, index, index)
    if stretch is not None:
        yield stretch


def _going(kept: SpanSet, starts: list[int], ends: list[int]) -> list[int]:
    """The units of which nothing is kept."""
    stays = bytearray(len(starts))
    for span in kept:
        first, last = bisect_right(ends, span.start), bisect_left(starts, span.end)
        stays[first:last] = b"\x01" * (last - first)
    return [index for index, stay in enumerate(stays) if not stay]


def _testified(judgement: Judgement, testimony: Iterable[Testimony]) -> dict[int, Kind]:
    """For each unit the kind of the strongest testimony that takes up most of it; the earlier one among equals."""
    starts, ends = judgement.starts.tolist(), judgement.ends.tolist()
    strongest: dict[int, Testimony] = {}
    for told in sorted(testimony, key=lambda told: (told.span.start, told.span.end, -told.weight)):
        span = told.span
        for index in range(bisect_right(ends, span.start), bisect_left(starts, span.end)):
            start, end = starts[index], ends[index]
            if 2 * (min(span.end, end) - max(span.start, start)) > end - start and (
                index not in strongest or told.weight > strongest[index].weight
            ):
                strongest[index] = told
    return {index: told.kind for index, told in strongest.items()}
