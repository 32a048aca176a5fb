"""Heuristic detectors: what is boilerplate by its wording, place, shape and company, whatever the source.

`DETECTORS` is the table, in running order; each is a file of its own. They look at the page that is left, again and
again until nothing more goes, so that a second cleaning finds nothing: what a neighbour's going shows is seen at
once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cleaner.kinds import Policy
from cleaner.model import Capture, Edit, Proposal, Settled
from cleaner.propose import Context
from cleaner.propose.detectors.features import Page
from cleaner.propose.detectors.reader import Reader
from cleaner.propose.detectors.table import DETECTORS
from cleaner.propose.detectors.weighing import Case, Cut, Detector, origin_of
from cleaner.spans import Span, SpanBuilder

__all__ = ["DETECTORS", "Detectors"]


class Detectors:
    """Runs the detectors over one document. Their only memory is what they removed from it."""

    def __init__(self, table: tuple[Detector, ...] = DETECTORS) -> None:
        self.table = table
        self._origins = tuple(map(origin_of, table))

    def propose(self, context: Context, settled: Settled) -> Iterable[Proposal]:
        """Removals that two witnesses prove, values that stood in them, and testimony for the rest."""
        reader = Reader(context, settled)
        removed = settled.removed
        proposed: dict[tuple[Span, str], Proposal] = {}
        done: set[str] = set()
        while True:
            grown = SpanBuilder(removed)
            leftover: list[Proposal] = []
            for finding in self._look(reader.page(removed, frozenset(done))):
                leftover += finding.leftover
                for capture in finding.captures:
                    proposed.setdefault((capture.span, f"{capture.field} {capture.value}"), capture)
                for edit in finding.edits:
                    proposed.setdefault((edit.span, f"{edit.origin} {edit.kind}"), edit)
                    done.add(edit.origin.name)
                    if context.config.policy_of(edit.kind) is Policy.DROP:
                        grown.add(edit.span)
            now = grown.freeze()
            if now == removed:
                break
            removed = now
        return [*proposed.values(), *leftover]

    def _look(self, page: Page) -> Iterator[_Finding]:
        for detector, origin in zip(self.table, self._origins, strict=True):
            for found in detector.find(page):
                match found:
                    case Case() if found.is_proved:
                        yield _Finding(tuple(found.edits(origin)), tuple(found.captures))
                    case Case():
                        yield _Finding(leftover=tuple(found.testimony(origin)))
                    case Cut():
                        cut = Edit(found.span, found.kind, origin, confidence=found.confidence, evidence=found.evidence)
                        yield _Finding((cut,), found.captures)
                    case Capture():
                        yield _Finding(leftover=(found,))


@dataclass(frozen=True, slots=True)
class _Finding:
    """What one look gives: edits with the values that stood in them, and what only counts if nothing more goes."""

    edits: tuple[Edit, ...] = ()
    captures: tuple[Capture, ...] = ()
    leftover: tuple[Proposal, ...] = ()
