"""Source rules as a proposer."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.model import Proposal, Settled
from cleaner.propose import Context


class FromRules:
    """Applies the recognised source's rules."""

    def propose(self, context: Context, settled: Settled) -> Iterable[Proposal]:
        """Edits, keeps, captures."""
        return ()
