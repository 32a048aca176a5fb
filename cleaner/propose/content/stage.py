"""The stage that removes what the content model does not take for main text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from cleaner.kinds import Kind
from cleaner.model import Edit, Evidence, Origin, Proposal, Settled, Testimony
from cleaner.propose import Context
from cleaner.propose.content.judgement import Judgement
from cleaner.propose.engines.naming import KindGuess
from cleaner.spans import Span

_SURE = 0.9
"""Removals this sure are told by stretches of one kind; less sure ones block by block, so that one can be undone
alone."""


@dataclass(slots=True)
class _Stretch:
    """Neighbouring blocks of one kind that go together. `index` is the least sure of them, which the evidence speaks
    of."""

    span: Span
    kind: Kind
    confidence: float
    index: int


class ContentStage:
    """Proposes to remove the blocks that the model takes for boilerplate, with the kind that each most looks like."""

    def propose(self, context: Context, settled: Settled) -> Iterable[Proposal]:
        """An edit for each stretch that goes. What was settled before is left alone; nothing where another engine
        judges."""
        if context.judgement is None:
            return
        judgement = context.judgement.reconsidered(settled.testimony)
        told = sorted(settled.testimony, key=lambda testimony: (testimony.span, -testimony.weight))
        origin = Origin("model", judgement.name, judgement.version)
        stretches = list(_stretches(judgement, told))
        reasons = judgement.evidence_of([stretch.index for stretch in stretches])
        for stretch, reason in zip(stretches, reasons, strict=True):
            evidence = (Evidence("p(content)", round(1 - stretch.confidence, 4)), *reason)
            for part in settled.removed.outside(stretch.span):
                if part.of(context.document.text).strip():
                    yield Edit(part, stretch.kind, origin, confidence=stretch.confidence, evidence=evidence)


def _stretches(judgement: Judgement, told: list[Testimony]) -> Iterator[_Stretch]:
    document = judgement.document
    guess = KindGuess(document, judgement.kept)
    open_stretch: _Stretch | None = None
    doubts = np.round(1 - judgement.p, 4).tolist()
    places = zip(judgement.starts.tolist(), judgement.ends.tolist(), judgement.block.tolist(), doubts, strict=True)
    for index, (start, end, number, confidence) in enumerate(places):
        unit = Span(start, end)
        if judgement.kept.intersects(unit):
            if open_stretch is not None:
                yield open_stretch
            open_stretch = None
            continue
        kind = (told and _testified(unit, told)) or guess.of(number)
        joins = (
            open_stretch is not None
            and open_stretch.kind is kind
            and confidence >= _SURE
            and open_stretch.confidence >= _SURE
        )
        if open_stretch is not None and joins:
            open_stretch.span = Span(open_stretch.span.start, unit.end)
            if confidence < open_stretch.confidence:
                open_stretch.confidence, open_stretch.index = confidence, index
            continue
        if open_stretch is not None:
            yield open_stretch
        open_stretch = _Stretch(unit, kind, confidence, index)
    if open_stretch is not None:
        yield open_stretch


def _testified(span: Span, told: list[Testimony]) -> Kind | None:
    """The kind of the strongest testimony that takes up most of `span`."""
    best: Testimony | None = None
    for testimony in told:
        if testimony.span.start >= span.end:
            break
        overlap = min(testimony.span.end, span.end) - max(testimony.span.start, span.start)
        if 2 * overlap > len(span) and (best is None or testimony.weight > best.weight):
            best = testimony
    return best.kind if best else None
