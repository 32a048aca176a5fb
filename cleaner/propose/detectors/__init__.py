"""Heuristic detectors, in running order."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.model import Proposal, Settled
from cleaner.propose import Context


class Detectors:
    """Runs the detectors."""

    def propose(self, context: Context, settled: Settled) -> Iterable[Proposal]:
        """Edits and testimony."""
        return ()
